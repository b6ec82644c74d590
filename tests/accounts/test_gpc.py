"""A browser that asks us not to share is heard once, is told so, and silence overrules nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.consent import decide, standing
from accounts.models import ConsentEvent, Member
from tests import make
from tests.accounts.test_trusted_people import helping, said_who_it_is
from tests.people import browser_of

ASKS = {"HTTP_SEC_GPC": "1"}
SHARING = {("share_with_others", "orders"): True, ("share_with_others", "activity"): True}
CONFIRM = "/me/signal/confirmation/"


def shares(member: Member) -> bool:
    now = standing(member)
    return any(now[key].allowed for key in SHARING)


def opt_in(member: Member) -> None:
    said = {"screen": "/me/", "language": "en", "key": f"yes-{make.number()}"}
    decide(member, SHARING, by=member.user, through="signature", **said)


def heard(member: Member) -> int:
    """How many interactions of the ledger came by a signal."""
    rows = ConsentEvent.objects.of(member.subject).filter(through="gpc")
    return len(set(rows.values_list("receipt", flat=True)))


def test_s25_the_signal_turns_sharing_off_once_and_says_so(as_maya: Client, maya: Member) -> None:
    opt_in(maya)
    assert shares(maya)
    page = as_maya.get("/orders/", **ASKS).content.decode()
    assert "Opt-out signal honored" in page
    assert not shares(maya)
    for _again in range(3):
        as_maya.get("/orders/", **ASKS)
    browser_of(maya.user).get("/", **ASKS)  # another session
    assert heard(maya) == 1
    page = as_maya.get("/me/signal/", **ASKS).content.decode()
    assert "You had turned sharing on before. The signal counts more." in page


@pytest.mark.parametrize("value", ["true", "0", "0,1", "1,1", "", "01", "1 "])
def test_s25_only_the_exact_value_counts(as_maya: Client, maya: Member, value: str) -> None:
    opt_in(maya)
    page = as_maya.get("/orders/", HTTP_SEC_GPC=value).content.decode()
    assert "Opt-out signal honored" not in page
    assert shares(maya)


def test_s25_it_is_written_down_also_where_nothing_was_on(as_maya: Client, maya: Member) -> None:
    as_maya.get("/", **ASKS)
    assert heard(maya) == 1
    page = as_maya.get("/me/signal/").content.decode()
    assert "Share anyway" not in page


def test_s25_the_member_may_confirm_and_the_signal_does_not_ask_again(
    as_maya: Client, maya: Member
) -> None:
    opt_in(maya)
    as_maya.get("/", **ASKS)
    as_maya.post(CONFIRM, **ASKS)  # a session alone does not
    assert not shares(maya)
    said_who_it_is(as_maya).post(CONFIRM, **ASKS)
    assert shares(maya)
    browser_of(maya.user).get("/", **ASKS)
    assert shares(maya)
    assert "You turned sharing on after that" in as_maya.get("/me/signal/").content.decode()


def test_who_never_said_yes_cannot_confirm_it(as_maya: Client, maya: Member) -> None:
    as_maya.get("/", **ASKS)
    said_who_it_is(as_maya).post(CONFIRM)
    assert not shares(maya)


def test_s26_another_browser_without_the_signal_changes_nothing(
    as_maya: Client, maya: Member
) -> None:
    opt_in(maya)
    as_maya.get("/", **ASKS)
    page = browser_of(maya.user).get("/").content.decode()
    assert "Opt-out signal honored" not in page
    assert not shares(maya)


def test_the_signal_of_somebody_who_helps_is_not_the_members(maya: Member, omar: Member) -> None:
    opt_in(maya)
    browser = helping(make.trusted_person(maya, omar.user))
    browser.get("/", **ASKS)
    assert shares(maya)
    assert not heard(maya)


def test_a_signal_that_was_heard_costs_no_query(as_maya: Client, maya: Member) -> None:
    make.claim(maya)
    as_maya.get("/claims/", **ASKS)
    counts = []
    for headers in (ASKS, {}):
        as_maya.get("/claims/", **headers)
        with CaptureQueriesContext(connection) as queries:
            as_maya.get("/claims/", **headers)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_browsers_find_that_we_honor_it(client: Client) -> None:
    answer = client.get("/.well-known/gpc.json")
    assert answer.json() == {"gpc": True, "lastUpdate": "2026-11-22"}
    assert "public" in answer["Cache-Control"]


def test_staff_and_strangers_are_asked_for_nothing(client: Client, as_sana: Client) -> None:
    assert client.get("/accessibility/", **ASKS).status_code == 200
    assert as_sana.get("/desk/", **ASKS).status_code == 200
