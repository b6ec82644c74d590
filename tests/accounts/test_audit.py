"""One member for an officer: what was on at a moment, every row, and what was done after "off"."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.anomaly_mail import tell_of_anomalies
from accounts.audit.anomalies import find
from accounts.clock import now
from accounts.consent import allows, decide, pause
from accounts.models import Anomaly, ConsentEvent, Member, Use, User
from tests import make
from tests.many import copies

CHECKED = ("see_what_i_checked", "activity")
HELP = ("help_after_check", "activity")
HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 3, 5, 17, tzinfo=dt.UTC)  # midday in New York


def turn(member: Member, on: bool, choice: tuple = CHECKED, **said) -> ConsentEvent:
    plain = {"by": member.user, "screen": "persona", "language": "en", "key": make.number()}
    return decide(member, {choice: on}, **plain | said).events[-1]


def dated(event: ConsentEvent, at: dt.datetime, *, effective: dt.datetime | None = None) -> None:
    """Let a row be of another time, as only who owns the database can."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_consentevent DISABLE TRIGGER append_only")
        told = {"recorded_at": at, "effective_at": effective or at}
        ConsentEvent.objects.filter(pk=event.pk).update(**told)
        cursor.execute("ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER append_only")


@transaction.atomic
def use(member: Member, choice: tuple = CHECKED, doing: str = "opener", **fields) -> bool:
    return bool(allows(member, *choice, doing=doing, **fields))


def seen(browser: Client, member: Member, officer: User, name: str = "detail", **asked) -> str:
    look = make.inspection(member, officer)
    address = reverse(f"accounts:inspection_{name}", args=[look.pk])
    return browser.get(address, asked).content.decode()


