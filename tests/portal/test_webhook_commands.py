"""What an operator types about webhooks."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import Source, WebhookEvent, WebhookKey
from claims.models.webhook_key import PREFIX
from claims.webhook_signature import read
from portal.settings import BASE_DIR
from tests.claims.store.test_webhook_events import store
from tests.claims.webhooks import NOW, tracker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped(settings) -> None:
    settings.PORTAL_NOW = NOW


def typed(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_a_key_is_made_and_its_secret_shown_once():
    said = typed("webhook_key", "easypost")
    secret = said.split()[-1]
    assert secret.startswith(PREFIX)
    assert WebhookKey.objects.get().secret() == secret
    assert Source.objects.get().kind == "carrier"
    assert secret not in typed("webhook_key", "easypost", "--list")


def test_keys_stand_side_by_side_until_one_is_retired(settings):
    typed("webhook_key", "easypost")
    typed("webhook_key", "easypost")
    old, new = WebhookKey.objects.order_by("pk")
    settings.PORTAL_NOW = NOW + dt.timedelta(hours=1)
    typed("webhook_key", "easypost", "--retire", str(old.pk))
    assert list(WebhookKey.objects.active(settings.PORTAL_NOW)) == [new]
    first, second = typed("webhook_key", "easypost", "--list").splitlines()
    assert "until 2026-11-22 07:00 UTC" in first
    assert "still counts" in second
    with pytest.raises(CommandError, match="ended already"):
        typed("webhook_key", "easypost", "--retire", str(old.pk))


def test_a_source_of_another_name_says_how_it_is_read():
    with pytest.raises(CommandError, match="--system"):
        typed("webhook_key", "north")
    typed("webhook_key", "north", "--system", "fhir")
    assert WebhookKey.objects.get().system == "fhir"
    assert Source.objects.get(pk="north").kind == "claims"


@pytest.mark.parametrize("name", ["a b", "../x", "é", "x" * 51])
def test_a_name_that_no_address_can_hold_is_refused(name):
    with pytest.raises(CommandError, match="letters"):
        typed("webhook_key", name, "--system", "fhir")


@pytest.mark.parametrize("arguments", [("--retire", "7"), ("--list",)])
def test_a_key_or_a_source_that_is_not_there_is_said(arguments):
    with pytest.raises(CommandError):
        typed("webhook_key", "nowhere", *arguments)


def test_the_events_that_wait_and_those_that_are_parked_are_shown():
    assert typed("webhook_events") == "0 wait. 0 parked.\n"
    number = store(tracker())
    assert typed("webhook_events") == "1 wait, the first since 2026-11-22 06:00 UTC. 0 parked.\n"
    event = WebhookEvent.objects.get(pk=number)
    event.park(NOW, "KeyError in claims/x.py, line 1")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("webhook_events", stdout=out)
    assert "KeyError in claims/x.py, line 1" in out.getvalue()
    assert typed("webhook_events", "--again", str(number)) == f"Tried anew: {number}.\n"
    event.refresh_from_db()
    assert event.finished_at == NOW  # a worker was told at once
    with pytest.raises(CommandError, match=str(number)):
        typed("webhook_events", "--again", str(number))


def test_the_example_in_the_manual_signs_as_we_check():
    example = (BASE_DIR / "docs" / "webhooks.md").read_text().split("```python")[1].split("```")[0]
    named: dict = {}
    exec(example, named)  # noqa: S102 - our own manual
    made = read(named["signature"]("whsec_example", b"{}"))
    assert made is not None
    assert made.is_made_with("whsec_example", b"{}")
    assert not made.is_made_with("whsec_other", b"{}")
