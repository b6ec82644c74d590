"""Each clock of the law, on the days where counting it carelessly goes wrong."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from claims.deadlines.appeal import (
    CountedFrom,
    appeal_window,
    external_review,
    fair_hearing,
    independent_review,
    judge,
    keep_benefits_until,
)
from claims.deadlines.balance import (
    billing_error_due,
    estimate_dispute_until,
    plan_dates,
)
from claims.deadlines.calendar import is_business_day
from claims.deadlines.counsel import COUNSEL, Counsel
from claims.deadlines.decision import DecisionDue, decision_due
from claims.deadlines.missed import Remedy, if_missed
from claims.deadlines.order import shipment_due, silence_consents
from claims.deadlines.rule import Counting, Step
from claims.deadlines.rules import BY_ID, LEGAL_RULES, rule_for
from claims.facts import Program, Urgency

ERISA = Program.ERISA_SELF
MEDICARE = Program.MEDICARE_ADVANTAGE
MEDICAID = Program.MEDICAID_MCO
NEW_YORK = "America/New_York"
JANUARY_30 = dt.date(2026, 1, 30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_T01_an_erisa_window_without_receipt_counts_from_the_letters_date():
    window = appeal_window(ERISA, notice_on=JANUARY_30)
    assert window.last_on == day("2026-07-29")
    assert window.counted_from is CountedFrom.LETTER_DATE


def test_T02_an_erisa_window_counts_from_a_confirmed_receipt():
    window = appeal_window(ERISA, notice_on=JANUARY_30, notice_received_on=day("2026-02-04"))
    assert window.last_on == day("2026-08-03")
    assert window.counted_from is CountedFrom.RECEIPT


def test_T03_medicare_presumes_receipt_and_does_not_roll_off_a_sunday():
    window = appeal_window(MEDICARE, notice_on=JANUARY_30)
    assert window.last_on == day("2026-04-05")
    assert window.advice_on == day("2026-04-03")
    assert window.counted_from is CountedFrom.PRESUMED_RECEIPT


def test_T04_evidence_of_receipt_replaces_the_presumption():
    window = appeal_window(MEDICARE, notice_on=JANUARY_30, notice_received_on=day("2026-02-10"))
    assert window.last_on == day("2026-04-11")


def test_T05_a_window_across_a_leap_day_ends_on_it():
    window = appeal_window(ERISA, notice_on=None, notice_received_on=day("2027-09-02"))
    assert window.last_on == day("2028-02-29")


@pytest.mark.parametrize("received", ["2026-10-30", "2026-10-31"])
def test_T06_external_review_overflows_to_the_first_of_the_fifth_month(received):
    assert _external(received) == day("2027-03-01")


def test_T07_a_leap_day_that_exists_does_not_overflow():
    assert _external("2027-10-29") == day("2028-02-29")


def test_T08_external_review_rolls_off_a_saturday():
    assert _external("2026-03-25") == day("2026-07-27")


def test_T09_external_review_rolls_off_a_holiday_and_its_weekend():
    assert _external("2026-08-25") == day("2026-12-28")


def test_T10_an_observed_holiday_moves_the_date_only_behind_the_switch():
    assert _external("2026-03-03") == day("2026-07-03")
    kept = Counsel(observed_holidays=True)
    assert _external("2026-03-03", counsel=kept) == day("2026-07-06")


def _external(received: str, counsel: Counsel = COUNSEL) -> dt.date:
    return external_review(ERISA, notice_received_on=day(received), counsel=counsel).last_on


def test_T11_an_erisa_window_stays_on_labor_day_with_advice_before_it():
    window = appeal_window(ERISA, notice_on=None, notice_received_on=day("2026-03-11"))
    assert window.last_on == day("2026-09-07")
    assert window.advice_on == day("2026-09-04")


def _urgent(received: tuple[int, ...]) -> DecisionDue:
    received_at = dt.datetime(*received, tzinfo=ZoneInfo(NEW_YORK))
    return decision_due(ERISA, Urgency.URGENT, received_at=received_at, zone=NEW_YORK)


def test_T12_seventy_two_real_hours_when_clocks_go_forward():
    due = _urgent((2026, 3, 7, 10))
    assert due.at == dt.datetime(2026, 3, 10, 11, tzinfo=ZoneInfo(NEW_YORK))
    assert due.on == day("2026-03-10")


def test_T13_seventy_two_real_hours_when_clocks_go_back():
    due = _urgent((2026, 10, 31, 10))
    assert due.at == dt.datetime(2026, 11, 3, 9, tzinfo=ZoneInfo(NEW_YORK))
    assert due.on == day("2026-11-03")


def _after_care(**more: dt.date) -> object:
    return decision_due(ERISA, Urgency.POST_SERVICE, received_on=day("2026-02-14"), **more)


def test_T14_an_extension_counts_only_with_notice_in_the_first_period():
    assert _after_care().on == day("2026-03-16")
    in_time = _after_care(extension_notice_on=day("2026-03-16"))
    assert (in_time.on, in_time.extension_valid) == (day("2026-03-31"), True)
    late = _after_care(extension_notice_on=day("2026-03-17"))
    assert (late.on, late.extension_valid) == (day("2026-03-16"), False)
    assert late.passed(day("2026-03-17"))


def test_T15_asking_the_member_stops_the_clock_until_they_answer():
    asked = _after_care(asked_on=day("2026-03-10"))
    assert asked.stopped
    assert asked.member_due_on == day("2026-04-24")
    assert asked.days_left == 21
    answered = _after_care(asked_on=day("2026-03-10"), answered_on=day("2026-04-09"))
    assert answered.on == day("2026-04-30")
    assert "2026-04-24" in answered.note


def test_T16_medicare_prior_authorization_is_seven_days_from_2026():
    def due(received: str, urgency: Urgency = Urgency.PRE_SERVICE, **more):
        return decision_due(
            MEDICARE, urgency, received_on=day(received), authorization=True, **more
        )

    assert due("2026-01-02").on == day("2026-01-09")
    assert due("2025-12-31").on == day("2026-01-14")
    extended = due("2026-01-02", extension_notice_on=day("2026-01-09"))
    assert extended.on == day("2026-01-23")
    drug = due("2026-01-02", Urgency.PART_B_DRUG, extension_notice_on=day("2026-01-03"))
    assert (drug.on, drug.extension_valid) == (day("2026-01-05"), False)


def test_T17_medicaid_counts_from_the_letter_and_keeps_benefits():
    notice = day("2026-02-27")
    assert appeal_window(MEDICAID, notice_on=notice).last_on == day("2026-04-28")
    for effective, until in (
        ("2026-03-12", "2026-03-12"),
        ("2026-03-01", "2026-03-09"),
    ):
        kept = keep_benefits_until(MEDICAID, notice_on=notice, effective_on=day(effective))
        assert kept == day(until)


@pytest.mark.parametrize(
    ("days", "last"), [(120, day("2026-09-12")), (90, day("2026-08-13")), (None, None)]
)
def test_T18_a_fair_hearing_has_a_date_only_where_the_state_is_configured(days, last):
    window = fair_hearing(MEDICAID, resolution_on=day("2026-05-15"), days=days)
    assert (window.last_on if window else None) == last


def _answer_due(
    program: Program, urgency: Urgency = Urgency.POST_SERVICE, **more: object
) -> DecisionDue:
    return decision_due(program, urgency, step=Step.APPEAL_DECISION, **more)


def test_T19_a_medicaid_appeal_is_decided_in_thirty_days():
    received = day("2026-04-20")
    assert _answer_due(MEDICAID, received_on=received).on == day("2026-05-20")
    in_time = {"received_on": received, "extension_notice_on": day("2026-05-20")}
    extended = _answer_due(MEDICAID, **in_time).on
    assert extended == day("2026-06-03")


def test_T19_silence_on_a_medicaid_appeal_opens_a_fair_hearing_the_day_after():
    due = _answer_due(MEDICAID, received_on=day("2026-04-20"))
    assert not due.passed(day("2026-05-20"))
    assert due.passed(day("2026-05-21"))
    assert if_missed(Step.APPEAL_DECISION, MEDICAID) is Remedy.FAIR_HEARING


def test_T20_a_window_is_over_on_the_day_after_its_last():
    window = appeal_window(ERISA, notice_on=JANUARY_30)
    assert not window.open(day("2026-07-30"))
    assert window.last_on == day("2026-07-29")


def test_T21_a_window_is_open_until_midnight_where_the_plan_is():
    window = appeal_window(ERISA, notice_on=JANUARY_30)
    seen_at = dt.datetime(2026, 7, 30, 6, 30, tzinfo=dt.UTC)
    there = seen_at.astimezone(ZoneInfo("America/Los_Angeles")).date()
    assert window.open(there)
    assert window.days_left(there) == 0


def test_T40_an_order_that_did_not_ship_is_refunded_in_seven_working_days():
    due = shipment_due(day("2026-10-05"))
    assert due.ship_by == day("2026-11-04")
    assert due.cancelled_on == day("2026-11-05")
    assert due.refund_by == day("2026-11-17")  # Veterans Day is no working day


def test_T41_silence_agrees_only_to_a_first_short_definite_delay():
    ship_by = day("2026-11-04")
    assert silence_consents(ship_by, revised_on=day("2026-12-04"), first_notice=True)
    for revised, first in (
        (day("2026-12-05"), True),
        (None, True),
        (day("2026-11-20"), False),
    ):
        assert not silence_consents(ship_by, revised_on=revised, first_notice=first)


def test_T42_a_billing_error_letter_must_arrive_in_sixty_days():
    due = billing_error_due(day("2026-04-15"), notice_received_on=day("2026-06-10"))
    assert due.notice_by == day("2026-06-14")  # a Sunday: nothing moves it
    assert due.acknowledge_by == day("2026-07-10")
    assert due.resolve_by == day("2026-09-08")


@pytest.mark.parametrize(
    ("cycle", "resolved"),
    [
        (("2026-03-16", "2026-04-15"), "2026-08-15"),  # a cut one, then two whole months
        (("2026-04-01", "2026-04-30"), "2026-08-31"),  # months, whichever length they have
        (("2026-02-01", "2026-04-30"), "2026-09-08"),  # quarters: never more than ninety days
    ],
)
def test_T42_two_billing_cycles_may_end_before_ninety_days(cycle, resolved):
    known = tuple(day(one) for one in cycle)
    came = {"notice_received_on": day("2026-06-10"), "cycle": known}
    assert billing_error_due(day("2026-04-15"), **came).resolve_by == day(resolved)


@pytest.mark.parametrize(("billed", "until"), [(1_399_99, None), (1_400_00, day("2026-12-03"))])
def test_T43_a_bill_far_above_its_estimate_may_be_disputed(billed, until):
    found = estimate_dispute_until(day("2026-08-05"), estimate=1_000_00, billed=billed)
    assert found == until


def test_T44_a_payment_plan_anchored_on_the_last_day_keeps_to_it():
    assert [f"{date:%m-%d}" for date in plan_dates(day("2027-01-31"), 6)] == [
        "01-31",
        "02-28",
        "03-31",
        "04-30",
        "05-31",
        "06-30",
    ]


def test_a_plan_whose_law_we_do_not_know_has_no_date():
    assert appeal_window(Program.OTHER, notice_on=JANUARY_30) is None
    assert decision_due(Program.OTHER, Urgency.POST_SERVICE, received_on=JANUARY_30) is None


def test_without_a_day_to_count_from_there_is_no_date():
    assert decision_due(ERISA, Urgency.POST_SERVICE) is None
    assert appeal_window(ERISA, notice_on=None) is None


@pytest.mark.parametrize(
    ("program", "urgency", "days"),
    [
        (ERISA, Urgency.PRE_SERVICE, 30),
        (Program.ACA_INDIVIDUAL, Urgency.POST_SERVICE, 60),
        (MEDICARE, Urgency.PART_B_DRUG, 7),
        (Program.PART_D, Urgency.PRE_SERVICE, 7),
        (Program.PART_D, Urgency.PAYMENT, 14),
        (Program.ORIGINAL_MEDICARE, Urgency.POST_SERVICE, 60),
    ],
)
def test_each_program_answers_an_appeal_in_its_own_time(program, urgency, days):
    received = day("2026-04-20")
    due = _answer_due(program, urgency, received_on=received)
    assert (due.on - received).days == days


@pytest.mark.parametrize("program", [ERISA, MEDICARE, MEDICAID, Program.PART_D])
def test_a_fast_appeal_is_answered_in_seventy_two_hours(program):
    received_at = dt.datetime(2026, 4, 20, 15, 30, tzinfo=dt.UTC)
    due = _answer_due(program, Urgency.URGENT, received_at=received_at, zone=NEW_YORK)
    assert due.at == dt.datetime(2026, 4, 23, 15, 30, tzinfo=dt.UTC)


def test_medicares_later_levels_presume_five_days_for_the_mail_too():
    kept = {"notice_on": JANUARY_30}
    assert independent_review(Program.PART_D, **kept).last_on == day("2026-04-05")
    assert judge(MEDICARE, **kept).last_on == day("2026-04-05")
    assert independent_review(MEDICARE, **kept) is None  # goes there by itself
    assert appeal_window(Program.ORIGINAL_MEDICARE, **kept).last_on == day("2026-06-04")


def test_counsel_moves_a_silent_rule_off_a_weekend_and_nothing_else():
    counsel = Counsel(rolls=frozenset({"ma-reconsideration"}))
    moved = appeal_window(MEDICARE, notice_on=JANUARY_30, counsel=counsel)
    assert (moved.counted_on, moved.last_on) == (day("2026-04-05"), day("2026-04-06"))
    assert moved.safe_on == day("2026-04-06")
    unmoved = appeal_window(MEDICAID, notice_on=day("2026-02-18"), counsel=counsel)
    assert unmoved.last_on == day("2026-04-19")  # a Sunday


def test_every_legal_rule_has_one_name_one_length_and_a_source():
    assert len(BY_ID) == len(LEGAL_RULES)
    for rule in LEGAL_RULES:
        assert rule.source
        lengths = bool(rule.days) + bool(rule.months) + bool(rule.hours)
        assert lengths == (0 if rule.id == "fair-hearing" else 1), rule.id
        assert (rule.counting is Counting.HOURS) is bool(rule.hours), rule.id


def test_a_rule_leads_only_to_rules_that_hold_for_the_same_programs():
    for rule in LEGAL_RULES:
        if rule.expedited:
            fast = BY_ID[rule.expedited]
            assert set(rule.programs) <= set(fast.programs), rule.id
            assert fast.hours, rule.id
        for program in rule.programs if rule.clock else ():
            on = max(rule.effective_from, JANUARY_30)
            clock = rule_for(rule.clock, program, on=on, urgency=Urgency.POST_SERVICE)
            assert clock is not None, rule.id


def test_no_day_has_two_rules_for_the_same_thing():
    for step, program, urgency, authorization in product(Step, Program, Urgency, (False, True)):
        for on in (day("2025-12-31"), day("2026-01-01")):
            held = [
                rule.id
                for rule in LEGAL_RULES
                if rule.step is step
                and program in rule.programs
                and (not rule.urgencies or urgency in rule.urgencies)
                and rule.authorization in (None, authorization)
                and rule.effective_from <= on
                and (rule.until is None or on < rule.until)
            ]
            assert len(held) <= 1, held


def test_nobody_works_on_a_federal_holiday():
    assert not is_business_day(day("2026-11-26"))
    assert not is_business_day(day("2027-12-31"))  # New Year 2028, kept on Friday
    assert is_business_day(day("2026-11-27"))
