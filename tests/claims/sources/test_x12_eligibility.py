"""Coverage and benefits (271): which numbers are told, of which bucket, and which are not ours."""

import datetime as dt

import pytest

from claims.facts import (
    AccumulatorKind,
    AccumulatorRecord,
    Counted,
    CoverageRecord,
    Level,
    Network,
    Program,
    Span,
    Unit,
)
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.reading import read, sample
from tests.claims.sources.x12_files import benefits_file

DEDUCTIBLE = AccumulatorKind.DEDUCTIBLE


def found(*eb: str, **parts: object) -> list:
    return read("x12", benefits_file(*eb, **parts))


def buckets(*eb: str, **parts: object) -> list[AccumulatorRecord]:
    return [one for one in found(*eb, **parts) if isinstance(one, AccumulatorRecord)]


def left_out(things: list) -> list[str]:
    return [one.kind for one in things if isinstance(one, NotNeeded)]


def test_limit_used_and_rest_of_one_bucket_are_one_record():
    (bucket,) = buckets(
        "EB*C*IND*30***23*1500*****Y",
        "EB*C*IND*30***24*420*****Y",
        "EB*C*IND*30***29*1080*****Y",
    )
    assert bucket.counted == Counted(limit=150_000, used=42_000, remaining=108_000)
    assert (bucket.kind, bucket.level, bucket.network) == (
        DEDUCTIBLE,
        Level.INDIVIDUAL,
        Network.IN,
    )
    assert (bucket.span, bucket.services) == (Span.YEAR, ())
    assert bucket.as_of == dt.datetime(2026, 11, 20, 13, 19, tzinfo=dt.UTC)
    assert bucket.patient == ("member_number", "M-1001")


def test_network_level_and_kind_of_care_are_buckets_of_their_own():
    told = buckets(
        "EB*C*IND*30***23*1500*****Y",
        "EB*C*FAM*30***23*3000*****Y",
        "EB*C*IND*30***23*4000*****N",
        "EB*C*IND*88***23*200*****Y",
        "EB*G*IND*30***23*6000*****Y",
    )
    assert [one.counted.limit for one in told] == [150_000, 300_000, 400_000, 20_000, 600_000]
    assert len({one.key for one in told}) == 5


def test_a_bucket_keeps_its_key_when_only_the_rest_is_told_the_next_time():
    (first,) = buckets("EB*C*IND*30***23*1500*****Y", "EB*C*IND*30***29*1080*****Y")
    (later,) = buckets("EB*C*IND*30***29*980*****Y", made="20261121")
    assert first.key == later.key
    assert first.content_hash != later.content_hash
    assert later.counted == Counted(remaining=98_000)


def test_the_same_file_says_the_same():
    assert buckets("EB*C*IND*30***23*1500*****Y") == buckets("EB*C*IND*30***23*1500*****Y")


def test_numbers_that_contradict_each_other_are_left_out_and_said():
    things = found("EB*C*IND*30***29*100*****Y", "EB*C*IND*30***29*200*****Y")
    (warning,) = [one for one in things if isinstance(one, Refusal)]
    assert (warning.expected, warning.warning) == ("one number of one benefit", True)
    assert not [one for one in things if isinstance(one, AccumulatorRecord)]


def test_the_same_number_twice_is_one():
    assert len(buckets("EB*C*IND*30***29*100*****Y", "EB*C*IND*30***29*100*****Y")) == 1


def test_a_lifetime_is_no_year():
    (bucket,) = buckets("EB*F*IND*33***32*5000", "EB*F*IND*33***33*4000", year="20260101-20261231")
    assert (bucket.span, bucket.starts_on) == (Span.LIFETIME, None)
    assert bucket.counted == Counted(limit=500_000, remaining=400_000)


def test_visits_and_days_are_counted_as_such():
    visits, days = buckets("EB*F*IND*PT***23***VS*20", "EB*F*IND*AG***29***DY*60")
    assert (visits.unit, visits.counted.limit) == (Unit.VISITS, 20)
    assert (days.unit, days.counted.remaining) == (Unit.DAYS, 60)


