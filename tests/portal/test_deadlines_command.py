"""Whoever must stand by a date can read how it came about, and nothing of what it is about."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.deadlines.counsel import QUESTIONS
from claims.deadlines.rules import LEGAL_RULES
from claims.deadlines.table import in_markdown
from claims.facts import Adjustment, ClaimState, Guard, Program, Urgency, WaitingFor
from portal.management.commands.deadlines import HEAD_ENDS, PAGE
from tests import make

JANUARY_30 = dt.date(2026, 1, 30)


def said(*asked: str) -> str:
    out = StringIO()
    call_command("deadlines", *asked, stdout=out)
    return out.getvalue()


def explained(claim) -> str:
    return said("--explain", str(claim.pk))


def test_the_table_prints_every_rule_and_every_open_question():
    text = said()
    assert [rule.name for rule in LEGAL_RULES if rule.name not in text] == []
    assert [question.asked for question in QUESTIONS.values() if question.asked not in text] == []


def test_the_page_of_the_documentation_is_the_table(settings):
    kept = (settings.BASE_DIR / PAGE).read_text().partition(HEAD_ENDS)[2]
    assert kept == "\n".join(["", *in_markdown(), ""]), "run manage.py deadlines --write"


def test_T01_a_refusal_is_explained_step_by_step(maya):
    claim = make.claim(maya, ClaimState.DENIED, notice_on=JANUARY_30)
    text = explained(claim)
    assert "erisa-appeal@1 (29 CFR 2560.503-1(h)(3)(i); 45 CFR 147.136(b))" in text
    steps = [
        f"the letter's date, as the source {claim.source.slug} says",
        "+ nothing for the mail",
        "+ 180 days",
        "not moved: the law is silent",
        "last day",
        "once it is filed: 60 days (erisa-appeal-decision@1)",
        "the safer day",
        "reviewed by: nobody yet",
    ]
    assert [text.index(step) for step in steps] == sorted(text.index(step) for step in steps)
    assert text.count("Wed 2026-07-29") == 3  # counted, last, safer


def test_T02_a_day_that_the_member_told_us_says_so(maya):
    arrived = {"notice_on": JANUARY_30, "notice_received_on": dt.date(2026, 2, 4)}
    text = explained(make.claim(maya, ClaimState.DENIED, **arrived))
    assert "the member had the letter, as they told us" in text
    assert "Mon 2026-08-03" in text


def test_T03_a_sunday_is_explained_with_its_question_and_the_safer_day(maya):
    plan = make.plan(program=Program.MEDICARE_ADVANTAGE)
    text = explained(make.claim(maya, ClaimState.DENIED, plan=plan, notice_on=JANUARY_30))
    lines = [line.rsplit(maxsplit=2) for line in text.splitlines() if " 2026-0" in line]
    days = {words.strip(): on for words, _weekday, on in lines}
    assert days["+ 5 days presumed for the mail"] == "2026-02-04"
    assert days["last day"] == "2026-04-05"
    assert days["no business day, so we advise"] == "2026-04-03"
    assert days["the safer day"] == "2026-04-03"
    assert days["read the other way"] == "2026-04-06"
    assert "for counsel, weekend" in text


def test_T15_a_stopped_clock_is_explained_with_both_readings(maya):
    claim = make.claim(
        maya,
        ClaimState.PENDED_INFO,
        waiting_for=WaitingFor.MEMBER,
        received_on=dt.date(2026, 2, 14),
        state_on=dt.date(2026, 3, 10),
    )
    text = explained(claim)
    for words, on in (
        ("the plan had it", "2026-02-14"),
        ("+ 30 days", "2026-03-16"),
        ("the clock stops", "2026-03-10"),
        ("+ 45 days at least to answer", "2026-04-24"),
        ("+ 21 days that run on", "2026-05-15"),
    ):
        assert any(words in line and on in line for line in text.splitlines()), words
    assert "read as a fresh 15 days: 2026-05-09" in text


def test_an_appeal_is_explained_by_the_rule_that_was_set_for_it(maya, settings):
    settings.PORTAL_NOW = dt.datetime(2026, 4, 20, 16, tzinfo=dt.UTC)
    plan = make.plan(program=Program.MEDICAID_MCO)
    claim = make.claim(maya, ClaimState.DENIED, plan=plan, notice_on=dt.date(2026, 4, 1))
    make.appeal(claim)
    text = explained(claim)
    assert "Answer to an appeal, by medicaid-appeal-decision@1" in text
    assert text.index("the appeal was filed here") < text.index("must be answered by")
    assert "Wed 2026-05-20" in text
    settings.PORTAL_NOW = dt.datetime(2026, 5, 21, 16, tzinfo=dt.UTC)
    assert "what the law then gives the member: fair hearing" in explained(claim)


def test_a_late_decision_says_what_the_law_then_gives(maya):
    plan = make.plan(program=Program.MEDICAID_MCO)
    claim = make.claim(
        maya, plan=plan, urgency=Urgency.PRE_SERVICE, received_on=dt.date(2026, 1, 5)
    )
    text = explained(claim)
    assert "this day has passed" in text
    assert "what the law then gives the member: appeal" in text


@pytest.mark.parametrize(
    ("program", "fields", "why"),
    [
        (Program.OTHER, {"notice_on": JANUARY_30}, "the table has no rule for this program"),
        (Program.MEDICAID_MCO, {}, "no source gives the date on the letter"),
        (
            Program.MEDICAID_MCO,
            {"notice_on": JANUARY_30, "adjustments": (Adjustment("PR", "193", 80_00),)},
            "the days that the State gives are not set",
        ),
    ],
)
def test_where_there_is_no_date_it_says_why(maya, program, fields, why):
    plan = make.plan(program=program)
    text = explained(make.claim(maya, ClaimState.DENIED, plan=plan, **fields))
    assert "No last day for the member" in text
    assert why in text


def test_an_explanation_names_nobody_and_nothing_that_was_done(maya):
    claim = make.claim(
        maya,
        ClaimState.DENIED,
        notice_on=JANUARY_30,
        guard=Guard.UNKNOWN,
        service="Termination of pregnancy",
        provider="Lakeside Womens Clinic",
        patient_name="Maya Lopez",
    )
    text = explained(claim)
    for word in ("pregnancy", "Lakeside", "Maya", "Lopez", claim.number):
        assert word not in text


def test_a_claim_is_found_by_its_number_and_an_unknown_one_is_said(maya, omar):
    claim = make.claim(maya)
    assert str(claim.pk) in said("--explain", claim.number)
    with pytest.raises(CommandError, match="No claim has this id or number"):
        said("--explain", "CLM-none")
    twin = make.claim(omar, number=claim.number)
    with pytest.raises(CommandError, match="Several claims have this number") as several:
        said("--explain", claim.number)
    assert str(twin.pk) in str(several.value)
