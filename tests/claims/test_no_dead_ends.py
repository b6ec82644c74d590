"""No dead ends: every claim that can exist gets a whole answer, in both languages."""

import datetime as dt
import itertools
import re

import msgspec
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claims.answers.answer import Answer, DateBasis
from claims.answers.claim import claim_answer
from claims.answers.words import local_date, plain
from claims.facts import (
    DOUBTS,
    Adjustment,
    Amounts,
    ClaimFacts,
    ClaimState,
    ClaimUse,
    Guard,
    Happening,
    Line,
    Linked,
    PlanFacts,
    Program,
    ServiceUnit,
    SourceFacts,
    Urgency,
    WaitingFor,
)
from claims.models.claim_json import CLAIM_ON_A_PAGE, EVENT_ON_A_PAGE
from tests.claims.cases import NOW, claim, plan, words
from tests.claims.dead_ends import assert_options

ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Asia/Tokyo")
NEVER_SAID = re.compile(
    r"None|\{|\}|N/A|—|!|Infinity|-\d+ day|(?i:unfortunately|please note|any inconvenience)"
)
#: What is said of a claim, and never of an approval.
A_BILL = re.compile(
    r"(?i:\b(?:your|this|the) claim (?:was|for)|we paid|sends you a bill|su reclamo|pagamos)"
)
LOWER_START = re.compile(r"(?:^|(?<!\b[ap])[.?] )[a-zñáéíóú]")  # "p. m." is no sentence
DOUBLE_STOP = re.compile(r"\.\.")


def assert_whole(found: Answer, facts: ClaimFacts, *, now: dt.datetime, zone: str) -> None:
    """What must be true of every answer, whatever it is about."""
    today = local_date(now, zone)
    law_today = local_date(now, facts.plan.time_zone)
    for part in (found.title, found.headline, found.tag_label, found.freshness_line):
        assert plain(part).strip()
    for part in (found.name, found.person_group, found.phone, found.url):
        assert plain(part).strip()
    assert_one_sentence(plain(found.action.sentence))
    assert_honest_date(found, today=today, law_today=law_today)
    assert not NEVER_SAID.search(words(found)), NEVER_SAID.search(words(found))
    assert_sentences(found)
    assert_guarded(found, facts)
    assert_options(found)


def assert_one_sentence(sentence: str) -> None:
    assert sentence.endswith(".")
    assert len(re.findall(r"\.(?:\s|$)", sentence)) == 1, sentence


def assert_honest_date(found: Answer, *, today: dt.date, law_today: dt.date) -> None:
    line = found.date
    earliest = min(today, law_today)
    assert plain(line.sentence).endswith(".")
    if line.basis is DateBasis.NONE:
        assert line.on is None
        assert line.more_by >= today  # a day is a promise until it is over
    elif line.basis is DateBasis.FACT:
        assert line.on <= max(today, law_today)
    elif line.basis is DateBasis.LATE:
        assert line.on < max(today, law_today)
        assert line.more_by > today
    else:
        assert line.on >= earliest
    if found.action.due_on is not None:
        assert found.action.due_on >= earliest
        assert found.action.days_left


def assert_sentences(found: Answer) -> None:
    """Every sentence begins like one."""
    told = [found.headline, found.action.sentence, found.date.sentence, found.freshness_line]
    told += [
        found.call,
        found.after,
        found.law,
        found.search_note.strip("("),
        *found.why,
        *found.sums_note,
    ]
    told += [text for option in found.options for text in (option.title, option.text)]
    told += [text for asked in found.questions for text in (asked.question, asked.answer)]
    told += [moment.text for moment in found.timeline]
    for text in map(plain, told):
        assert not LOWER_START.search(text), text
        assert not DOUBLE_STOP.search(text), text


def assert_guarded(found: Answer, facts: ClaimFacts) -> None:
    if facts.guard is Guard.NONE:
        return
    assert found.guarded
    for secret in (facts.service, facts.provider, facts.number, facts.patient_name):
        assert not secret or secret not in found.quiet_title
    assert plain(found.headline).rstrip(".") not in found.quiet_title


def assert_full(found: Answer) -> None:
    assert len(found.questions) == 3
    assert found.details
    assert found.rules


