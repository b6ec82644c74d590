"""The arithmetic of a claim's clocks, step by step, for whoever must stand by a date.

It names dates, rules and sources, and nothing of what the claim is about: no service, no provider,
no person. English only: it is read by operators and by counsel.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from claims.deadlines.appeal import CountedFrom, Window
from claims.deadlines.calendar import is_business_day
from claims.deadlines.counsel import COUNSEL, QUESTIONS, Counsel
from claims.deadlines.count import count, moves
from claims.deadlines.decision import DecisionDue
from claims.deadlines.missed import if_missed
from claims.deadlines.rule import LegalRule, Roll, Step
from claims.deadlines.rules import BY_ID, LEGAL_RULES, rule_for
from claims.deadlines.table import PROGRAMS, STEPS, length
from claims.facts import AppealFacts, AppealState, ClaimFacts, Program


class Line(NamedTuple):
    """What was added, and the day it leads to; a remark has none."""

    words: str
    on: dt.date | None = None

    def __str__(self) -> str:
        return f"  {self.words:<62} {written(self.on)}" if self.on else f"  {self.words}"


def written(day: dt.date) -> str:
    """Wed 2026-07-29."""
    return f"{day:%a} {day.isoformat()}"


def explain(
    facts: ClaimFacts,
    *,
    due: DecisionDue | None,
    window: Window | None,
    refused: bool,
    today: dt.date,
) -> Iterator[str]:
    """Every clock of a claim: the plan's own, and the member's. ``today`` is the plan's day."""
    yield f"Claim {facts.id}: {facts.state}, {PROGRAMS[facts.plan.program]}"
    yield f"Dates are those of {facts.plan.time_zone}; today is {written(today)}."
    yield ""
    if due is None:
        yield f"No clock runs for a decision: {_no_decision(facts)}."
    else:
        yield from _told(due.rule, _of_decision(facts, due, today))
    if facts.appeal is not None and facts.appeal.filed_on is not None:
        yield ""
        yield from _of_appeal(facts, facts.appeal, today)
    yield ""
    if window is None:
        yield f"No last day for the member: {_no_window(facts, refused=refused)}."
    else:
        yield from _told(window.rule, _of_window(facts, window, today))


def _told(rule: LegalRule, lines: Iterator[Line]) -> Iterator[str]:
    yield f"{STEPS[rule.step]}, by {rule.name} ({rule.source})"
    yield from (str(line) for line in lines)
    yield f"  reviewed by: {rule.reviewed_by or 'nobody yet'}"


def _of_decision(facts: ClaimFacts, due: DecisionDue, today: dt.date) -> Iterator[Line]:
    rule = due.rule
    yield Line(f"the plan had it, {_source(facts)}", due.starts_on)
    exact = " as whole days, because no source tells the minute" if rule.hours else ""
    if due.at is not None:
        exact = f", to the minute: {due.at:%Y-%m-%d %H:%M} UTC"
    yield Line(f"+ {length(rule)}{exact}", due.first_on)
    yield _rolled(rule, count(rule, due.starts_on).counted_on, due.first_on)
    if due.asked_on is not None:
        yield from _stop(due)
    elif rule.extension:
        yield Line(f"an extension of {rule.extension} days counts only with notice by this day")
    yield Line("must be decided by", due.on)
    if due.passed(today):
        yield from _late(facts, rule)
    if rule.expedited:
        yield _faster(rule)
    yield from _questions(rule, due.starts_on, due.first_on, due.note)
    yield Line("the safer day: before it nobody should say late", due.on)


def _stop(due: DecisionDue) -> Iterator[Line]:
    rule = due.rule
    assert due.asked_on is not None
    yield Line("the member was asked: the clock stops", due.asked_on)
    yield Line(f"+ {rule.information_days} days at least to answer", due.member_due_on)
    if due.stopped:
        yield Line("not answered yet: counted as if all that time is used")
    yield Line(f"+ {due.days_left} days that run on after the answer", due.on)


def _late(facts: ClaimFacts, rule: LegalRule) -> Iterator[Line]:
    yield Line("this day has passed")
    remedy = if_missed(rule.step, facts.plan.program)
    if remedy is not None:
        yield Line(f"what the law then gives the member: {remedy.replace('_', ' ')}")


def _of_appeal(facts: ClaimFacts, appeal: AppealFacts, today: dt.date) -> Iterator[str]:
    """The clock of the newest appeal, as it was set when it was filed."""
    rule = BY_ID.get(appeal.rule.partition("@")[0])
    if rule is None or appeal.filed_on is None or appeal.due_on is None:
        yield f"An appeal was filed, and no clock of ours runs for it: level {appeal.level}."
        return
    yield from _told(rule, _of_answer(facts, appeal, rule, today))


