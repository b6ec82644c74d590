"""What a member reads about a claim, status by status, and on the days that go wrong easily."""

import datetime as dt

import pytest
from django.utils import translation
from msgspec.structs import replace

from claims.answers.answer import DateBasis, Freshness, Tag
from claims.answers.claim import claim_answer
from claims.answers.claim_appeal import late_appeal_right
from claims.answers.words import plain
from claims.facts import (
    Adjustment,
    Amounts,
    ClaimState,
    ClaimUse,
    Guard,
    Program,
    SourceFacts,
    Trouble,
    WaitingFor,
)
from tests.claims.cases import (
    NOW,
    TODAY,
    answer,
    claim,
    day,
    happening,
    line,
    plan,
    words,
)

LETTER = {"notice_on": day("2026-01-30")}
PR_204 = (Adjustment("PR", "204", 80_00),)
NOTHING_NOW = "You do not need to do anything now."


def denied(**more: object):
    said = {"adjustments": PR_204, "amounts": Amounts(billed=80_00, plan_paid=0)}
    return claim(ClaimState.DENIED, said=said | LETTER | more.pop("said", {}), **more)


def at(facts, now: dt.datetime):
    """The answer at another time, with a source heard just before."""
    source = SourceFacts(slug="plan", heard_at=now - dt.timedelta(minutes=5))
    return answer(replace(facts, source=source), now=now)


def test_in_review_says_nothing_to_do_when_it_must_be_decided_and_how_fresh_this_is():
    found = answer(claim(ClaimState.IN_PROCESS))
    assert found.title == "Your claim for <bdi>Physical therapy</bdi>"
    assert plain(found.caption) == "Claim CLM-2041"
    assert (found.tag, found.tag_label) == (Tag.WAITING_FOR_US, "Waiting for us")
    assert found.headline == "A specialist is checking your claim."
    assert found.action.sentence == NOTHING_NOW
    assert plain(found.date.sentence) == (
        "We do not have a date yet. It must be decided by Wednesday, April 1."
    )
    assert (found.date.basis, found.date.on) == (DateBasis.LAW, day("2026-04-01"))
    assert found.law == ""  # a date is said once on a card
    assert plain(found.steps[2].when) == "It must be decided by Wednesday, April 1."
    assert plain(found.freshness_line) == ("Checked with our claims system at 11:41pm on Tuesday.")
    assert len(found.steps) == 4
    assert len(found.questions) == 3
    assert not found.settled


def test_without_a_law_a_day_is_promised_by_which_we_say_more():
    found = answer(claim(ClaimState.IN_PROCESS, plan=plan(Program.OTHER)))
    assert plain(found.date.sentence) == (
        "We do not have a date yet. We will tell you more by Tuesday, March 24."
    )
    assert found.date.due_on == day("2026-03-24")


def test_nothing_is_promised_that_nobody_sends():
    doubtful = claim(ClaimState.UNRECOGNISED, checking_until=day("2026-03-19"))
    late = claim(ClaimState.IN_PROCESS, received_on=day("2026-01-02"))
    for facts in (claim(ClaimState.IN_PROCESS), doubtful, late):
        for promise in ("message you", "is working on it", "We will tell you when"):
            assert promise not in words(answer(facts))


def test_a_person_who_checks_names_one_day_and_no_second_one():
    found = answer(claim(ClaimState.UNRECOGNISED, checking_until=day("2026-03-19")))
    assert plain(found.date.sentence) == "We will answer here by Thursday, March 19."
    assert found.freshness_line.endswith("We have asked a person to check.")
    assert found.date.more_by == day("2026-03-19")


def test_T01_an_appeal_window_says_what_it_is_counted_from():
    found = answer(denied())
    assert found.headline == "We did not agree to pay this claim."
    assert plain(found.action.sentence) == "You can appeal until Wednesday, July 29."
    assert plain(found.action.days_left) == "That is 134 days from today."
    assert plain(found.date.sentence) == (
        "The last date to appeal is Wednesday, July 29, counted from the letter's date."
    )
    assert found.date.source == "erisa-appeal@1"


def test_the_last_day_to_appeal_says_today_because_a_list_says_it_nowhere_else():
    found = at(denied(), dt.datetime(2026, 7, 29, 18, tzinfo=dt.UTC))
    assert plain(found.date.sentence) == (
        "The last date to appeal is today, Wednesday, July 29, counted from the letter's date."
    )


