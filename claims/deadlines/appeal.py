"""Until when a member may appeal, and on what that date rests."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.deadlines.calendar import ONE_DAY
from claims.deadlines.counsel import COUNSEL, Counsel
from claims.deadlines.count import advice, count
from claims.deadlines.rule import Anchor, LegalRule, Step
from claims.deadlines.rules import rule_for
from claims.facts import Program


class CountedFrom(StrEnum):
    LETTER_DATE = "letter_date"
    RECEIPT = "receipt"  # the member told us when the letter came
    PRESUMED_RECEIPT = "presumed_receipt"  # the law says: so many days after its date


class Window(Struct, frozen=True, kw_only=True):
    """``advice_on`` is set when the last day is no business day and the law does not move it.

    ``notice_on`` is the letter's date where that is what we counted from, ``starts_on`` the day
    before the first that counts, ``counted_on`` the last day before any move.
    """

    rule: LegalRule
    starts_on: dt.date
    counted_on: dt.date
    last_on: dt.date
    counted_from: CountedFrom
    notice_on: dt.date | None = None
    advice_on: dt.date | None = None

    @property
    def safe_on(self) -> dt.date:
        """The day by which nobody can call it late, however the law is read."""
        return self.advice_on or self.last_on

    def open(self, today: dt.date) -> bool:
        return today <= self.last_on

    def days_left(self, today: dt.date) -> int:
        return (self.last_on - today).days


def appeal_window(
    program: Program,
    *,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None = None,
    counsel: Counsel = COUNSEL,
) -> Window | None:
    """The first appeal against a decision; None if no rule or no letter's date is known.

    Without evidence of receipt: from the letter's date, plus what the program's law presumes,
    and nothing more (never five days for ERISA).
    """
    return _window_for(Step.APPEAL, program, notice_on, notice_received_on, counsel)


def external_review(
    program: Program,
    *,
    notice_on: dt.date | None = None,
    notice_received_on: dt.date | None = None,
    counsel: Counsel = COUNSEL,
) -> Window | None:
    """Four months from the final denial, moved off weekends and Federal holidays.

    Whether the day on which a holiday is kept moves it too is one of `counsel.QUESTIONS`.
    """
    return _window_for(Step.EXTERNAL_REVIEW, program, notice_on, notice_received_on, counsel)


def independent_review(
    program: Program,
    *,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None = None,
    counsel: Counsel = COUNSEL,
) -> Window | None:
    """Medicare's own reviewer, where the member must ask: drug plans only."""
    return _window_for(Step.INDEPENDENT_REVIEW, program, notice_on, notice_received_on, counsel)


def judge(
    program: Program,
    *,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None = None,
    counsel: Counsel = COUNSEL,
) -> Window | None:
    """A hearing before a judge after Medicare's reviewer kept the decision."""
    return _window_for(Step.JUDGE, program, notice_on, notice_received_on, counsel)


def fair_hearing(
    program: Program,
    *,
    resolution_on: dt.date | None,
    days: int | None,
    counsel: Counsel = COUNSEL,
) -> Window | None:
    """A State hearing after the plan upheld; None until the state's ``days`` are configured."""
    if resolution_on is None or days is None:
        return None
    rule = rule_for(Step.FAIR_HEARING, program, on=resolution_on)
    return _window(rule, resolution_on, None, counsel, days=days) if rule else None


def keep_benefits_until(
    program: Program, *, notice_on: dt.date, effective_on: dt.date
) -> dt.date | None:
    """Last day to ask that authorized care goes on while we look again."""
    rule = rule_for(Step.KEEP_BENEFITS, program, on=notice_on)
    return max(count(rule, notice_on).last_on, effective_on) if rule else None


def _window_for(
    step: Step,
    program: Program,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None,
    counsel: Counsel,
) -> Window | None:
    known = notice_on or notice_received_on
    if known is None:
        return None
    rule = rule_for(step, program, on=known)
    return _window(rule, notice_on, notice_received_on, counsel) if rule else None


def _window(
    rule: LegalRule,
    notice_on: dt.date | None,
    notice_received_on: dt.date | None,
    counsel: Counsel,
    *,
    days: int | None = None,
) -> Window | None:
    if rule.anchor is Anchor.NOTICE_RECEIPT and notice_received_on is not None:
        start, counted_from, notice_on = notice_received_on, CountedFrom.RECEIPT, None
    elif notice_on is None:
        return None
    elif rule.presumed:
        start = notice_on + rule.presumed * ONE_DAY
        counted_from = CountedFrom.PRESUMED_RECEIPT
    else:
        start, counted_from = notice_on, CountedFrom.LETTER_DATE
    counted = count(rule, start, days=days, counsel=counsel)
    return Window(
        rule=rule,
        starts_on=counted.starts_on,
        counted_on=counted.counted_on,
        last_on=counted.last_on,
        counted_from=counted_from,
        notice_on=notice_on,
        advice_on=advice(counted.last_on),
    )
