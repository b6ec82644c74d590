"""What an officer reads about the proof: a sentence first, then what it rests on."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from accounts.clock import now
from accounts.clock_words import moment, sentence
from accounts.models import GuardWatch, RecordAlarm, RecordCheck, Seal

LATE = dt.timedelta(minutes=5)
"""After which an unsealed row is one that the sealer should long have taken."""


class Alarm(Struct, frozen=True):
    """``lines`` are in the words of whoever noticed, which are English."""

    what: str
    do: str
    since: str
    lines: list[str]


class Found(Struct, frozen=True):
    """One thing that the last check found wrong."""

    row: str
    what: str


def alarms(number: int) -> str:
    """For the officer's first page."""
    if not number:
        return _("There is no alarm about the proof of the consent record.")
    return ngettext(
        "There is {n} alarm about the proof of the consent record.",
        "There are {n} alarms about the proof of the consent record.",
        number,
    ).format(n=number)


def headline(check: RecordCheck | None, seal: Seal | None) -> str:
    """The sentence that the page begins with."""
    if check is None:
        return _("The record was not checked yet. The first check is made within the hour.")
    if check.problem:
        return _("The record could not be checked.")
    if check.wrong:
        words = ngettext(
            "The record is NOT whole: {n} thing is wrong.",
            "The record is NOT whole: {n} things are wrong.",
            check.wrong,
        )
        return words.format(n=f"{check.wrong:,}")
    if not check.rows:
        return _("Nobody has decided anything yet, so there is nothing to prove.")
    if seal is None or not check.sealed:
        words = ngettext(
            "The {n} row fits, and is not sealed yet.",
            "The {n} rows fit together, and are not sealed yet.",
            check.rows,
        )
        return words.format(n=f"{check.rows:,}")
    words = ngettext(
        "The record is whole: {n} row, sealed {sealed}.",
        "The record is whole: {n} rows, sealed {sealed}.",
        check.rows,
    )
    return words.format(n=f"{check.rows:,}", sealed=moment(seal.sealed_at))


def checked(check: RecordCheck | None) -> str:
    if check is None or check.finished_at is None or check.started_at is None:
        return ""
    seconds = (check.finished_at - check.started_at).total_seconds()
    return _("Checked {when}, in {seconds} s.").format(
        when=moment(check.finished_at), seconds=f"{seconds:.1f}"
    )


def waiting(rows: int, oldest: dt.datetime | None) -> str:
    """What is not sealed yet; "" when all is."""
    if not rows or oldest is None:
        return ""
    words = ngettext(
        "{n} row waits for a seal, since {when}.",
        "{n} rows wait for a seal, the oldest since {when}.",
        rows,
    ).format(n=f"{rows:,}", when=moment(oldest))
    if now() - oldest > LATE:
        return f"{words} " + _("That is too long: see whether the worker runs.")
    return words


def guards(watch: GuardWatch | None) -> str:
    if watch is None:
        return _("Nobody has looked at the guards yet.")
    if watch.differences:
        words = _("The guards are NOT as they should be. Looked at {when}.")
    else:
        words = _("The guards are as they should be. Looked at {when}.")
    return words.format(when=moment(watch.last_seen_at))


def found(check: RecordCheck | None) -> list[Found]:
    return [Found(_row(row), _what(kind, says)) for row, kind, says in check.found] if check else []


def alarm(one: RecordAlarm) -> Alarm:
    what, do = _ALARMS[RecordAlarm.Kind(one.kind)]
    since = sentence(_("Since {when}."), when=moment(one.opened_at))
    lines = [] if one.kind == RecordAlarm.Kind.BROKEN else one.detail.splitlines()
    return Alarm(what(), do(), since, lines)


def past(one: RecordAlarm) -> str:
    """An alarm that is over."""
    assert one.closed_at is not None
    what, _do = _ALARMS[RecordAlarm.Kind(one.kind)]
    span = _("From {start} until {end}:").format(
        start=moment(one.opened_at), end=moment(one.closed_at)
    )
    return f"{span} {what()}"


def _row(row: int | None) -> str:
    return _("Row {n}").format(n=row) if row is not None else _("The record as a whole")


def _what(kind: str, says: str) -> str:
    return _KINDS[kind]() if kind in _KINDS else says


_KINDS: dict[str, Callable[[], str]] = {
    "content": lambda: _("It is not what was written: its content does not fit its hash."),
    "chain": lambda: _("It does not follow from the row of its member before it."),
    "projection": lambda: _("Something else stands now than what it decided."),
    "missing": lambda: _("It was sealed, and is gone."),
    "rewritten": lambda: _("It is not the one that was sealed: its hash is new."),
    "inserted": lambda: _("It was put in later, among rows that were sealed."),
    "moved": lambda: _("It was sealed in another place."),
    "dated": lambda: _("It is dated before a seal that it came after."),
    "head": lambda: _("The rows are not those that were sealed."),
    "signature": lambda: _("A checkpoint is not signed with our key: it was forged or changed."),
}

_ALARMS: dict[RecordAlarm.Kind, tuple[Callable[[], str], Callable[[], str]]] = {
    RecordAlarm.Kind.BROKEN: (
        lambda: _("The record is not whole, or could not be checked."),
        lambda: _(
            "Keep what there is: download the record now, and keep it apart. Then ask who had "
            "access to the database."
        ),
    ),
    RecordAlarm.Kind.GUARDS: (
        lambda: _("What guards the record in the database is not as it should be."),
        lambda: _(
            "Ask whoever runs the database what they changed and why. A line with + should not be "
            "there, a line with − is missing."
        ),
    ),
    RecordAlarm.Kind.SEALER: (
        lambda: _("The record could not be sealed."),
        lambda: _(
            "What was decided since then is not sealed. Ask the operator to put it right. If it "
            "says that sealed rows changed, keep what there is, as below."
        ),
    ),
    RecordAlarm.Kind.COPIES: (
        lambda: _("The second copy of the checkpoints could not be kept."),
        lambda: _("The first copy is there. Ask the operator to see why the storage refuses."),
    ),
}
