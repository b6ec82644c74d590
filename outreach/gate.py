"""Decides at the moment of sending, in the transaction that sends: send, wait or refuse, and why.

Consent is asked last, so that the use log has a use only of what was really used.
"""

import datetime as dt
from collections.abc import Callable

from accounts.consent import allows
from outreach.case import Case, Outcome, Ruling, refuse, wait
from outreach.means import means_of
from outreach.models import Delivery, Rule
from outreach.models.turn import take_turn
from outreach.notice import Kind
from outreach.nudge_checks import NUDGE_CHECKS

LOOK_AGAIN = dt.timedelta(minutes=5)


def too_late(case: Case) -> Ruling | None:
    ends = case.message.expires_at
    return refuse("too_late") if ends and ends <= case.at else None


def holds_no_more(case: Case) -> Ruling | None:
    """What it says was changed since it was written."""
    still = case.notice.still
    return refuse("already_acted") if still and not still(case.message.context) else None


def silenced(case: Case) -> Ruling | None:
    """We start nothing with this member: a death in the family, say. What was asked for, or is
    owed, stands in the inbox all the same, and no way out takes it further."""
    if case.notice.kind is Kind.ASKED:
        return None
    return refuse("silenced") if case.means.is_silent("", "", "") else None


def in_quiet_hours(case: Case) -> Ruling | None:
    """What was asked for stands in the inbox at once; only what leaves the portal waits."""
    if case.notice.kind is Kind.ASKED or case.rehearsal:
        return None
    until = case.means.quiet_at(case.at)
    return wait(until, "quiet_hours") if until else None


def stopped(case: Case) -> Ruling | None:
    """Somebody stopped this rule, or everything; it is looked at again until it is too late."""
    if not case.rehearsal and Rule.objects.all().stopped(case.message.notice):
        return wait(case.at + LOOK_AGAIN, "stopped")
    return None


CHECKS: tuple[Callable[[Case], Ruling | None], ...] = (
    too_late,
    stopped,
    holds_no_more,
    silenced,
    in_quiet_hours,
    *NUDGE_CHECKS,
)


def ruling_of(case: Case) -> Ruling:
    """The first check that objects decides; then consent. Call inside the sending transaction."""
    for check in CHECKS:
        if objection := check(case):
            return objection
    message = case.message
    verdict = allows(
        case.member, message.purpose, message.category, doing=f"message:{message.notice}"
    )
    if not verdict:
        return Ruling(outcome=Outcome.REFUSE, reason="not_allowed", why={"reason": verdict.reason})
    return Ruling(outcome=Outcome.SEND, why={"consent": verdict.event, "reason": verdict.reason})


def may_leave(delivery: Delivery) -> str:
    """Asked again before each later try: why it must not leave any more, or ""."""
    message = delivery.message
    if message.read_at:
        return "read"
    take_turn(message.member_id)
    means = means_of(message.member_id)
    if not means.reaches(delivery.channel, delivery.address):
        return "no_way"
    if means.is_silent(delivery.channel, message.purpose, delivery.address):
        return "silenced"
    doing = f"again:{message.notice}"
    verdict = allows(message.member, message.purpose, message.category, doing=doing)
    return "" if verdict else "not_allowed"
