"""By when a decision must be made."""

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from claims.deadlines.calendar import ONE_DAY
from claims.deadlines.counsel import COUNSEL, Counsel, Tolling
from claims.deadlines.count import count
from claims.deadlines.rule import LegalRule, Step
from claims.deadlines.rules import rule_for
from claims.facts import Program, Urgency


class DecisionDue(Struct, frozen=True, kw_only=True):
    """``on`` is the last day, in the plan's zone; ``at`` the last instant (UTC) of an hours clock.

    ``starts_on`` is the day of receipt, ``first_on`` the last day before an extension or a stop.
    ``stopped``: we wait for the member, the clock stands still, and ``on`` is what follows if
    they use all their time (``member_due_on``). ``days_left`` run once they have answered.
    ``extension_valid`` is None without a notice. ``note`` keeps another reading of the law.
    """

    rule: LegalRule
    starts_on: dt.date
    first_on: dt.date
    on: dt.date
    at: dt.datetime | None = None
    stopped: bool = False
    asked_on: dt.date | None = None
    member_due_on: dt.date | None = None
    days_left: int | None = None
    extension_valid: bool | None = None
    note: str = ""

    def passed(self, today: dt.date) -> bool:
        return today > self.on


def decision_due(
    program: Program,
    urgency: Urgency,
    *,
    step: Step = Step.DECISION,
    received_on: dt.date | None = None,
    received_at: dt.datetime | None = None,
    zone: str = "UTC",
    authorization: bool = False,
    extension_notice_on: dt.date | None = None,
    asked_on: dt.date | None = None,
    answered_on: dt.date | None = None,
    counsel: Counsel = COUNSEL,
) -> DecisionDue | None:
    """When the law says a claim must be decided; None if no rule or no day of receipt is known.

    ``received_at`` (UTC) makes an hours clock exact: real hours, whatever the wall clock does.
    ``asked_on``/``answered_on``: when the member was asked for something, and answered.
    """
    if received_on is None and received_at is not None:
        received_on = received_at.astimezone(ZoneInfo(zone)).date()
    if received_on is None:
        return None
    rule = rule_for(step, program, on=received_on, urgency=urgency, authorization=authorization)
    if rule is None:
        return None
    first = _first(rule, received_on, received_at, zone, counsel)
    if asked_on is not None and rule.information_days and asked_on <= first.on:
        return _stopped(first, asked_on, answered_on, counsel)
    if extension_notice_on is not None:
        return _extended(first, extension_notice_on)
    return first


def _first(
    rule: LegalRule,
    received_on: dt.date,
    received_at: dt.datetime | None,
    zone: str,
    counsel: Counsel,
) -> DecisionDue:
    if rule.hours and received_at is not None:
        at = received_at.astimezone(dt.UTC) + dt.timedelta(hours=rule.hours)
        on = at.astimezone(ZoneInfo(zone)).date()
        return DecisionDue(rule=rule, starts_on=received_on, first_on=on, on=on, at=at)
    on = count(rule, received_on, counsel=counsel).last_on
    return DecisionDue(rule=rule, starts_on=received_on, first_on=on, on=on)


def _extended(first: DecisionDue, notice_on: dt.date) -> DecisionDue:
    """An extension counts only if the rule has one and the notice came in the first period."""
    rule = first.rule
    valid = bool(rule.extension) and notice_on <= first.on
    return DecisionDue(
        rule=rule,
        starts_on=first.starts_on,
        first_on=first.on,
        on=first.on + rule.extension * ONE_DAY if valid else first.on,
        at=None if valid else first.at,
        extension_valid=valid,
    )


def _stopped(
    first: DecisionDue, asked_on: dt.date, answered_on: dt.date | None, counsel: Counsel
) -> DecisionDue:
    """Asking for information extends the period and stops it until the answer.

    What runs on then is one of `counsel.QUESTIONS`; the other reading is kept as a note.
    """
    rule = first.rule
    left = rule.days + rule.extension - (asked_on - first.starts_on).days
    member_due_on = asked_on + rule.information_days * ONE_DAY
    resumes_on = member_due_on if answered_on is None else answered_on
    runs, other = left, rule.extension
    note = f"read as a fresh {other} days: "
    if counsel.tolling is Tolling.AFRESH:
        runs, other = other, left
        note = f"read as the {other} days that were left: "
    return DecisionDue(
        rule=rule,
        starts_on=first.starts_on,
        first_on=first.on,
        on=resumes_on + runs * ONE_DAY,
        stopped=answered_on is None,
        asked_on=asked_on,
        member_due_on=member_due_on,
        days_left=runs,
        note=f"{note}{(resumes_on + other * ONE_DAY).isoformat()}",
    )