def test_T02_a_confirmed_receipt_moves_the_window():
    found = answer(denied(notice_received_on=day("2026-02-04")))
    assert found.action.due_on == day("2026-08-03")
    assert "counted from the day you got the letter" in found.date.sentence


def test_T03_a_last_day_on_a_weekend_comes_with_advice():
    found = answer(denied(plan=plan(Program.MEDICARE_ADVANTAGE)))
    assert plain(found.date.sentence) == (
        "The last date to appeal is Sunday, April 5, counted from 5 days after the letter's date. "
        "That day is not a business day, so send it by Friday, April 3 to be sure."
    )


def test_T18_without_a_configured_law_there_is_no_date_but_a_phone():
    upheld = {"adjustments": (Adjustment("PR", "193", 80_00),)}
    unknown = answer(denied(plan=plan(Program.OTHER)))
    hearing = answer(denied(plan=plan(Program.MEDICAID_MCO), said=upheld))
    for found in (unknown, hearing):
        assert found.action.sentence == "You can ask us how to appeal."
        assert found.date.basis is DateBasis.NONE
        assert found.date.more_by > TODAY
        assert found.phone == "+13125550123"
    ninety = plan(Program.MEDICAID_MCO, fair_hearing_days=90)
    configured = answer(denied(plan=ninety, said=upheld))
    assert configured.action.due_on == day("2026-04-30")


def test_T19_a_late_decision_says_so_and_names_the_right_that_follows():
    late = at(claim(ClaimState.IN_PROCESS), dt.datetime(2026, 4, 2, 15, tzinfo=dt.UTC))
    assert late.headline == "We are late with our decision."
    assert late.date.basis is DateBasis.LATE
    assert plain(late.date.sentence) == (
        "We had to decide by Wednesday, April 1. We are late, and we are sorry. "
        "Ask us, and we will tell you more by Friday, April 3."
    )
    assert plain(late.action.sentence) == "You can call us at (312) 555-0123."
    assert "You may go to an outside review or to court" in words(late.options)
    assert late_appeal_right(Program.MEDICAID_MCO) == (
        "This is late. You may go to a State fair hearing now."
    )


@pytest.mark.parametrize(
    "doubt",
    [
        {"heard_at": NOW - dt.timedelta(days=4)},
        {"heard_at": NOW, "doubt": Trouble.REFUSED, "doubt_at": NOW},
    ],
    ids=["quiet", "not all read"],
)
def test_a_source_in_doubt_may_have_decided_so_late_is_not_claimed(doubt):
    facts = claim(
        ClaimState.IN_PROCESS,
        received_on=day("2026-01-02"),
        source=SourceFacts(slug="plan", **doubt),
    )
    found = answer(facts)
    assert found.headline == "A specialist is checking your claim."
    assert "We do not know if it was." in found.date.sentence


def test_T20_a_window_that_ended_is_told_without_a_countdown():
    found = at(denied(), dt.datetime(2026, 7, 30, 17, tzinfo=dt.UTC))
    assert plain(found.date.sentence) == "The last date to appeal was Wednesday, July 29."
    assert found.date.basis is DateBasis.FACT
    assert found.action.sentence == (
        "You can still ask us to look, and tell us why you could not appeal in time."
    )
    assert found.action.days_left == ""
    assert "-1 day" not in words(found)
    assert [option.kind for option in found.options] == [
        "exception",
        "explain",
        "late-appeal",
        "nothing",
    ]


def test_T21_the_last_day_lasts_until_midnight_where_the_plan_is():
    facts = denied(plan=plan(Program.ERISA_SELF, time_zone="America/Los_Angeles"))
    night = dt.datetime(2026, 7, 30, 6, 30, tzinfo=dt.UTC)  # 23:30 in Los Angeles
    found = at(facts, night)
    assert plain(found.action.sentence) == "You can appeal until Wednesday, July 29."
    assert found.action.days_left == "That is today where your plan is."
    there = claim_answer(facts, now=night, zone="America/Los_Angeles")
    assert there.action.days_left == "That is today."


