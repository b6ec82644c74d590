"""What is held back: once, with its evidence, and its member is told that we check."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from claims.answers.answer import Answer, Freshness, Tag
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import HoldReason
from claims.models import Claim, Hold, HoldDecision
from tests import make
from tests.claims.store.holding import DAY, S, held, take_in, told
from tests.claims.store.landing import HOUR, NOW

pytestmark = pytest.mark.django_db


def read(at: dt.datetime = NOW) -> Answer:
    return claim_answer(Claim.objects.get().facts(), now=at, zone="America/Chicago")


def test_what_is_held_does_not_land_and_keeps_its_evidence():
    batch = take_in(held(told(paid=8_000)))
    hold = Hold.objects.get()
    assert (batch.read, batch.landed, batch.held, batch.refused) == (1, 0, 1, 0)
    assert hold.evidence == [{"clue": "billed", "expected": 10_000, "found": 9_000}]
    assert (hold.line, hold.batch, hold.reason) == (7, batch, "out_of_balance")
    assert hold.due_on == dt.date(2026, 11, 24)
    assert hold.record["happening"]["amounts"]["plan_paid"] == 8_000
    assert [one.what for one in hold.decisions.all()] == ["opened"]


def test_the_same_file_twice_holds_once():
    record = held(told())
    take_in(record, record)
    batch = take_in(record, at=NOW + DAY)
    assert (batch.held, batch.unchanged) == (0, 1)
    assert Hold.objects.count() == Claim.objects.count() == HoldDecision.objects.count() == 1


def test_the_database_holds_the_same_once():
    take_in(held(told()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.bulk_create([replaced(Hold.objects.get(), pk=uuid.uuid4())])


def replaced(hold: Hold, **values: Any) -> Hold:
    for name, value in values.items():
        setattr(hold, name, value)
    return hold


def test_a_member_reads_that_we_check_a_claim_that_we_have():
    take_in(told(S.DENIED, on=-3))
    take_in(held(told(paid=8_000)))
    answer = read()
    assert answer.tag is Tag.CHECKING
    assert answer.freshness is Freshness.HELD
    assert plain(answer.action.sentence) == "You do not need to do anything now."
    said = plain(f"{answer.headline} {answer.date.sentence} {answer.groups[0].note}")
    assert "something new about this claim" in said
    assert "We will answer here by Tuesday, November 24." in said
    assert "Its amounts do not add up." in said
    assert not answer.sums
    assert not answer.lines
    assert "$" not in plain(repr(answer.details))


def test_a_member_reads_that_we_check_a_claim_that_we_did_not_have():
    take_in(held(told(paid=8_000)))
    answer = read()
    assert "We received something about this claim and are checking it." in answer.headline
    assert answer.name == "<bdi>Lakeside Clinic</bdi>"
    assert "$" not in plain(repr(answer))
    assert Claim.objects.waiting_for_us().count() == Claim.objects.to_check().count() == 1


def test_a_late_check_owns_up_to_it():
    take_in(held(told()))
    assert "We said we would answer by" in read(at=NOW + 5 * DAY).date.sentence


def test_two_sources_that_disagree_are_held_with_both_sides():
    make.source("other")
    take_in(told(S.PAID))
    take_in(told(S.DENIED, source="other", at=NOW + HOUR))
    hold = Hold.objects.get()
    assert hold.reason == HoldReason.SOURCES_DISAGREE
    assert hold.evidence == [{"clue": "decision", "expected": "paid", "found": "denied"}]
    assert len(hold.events) == len(hold.against) == 1
    assert hold.record is None
    assert read().freshness is Freshness.CONFLICT


def test_sources_that_agree_again_end_the_hold():
    make.source("other")
    take_in(told(S.PAID), told(S.DENIED, source="other", at=NOW + HOUR))
    take_in(told(S.PAID, source="other", on=1), at=NOW + DAY)
    hold = Hold.objects.get()
    assert (hold.state, hold.decisions.last().why) == ("released", "agreed")
    assert read(at=NOW + DAY).tag is Tag.DONE
    assert Claim.objects.get().checking_until is None


def test_an_orphan_reversal_lands_when_its_original_arrives():
    take_in(held(told(S.REVERSED, on=2, paid=-8_000), HoldReason.ORPHAN_REVERSAL))
    assert Claim.objects.get().state == S.UNRECOGNISED
    batch = take_in(told(S.PAID, paid=8_000), at=NOW + 3 * DAY)
    assert batch.landed == 1
    assert Claim.objects.get().state == S.REVERSED
    assert Hold.objects.get().decisions.last().why == "arrived"
    assert read(at=NOW + 3 * DAY).freshness is Freshness.FRESH


def test_a_newer_record_of_the_claim_takes_the_place_of_the_held_one():
    take_in(held(told(S.PAID)))
    take_in(told(S.PAID, on=1, paid=7_000), at=NOW + DAY)
    assert Hold.objects.get().decisions.last().why == "replaced"
    claim = Claim.objects.get()
    assert (claim.state, claim.held, claim.events.count()) == ("paid", "", 1)


def test_a_hold_that_opens_while_its_claim_lands_keeps_its_day():
    take_in(told(S.RECEIVED, on=-9))
    take_in(told(S.IN_PROCESS, on=-5), told(S.REVERSED, paid=-8_000))
    claim = Claim.objects.get()
    assert (claim.held, claim.checking_until) == ("orphan_reversal", dt.date(2026, 11, 24))
    assert claim.events.count() == 2


def test_a_new_claim_and_its_orphan_reversal_come_in_one_file():
    batch = take_in(told(S.RECEIVED, on=-9), told(S.REVERSED, paid=-8_000))
    assert (batch.landed, batch.held) == (1, 1)
    assert Claim.objects.get().held == "orphan_reversal"


def test_a_record_of_another_person_is_held_and_changes_nothing():
    take_in(told(S.PAID))
    other = told(S.DENIED, on=1, patient=("urn:plan", "M-2002"))
    batch = take_in(other, at=NOW + DAY)
    assert (batch.landed, batch.held, batch.refused) == (0, 1, 0)
    hold = Hold.objects.select_related("claim").get()
    assert hold.reason == HoldReason.MOVED_TO_ANOTHER_MEMBER
    assert hold.member_id == hold.claim.member_id
    assert read(at=NOW + DAY).tag is Tag.CHECKING
    assert take_in(held(other), at=NOW + DAY).unchanged == 1


@pytest.mark.parametrize("later", [True, False])
def test_a_corrected_claim_under_another_number_ends_the_hold_of_the_first(later):
    first, second = held(told(S.PAID)), told(S.PAID, "CLM-2", on=1, replaces="CLM-1")
    for one in (first, second) if later else (second, first):
        take_in(one, at=NOW + DAY)
    assert Hold.objects.get().decisions.last().why == "replaced"
    claim = Claim.objects.visible().get()
    assert (claim.number, claim.held) == ("CLM-2", "")


def test_an_older_record_that_comes_late_ends_nothing():
    take_in(held(told(S.PAID)))
    take_in(told(S.DENIED, on=-9), at=NOW + DAY)
    assert Hold.objects.open().count() == 1
    assert read(at=NOW + DAY).tag is Tag.CHECKING


def test_the_same_record_that_comes_sound_ends_the_hold():
    record = told(S.PAID)
    take_in(held(record))
    take_in(record, at=NOW + DAY)
    assert Hold.objects.get().decisions.last().why == "landed"
    assert Claim.objects.get().state == "paid"


@pytest.mark.parametrize("change", ["UPDATE {} SET why = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_history(change):
    take_in(held(told()))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(HoldDecision._meta.db_table))


def test_one_person_alone_cannot_change_what_a_member_reads(otto):
    take_in(held(told()))
    settled = {"state": "settled", "resolution": "use", "settled_by": otto, "settled_at": NOW}
    for proposer in (None, otto):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.update(**settled, proposed_by=proposer, changes_answer=True)
    Hold.objects.update(**settled, changes_answer=False)
