"""Accumulators land once; a bucket shows the latest that was said, whatever comes last."""

import datetime as dt
import itertools

import pytest
from django.db import DatabaseError
from msgspec.structs import replace

from accounts.clock import now
from accounts.models import Member, MemberIdentifier
from claims.answers.words import plain
from claims.facts import AccumulatorKind, AccumulatorRecord, Counted, Level, Network
from claims.models import Accumulator, AccumulatorEvent, ImportBatch, UnrecognisedCode
from claims.sources.values import content_hash
from claims.store.accumulators import land
from tests import make
from tests.claims.sources.x12_files import about, benefits_file, status_file
from tests.claims.store.landing import NOW, counts
from tests.claims.store.landing import land as land_file

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def told(as_of: dt.datetime = NOW, *, key: str = "deductible", **numbers: int) -> AccumulatorRecord:
    """A statement about the deductible of M-1001."""
    made = AccumulatorRecord(
        source="x12",
        key=key,
        content_hash="",
        patient=("member_number", "M-1001"),
        kind=AccumulatorKind.DEDUCTIBLE,
        level=Level.INDIVIDUAL,
        network=Network.IN,
        as_of=as_of,
        counted=Counted(**numbers),
    )
    return replace(made, content_hash=content_hash(made))


def landed(*records: AccumulatorRecord, at: dt.datetime = NOW) -> tuple[int, int]:
    batch = ImportBatch.objects.create(source=make.source("x12"), file_name="271", started_at=at)
    found = land(records, batch)
    return found.changed, found.unchanged


def test_the_same_statement_twice_changes_nothing():
    assert landed(told(limit=150_000, used=42_000)) == (1, 0)
    before = list(Accumulator.objects.values())
    assert landed(told(limit=150_000, used=42_000), at=NOW + DAY) == (0, 1)
    assert list(Accumulator.objects.values()) == before
    assert AccumulatorEvent.objects.count() == 1


def test_the_latest_instant_wins_whatever_comes_last():
    for number, order in enumerate(itertools.permutations(((0, 42_000), (1, 30_000), (2, 7)))):
        for days_ago, used in order:
            landed(told(NOW - days_ago * DAY, key=f"order {number}", used=used))
        assert Accumulator.objects.get(key=f"order {number}").used == 42_000
        assert AccumulatorEvent.objects.filter(accumulator__key=f"order {number}").count() == 3


def test_two_statements_of_one_instant_end_the_same_in_any_order():
    one, other = told(used=30_000), told(used=42_000)
    landed(one, other)
    first = Accumulator.objects.get().used
    landed(replace(other, key="b"), replace(one, key="b"))
    assert Accumulator.objects.get(key="b").used == first


def test_what_a_later_statement_does_not_say_is_not_kept_from_an_earlier_one():
    landed(told(NOW - DAY, limit=150_000, used=30_000), told(NOW, remaining=108_000))
    held = Accumulator.objects.get()
    assert (held.limit, held.used, held.remaining) == (None, None, 108_000)
    assert held.facts().used is None


def test_history_can_not_be_changed():
    landed(told(used=30_000))
    with pytest.raises(DatabaseError, match="append-only"):
        AccumulatorEvent.objects.update(used=0)


def test_a_code_that_nobody_knows_is_counted_once():
    unknown = replace(told(used=1), unrecognised=(("271 service type", "ZZ"),))
    landed(unknown)
    landed(unknown)
    assert UnrecognisedCode.objects.get().times == 1


def test_a_271_lands_once_and_is_on_the_members_page(as_maya, maya):
    MemberIdentifier.objects.create(member=maya, system="member_number", value="M-1001")
    year = f"{now().year}"
    text = benefits_file(
        "EB*1**30**GOLD PLAN",
        "EB*C*IND*30***23*1500*****Y",
        "EB*C*IND*30***29*1080*****Y",
        made=f"{year}0101",
    )
    assert counts(land_file("x12", text, at=now())) == (2, 0, 0)
    assert counts(land_file("x12", text, at=now())) == (0, 2, 0)
    assert maya.coverages.get().position == 9
    page = plain(as_maya.get("/balances/").content.decode())
    assert "You have paid $420.00 of $1,500.00 this year toward your deductible" in page


def test_coverage_of_a_271_never_takes_the_place_of_what_enrolment_said(maya):
    MemberIdentifier.objects.create(member=maya, system="member_number", value="M-1001")
    Member.objects.update(legal_name="Maya Smith")
    plan = make.plan()
    maya.coverages.create(plan=plan, starts_on=dt.date(2026, 1, 1))
    land_file("x12", benefits_file("EB*1**30**GOLD PLAN"))
    land_file("x12", status_file(about("STC*P1:20*20260502")))
    assert maya.claims.get().plan == plan
