"""Nudges: who is found, what is asked before one is sent, and what becomes of each."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.consent import decide
from accounts.models import Activity, ConsentEvent, Member, Use, User
from claims.date_kind import DateKind
from claims.facts import Guard, Outcome
from claims.models import Balance, Claim, Promise
from outreach.dry_run import dry_run
from outreach.finding import find_by_what_is_remembered, find_nudges
from outreach.models import Message, Rule
from outreach.models.rule import EVERYTHING
from outreach.nudges import NUDGES
from outreach.outbox import post
from outreach.sending import send_due
from tests import make

# In Chicago
NOON = dt.datetime(2026, 3, 11, 17, 0, tzinfo=dt.UTC)  # Wednesday 12:00
MIDNIGHT = dt.datetime(2026, 3, 11, 4, 58, tzinfo=dt.UTC)  # Tuesday 23:58
BEFORE_EIGHT = dt.datetime(2026, 3, 11, 12, 59, tzinfo=dt.UTC)
PAST_EIGHT = dt.datetime(2026, 3, 11, 13, 5, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_rules_run(ruth: User, otto: User) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        for nudge in NUDGES.values():
            start(nudge.key, ruth, otto)
        yield


def start(key: str, first: User, second: User) -> None:
    with transaction.atomic():
        rule = Rule.of(key, NUDGES[key].version)
        rule.propose(first, NOON)
        assert rule.start(second, NOON)


def allow(member: Member, purpose: str, *categories: str, yes: bool = True) -> None:
    choices = {(purpose, category): yes for category in categories}
    asked = {"screen": "test", "language": "en", "key": make.number()}
    decide(member, choices, by=member.user, **asked)


def reminders(member: Member, *, yes: bool = True) -> None:
    allow(member, "care_reminders", "claims", "orders", "balances", yes=yes)


def checked(member: Member, claim: Claim, *days: int) -> None:
    """The member looked at it that many days before today."""
    for ago in days:
        Activity.objects.create(member=member, kind="claim", thing=claim.pk, day=TODAY - ago * DAY)


def promise(claim: Claim, due_on: dt.date, **fields: Any) -> Promise:
    """A date that was told and broken this morning."""
    plain = {
        "member": claim.member,
        "source": claim.source,
        "number": 1,
        "kind": DateKind.DECISION,
        "basis": "promise",
        "due_on": due_on,
        "said_on": due_on - 7 * DAY,
        "said_at": NOON - 8 * DAY,
        "seen": True,
        "outcome": Outcome.BROKEN,
        "settled_on": due_on + DAY,
        "settled_at": NOON - dt.timedelta(hours=3),
    }
    return Promise.objects.create(claim=claim, **plain | fields)


def bill(member: Member) -> Balance:
    """A bill that is due in four days."""
    account = make.balance(member)
    account.statements.update(due_on=TODAY + 4 * DAY)
    account.entries.update(statement=account.statements.get())
    return account


def outcomes() -> list[tuple[str, str]]:
    """(notice, what became of it), oldest first."""
    return [
        (one.notice, "sent" if one.sent_at else one.reason or "open")
        for one in Message.objects.order_by("pk")
    ]


def find(at: dt.datetime = NOON) -> None:
    """At half past six that morning, and now."""
    find_by_what_is_remembered(at.replace(hour=11, minute=30))
    find_nudges(at)


def run(at: dt.datetime = NOON) -> list[tuple[str, str]]:
    with time_machine.travel(at, tick=False):
        find(at)
        while send_due():
            pass
    return outcomes()


def test_1_checked_twice_and_still_waiting_is_offered_a_call(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    claim = make.claim(maya, number="CLM-5", service="Knee MRI")
    checked(maya, claim, 2, 1)
    assert run() == [("checked_twice", "sent")]
    message = Message.objects.get()
    assert message.title == "Would you like a call about Claim CLM-5?"
    assert "You checked it on Tuesday." in message.text
    (email,) = mail.outbox
    assert "Knee" not in email.body + email.subject
    assert "call" not in email.body + email.subject


def test_2_who_did_not_allow_it_is_not_even_written_down(maya: Member) -> None:
    checked(maya, make.claim(maya), 2, 1)
    assert run() == []


def test_2_who_turned_it_off_after_they_were_found_is_not_written_to(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    checked(maya, make.claim(maya), 2, 1)
    find()
    allow(maya, "help_after_check", "activity", yes=False)
    assert run() == [("checked_twice", "not_allowed")]
    assert not mail.outbox


def test_3_a_third_and_fourth_look_make_no_second_offer_within_the_week(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    claim = make.claim(maya)
    checked(maya, claim, 2, 1)
    run()
    checked(maya, claim, 0)
    assert run(NOON + DAY) == [("checked_twice", "sent"), ("checked_twice", "told_lately")]
    assert len(mail.outbox) == 1


def test_4_a_claim_that_was_decided_meanwhile_is_not_asked_about(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    claim = make.claim(maya)
    checked(maya, claim, 2, 1)
    find()
    Claim.objects.update(state="paid")
    assert run() == [("checked_twice", "already_acted")]


def test_5_who_has_a_call_coming_is_offered_none(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    claim = make.claim(maya)
    checked(maya, claim, 2, 1)
    make.call_request(maya, subject="claim", subject_id=claim.pk)
    assert run() == [("checked_twice", "call_booked")]


def test_6_who_was_called_lately_is_offered_none(maya: Member, sana: User) -> None:
    allow(maya, "help_after_check", "activity")
    claim = make.claim(maya)
    checked(maya, claim, 2, 1)
    make.call_request(maya, subject="claim", subject_id=claim.pk).call(by=sana)
    assert run(NOON + DAY)[0] == ("checked_twice", "call_recent")


def test_7_a_date_that_passed_says_which_and_is_acted_on_once(maya: Member) -> None:
    reminders(maya)
    broken = promise(make.claim(maya), TODAY - DAY)
    assert run() == [("date_passed", "sent")]
    message = Message.objects.get()
    assert "We told you Tuesday, March 10. That day has passed" in message.text
    assert not Promise.objects.unheeded().exists()
    broken.refresh_from_db()
    assert broken.heeded_at == NOON
    assert len(run(NOON + DAY)) == 1


def test_8_a_date_that_was_moved_in_time_is_not_called_late_and_the_new_one_is(
    maya: Member,
) -> None:
    reminders(maya)
    claim = make.claim(maya)
    promise(claim, TODAY - DAY, outcome=Outcome.WITHDRAWN)
    assert run() == []
    promise(claim, TODAY, number=2, settled_on=TODAY + DAY, settled_at=NOON + DAY)
    assert run(NOON + DAY) == [("date_passed", "sent")]
    assert "We told you Wednesday, March 11." in Message.objects.get().text


def test_9_a_day_to_send_something_is_told_at_seven_days_and_again_at_two(maya: Member) -> None:
    reminders(maya)
    make.claim(
        maya,
        "pended_info",
        waiting_for="member",
        wanted="508:279",
        wanted_by=TODAY + 6 * DAY,
    )
    assert run() == [("act_by", "sent")]
    assert run(NOON + 2 * DAY) == [("act_by", "sent")]
    assert run(NOON + 4 * DAY) == [("act_by", "sent")] * 2


def test_9_the_last_day_to_appeal_is_told_from_fourteen_days_before(maya: Member) -> None:
    reminders(maya)
    make.claim(maya, "denied", notice_on=TODAY - 160 * DAY, state_on=TODAY - 160 * DAY)
    assert run() == []
    assert run(NOON + 10 * DAY) == [("appeal_by", "sent")]
    assert run(NOON + 11 * DAY) == [("appeal_by", "sent")]


def test_10_who_has_filed_is_not_told_any_more(maya: Member) -> None:
    reminders(maya)
    make.claim(maya, "denied", notice_on=TODAY - 170 * DAY, state_on=TODAY - 170 * DAY)
    find()
    Claim.objects.update(state="reversed")
    assert run() == [("appeal_by", "already_acted")]


def test_11_a_denial_that_was_not_opened_is_told_once_more_after_three_days(maya: Member) -> None:
    reminders(maya)
    denied(maya, sent_at=NOON - 2 * DAY)
    assert run() == [("decided", "sent")]
    assert run(NOON + DAY + dt.timedelta(hours=1))[1:] == [("denied_unseen", "sent")]
    assert len(run(NOON + 3 * DAY)) == 2


def test_12_who_opens_the_decision_first_is_not_told(as_maya: Client, maya: Member) -> None:
    reminders(maya)
    told = denied(maya, sent_at=NOON - 4 * DAY)
    find()
    as_maya.get(told.get_absolute_url())
    assert run()[1:] == [("denied_unseen", "already_acted")]


def denied(member: Member, **fields: Any) -> Message:
    claim = make.claim(member, "denied", notice_on=TODAY - 4 * DAY)
    about = {"subject": "claim", "subject_id": claim.pk, "context": {"state": "denied"}}
    return make.message(member, notice="decided", **about | fields)


def test_13_an_order_that_misses_its_day_is_told_with_an_apology_and_no_offer(
    maya: Member,
) -> None:
    reminders(maya)
    make.order(maya, expected_on=TODAY + 5 * DAY, needed_on=TODAY + 3 * DAY)
    make.order(maya, expected_on=TODAY + 2 * DAY, needed_on=TODAY + 3 * DAY)
    assert run() == [("order_late", "sent")]
    assert "we are sorry" in Message.objects.get().text


def test_14_a_bill_that_is_paid_or_questioned_is_not_reminded_of(maya: Member) -> None:
    reminders(maya)
    due, paid, disputed = (bill(maya) for _account in range(3))
    make.entry(paid, -12500)
    disputed.entries.update(disputed_at=NOON)
    assert sorted(run()) == [("balance_due", "already_acted"), ("balance_due", "sent")]
    assert Message.objects.sent().get().subject_id == due.pk


def test_15_nothing_is_sent_at_the_midnight_of_the_check(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    checked(maya, make.claim(maya), 3, 2)
    assert run(MIDNIGHT) == [("checked_twice", "open")]
    assert run(BEFORE_EIGHT) == [("checked_twice", "quiet_hours")]
    assert not mail.outbox
    assert run(PAST_EIGHT) == [("checked_twice", "sent")]
    assert len(mail.outbox) == 1


def test_18_what_comes_on_one_morning_is_one_email_and_every_card_is_there(maya: Member) -> None:
    reminders(maya)
    promise(make.claim(maya), TODAY - DAY)
    make.order(maya, expected_on=TODAY + 5 * DAY, needed_on=TODAY + 3 * DAY)
    bill(maya)
    assert {outcome for _notice, outcome in run()} == {"sent"}
    assert Message.objects.count() == 3
    assert len(mail.outbox) == 1


def test_19_after_two_in_a_week_no_offer_comes_on_top_and_a_deadline_does(maya: Member) -> None:
    reminders(maya)
    allow(maya, "help_after_check", "activity")
    for ago in (3, 2):
        make.message(maya, notice="order_late", sent_at=NOON - ago * DAY)
    checked(maya, make.claim(maya), 2, 1)
    promise(make.claim(maya), TODAY - DAY)
    assert sorted(run())[:2] == [("checked_twice", "enough"), ("date_passed", "sent")]


def test_19_a_second_deadline_of_a_day_waits_for_the_next_morning(maya: Member) -> None:
    reminders(maya)
    make.message(maya, notice="order_late", sent_at=NOON - dt.timedelta(hours=2))
    promise(make.claim(maya), TODAY - DAY)
    assert ("date_passed", "daily_cap") in run()
    assert ("date_passed", "sent") in run(PAST_EIGHT + DAY)


def test_20_who_turns_reminders_off_gets_none_that_were_waiting(maya: Member) -> None:
    reminders(maya)
    for _time in range(30):
        claim = make.claim(maya)
        promise(claim, TODAY - DAY)
    find()
    reminders(maya, yes=False)
    assert run() == [("date_passed", "not_allowed")] * 30
    assert not mail.outbox


def test_s12_of_many_reminders_what_was_sent_and_what_was_refused_add_up_to_all() -> None:
    """There is no campaign: each is asked for itself, also of those who turned it off meanwhile."""
    many = [make.member() for _number in range(9)]
    for member in many:
        reminders(member)
        fields = {"wanted": "508:279", "wanted_by": TODAY + 6 * DAY}
        make.claim(member, "pended_info", waiting_for="member", **fields)
    find()
    posted = Message.objects.filter(notice="act_by")
    assert posted.count() == len(many)
    for member in many[:3]:
        reminders(member, yes=False)
    send_due()
    assert (posted.exclude(sent_at=None).count(), posted.refused().count()) == (6, 3)
    used = Use.objects.filter(purpose="care_reminders").values_list("allowed", "reason")
    assert Counter(used) == {(True, "granted"): 6, (False, "withdrawn"): 3}


@pytest.mark.parametrize("guard", [Guard.UNKNOWN, Guard.HIV])
def test_s21_something_private_is_never_drawn_from_and_never_named(
    maya: Member, guard: Guard
) -> None:
    reminders(maya)
    allow(maya, "help_after_check", "activity")
    claim = make.claim(maya, guard=guard, number="CLM-9")
    checked(maya, claim, 2, 1)
    promise(claim, TODAY - DAY)
    assert run() == [("date_passed", "sent")]
    message = Message.objects.get()
    assert (message.title, "CLM-9" in message.text) == ("There is an update in your account", False)


def test_an_offer_about_what_became_private_is_refused(maya: Member) -> None:
    allow(maya, "help_after_check", "activity")
    checked(maya, make.claim(maya), 2, 1)
    find()
    Claim.objects.update(guard=Guard.UNKNOWN)
    assert run() == [("checked_twice", "private")]


def test_29_a_dry_run_says_how_many_and_why_not_and_leaves_nothing(
    maya: Member, omar: Member
) -> None:
    for member in (maya, omar):
        reminders(member)
        asked = {"waiting_for": "member", "wanted": "508:279", "wanted_by": TODAY + 6 * DAY}
        make.claim(member, "pended_info", **asked)
    make.call_request(omar, subject="claim", subject_id=omar.claims.get().pk)
    tried = dry_run(NUDGES["act_by"], NOON)
    assert tried.found == 2
    assert dict(tried.decided) == {"send": 1, "call_booked": 1}
    assert not Message.objects.exists()
    assert not mail.outbox


def test_29_a_dry_run_reads_nothing_of_what_members_checked(maya: Member, omar: Member) -> None:
    allow(maya, "help_after_check", "activity")
    checked(maya, make.claim(maya), 2, 1)
    tried = dry_run(NUDGES["checked_twice"], NOON)
    assert (tried.allowed, tried.found, tried.decided) == (1, 0, [])


def test_29_whoever_proposed_a_rule_cannot_start_it(ruth: User) -> None:
    rule = Rule.objects.get(key="act_by")
    rule.propose(ruth, NOON)
    assert not rule.start(ruth, NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(key="act_by").update(started_by=ruth, started_at=NOON)


def test_29_a_rule_that_nobody_started_finds_nobody(maya: Member) -> None:
    Rule.objects.all().delete()
    reminders(maya)
    promise(make.claim(maya), TODAY - DAY)
    assert run() == []
    assert Promise.objects.unheeded().exists()


def test_29_a_new_version_of_a_rule_is_looked_at_by_two_again(maya: Member) -> None:
    Rule.objects.filter(key="date_passed").update(version=0)
    reminders(maya)
    promise(make.claim(maya), TODAY - DAY)
    assert run() == []


def test_30_a_stopped_rule_sends_nothing_and_goes_on_only_with_what_is_still_true(
    maya: Member, ruth: User, otto: User
) -> None:
    reminders(maya)
    first, second = make.claim(maya), make.claim(maya)
    promise(first, TODAY - DAY)
    promise(second, TODAY - DAY)
    find()
    Rule.objects.get(key="date_passed").stop(ruth, NOON)
    assert run() == [("date_passed", "stopped")] * 2
    Claim.objects.filter(pk=first.pk).update(state="paid")
    start("date_passed", ruth, otto)
    assert sorted(run(NOON + dt.timedelta(hours=1))) == [
        ("date_passed", "already_acted"),
        ("date_passed", "sent"),
    ]


def test_30_one_switch_stops_everything(maya: Member, ruth: User) -> None:
    claim = make.claim(maya)
    words = {"about": f"claim:{claim.pk}", "purpose": "service_messages", "category": "claims"}
    post(maya, "changed", key="1", **words)
    with transaction.atomic():
        Rule.of(EVERYTHING, 1).stop(ruth, NOON)
    assert run() == [("changed", "stopped")]
    Rule.objects.get(key=EVERYTHING).go_on()
    assert run(NOON + dt.timedelta(hours=1)) == [("changed", "sent")]


def test_30_what_waits_for_the_morning_stays_here_while_everything_is_stopped(
    maya: Member, ruth: User
) -> None:
    claim = make.claim(maya)
    words = {"about": f"claim:{claim.pk}", "purpose": "service_messages", "category": "claims"}
    with time_machine.travel(MIDNIGHT, tick=False):
        post(maya, "changed", key="1", **words)
    assert run(MIDNIGHT) == [("changed", "sent")]  # into the inbox
    with transaction.atomic():
        Rule.of(EVERYTHING, 1).stop(ruth, MIDNIGHT)
    run(PAST_EIGHT)
    assert not mail.outbox
    Rule.objects.get(key=EVERYTHING).go_on()
    run(NOON)
    assert len(mail.outbox) == 1


def test_the_page_of_a_nudge_says_why_with_the_day_it_was_allowed(
    as_maya: Client, maya: Member
) -> None:
    allow(maya, "help_after_check", "activity")
    checked(maya, make.claim(maya), 2, 1)
    run()
    page = as_maya.get(Message.objects.get().get_absolute_url()).content.decode()
    assert ConsentEvent.objects.exists()
    assert "You opened this claim on two days" in page
    assert "You turned on" in page
    assert "Offer me help after I check" in page
    assert "Ask for a call" in page
