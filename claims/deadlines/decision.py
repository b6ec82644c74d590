"""By when a decision must be made."""

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from claims.deadlines.calendar import ONE_DAY
from claims.deadlines.rule import LegalRule, Step
from claims.deadlines.rules import rule_for
from claims.facts import Program, Urgency

A_DAY_OF_HOURS = 24


class DecisionDue(Struct, frozen=True, kw_only=True):
    """``on`` is the last day, in the plan's zone; ``at`` the last instant (UTC) of an hours clock.

    ``stopped``: we wait for the member, the clock stands still, and ``on`` is what follows if
    they use all their time (``member_due_on``). ``days_left`` run once they have answered.
    ``extension_valid`` is None without a notice. ``note`` keeps another reading of the law.
    """

    rule: LegalRule
    on: dt.date
    at: dt.datetime | None = None
    stopped: bool = False
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
    received_on: dt.date | None = None,
    received_at: dt.datetime | None = None,
    zone: str = "UTC",
    authorization: bool = False,
    extension_notice_on: dt.date | None = None,
    asked_on: dt.date | None = None,
    answered_on: dt.date | None = None,
) -> DecisionDue | None:
    """When the law says a claim must be decided; None if no rule or no day of receipt is known.

    ``received_at`` (UTC) makes an hours clock exact: real hours, whatever the wall clock does.
    ``asked_on``/``answered_on``: when the member was asked for something, and answered.
    """
    if received_on is None and received_at is not None:
        received_on = received_at.astimezone(ZoneInfo(zone)).date()
    if received_on is None:
        return None
    rule = rule_for(
        Step.DECISION,
        program,
        on=received_on,
        urgency=urgency,
        authorization=authorization,
    )
    if rule is None:
        return None
    if rule.hours and received_at is not None:
        at = received_at.astimezone(dt.UTC) + dt.timedelta(hours=rule.hours)
        first = DecisionDue(rule=rule, on=at.astimezone(ZoneInfo(zone)).date(), at=at)
    else:
        days = rule.days or rule.hours // A_DAY_OF_HOURS
        first = DecisionDue(rule=rule, on=received_on + days * ONE_DAY)
    if asked_on is not None and rule.information_days and asked_on <= first.on:
        return _stopped(first, received_on, asked_on, answered_on)
    if extension_notice_on is not None:
        return _extended(first, extension_notice_on)
    return first


def _extended(first: DecisionDue, notice_on: dt.date) -> DecisionDue:
    """An extension counts only if the rule has one and the notice came in the first period."""
    rule = first.rule
    valid = bool(rule.extension) and notice_on <= first.on
    return DecisionDue(
        rule=rule,
        on=first.on + rule.extension * ONE_DAY if valid else first.on,
        at=None if valid else first.at,
        extension_valid=valid,
    )


def _stopped(
    first: DecisionDue,
    received_on: dt.date,
    asked_on: dt.date,
    answered_on: dt.date | None,
) -> DecisionDue:
    """Asking for information extends the period and stops it until the answer.

    We read it as: what was left of the whole period runs on from the answer. The other reading
    gives the extension afresh; it is kept as a note for counsel (research/claims.md 4.4-3).
    """
    rule = first.rule
    left = rule.days + rule.extension - (asked_on - received_on).days
    member_due_on = asked_on + rule.information_days * ONE_DAY
    resumes_on = member_due_on if answered_on is None else answered_on
    afresh = resumes_on + rule.extension * ONE_DAY
    return DecisionDue(
        rule=rule,
        on=resumes_on + left * ONE_DAY,
        stopped=answered_on is None,
        member_due_on=member_due_on,
        days_left=left,
        note=f"read as a fresh {rule.extension} days: {afresh.isoformat()}",
    )