def _of_answer(
    facts: ClaimFacts, appeal: AppealFacts, rule: LegalRule, today: dt.date
) -> Iterator[Line]:
    yield Line("the appeal was filed here, the day in the plan's zone", appeal.filed_on)
    exact = f", to the minute: {appeal.due_at:%Y-%m-%d %H:%M} UTC" if appeal.due_at else ""
    yield Line(f"+ {length(rule)}{exact}", appeal.due_on)
    if rule.extension:
        yield Line(f"an extension of {rule.extension} days counts only with notice by this day")
    yield Line("must be answered by", appeal.due_on)
    if appeal.state is not AppealState.FILED:
        yield Line(f"it ended: {appeal.state}", appeal.decided_on)
    elif appeal.due_on is not None and today > appeal.due_on:
        yield from _late(facts, rule)
    if appeal.filed_on is not None:
        yield from _questions(rule, appeal.filed_on, count(rule, appeal.filed_on).counted_on)


def _of_window(facts: ClaimFacts, window: Window, today: dt.date) -> Iterator[Line]:
    rule = window.rule
    if window.counted_from is CountedFrom.RECEIPT:
        yield Line("the member had the letter, as they told us", window.starts_on)
    else:
        yield Line(f"the letter's date, {_source(facts)}", window.notice_on)
        yield _presumed(window)
    long = length(rule)
    if not (rule.days or rule.months):
        long = f"{(window.counted_on - window.starts_on).days} days, set for this plan"
    yield Line(f"+ {long}", window.counted_on)
    yield _rolled(rule, window.counted_on, window.last_on)
    yield Line("last day", window.last_on)
    if window.advice_on is not None:
        yield Line("no business day, so we advise", window.advice_on)
    if not window.open(today):
        yield Line("this day has passed: only good cause is left")
    yield from _afterwards(facts, rule, window.starts_on)
    yield from _questions(rule, window.starts_on, window.counted_on)
    yield Line("the safer day", window.safe_on)


def _presumed(window: Window) -> Line:
    if window.rule.presumed:
        return Line(f"+ {window.rule.presumed} days presumed for the mail", window.starts_on)
    return Line("+ nothing for the mail: nobody told us when it came, and no law presumes it")


def _rolled(rule: LegalRule, counted_on: dt.date, last_on: dt.date) -> Line:
    if counted_on != last_on and moves(rule):
        return Line("moved to the next day that is no weekend or holiday", last_on)
    why = {
        Roll.NEXT: "it is no weekend or Federal holiday",
        Roll.NEVER: "it cannot",
        Roll.SILENT: "the law is silent",
    }
    return Line(f"not moved: {why[rule.roll]}")


def _afterwards(facts: ClaimFacts, rule: LegalRule, on: dt.date) -> Iterator[Line]:
    if rule.clock is None:
        return
    answer = rule_for(rule.clock, facts.plan.program, on=on, urgency=facts.urgency)
    if answer is not None:
        yield Line(f"once it is filed: {length(answer)} ({answer.name})")
    if rule.expedited:
        yield _faster(rule)


def _faster(rule: LegalRule) -> Line:
    fast = BY_ID[rule.expedited]
    return Line(f"faster if waiting could harm: {length(fast)} ({fast.name})")


def _questions(
    rule: LegalRule, starts_on: dt.date, last_on: dt.date, note: str = ""
) -> Iterator[Line]:
    """What counsel has to decide about this very date, and where it would be then."""
    if rule.roll is Roll.SILENT and not is_business_day(last_on):
        rolls = replace(COUNSEL, rolls=COUNSEL.rolls ^ {rule.id})
        yield from _question("weekend", rule, starts_on, rolls)
    if rule.roll is Roll.NEXT and not is_business_day(count(rule, starts_on).last_on):
        kept = replace(COUNSEL, observed_holidays=not COUNSEL.observed_holidays)
        yield from _question("observed holiday", rule, starts_on, kept)
    if note:
        yield Line(f"for counsel, tolling: {QUESTIONS['tolling'].asked}")
        yield Line(f"  {note}")


def _question(name: str, rule: LegalRule, starts_on: dt.date, counsel: Counsel) -> Iterator[Line]:
    yield Line(f"for counsel, {name}: {QUESTIONS[name].asked}")
    yield Line("  read the other way", count(rule, starts_on, counsel=counsel).last_on)


def _source(facts: ClaimFacts) -> str:
    current = facts.current.source if facts.current else ""
    return f"as the source {current or facts.source.slug} says"


def _no_decision(facts: ClaimFacts) -> str:
    received_on = facts.received_on or (facts.current and facts.current.received_on)
    if facts.reopened_on is not None:
        return "it was decided once, and no law says when it must be decided again"
    if not _has_rule(Step.DECISION, facts):
        return "the table has no rule for this program"
    if received_on is None:
        return "no source says when the plan had it"
    return "it is decided, or not the plan's to decide"


def _no_window(facts: ClaimFacts, *, refused: bool) -> str:
    notice_on = facts.notice_on or (facts.current and facts.current.notice_on)
    if not refused:
        return "nothing was refused"
    if not _has_rule(Step.APPEAL, facts):
        return "the table has no rule for this program"
    if notice_on is None and facts.notice_received_on is None:
        return "no source gives the date on the letter, and nobody told us when it came"
    if facts.plan.program is Program.MEDICAID_MCO and facts.plan.fair_hearing_days is None:
        return "the days that the State gives are not set for this plan"
    return "the next level has no last day of its own in the table"


def _has_rule(step: Step, facts: ClaimFacts) -> bool:
    return any(rule.step is step and facts.plan.program in rule.programs for rule in LEGAL_RULES)