def test_days_that_are_followed_by_days_with_a_share_are_no_limit():
    things = found("EB*F**47*MA**29***DY*60", "EB*B**47*MA**29*248**DY*30")
    assert left_out(things) == ["271 EB F", "271 EB B"]


def test_a_share_is_cents_or_percent():
    copay, part = buckets("EB*B*IND*98^UC***27*30*****Y", "EB*A*IND*47****" + "*0.2****Y")
    assert (copay.counted.share, copay.services) == (3_000, ("98", "UC"))
    assert (part.kind, part.counted.share) == (AccumulatorKind.COINSURANCE, 20)


def test_what_is_about_one_procedure_or_no_kind_of_care_is_left_out():
    assert left_out(found("EB*D*IND**MB*********HC:90669", "EB*F*IND**MB*Therapy*29*1840")) == [
        "271 EB D",
        "271 EB F",
    ]


def test_days_of_the_benefit_come_before_the_plan_year():
    own, year = buckets(
        "EB*C*IND*30***23*100~DTP*292*RD8*20260701-20270630",
        "EB*G*IND*30***23*900",
        year="20260101-20261231",
    )
    assert (own.starts_on, own.ends_on) == (dt.date(2026, 7, 1), dt.date(2027, 6, 30))
    assert (year.starts_on, year.ends_on) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_a_day_since_which_somebody_is_covered_is_no_plan_year():
    (bucket,) = buckets("EB*C*IND*30***23*100", about=("DTP*346*D8*20180301",))
    assert (bucket.starts_on, bucket.ends_on) == (None, None)


def test_active_coverage_names_its_plan_and_pays_last():
    (plan,) = (
        one
        for one in found("EB*1**30**GOLD PLAN~REF*18*P-77", about=("DTP*346*D8*20260101",))
        if isinstance(one, CoverageRecord)
    )
    assert (plan.plan, plan.plan_name, plan.position) == ("x12:P-77", "GOLD PLAN", 9)
    assert (plan.subscriber_id, plan.starts_on) == ("M-1001", dt.date(2026, 1, 1))


def test_a_part_of_medicare_is_known_by_its_law():
    (plan,) = (
        one for one in found("EB*1*IND**MB~DTP*307*D8*19850401") if isinstance(one, CoverageRecord)
    )
    assert (plan.plan, plan.program) == ("Part B", Program.ORIGINAL_MEDICARE)
    assert plan.starts_on == dt.date(1985, 4, 1)


def test_a_dependent_has_numbers_of_their_own():
    (bucket,) = buckets("EB*C*IND*30***23*1500", dependent=("SMITH", "LILY"))
    assert bucket.patient == ("x12/dependent", "M-1001|SMITH|LILY")


def test_a_kind_of_care_that_nobody_knows_is_counted():
    (bucket,) = buckets("EB*C*IND*ZZ***23*1500")
    assert bucket.unrecognised == (("x12:EB03", "ZZ"),)


def test_an_answer_that_nobody_was_found_is_counted():
    assert left_out(found(about=("AAA*N**75*C",))) == ["271 without benefits"]


def test_a_file_without_its_day_is_refused():
    (refusal,) = [
        one for one in found("EB*C*IND*30***23*1500", made="") if isinstance(one, Refusal)
    ]
    assert refusal.field == "BHT04"


SAMPLES = {
    "lfh-subscriber-health-benefit-check.271": (1, 2, 2, 0),
    "oop-271-Example3_CMS_HETS.txt": (2, 4, 20, 0),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_of_a_271_is_read(name):
    things = sample("x12", name)
    kinds = (CoverageRecord, AccumulatorRecord, NotNeeded, Refusal)
    assert tuple(sum(isinstance(one, kind) for one in things) for kind in kinds) == SAMPLES[name]


def test_the_deductible_of_the_medicare_sample_is_left_as_stated():
    told = [
        one
        for one in sample("x12", "oop-271-Example3_CMS_HETS.txt")
        if isinstance(one, AccumulatorRecord) and one.kind is DEDUCTIBLE
    ]
    assert [one.counted for one in told] == [
        Counted(remaining=99_200),
        Counted(remaining=0),
        Counted(remaining=0),
    ]