def partly_denied():
    return claim(
        ClaimState.PARTIALLY_DENIED,
        said={
            "lines": (
                line(
                    1, 200_00, 120_00, Adjustment("CO", "45", 50_00), Adjustment("PR", "2", 30_00)
                ),
                line(2, 100_00, 0, Adjustment("CO", "97", 100_00)),
                line(3, 80_00, 0, Adjustment("PR", "204", 80_00)),
            ),
            "paid_on": day("2026-03-12"),
            "payee": "provider",
            "notice_on": day("2026-03-12"),
        },
    )


def test_T22_a_part_paid_claim_tells_each_cents_owner_and_offers_an_appeal():
    found = answer(partly_denied())
    assert plain(found.headline) == "We paid $120.00 to Lake Clinic on Thursday, March 12."
    assert plain(found.call) == "You may still owe Lake Clinic $110.00."
    assert found.tag is Tag.DONE
    rows = {row.label: plain(row.amount) for row in found.sums}
    assert rows["You may owe"] == "$110.00"
    assert rows["Taken off the bill"] == "$150.00"
    assert plain(found.sums_note[0]) == (
        "The provider's bill should say $110.00 or less. If it is more, tell us."
    )
    assert "You owe $0 for this part." in found.lines[1].reasons[0]
    assert "Your plan does not cover this service." in found.lines[2].reasons[0]
    assert found.action.kind == "appeal"


def test_T25_a_negative_adjustment_is_no_negative_discount():
    facts = claim(
        ClaimState.PAID,
        said={
            "adjustments": (Adjustment("OA", "23", 516_00), Adjustment("OA", "94", -9_00)),
            "amounts": Amounts(billed=541_00, plan_paid=34_00),
        },
    )
    told = words(answer(facts))
    assert "-$" not in told
    assert "discount" not in told
    assert "Our price is above the bill by\n$9.00" in told


def test_T27_the_clock_runs_from_the_letter_of_the_correction():
    facts = denied(said={"notice_on": day("2026-03-12")})
    assert answer(facts).action.due_on == day("2026-09-08")


def test_T31_a_refusal_the_provider_must_fix_pushes_no_appeal():
    facts = denied(
        said={
            "adjustments": (Adjustment("CO", "16", 500_04), Adjustment("OA", "A7", 415_35)),
            "amounts": Amounts(billed=915_39, plan_paid=0),
        }
    )
    found = answer(facts)
    assert found.headline == "Not paid, and you owe $0 for it."
    assert found.action.sentence == NOTHING_NOW
    assert plain(found.options[0].title) == "Ask Lake Clinic to correct it"
    assert "appeal" not in [option.kind for option in found.options]
    assert "Yes, until Wednesday, July 29. You do not have to." in words(found.questions)


def test_T37_what_was_not_stated_is_said_in_words_and_never_zero():
    facts = claim(
        ClaimState.FINALIZED_UNSPECIFIED,
        said={"amounts": Amounts(billed=2_650_00, plan_paid=620_00, paid_by_member=0)},
    )
    found = answer(facts)
    rows = {row.label: plain(row.amount) for row in found.sums}
    assert rows["Amount billed"] == "$2,650.00"
    assert rows["Your plan paid"] == "$620.00"
    assert rows["You already paid"] == "$0.00"
    assert rows["You may owe"] == "not stated"
    assert "denied" not in words(found)


def test_T38_a_claim_with_another_plan_says_do_not_pay_yet():
    facts = claim(
        ClaimState.WITH_OTHER_PAYER,
        said={
            "waiting_for": WaitingFor.OTHER_PAYER,
            "adjustments": (Adjustment("PR", "1", 150_00), Adjustment("PR", "2", 70_00)),
            "amounts": Amounts(billed=751_50, plan_paid=531_50),
        },
    )
    found = answer(facts)
    assert found.call.startswith("Do not pay yet.")
    assert found.action.sentence == NOTHING_NOW
    secondary = claim(
        ClaimState.PAID,
        said={"amounts": Amounts(billed=751_50, plan_paid=220_00, member_owes=0)},
    )
    assert "You owe Lake Clinic nothing for it." in words(answer(secondary))


def test_T45_no_date_is_ever_made_up():
    found = answer(claim(ClaimState.IN_PROCESS, plan=plan(Program.OTHER)))
    assert found.law == ""
    assert found.date.basis is DateBasis.NONE
    assert found.date.on is None
    assert "Infinity" not in words(found)