def test_the_sentence_says_what_was_on_then_and_what_was_off_later(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    dated(turn(maya, True), NOON - 48 * HOUR)
    dated(turn(maya, False), NOON + 120 * HOUR)
    asked = {"day": "2026-03-05", "time": "12:00", "zone": "America/New_York"}
    page = seen(as_nadia, maya, nadia, purpose="see_what_i_checked", **asked)
    assert (
        "On Thursday, March 5, 2026, midday, New York time, this member had "
        "“Let specialists see what I checked” <strong>on</strong>."
    ) in page
    assert "Turned on by the member on Tuesday, March 3, 2026, midday." in page
    assert "Through a switch on a page, wording version 1." in page
    asked |= {"day": "2026-03-10", "time": "13:01"}
    page = seen(as_nadia, maya, nadia, purpose="see_what_i_checked", **asked)
    assert "“Let specialists see what I checked” <strong>off</strong>." in page
    assert "Turned off by the member on Tuesday, March 10, 2026" in page


def test_without_a_moment_it_is_now_and_everything(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    turn(maya, True)
    page = seen(as_nadia, maya, nadia)
    assert "this member had 2 of" in page  # and messages about what they asked for
    assert "Let specialists see what I checked: On" in page
    assert "Reminders: Off" in page
    assert "This is off because nobody turned it on." in page


def test_the_time_zone_that_is_named_is_the_one_that_counts(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    dated(turn(maya, True), NOON)
    asked = {"day": "2026-03-05", "time": "11:30", "purpose": "see_what_i_checked"}
    here = seen(as_nadia, maya, nadia, zone="America/New_York", **asked)
    there = seen(as_nadia, maya, nadia, zone="America/Chicago", **asked)
    assert "<strong>off</strong>" in here
    assert "Chicago time, this member had" in there
    assert "<strong>on</strong>" in there


def test_a_paper_that_came_late_is_known_later_than_it_was_meant(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    paper = turn(maya, True, who="paper", through="paper", by=nadia)
    dated(paper, NOON + 240 * HOUR, effective=NOON - 48 * HOUR)
    asked = {"day": "2026-03-05", "zone": "America/New_York", "purpose": "see_what_i_checked"}
    page = seen(as_nadia, maya, nadia, **asked)
    assert "<strong>off</strong>" in page
    assert "By then the member had decided for it. We learned of that on Sunday, March 15" in page
    rows = seen(as_nadia, maya, nadia, "event_list")
    assert "the member, on paper" in rows
    assert "Tuesday, March 3, 2026" in rows
    assert "Sunday, March 15, 2026" in rows


def test_nothing_was_done_after_it_was_turned_off(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    turn(maya, True)
    assert use(maya)
    turn(maya, False)
    assert not use(maya)
    page = seen(as_nadia, maya, nadia)
    assert "0 reads, 0 nudges. 1 try was refused." in page
    assert "This should not have been." not in page


def test_what_was_done_after_it_was_turned_off_is_shown_in_red(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    off = turn(maya, True), turn(maya, False)
    for doing in ("opener", "nudge:checked_twice", "nudge:checked_twice"):
        behind_the_gate(maya, doing=doing)
    turn(maya, True)
    assert use(maya)
    page = seen(as_nadia, maya, nadia)
    assert "1 read, 2 nudges." in page
    assert "It was turned on again on" in page
    assert "This should not have been." in page
    assert off[1].decision == "withdraw"


def behind_the_gate(member: Member, doing: str = "opener", **fields) -> Use:
    plain = {
        "purpose": CHECKED[0],
        "category": CHECKED[1],
        "doing": doing,
        "allowed": True,
        "reason": "granted",
    }
    return Use.objects.create(subject_id=member.subject, **plain | fields)


def test_the_ledger_and_the_uses_are_listed_as_they_were_at_a_moment(
    as_nadia: Client, nadia: User, maya: Member, sana: User
) -> None:
    dated(turn(maya, True), NOON)
    use(maya, actor=sana)
    turn(maya, False)
    use(maya, actor=sana)
    events = seen(as_nadia, maya, nadia, "event_list")
    assert events.count("turned on</strong>") == events.count("turned off</strong>") == 1
    then = seen(as_nadia, maya, nadia, "event_list", day="2026-03-06")
    assert "turned off</strong>" not in then
    uses = seen(as_nadia, maya, nadia, "use_list")
    assert "the first sentence of a call (opener)" in uses
    assert uses.count(sana.email) == 2
    assert "This was turned off." in uses
    assert "Nothing was done" in seen(as_nadia, maya, nadia, "use_list", day="2026-03-06")


def test_the_officer_sees_facts_of_consent_and_no_contents(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    make.claim(maya, service="Eye test")
    turn(maya, True)
    for name in ("detail", "event_list", "use_list"):
        page = seen(as_nadia, maya, nadia, name)
        assert "Eye test" not in page
        assert maya.preferred_name not in page
        assert maya.legal_name not in page


def test_the_ledger_of_everybody_names_nobody(as_nadia: Client, maya: Member) -> None:
    turn(maya, True)
    page = as_nadia.get(reverse("accounts:consent_event_list")).content.decode()
    assert str(maya.subject)[-12:] in page
    assert maya.number not in page
    address = reverse("accounts:consent_event_list")
    assert (
        "turned on</strong>" not in as_nadia.get(address, {"decision": "withdraw"}).content.decode()
    )
    chosen = {"purpose": CHECKED[0], "version": "1", "who": "member", "first": "2020-01-01"}
    assert "turned on</strong>" in as_nadia.get(address, chosen).content.decode()
    assert "There is a problem" in as_nadia.get(address, {"first": "x"}).content.decode()


@pytest.mark.parametrize("name", ["detail", "event_list", "use_list"])
def test_a_member_with_2000_decisions_costs_as_many_queries_as_one_with_one(
    as_nadia: Client, nadia: User, maya: Member, name: str
) -> None:
    event = turn(maya, True)
    use(maya)
    with CaptureQueriesContext(connection) as few:
        seen(as_nadia, maya, nadia, name)
    copies(event, 2000)
    copies(Use.objects.get(), 2000)
    with CaptureQueriesContext(connection) as many:
        page = seen(as_nadia, maya, nadia, name)
    assert len(many) == len(few) < 10
    assert name == "detail" or "Older" in page


# Wording


def test_a_wording_is_read_as_it_was_shown(as_nadia: Client, nadia: User, maya: Member) -> None:
    event = turn(maya, True)
    page = as_nadia.get(reverse("accounts:wording_detail", args=[CHECKED[0], 1])).content.decode()
    assert "Let specialists see what I checked" in page
    assert bytes(event.wording).hex() in page.replace("<wbr>", "")
    assert 'href="/audit/wording/see_what_i_checked/1/"' in seen(as_nadia, maya, nadia)


def test_how_many_agreed_to_a_version_is_not_said_of_few(as_nadia: Client) -> None:
    for _number in range(9):
        turn(make.member(), True)
    words = as_nadia.get(reverse("accounts:wording_list")).content.decode()
    assert "On version 1: fewer than 10." in words


def test_how_many_agreed_to_a_version(as_nadia: Client) -> None:
    for _number in range(12):
        turn(make.member(), True)
    words = as_nadia.get(reverse("accounts:wording_list")).content.decode()
    assert "On version 1: 12." in words


# Use without consent


def test_what_the_gate_allowed_is_no_anomaly(maya: Member) -> None:
    turn(maya, True)
    assert use(maya)
    assert use(maya, ("service_messages", "claims"))
    assert use(maya, ("plan", "claims"))
    turn(maya, False)
    assert not use(maya)
    assert find(now() - HOUR) == 0


def test_a_use_that_its_own_row_does_not_allow_is_found_once(
    as_nadia: Client, maya: Member, omar: Member
) -> None:
    on = turn(maya, True)
    of_omar = turn(omar, True)
    off = turn(maya, False)
    pause(omar, by=omar.user, screen="persona", language="en", key="pause")
    wrong = {
        "no_row": behind_the_gate(maya),
        "turned_off": behind_the_gate(maya, event=on),
        "not_on": behind_the_gate(maya, event=off),
        "other_row": behind_the_gate(maya, event=of_omar),
        "paused": behind_the_gate(omar, event=of_omar),
        "never": behind_the_gate(maya, category="health", event=on),
    }
    assert find(now() - HOUR) == len(wrong)
    assert find(now() - HOUR) == 0
    found = {one.kind: one.use for one in Anomaly.objects.select_related("use")}
    assert found == wrong
    page = as_nadia.get(reverse("accounts:anomaly_list")).content.decode()
    assert "It was turned off between that decision and this use." in page
    assert maya.number not in page


def test_officers_are_told_of_it_once(maya: Member, nadia: User) -> None:
    behind_the_gate(maya)
    find(now() - HOUR)
    assert tell_of_anomalies() == 1
    assert tell_of_anomalies() == 0
    (letter,) = mail.outbox
    assert letter.to == [nadia.email]
    assert reverse("accounts:anomaly_list") in letter.body


def test_what_is_older_than_asked_for_is_not_checked_again(maya: Member) -> None:
    behind_the_gate(maya)
    assert find(now() + HOUR) == 0


def test_a_day_or_a_place_that_nothing_can_have_is_no_error_of_ours(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    look = make.inspection(maya, nadia)
    rows = reverse("accounts:inspection_event_list", args=[look.pk])
    ledger, looks = reverse("accounts:consent_event_list"), reverse("accounts:access_record_list")
    for address in (
        f"{rows}?after={9**30}",
        f"{rows}?before=-{9**30}",
        f"{rows}?day=0001-01-01&time=00:00&zone=UTC",
        f"{rows}?day=9999-12-31&time=23:59",
        f"{ledger}?last=9999-12-31",
        f"{looks}?day=9999-12-31",
    ):
        assert as_nadia.get(address).status_code in (200, 400), address
