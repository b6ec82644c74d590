"""Until when a member may appeal, and on what that date rests."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.deadlines.calendar import (
    ONE_DAY,
    SATURDAY,
    add_months,
    business_day_at_or_before,
    is_holiday,
)
from claims.deadlines.rule import Anchor, LegalRule, Step
from claims.deadlines.rules import rule_for
from claims.facts import Program, Urgency


class CountedFrom(StrEnum):
    LETTER_DATE = "letter_date"
    RECEIPT = "receipt"  # the member told us when the letter came
    PRESUMED_RECEIPT = "presumed_receipt"  # the law says: so many days after its date


class Window(Struct, frozen=True, kw_only=True):
    """``advice_on`` is set when the last day is no business day and the law does not move it."""

    rule: LegalRule
    last_on: dt.date
    counted_from: CountedFrom
    advice_on: dt.date | None = None

    def open(self, today: dt.date) -> bool:
        return today <= self.last_on

    def days_left(self, today: dt.date) -> int:
        return (self.last_on - today).days


def appeal_window(
    program: Program,
    *,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None = None,
) -> Window | None:
    """The first appeal against a decision; None if no rule or no letter's date is known.

    Without evidence of receipt: from the letter's date, plus what the program's law presumes,
    and nothing more (never five days for ERISA).
    """
    known = notice_on or notice_received_on
    if known is None:
        return None
    rule = rule_for(Step.APPEAL, program, on=known)
    if rule is None:
        return None
    return _window(rule, rule.days, notice_on, notice_received_on)


def external_review(
    program: Program,
    *,
    notice_on: dt.date | None = None,
    notice_received_on: dt.date | None = None,
    observed_holidays: bool = False,
) -> Window | None:
    """Four months from the final denial.

    ``observed_holidays``: whether the day on which a holiday is kept also moves the date. Counsel
    has not answered that (research/claims.md 4.4-2), so by default it does not.
    """
    anchor = notice_received_on or notice_on
    if anchor is None:
        return None
    rule = rule_for(Step.EXTERNAL_REVIEW, program, on=anchor)
    if rule is None:
        return None
    last_on = add_months(anchor, rule.months, overflow=True)
    while last_on.weekday() >= SATURDAY or is_holiday(last_on, observed=observed_holidays):
        last_on += ONE_DAY
    counted = CountedFrom.RECEIPT if notice_received_on else CountedFrom.LETTER_DATE
    return Window(rule=rule, last_on=last_on, counted_from=counted, advice_on=_advice(last_on))


def fair_hearing(
    program: Program, *, resolution_on: dt.date | None, days: int | None
) -> Window | None:
    """A State hearing after the plan upheld; None until the state's ``days`` are configured."""
    if resolution_on is None or days is None:
        return None
    rule = rule_for(Step.FAIR_HEARING, program, on=resolution_on)
    return _window(rule, days, resolution_on, None) if rule else None


def keep_benefits_until(
    program: Program, *, notice_on: dt.date, effective_on: dt.date
) -> dt.date | None:
    """Last day to ask that authorized care goes on while we look again."""
    rule = rule_for(Step.KEEP_BENEFITS, program, on=notice_on)
    return max(notice_on + rule.days * ONE_DAY, effective_on) if rule else None


def appeal_decision_due(
    program: Program,
    *,
    received_on: dt.date,
    urgency: Urgency = Urgency.POST_SERVICE,
    extended: bool = False,
) -> dt.date | None:
    """By when an appeal must be decided."""
    rule = rule_for(Step.APPEAL_DECISION, program, on=received_on, urgency=urgency)
    if rule is None:
        return None
    return received_on + (rule.days + rule.extension * extended) * ONE_DAY


def _window(
    rule: LegalRule,
    days: int,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None,
) -> Window | None:
    if rule.anchor is Anchor.NOTICE_RECEIPT and notice_received_on is not None:
        start, counted = notice_received_on, CountedFrom.RECEIPT
    elif notice_on is None:
        return None
    elif rule.presumed:
        start = notice_on + rule.presumed * ONE_DAY
        counted = CountedFrom.PRESUMED_RECEIPT
    else:
        start, counted = notice_on, CountedFrom.LETTER_DATE
    last_on = start + days * ONE_DAY
    return Window(rule=rule, last_on=last_on, counted_from=counted, advice_on=_advice(last_on))


def _advice(last_on: dt.date) -> dt.date | None:
    before = business_day_at_or_before(last_on)
    return None if before == last_on else before
