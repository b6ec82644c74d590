"""What a member can do when a day runs out, when we are late, and when there is no claim."""

import datetime as dt

import pytest

from claims.answers.claim_case import case_of
from claims.answers.words import plain
from claims.facts import Adjustment, Amounts, ClaimState, ClaimUse, Program
from tests.claims.cases import CHICAGO, NOW, answer, claim, day, plan, words

CALL_NOW = "Ask for a call now. We write down the time you asked."


def denied(letter: str, program: Program = Program.ERISA_SELF, code: str = "204", **terms):
    said = {
        "adjustments": (Adjustment("PR", code, 80_00),),
        "amounts": Amounts(billed=80_00, plan_paid=0),
        "notice_on": day(letter),
    }
    return claim(ClaimState.DENIED, said=said, plan=plan(program, **terms))


def at(facts, text: str):
    return answer(facts, now=dt.datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("now", "is_last"),
    [
        ("2026-07-29T17:00:00+00:00", True),  # Wednesday, the last day
        ("2026-07-28T17:00:00+00:00", False),
        ("2026-07-30T17:00:00+00:00", False),
    ],
)
def test_on_the_last_day_an_appeal_can_be_sent_here_until_midnight(now, is_last):
    found = at(denied("2026-01-30"), now)
    assert (found.after == "You can send it here until midnight.") is is_last
    assert (found.options[0].kind == "appeal") is is_last
    kinds = [option.kind for option in found.options]
    assert "call-now" not in kinds
    assert kinds.count("appeal") <= 1


def test_once_the_last_business_day_is_over_it_can_still_be_sent_here():
    facts = denied("2026-01-30", Program.MEDICARE_ADVANTAGE)  # ends on Sunday, April 5
    assert at(facts, "2026-04-03T17:00:00+00:00").after == ""
    saturday = at(facts, "2026-04-04T17:00:00+00:00")
    assert plain(saturday.after) == "You can send it here until midnight on Sunday, April 5."


def test_what_somebody_else_takes_has_a_call_first_on_its_last_day():
    state = {"fair_hearing_days": 120}  # the State is next
    upheld = denied("2026-03-31", Program.MEDICAID_MCO, code="193", **state)
    last = case_of(upheld, now=NOW, zone=CHICAGO).window.last_on
    found = at(upheld, f"{last}T17:00:00+00:00")
    assert found.after == CALL_NOW
    assert found.options[0].kind == "call-now"
    assert found.options[0].url == "/calls/new/?about=claim:0199c0de"
    assert "We cannot say here if that counts as an appeal." in words(found.options)


@pytest.mark.parametrize("program", [Program.MEDICARE_ADVANTAGE, Program.MEDICAID_MCO])
def test_a_late_decision_can_be_appealed_with_a_call_and_no_made_up_date(program):
    facts = claim(
        ClaimState.IN_PROCESS,
        plan=plan(program),
        use=ClaimUse.PREAUTHORIZATION,
        received_on=day("2025-11-01"),
    )
    found = answer(facts)
    assert found.headline == "We are late with our decision."
    right = next(option for option in found.options if option.kind == "right")
    assert right.text == "The law treats this as a no. You can appeal now."
    assert right.last_date == "Ask us for your last date."
    assert right.url
    assert case_of(facts, now=NOW, zone=CHICAGO).window is None


def test_a_claim_that_we_cannot_find_never_came_back():
    told = words(answer(claim(ClaimState.UNKNOWN_CLAIM)))
    for wrong in ("came back", "sent back", "send it again"):
        assert wrong not in told
    assert "Why can you not find it?" in told
    assert "You can ask Lake Clinic which plan they sent it to." in told


def test_where_no_approval_is_needed_nothing_was_agreed_and_nothing_ends():
    facts = claim(
        ClaimState.NOT_REQUIRED,
        use=ClaimUse.PREAUTHORIZATION,
        authorization_to=day("2026-03-01"),
    )
    found = answer(facts)
    told = words(found)
    for wrong in ("agree", "How long", "ended", "good until", "request a new approval"):
        assert wrong not in told
    assert plain(found.date.sentence) == "We answered this on Thursday, March 12."


@pytest.mark.parametrize(
    ("state", "ask", "appeal"),
    [
        (ClaimState.APPROVED_CHANGED, "Ask us what changed.", "the changes"),
        (ClaimState.PARTLY_APPROVED, "Ask us which part.", "the part that we did not agree to"),
    ],
)
def test_an_approval_that_names_no_service_says_to_ask_what_differs(state, ask, appeal):
    said = {"notice_on": day("2026-03-12")}
    found = answer(claim(state, said=said, use=ClaimUse.PREAUTHORIZATION))
    assert found.call == f"{ask} This is not a promise of payment."
    assert plain(found.action.sentence).startswith(f"You can appeal {appeal} until ")