def test_T46_a_promise_that_passed_is_owned_and_gets_a_new_date():
    facts = claim(
        ClaimState.PAID,
        conflict=(ClaimState.PAID, ClaimState.DENIED),
        checking_until=day("2026-03-16"),
    )
    found = answer(facts)
    assert plain(found.date.sentence) == (
        "We said we would answer by Monday, March 16. We are late, and we are sorry. "
        "Ask us, and we will tell you more by Thursday, March 19."
    )
    assert found.date.basis is DateBasis.LATE
    assert found.date.more_by > TODAY


def test_action_needed_says_what_by_when_and_honestly_how():
    facts = claim(
        ClaimState.PENDED_INFO,
        said={
            "waiting_for": WaitingFor.MEMBER,
            "wanted": "your itemized bill",
            "wanted_by": day("2026-03-23"),
        },
    )
    found = answer(facts)
    assert found.tag is Tag.WAITING_FOR_YOU
    assert plain(found.action.sentence) == (
        "You need to send us your itemized bill by Monday, March 23."
    )
    assert plain(found.action.days_left) == "You have 6 days."
    assert found.action.required
    assert found.call == ""
    assert found.after == "If we do not get it, we decide without it."
    assert plain(found.groups[0].facts[0].label) == "Your itemized bill"
    assert "/send/" in found.options[0].url


def test_a_request_whose_day_passed_is_never_a_future_date():
    facts = claim(
        ClaimState.PENDED_INFO,
        said={
            "waiting_for": WaitingFor.MEMBER,
            "wanted": "your itemized bill",
            "wanted_by": day("2026-03-10"),
        },
    )
    found = answer(facts)
    assert plain(found.action.sentence) == "You can still send us your itemized bill."
    assert found.date.basis is DateBasis.FACT


def test_what_a_provider_owes_us_is_nothing_for_the_member_to_do():
    facts = claim(ClaimState.PENDED_INFO, said={"waiting_for": WaitingFor.PROVIDER})
    found = answer(facts)
    assert plain(found.headline) == "We asked Lake Clinic for records."
    assert found.tag is Tag.WAITING_FOR_US
    assert found.action.sentence == NOTHING_NOW
    assert "We are waiting for Lake Clinic to send records." in words(found.questions)


def test_a_rejected_claim_was_never_decided_and_has_no_appeal():
    found = answer(claim(ClaimState.REJECTED_FRONT_END))
    assert plain(found.headline) == "Lake Clinic must send this claim again."
    assert found.call.startswith("We have not decided it.")
    assert plain(found.date.sentence).endswith("if it is not back by Saturday, April 11.")
    assert "appeal" not in [option.kind for option in found.options]


def test_the_word_denied_stands_once_and_in_brackets():
    told = words(replace(answer(denied()), rules=()))
    assert told.count("denied") == 1
    assert "(Your letter may say “denied”.)" in told


def test_a_denial_offers_its_options_best_first():
    kinds = [option.kind for option in answer(denied()).options]
    assert kinds == ["exception", "explain", "appeal", "outside", "nothing"]


def test_outside_review_follows_once_the_plan_kept_its_decision():
    facts = denied(said={"adjustments": (Adjustment("PR", "193", 80_00),)})
    found = answer(facts)
    assert found.action.due_on == day("2026-06-01")  # 4 months from January 30, off a weekend
    assert "appeal" not in [option.kind for option in found.options]


def test_a_code_we_do_not_know_is_said_counted_and_given_to_a_person():
    facts = denied(said={"adjustments": (Adjustment("PR", "X77", 80_00),)})
    found = answer(facts)
    assert plain(found.why[0]) == (
        "Your plan used code X77. We cannot explain it here yet. "
        "Call (312) 555-0123, and a person will."
    )
    assert found.unknown_codes == ("X77",)
    assert found.action.kind == "appeal"


def test_the_plans_own_words_are_verbatim_and_labelled():
    facts = denied(said={"note": "See <b>policy</b> 7"})
    group = next(g for g in answer(facts).groups if g.note)
    assert group.heading == "In your plan's own words"
    assert plain(group.note) == "See <b>policy</b> 7"
    assert "<b>" not in group.note


