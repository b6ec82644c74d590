"""Consent: the ledger, the gate and the scenarios of its research, by number."""

import datetime as dt
from typing import Any

from accounts.consent import Verdict, allows, decide
from accounts.consent.interaction import Receipt
from accounts.models import Member, User

CHECKED = ("see_what_i_checked", "activity")
SHARED = ("share_with_others", "orders")
SUGGESTED = ("health_suggestions", "health")


def turn(
    member: Member, on: bool, key: str, choice: tuple[str, str] = CHECKED, **said: Any
) -> Receipt:
    """One switch, on the settings page, by the member."""
    plain = {"by": member.user, "screen": "settings", "language": "en", "key": key}
    return decide(member, {choice: on}, **plain | said)


def ask(member: Member, choice: tuple[str, str] = CHECKED, *, actor: User | None = None) -> Verdict:
    return allows(member, *choice, doing="test", actor=actor)


def days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)
