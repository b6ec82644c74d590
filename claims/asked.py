"""What we asked a member for about a claim, read from what its sources said. Pure.

Payers repeat themselves: a claim that waits is told of each night anew. The same things asked for
by the same day in the same words are one request, and it began when we first heard it.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from msgspec import Struct

from claims.facts import PORTAL, ClaimFacts, Happening
from claims.fold import asks_member, holds_from, in_order

CODE = re.compile(rf"{PORTAL}:([a-z-]+):(\d{{4}}-\d\d-\d\d):(\d+)")
NAMED = re.compile(r"[a-z0-9]{1,12}:[A-Za-z0-9.-]{1,30}")


class Did(Struct, frozen=True):
    """What a statement of the portal says that a member did, and about which request.

    ``AGAIN`` is ours: what they sent without being waited for makes us look again. It is kept as
    the statement's code, because lists read that and read no history.
    """

    what: str
    asked_on: dt.date
    request: int

    SENT = "sent"  # all that was asked for
    PART = "part"  # and the rest is still asked for
    MORE_TIME = "more-time"
    OURS = "ours"  # we failed to take a file that came in time, and give that time back
    AGAIN = "again"
    BACK = "back"  # we could not use what they sent, found after we said that we have it

    def code(self) -> str:
        return f"{self.what}:{self.asked_on.isoformat()}:{self.request}"


MOVES = (Did.MORE_TIME, Did.OURS, Did.BACK)


def did(told: Happening | None) -> Did | None:
    """None for what no member did here."""
    if told is None or told.source != PORTAL:
        return None
    found = CODE.fullmatch(told.code)
    return Did(found[1], dt.date.fromisoformat(found[2]), int(found[3])) if found else None


class Task(Struct, frozen=True):
    """One thing to send: ``line`` as its source names it, "" where it did not say."""

    line: str

    @property
    def slug(self) -> str:
        """In an address. Words of a source stay out of it, because they may say too much."""
        if not self.line:
            return "it"
        if NAMED.fullmatch(self.line):
            return self.line.lower().replace(":", "-").replace(".", "-")
        return f"t-{hashlib.sha256(self.line.encode()).hexdigest()[:12]}"


class Request(Struct, frozen=True, kw_only=True):
    """One request to a member. ``id`` is the event that began it.

    ``by``: the day by which we need it, ``moved_to`` the one that it was moved to here. ``open``:
    the claim waits for it, by the statement ``current``, which the payer may have repeated.
    ``extended``: the member moved that day, which they may do once.
    ``sent``: it waits for us again, because all came.
    """

    id: int
    tasks: tuple[Task, ...]
    asked_at: dt.datetime
    asked_on: dt.date
    by: dt.date | None
    moved_to: dt.date | None
    extended: bool
    open: bool
    sent: bool
    current: int

    def task(self, slug: str) -> Task | None:
        return next((one for one in self.tasks if one.slug == slug), None)


def request_of(facts: ClaimFacts) -> Request | None:
    """The newest request to the member; None where nothing was ever asked of them."""
    history = in_order(facts.history)
    asked = [one for one in history if asks_member(one) and one.source != PORTAL]
    if not asked:
        return None
    newest = asked[0]
    first = newest
    for one in asked[1:]:
        if not _same(one, newest):
            break
        first = one
    now, key = facts.current, first.event_id or 0
    waits = now is not None and asks_member(now)
    since = [
        (done.what, one.wanted_by) for one in history if (done := did(one)) and done.request == key
    ]
    moved_to = next((by for what, by in since if what in MOVES), None)
    return Request(
        id=key,
        tasks=tuple(Task(line) for line in dict.fromkeys(newest.wanted.split("\n"))),
        asked_at=first.received_at,
        asked_on=holds_from(first),
        by=moved_to or newest.wanted_by,
        moved_to=moved_to,
        extended=any(what == Did.MORE_TIME for what, _by in since),
        open=waits,
        sent=did(now) == Did(Did.SENT, holds_from(first), key),
        current=(now.event_id if now else None) or 0,
    )


def _same(one: Happening, other: Happening) -> bool:
    return (one.wanted, one.wanted_by, one.note) == (other.wanted, other.wanted_by, other.note)


INSTEAD = "instead:"


def here(tasks: Iterable[Task], instead: Collection[str]) -> str:
    """What came, one a line, marked where it is something else (``instead``: slugs)."""
    return "\n".join(f"{INSTEAD if one.slug in instead else ''}{one.line}" for one in tasks)


def lines(tasks: Iterable[Task]) -> str:
    """As a statement names them: one a line."""
    return "\n".join(one.line for one in tasks)


class State(StrEnum):
    """Where one thing stands that we asked for."""

    NOT_SENT = "not_sent"
    CHECKING = "checking"
    HAVE = "have"
    PROBLEM = "problem"


class Came(Struct, frozen=True, kw_only=True):
    """A file that came for a task: ``good`` None while it is checked; ``told_at`` once it was.

    Files of one ``batch`` were sent together. ``had``: we had it already, so it brings nothing new.
    """

    task: str
    at: dt.datetime
    good: bool | None
    batch: object = None
    had: bool = False
    told_at: dt.datetime | None = None


class Answered(Struct, frozen=True):
    """A task that was answered without a file, or of which the member said that this is all."""

    task: str
    at: dt.datetime


def standing(
    request: Request, came: Iterable[Came], answered: Iterable[Answered]
) -> dict[str, State]:
    """Where each task of a request stands, by its slug. What came before it was made is no answer.

    ``came`` in the order in which it did.
    A file that we could not use is a problem until another comes in its place, or until the member
    says that they have sent all: they may have meant it to be one of several pages.
    """
    files = [one for one in came if one.at >= request.asked_at]
    said = {one.task for one in answered if one.at >= request.asked_at}
    return {
        task.slug: State.HAVE
        if task.slug in said
        else _of_files([one for one in files if one.task == task.slug])
        for task in request.tasks
    }


def _of_files(files: list[Came]) -> State:
    if any(one.good is False and not _replaced(one, files[at:]) for at, one in enumerate(files)):
        return State.PROBLEM
    if any(one.good is None for one in files):
        return State.CHECKING
    return State.HAVE if files else State.NOT_SENT


def _replaced(bad: Came, later: Iterable[Came]) -> bool:
    """Whether one came after we had said what is wrong, which may be good."""
    told_at = bad.told_at or bad.at
    return any(
        one.good is not False and not one.had and one.batch != bad.batch and one.at >= told_at
        for one in later
    )