def test_two_sources_that_disagree_are_both_told_and_neither_believed():
    facts = denied(conflict=(ClaimState.PAID, ClaimState.DENIED))
    found = answer(facts)
    assert found.freshness is Freshness.CONFLICT
    assert found.headline == "We are checking this status."
    assert found.person_first
    assert plain(found.law) == "If we did not agree to it, you can appeal until Wednesday, July 29."
    assert found.sums == ()


def test_something_never_received_is_still_an_answer():
    facts = claim(ClaimState.SUBMITTED, current=None, history=(), source=SourceFacts(slug="plan"))
    found = answer(facts)
    assert found.freshness is Freshness.NEVER
    assert found.headline == "We do not have a status yet."
    assert found.person_first


def test_an_approval_tells_its_number_and_how_long_it_is_good():
    facts = claim(
        ClaimState.APPROVED,
        use=ClaimUse.PREAUTHORIZATION,
        authorization_number="AUTH-9",
        authorization_from=day("2026-03-01"),
        authorization_to=day("2026-06-30"),
    )
    found = answer(facts)
    assert plain(found.title) == "Your approval for Physical therapy"
    assert plain(found.date.sentence) == (
        "The approval is good from Sunday, March 1 to Tuesday, June 30."
    )
    assert "AUTH-9" in words(found.groups)
    assert found.sums == ()


def test_a_step_back_is_told_with_its_reason():
    older = happening(ClaimState.PAID, effective_on=day("2026-03-01"))
    facts = claim(ClaimState.IN_PROCESS)
    found = answer(replace(facts, history=(facts.current, older)))
    assert [moment.iso for moment in found.timeline] == ["2026-03-12", "2026-03-01"]
    assert found.timeline[0].text == ("This went back a step, because it is being looked at again.")
    assert found.timeline[1].text == ""


@pytest.mark.parametrize("guard", [Guard.UNKNOWN, Guard.REPRODUCTIVE])
def test_a_guarded_claim_has_a_title_that_says_nothing(guard):
    found = answer(denied(guard=guard))
    assert found.guarded
    assert found.quiet_title == "Your claim"
    assert answer(denied()).quiet_title == (
        "Your claim for Physical therapy: We did not agree to pay the claim"
    )


def test_a_brief_answer_says_the_same_as_the_page():
    for facts in (denied(), partly_denied(), claim(ClaimState.IN_PROCESS)):
        brief, full = answer(facts, brief=True), answer(facts)
        for name in ("headline", "action", "date", "tag", "amount", "rank", "settled"):
            assert getattr(brief, name) == getattr(full, name)
        assert brief.timeline == ()


def test_what_needs_the_member_comes_before_what_we_do_and_what_is_done():
    ranks = [
        answer(facts).rank
        for facts in (
            claim(ClaimState.PENDED_INFO, said={"waiting_for": WaitingFor.MEMBER}),
            claim(ClaimState.IN_PROCESS, received_on=day("2026-01-02")),
            denied(),
            claim(ClaimState.UNRECOGNISED),
            claim(ClaimState.IN_PROCESS),
            claim(ClaimState.PAID),
        )
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_the_day_of_receipt_is_the_same_in_the_timeline_and_in_the_steps():
    told = happening(
        ClaimState.RECEIVED, effective_on=day("2026-03-11"), received_on=day("2026-03-10")
    )
    facts = claim(ClaimState.IN_PROCESS, received_on=day("2026-03-10"))
    found = answer(replace(facts, history=(facts.current, told)))
    assert plain(found.timeline[-1].when) == plain(found.steps[0].when) == "Tuesday, March 10"


def test_the_timeline_says_from_whom():
    seen = happening(ClaimState.RECEIVED, source="portal")
    facts = claim(ClaimState.IN_PROCESS)
    found = answer(replace(facts, history=(facts.current, seen)))
    assert [plain(moment.who) for moment in found.timeline] == [
        "from our claims system",
        "from you",
    ]
    with translation.override("es"):
        whole = answer(facts)
    assert plain(whole.timeline[0].who) == "de nuestro sistema de reclamos"


@pytest.mark.parametrize("state", [ClaimState.SUBMITTED, ClaimState.RECEIVED])
def test_what_nobody_has_started_is_not_said_to_be_checked(state):
    assert "It is being checked." not in words(answer(claim(state)).questions)
