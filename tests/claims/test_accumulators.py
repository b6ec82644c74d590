"""Your deductible and limits: what the plan said of them, as of when, and no more."""

import datetime as dt
import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from accounts.clock import now
from claims.answers.accumulators import accumulators_answer
from claims.answers.words import plain
from claims.explanations.service_types import SERVICE_TYPES
from claims.facts import (
    AccumulatorFacts,
    AccumulatorKind,
    Counted,
    Level,
    Network,
    SourceFacts,
    Span,
    Unit,
)
from tests import make

CHICAGO = "America/Chicago"
NOW = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)
TOLD_AT = dt.datetime(2026, 11, 20, 15, 0, tzinfo=dt.UTC)
DEDUCTIBLE, POCKET = AccumulatorKind.DEDUCTIBLE, AccumulatorKind.OUT_OF_POCKET
COPAY, LIMIT = AccumulatorKind.COPAY, AccumulatorKind.LIMIT


def told(kind: AccumulatorKind = DEDUCTIBLE, **more: object) -> AccumulatorFacts:
    """A bucket of this year, for one person, for care in the network."""
    numbers = {name: more.pop(name) for name in Counted.__struct_fields__ if name in more}
    given_ = {
        "kind": kind,
        "level": Level.INDIVIDUAL,
        "network": Network.IN,
        "span": Span.YEAR,
        "counted": Counted(**numbers),
        "as_of": TOLD_AT,
        "received_at": TOLD_AT,
        "source": SourceFacts(slug="x12", heard_at=NOW - dt.timedelta(minutes=17)),
    }
    return AccumulatorFacts(**given_ | more)


def said(*buckets: AccumulatorFacts) -> list[str]:
    answer = accumulators_answer(buckets, now=NOW, zone=CHICAGO)
    buckets = (*answer.buckets, *answer.others)
    return [plain(f"{one.sentence} {one.more}".strip()) for one in buckets]


def test_the_deductible_is_one_sentence():
    (sentence,) = said(told(limit=150_000, used=42_000))
    assert sentence == (
        "You have paid $420.00 of $1,500.00 this year toward your deductible for in-network care."
    )


def test_what_is_used_follows_from_limit_and_rest_of_one_bucket():
    (sentence,) = said(told(limit=150_000, remaining=108_000))
    assert sentence.startswith("You have paid $420.00 of $1,500.00 this year")
    assert "$1,080.00 is left." in sentence


def test_nothing_is_worked_out_when_only_one_of_the_two_is_stated():
    assert said(told(remaining=108_000))[0].startswith(
        "You have $1,080.00 left to pay this year toward your deductible"
    )
    assert "We do not know how much of it is paid." in said(told(limit=150_000))[0]


def test_the_day_is_said_once_when_it_is_the_same_of_all():
    one, other = told(used=1), told(POCKET, used=2)
    answer = accumulators_answer([one, other], now=NOW, zone=CHICAGO)
    assert plain(answer.as_of).startswith("As of November 20. Claims that are not decided yet")
    assert not any(bucket.more for bucket in answer.buckets)
    older = replace(other, as_of=TOLD_AT - dt.timedelta(days=3))
    answer = accumulators_answer([one, older], now=NOW, zone=CHICAGO)
    assert [plain(bucket.more) for bucket in answer.buckets] == [
        "As of November 20.",
        "As of November 17.",
    ]


def test_two_buckets_are_never_taken_for_one():
    sentences = said(told(limit=150_000, level=Level.FAMILY), told(remaining=108_000))
    assert not any("You have paid" in sentence for sentence in sentences)


def test_a_family_and_care_outside_the_network_are_said_apart():
    sentences = said(
        told(limit=300_000, used=90_000, level=Level.FAMILY),
        told(limit=400_000, used=0, network=Network.OUT),
        told(limit=150_000, used=42_000),
    )
    assert [sentence.split(".")[0] for sentence in sentences] == [
        "You have paid $420",
        "You have paid $0",
        "Your family has paid $900",
    ]
    assert "out-of-network care" in sentences[1]


def test_a_limit_that_is_reached_says_so():
    (sentence,) = said(told(POCKET, limit=600_000, remaining=0))
    assert sentence == ("You have reached your out-of-pocket limit for in-network care this year.")


def test_days_and_visits_are_counted_as_such():
    days = told(LIMIT, remaining=60, unit=Unit.DAYS, services=("47",), span=Span.UNSTATED)
    visits = told(LIMIT, limit=20, remaining=1, unit=Unit.VISITS, services=("PT",))
    assert said(days)[0].startswith("You have 60 days left of this: hospital care.")
    assert said(visits)[0].startswith(
        "Your plan covers up to 20 visits a year of this: physical therapy. You have 1 visit left."
    )


def test_a_copay_says_where_and_for_what():
    assert said(told(COPAY, share=1000, services=("98", "UC"), span=Span.OTHER)) == []
    assert said(told(COPAY, share=1000, services=("98", "UC"), span=Span.UNSTATED))[0].startswith(
        "You pay $10.00 each time for in-network care. It is for: office visits, urgent care."
    )


