"""A pause that lasts is asked about once; what ends by itself is told a month before."""

import datetime as dt

import pytest
from django.test import Client

from accounts.clock import now
from accounts.consent import decide, pause, resume, standing
from accounts.models import ConsentEvent, Member
from outreach.choice_telling import tell_of_choices
from outreach.models import Message
from outreach.sending import send_due

DAY = dt.timedelta(days=1)
SIGN = "/me/choices/health_suggestions/signature/"
SIGNED = ("health_suggestions", "health")


def test_s08_after_30_days_of_a_pause_we_ask_once_and_it_stays_paused(
    maya: Member, as_maya: Client
) -> None:
    said = {"by": maya.user, "screen": "/me/", "language": "en"}
    pause(maya, key="pause", **said)
    assert tell_of_choices(now() + 29 * DAY) == 0
    assert tell_of_choices(now() + 31 * DAY) == 1
    assert tell_of_choices(now() + 50 * DAY) == 0
    assert standing(maya)["care_reminders", "claims"].reason == "paused"
    send_due()
    message = Message.objects.get()
    page = as_maya.get(message.get_absolute_url()).content.decode()
    assert "You paused everything 30 days ago." in page
    assert 'href="/me/#pause"' in page
    resume(maya, key="start", **said)
    pause(maya, key="again", **said)
    assert tell_of_choices(now() + 31 * DAY) == 1


def test_s24_who_signs_reads_it_first_and_is_told_a_month_before_it_ends(
    maya: Member, as_maya: Client
) -> None:
    assert "Read and sign" in as_maya.get("/me/").content.decode()
    assert "12 months" in as_maya.get(SIGN).content.decode()
    wrong = as_maya.post(SIGN, {"read": "on", "name": "Somebody Else"}).content.decode()
    assert "Your plan has another name" in wrong
    assert not ConsentEvent.objects.exists()
    agreed = {"read": "on", "name": f" {maya.legal_name.upper()} "}
    page = as_maya.post(SIGN, agreed, follow=True).content.decode()
    assert "It ends by itself" in page
    event = ConsentEvent.objects.get()
    assert (event.purpose, event.through, event.decision) == (SIGNED[0], "signature", "grant")
    assert tell_of_choices(event.valid_until - 31 * DAY) == 0
    assert tell_of_choices(event.valid_until - 29 * DAY) == 1
    assert tell_of_choices(event.valid_until - 28 * DAY) == 0
    send_due()
    told = Message.objects.get()
    assert told.context["last"] == (event.valid_until - DAY).date().isoformat()
    assert "Something you signed for ends after" in (
        as_maya.get(told.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("later", [0, 200])
def test_signing_again_lasts_for_12_months_more(maya: Member, settings, later: int) -> None:
    said = {"by": maya.user, "screen": "/me/", "language": "en", "through": "signature"}
    decide(maya, {SIGNED: True}, key="first", **said)
    settings.PORTAL_NOW = now() + later * DAY
    decide(maya, {SIGNED: True}, key="second", **said)
    ends = [event.valid_until for event in ConsentEvent.objects.order_by("seq")]
    assert len(ends) == (2 if later else 1)
    assert ends == sorted(ends)