#: For whom we wait is not said of one: the property below asks for all.
CONTRADICTION = (ClaimState.PAID, ClaimState.DENIED)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", list(ClaimState))
def test_every_state_program_and_wait_has_a_whole_answer(state, language):
    with translation.override(language):
        said = itertools.product(Program, WaitingFor, ClaimUse, [()])
        contradicted = itertools.product(Program, [WaitingFor.NOBODY], ClaimUse, [CONTRADICTION])
        for program, waiting, use, conflict in itertools.chain(said, contradicted):
            facts = claim(
                state,
                said={"waiting_for": waiting, "notice_on": dt.date(2026, 3, 12)},
                plan=plan(program),
                use=use,
                conflict=conflict,
            )
            found = claim_answer(facts, now=NOW, zone="America/Chicago")
            assert_whole(found, facts, now=NOW, zone="America/Chicago")
            assert_full(found)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", list(ClaimState))
def test_every_approval_has_a_whole_answer_that_speaks_of_no_payment(state, language):
    with translation.override(language):
        everything = itertools.product(Program, Urgency, (None, -30, 5, 90))
        for (program, urgency, days), waiting in zip(
            everything, itertools.cycle(WaitingFor), strict=False
        ):
            until = None if days is None else NOW.date() + dt.timedelta(days=days)
            facts = claim(
                state,
                said={"waiting_for": waiting, "notice_on": dt.date(2026, 3, 12)},
                plan=plan(program),
                use=ClaimUse.PREAUTHORIZATION,
                urgency=urgency,
                authorization_number="AUTH-9",
                authorization_to=until,
            )
            found = claim_answer(facts, now=NOW, zone="America/Chicago")
            assert_whole(found, facts, now=NOW, zone="America/Chicago")
            assert_full(found)
            assert not found.sums
            assert not found.amount
            assert not found.lines
            assert not A_BILL.search(words(found)), A_BILL.search(words(found))


def days_around(now: dt.datetime = NOW) -> st.SearchStrategy[dt.date | None]:
    start = now.date()
    return st.none() | st.integers(-800, 400).map(lambda n: start + dt.timedelta(days=n))


def near(now: dt.datetime = NOW) -> st.SearchStrategy[dt.date]:
    """About now, where an approval ends soon, today or yesterday."""
    return st.integers(-2, 16).map(lambda n: now.date() + dt.timedelta(days=n))