def test_what_people_look_for_first_stands_apart_from_the_rest():
    copay = told(COPAY, share=1000, span=Span.UNSTATED)
    answer = accumulators_answer([copay, told(used=1)], now=NOW, zone=CHICAGO)
    assert (len(answer.buckets), len(answer.others)) == (1, 1)
    answer = accumulators_answer([copay], now=NOW, zone=CHICAGO)
    assert (len(answer.buckets), len(answer.others)) == (1, 0)


def test_a_kind_of_care_without_words_is_not_said():
    assert said(told(remaining=1, services=("ZZ",))) == []


@pytest.mark.parametrize(
    "dates",
    [
        {"starts_on": dt.date(2025, 7, 1), "ends_on": dt.date(2026, 6, 30)},
        {"starts_on": dt.date(2027, 1, 1), "ends_on": dt.date(2027, 12, 31)},
        {"as_of": dt.datetime(2025, 12, 30, tzinfo=dt.UTC)},
        {"starts_on": dt.date(2025, 1, 1), "as_of": dt.datetime(2025, 12, 30, tzinfo=dt.UTC)},
    ],
)
def test_numbers_of_another_plan_year_are_not_said(dates):
    answer = accumulators_answer([told(used=1, **dates)], now=NOW, zone=CHICAGO)
    assert answer.buckets == ()
    assert plain(answer.none).startswith(
        "Your plan has not told us these numbers for this year. Call"
    )


def test_the_year_is_that_of_the_member_and_not_of_utc():
    new_year = dt.datetime(2027, 1, 1, 3, 0, tzinfo=dt.UTC)  # the evening before in Chicago
    answer = accumulators_answer([told(used=1)], now=new_year, zone=CHICAGO)
    assert answer.buckets


def test_spanish_says_it_in_spanish():
    with translation.override("es"):
        (sentence,) = said(told(limit=150_000, used=42_000))
    assert sentence == (
        "Usted ha pagado $420.00 de $1,500.00 este año para su deducible por atención dentro de "
        "la red."
    )


NUMBERS = st.none() | st.integers(0, 10_000_00)
DAYS = st.none() | st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1))
BUCKETS = st.builds(
    AccumulatorFacts,
    kind=st.sampled_from(AccumulatorKind),
    counted=st.builds(
        Counted, limit=NUMBERS, used=NUMBERS, remaining=NUMBERS, share=st.integers(0, 100)
    ),
    as_of=st.integers(0, 500).map(lambda days: NOW - dt.timedelta(days=days)),
    received_at=st.just(TOLD_AT),
    source=st.builds(SourceFacts, slug=st.just("x12"), heard_at=st.none() | st.just(TOLD_AT)),
    level=st.sampled_from(Level),
    network=st.sampled_from(Network),
    span=st.sampled_from(Span),
    unit=st.sampled_from(Unit),
    services=st.lists(st.sampled_from([*SERVICE_TYPES, "ZZ"]), max_size=3).map(tuple),
    starts_on=DAYS,
    ends_on=DAYS,
)
BLANKS = re.compile(r"None|[{}]|  |\.\.|-\$|: \.")


@settings(max_examples=200, deadline=None)
@given(buckets=st.lists(BUCKETS, max_size=4), language=st.sampled_from(["en", "es"]))
def test_whatever_was_told_something_whole_is_said(buckets, language):
    with translation.override(language):
        answer = accumulators_answer(buckets, now=NOW, zone=CHICAGO)
    assert bool(answer.buckets) != bool(answer.none)
    assert not answer.buckets or (answer.freshness_line and answer.as_of)
    said = [text for one in (*answer.buckets, *answer.others) for text in (one.sentence, one.more)]
    assert all(one.sentence for one in answer.buckets)
    for words in (*said, answer.as_of, answer.meaning, answer.none, answer.freshness_line):
        assert not BLANKS.search(plain(words)), words
        assert not words or plain(words).endswith(".")


def test_the_balance_page_says_it_also_to_who_owes_nothing(as_maya, maya):
    make.accumulator(maya, limit=150_000, used=42_000)
    page = as_maya.get("/balances/").content.decode()
    assert "You have paid <bdi>$420.00</bdi> of <bdi>$1,500.00</bdi>" in page
    assert "Checked with" in page
    make.balance(maya)
    assert "You have paid <bdi>$420.00</bdi>" in as_maya.get("/balances/").content.decode()


def test_the_balance_page_says_when_nothing_was_told(as_maya, maya):
    page = plain(as_maya.get("/balances/").content.decode())
    assert "Your plan has not told us these numbers for this year." in page


def test_nobody_sees_the_numbers_of_another(as_maya, omar):
    make.accumulator(omar, limit=150_000, used=42_000)
    assert "$420.00" not in as_maya.get("/balances/").content.decode()


def test_a_search_leaves_them_out(as_maya, maya):
    make.balance(maya)
    make.accumulator(maya, limit=150_000, used=42_000)
    assert "$420.00" not in as_maya.get("/balances/?q=visit").content.decode()


def test_last_years_numbers_are_not_on_the_page(as_maya, maya):
    year = now().year - 1
    dates = {"starts_on": dt.date(year, 1, 1), "ends_on": dt.date(year, 12, 31)}
    make.accumulator(maya, limit=150_000, used=42_000, **dates)
    assert "$420.00" not in as_maya.get("/balances/").content.decode()
