"""Date lines every answer shares: no date yet, late, happened; and when we say more.

A promise to say more follows a beat, not the day of looking: one week after the last change, then
each week after that, on a business day. It therefore stays the same until it is reached.
"""

import datetime as dt

from claims.answers.answer import DateBasis, DateLine
from claims.answers.words import day, say
from claims.answers.words import gettext as _
from claims.deadlines.calendar import (
    ONE_DAY,
    add_business_days,
    is_business_day,
    next_business_day,
)

WEEK = 7
ANSWER_WITHIN = 2  # business days, for a question somebody asks us


def more_by(today: dt.date, *, since: dt.date | None, not_after: dt.date | None = None) -> dt.date:
    """The next day on which we say more: always after today.

    ``since`` is the last change; ``not_after`` a legal date that comes sooner.
    """
    start = min(since or today, today)
    weeks = (today - start).days // WEEK + 1
    promised = start + weeks * WEEK * ONE_DAY
    while not is_business_day(promised):
        promised += ONE_DAY
    if not_after is not None and today < not_after < promised:
        return not_after
    return promised


def no_date(today: dt.date, *, by: dt.date) -> DateLine:
    """The honest "no date yet", with the day by which we say more."""
    return DateLine(
        sentence=say(
            _(
                "We do not have a date yet. "
                "We will tell you when we do, and by {date} at the latest."
            ),
            date=day(by, today=today),
        ),
        basis=DateBasis.NONE,
        more_by=by,
    )


def no_date_known(today: dt.date) -> DateLine:
    """For something finished whose date nobody told us."""
    by = add_business_days(today, ANSWER_WITHIN)
    return DateLine(
        sentence=say(
            _("We do not have a date for this. Ask us, and we will tell you by {date}."),
            date=day(by, today=today),
        ),
        basis=DateBasis.NONE,
        more_by=by,
    )


def late(today: dt.date, *, promised: dt.date, owner: str, sentence: str = "") -> DateLine:
    """A promised day that has passed: said so, with who is on it and when we say more."""
    by = next_business_day(today)
    words = sentence or _(
        "We said we would answer by {promised}. We are late, and we are sorry. "
        "{owner} is working on it. We will tell you more by {date}."
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
    )


def fact(sentence: str, on: dt.date, *, today: dt.date) -> DateLine:
    """Something that has happened; ``sentence`` holds {date}."""
    return DateLine(
        sentence=say(sentence, date=day(on, today=today)),
        basis=DateBasis.FACT,
        on=on,
    )
