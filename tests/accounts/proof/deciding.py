"""Decisions of members, each in a transaction of its own, as requests make them; and their seal."""

from uuid import uuid4

from accounts import tasks
from accounts.consent import decide
from accounts.models import ConsentEvent, Member, Seal
from accounts.proof import sealing
from tests import horizon

CHOICES = (
    ("see_what_i_checked", "activity"),
    ("help_after_check", "activity"),
    ("care_reminders", "claims"),
)


def turn(member: Member, on: bool, choice: tuple[str, str] = CHOICES[0]) -> ConsentEvent:
    """Turn a switch; the row of the ledger."""
    key = f"form {uuid4()}"
    said = {"by": member.user, "screen": "settings", "language": "en", "key": key}
    (event,) = decide(member, {choice: on}, **said).events
    return event


def turn_often(*members: Member, rounds: int = 2) -> list[ConsentEvent]:
    """Every switch of each of these people, on and off."""
    return [
        turn(member, number % 2 == 0, choice)
        for number in range(rounds)
        for choice in CHOICES
        for member in members
    ]


def seal() -> Seal | None:
    """Seal all that is committed, however long a transaction beside this test is open."""
    horizon.passed()
    return sealing.seal()


def seal_record() -> None:
    """What the worker does every minute, likewise."""
    horizon.passed()
    tasks.seal_record()
