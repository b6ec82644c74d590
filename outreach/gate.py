"""Decides at the moment of sending, in the transaction that sends: send, wait or refuse, and why.

Consent is asked last, so that the use log has a use only of what was really used.
"""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from accounts.consent import allows
from accounts.models import Member
from outreach.models import Message, Reach, Silence
from outreach.notice import Kind, Notice
from outreach.quiet_hours import quiet_until


class Outcome(StrEnum):
    SEND = "send"
    WAIT = "wait"
    REFUSE = "refuse"


class Ruling(Struct, frozen=True, kw_only=True):
    """``reason`` is a key of `REASONS` unless it is sent; ``until`` only where it waits.

    ``why`` holds what the explanation needs of the consent that was relied on.
    """

    outcome: Outcome
    reason: str = ""
    until: dt.datetime | None = None
    why: dict[str, str | int | None] = {}


class Case(Struct, frozen=True, kw_only=True):
    """A message whose row and whose member are locked, and what is known about it."""

    message: Message
    notice: Notice
    member: Member
    reach: Reach
    at: dt.datetime

    def quiet_until(self) -> dt.datetime | None:
        return quiet_until(
            self.at,
            self.member.time_zone,
            starts=self.reach.quiet_from,
            ends=self.reach.quiet_until,
        )


def refuse(reason: str) -> Ruling:
    return Ruling(outcome=Outcome.REFUSE, reason=reason)


def wait(until: dt.datetime, reason: str) -> Ruling:
    return Ruling(outcome=Outcome.WAIT, reason=reason, until=until)


def too_late(case: Case) -> Ruling | None:
    ends = case.message.expires_at
    return refuse("too_late") if ends and ends <= case.at else None


def holds_no_more(case: Case) -> Ruling | None:
    """What it says was changed since it was written."""
    still = case.notice.still
    return refuse("already_acted") if still and not still(case.message.context) else None


def silenced(case: Case) -> Ruling | None:
    """All messages to this member are stopped: a death in the family, say."""
    everything = Silence.objects.of(case.member).filter(channel="", purpose="")
    return refuse("silenced") if everything.exists() else None


def in_quiet_hours(case: Case) -> Ruling | None:
    """What was asked for stands in the inbox at once; only what leaves the portal waits."""
    if case.notice.kind is Kind.ASKED:
        return None
    until = case.quiet_until()
    return wait(until, "quiet_hours") if until else None


CHECKS: tuple[Callable[[Case], Ruling | None], ...] = (
    too_late,
    holds_no_more,
    silenced,
    in_quiet_hours,
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


def may_leave(message: Message, channel: str, at: dt.datetime) -> str:
    """Asked again before each later try: why it must not leave any more, or ""."""
    if message.read_at:
        return "read"
    if Silence.objects.of(message.member).against(channel, message.purpose).exists():
        return "silenced"
    doing = f"again:{message.notice}"
    verdict = allows(message.member, message.purpose, message.category, doing=doing)
    return "" if verdict else "not_allowed"