CENTS = st.none() | st.integers(-5_000_00, 5_000_00)
PAST = st.none() | st.integers(0, 200 * 60).map(lambda n: NOW - dt.timedelta(minutes=n))
CODES = st.sampled_from(
    ["1", "2", "16", "22", "29", "45", "50", "94", "97", "193", "197", "204", "X9"]
)
ADJUSTMENTS = st.lists(
    st.builds(
        Adjustment,
        group=st.sampled_from(["CO", "PR", "OA", "PI", "CR", ""]),
        carc=CODES,
        cents=CENTS,
    ),
    max_size=3,
).map(tuple)
REMARKS = st.lists(st.sampled_from(["MA130", "N382", "N999"]), max_size=2).map(tuple)
AMOUNTS = st.builds(
    Amounts,
    billed=CENTS,
    allowed=CENTS,
    plan_paid=CENTS,
    member_owes=CENTS,
    paid_by_member=CENTS,
)
LINES = st.lists(
    st.builds(
        Line,
        number=st.integers(1, 9),
        description=st.sampled_from(["", "Office visit"]),
        code=st.sampled_from(["", "99213"]),
        service_from=days_around(),
        amounts=AMOUNTS,
        adjustments=ADJUSTMENTS,
        remarks=REMARKS,
        review_action=st.sampled_from(["", "A1", "A2", "A3", "A4", "A6", "C", "CT", "NA", "ZZ"]),
        quantity=st.none() | st.integers(1, 2_000),
        unit=st.sampled_from(list(ServiceUnit)),
        good_until=days_around(),
    ),
    max_size=2,
).map(tuple)
HAPPENINGS = st.builds(
    Happening,
    source=st.sampled_from(["plan", "member"]),
    state=st.sampled_from(list(ClaimState)),
    received_at=PAST.map(lambda at: at or NOW),
    effective_on=days_around(),
    waiting_for=st.sampled_from(list(WaitingFor)),
    code=st.sampled_from(
        ["", "277:P3:317", "277:A7:33:IL", "277:F2:88:QC", "277:A7:21 A7:562:85", "277:A7:9999"]
    ),
    wanted=st.sampled_from(
        ["", "your itemized bill", "loinc:11506-3\n755:ZZ\na photo", "508:317", "508:171\n508:297"]
    ),
    wanted_by=days_around(),
    note=st.sampled_from(["", "Policy 7 applies."]),
    amounts=AMOUNTS,
    adjustments=ADJUSTMENTS,
    remarks=REMARKS,
    lines=LINES,
    notice_on=days_around(),
    human_reviewed=st.sampled_from([None, True, False]),
    paid_on=days_around(),
    payee=st.sampled_from(["", "member", "provider"]),
    payment_reference=st.sampled_from(["", "CHK 12"]),
)
LINKED = st.lists(
    st.builds(
        Linked,
        id=st.just("0199c0df"),
        state=st.sampled_from(list(ClaimState)),
        sure=st.booleans(),
        service=st.sampled_from(["", "CT scan"]),
        authorization_number=st.sampled_from(["", "AUTH-9"]),
        authorization_from=days_around(),
        authorization_to=days_around(),
    ),
    max_size=2,
).map(tuple)
SOURCES = st.builds(
    SourceFacts,
    slug=st.just("plan"),
    heard_at=PAST,
    failed_at=PAST,
    doubt=st.sampled_from(["", *DOUBTS]),
    doubt_at=PAST,
    newest_on=days_around(),
)
PLANS = st.builds(
    PlanFacts,
    name=st.sampled_from(["", "Lakeshore Gold"]),
    program=st.sampled_from(list(Program)),
    time_zone=st.sampled_from(ZONES),
    phone=st.sampled_from(["", "+13125550123"]),
    requires_prior_authorization=st.booleans(),
    fair_hearing_days=st.sampled_from([None, 90, 120]),
)
CLAIMS = st.builds(
    ClaimFacts,
    id=st.just("0199c0de"),
    number=st.sampled_from(["", "CLM-2041"]),
    state=st.sampled_from(list(ClaimState)),
    current=st.none() | HAPPENINGS,
    source=SOURCES,
    plan=PLANS,
    history=st.lists(HAPPENINGS, max_size=3).map(tuple),
    use=st.sampled_from(list(ClaimUse)),
    urgency=st.sampled_from(list(Urgency)),
    service=st.sampled_from(["", "Physical therapy"]),
    service_from=days_around(),
    provider=st.sampled_from(["", "Lake Clinic"]),
    patient_name=st.sampled_from(["", "Ellen Reyes"]),
    patient_is_member=st.booleans(),
    state_on=days_around(),
    received_on=days_around(),
    notice_on=days_around(),
    notice_received_on=days_around(),
    guard=st.sampled_from(list(Guard)),
    conflict=st.sampled_from([(), (ClaimState.PAID, ClaimState.DENIED)]),
    authorization_number=st.sampled_from(["", "AUTH-9"]),
    authorization_from=days_around(),
    authorization_to=days_around() | near(),
    asked=LINES,
    linked=LINKED,
    checking_until=days_around(),
)


@pytest.mark.parametrize("state", list(ClaimState))
@settings(max_examples=20, deadline=None)
@given(facts=CLAIMS, waiting_for=st.sampled_from(list(WaitingFor)), wanted_by=days_around())
def test_a_row_says_the_same_without_what_only_a_page_reads(state, facts, waiting_for, wanted_by):
    told = facts.current and replace(facts.current, waiting_for=waiting_for, wanted_by=wanted_by)
    facts = replace(facts, state=state, current=told, conflict=())
    asked = without(facts, CLAIM_ON_A_PAGE)
    if told:
        asked = replace(asked, current=without(told, EVENT_ON_A_PAGE))
    row = claim_answer(asked, now=NOW, zone="America/Chicago", brief=True)
    assert row == claim_answer(facts, now=NOW, zone="America/Chicago", brief=True)


def without(struct, names):
    assert set(names) <= set(struct.__struct_fields__)
    unsaid = {one.name: one.default for one in msgspec.structs.fields(struct) if one.name in names}
    return replace(struct, **unsaid)


@settings(max_examples=250, deadline=None)
@given(
    facts=CLAIMS,
    zone=st.sampled_from(ZONES),
    language=st.sampled_from(["en", "es"]),
    brief=st.booleans(),
)
def test_no_claim_whatever_its_facts_is_a_dead_end(facts, zone, language, brief):
    with translation.override(language):
        found = claim_answer(facts, now=NOW, zone=zone, brief=brief)
    assert_whole(found, facts, now=NOW, zone=zone)
    if not brief:
        assert_full(found)
