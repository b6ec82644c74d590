"""Date lines every answer shares: no date yet, a person checks, late, happened.

A day is promised only where somebody keeps it: one who asks is called by then (`told_by`), and
what a person checks stands in their list with its day.
"""

import datetime as dt

from claims.answers.answer import DateBasis, DateLine
from claims.answers.person import phone_words
from claims.answers.words import day, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind


def no_date(today: dt.date, *, by: dt.date) -> DateLine:
    """The honest "no date yet". ``by`` is the day by which we call somebody who asks."""
    return DateLine(
        sentence=say(
            _("We do not have a date yet. Ask us, and we will tell you more by {date}."),
            date=day(by, today=today),
        ),
        basis=DateBasis.NONE,
        more_by=by,
    )


def no_date_known(today: dt.date, *, by: dt.date) -> DateLine:
    """For something finished whose date nobody told us."""
    return DateLine(
        sentence=say(
            _("We do not have a date for this. Ask us, and we will tell you by {date}."),
            date=day(by, today=today),
        ),
        basis=DateBasis.NONE,
        more_by=by,
    )


def checking(today: dt.date, *, until: dt.date | None, by: dt.date) -> DateLine:
    """The thing itself is in doubt: the freshness line says that a person checks, this by when."""
    if until is None:
        return no_date(today, by=by)
    if until < today:
        return late(today, promised=until, by=by, kind=DateKind.CHECK)
    return DateLine(
        sentence=say(_("We will answer here by {date}."), date=day(until, today=today)),
        basis=DateBasis.NONE,
        more_by=until,
        kind=DateKind.CHECK,
    )


def late(
    today: dt.date,
    *,
    promised: dt.date,
    by: dt.date,
    kind: DateKind,
    owner: str = "",
    sentence: str = "",
) -> DateLine:
    """A promised day that has passed: said so, with when we say more to somebody who asks."""
    words = sentence or _(
        "We said we would answer by {promised}. We are late, and we are sorry. "
        "Ask us, and we will tell you more by {date}."
    )
    return DateLine(
        sentence=say(
            words,
            promised=day(promised, today=today),
            owner=owner,
            date=day(by, today=today),
        ),
        basis=DateBasis.LATE,
        on=promised,
        more_by=by,
        kind=kind,
    )


def whom_to_ask(number: str) -> str:
    """Beside a law's day that comes before the day on which such things are done."""
    words = _("If that has not happened by then, call {phone}.")
    return say(words, phone=phone_words(number))


def fact(sentence: str, on: dt.date, *, today: dt.date) -> DateLine:
    """Something that has happened; ``sentence`` holds {date}."""
    return DateLine(
        sentence=say(sentence, date=day(on, today=today)),
        basis=DateBasis.FACT,
        on=on,
    )
