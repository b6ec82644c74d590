"""A day from how long cases like this one took, with how sure it is; or how long they usually take.

Pure: the curves come with the case, and `claims.estimates.expected` reads a day off them.
"""

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext_noop, ngettext
from msgspec import Struct

from claims.answers.answer import DateBasis, DateLine
from claims.answers.our_days import day_of, share_of
from claims.answers.words import count_days, day, join, language, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.deadlines.calendar import add_business_days
from claims.estimates.expected import Expected, expected, usual
from claims.estimates.tables import Table
from claims.facts import Outcome, Said

STANDS_FOR = 3  # working days by which an estimate may differ before we say another date


class Words(Struct, frozen=True):
    """``usually`` is for where there is too little history to name a day."""

    by: str
    share: str
    cases: str
    usually: str


WORDS = {
    DateKind.DECISION: Words(
        gettext_noop("We expect to decide by {date}."),
        gettext_noop("{share} claims like this are decided by then."),
        gettext_noop("({n} claims in the last year.)"),
        gettext_noop("Claims like this usually take {days}. Yours is on day {n}."),
    ),
    DateKind.NEW_DECISION: Words(
        gettext_noop("We expect to decide again by {date}."),
        gettext_noop("{share} claims like this are decided again by then."),
        gettext_noop("({n} claims in the last year.)"),
        gettext_noop("A new decision like this usually takes {days}. Yours is on day {n}."),
    ),
    DateKind.REQUEST: Words(
        gettext_noop("We expect to decide by {date}."),
        gettext_noop("{share} requests like this are decided by then."),
        gettext_noop("({n} requests in the last year.)"),
        gettext_noop("Requests like this usually take {days}. Yours is on day {n}."),
    ),
    DateKind.PAYMENT: Words(
        gettext_noop("We expect to pay by {date}."),
        gettext_noop("{share} payments like this are made by then."),
        gettext_noop("({n} payments in the last year.)"),
        gettext_noop("Payments like this usually take {days}. Yours is on day {n}."),
    ),
    DateKind.SHIP: Words(
        gettext_noop("We expect it to ship by {date}."),
        gettext_noop("{share} orders like this have shipped by then."),
        gettext_noop("({n} orders in the last year.)"),
        gettext_noop("Orders like this usually ship after {days}. Yours is on day {n}."),
    ),
    DateKind.DELIVER: Words(
        gettext_noop("We expect it to arrive by {date}."),
        gettext_noop("{share} parcels like this have arrived by then."),
        gettext_noop("({n} parcels in the last year.)"),
        gettext_noop(
            "Parcels like this usually arrive {days} after the last news. Yours is on day {n}."
        ),
    ),
    DateKind.REFUND: Words(
        gettext_noop("We expect to pay it back by {date}."),
        gettext_noop("{share} refunds like this are made by then."),
        gettext_noop("({n} refunds in the last year.)"),
        gettext_noop("Refunds like this usually take {days}. Yours is on day {n}."),
    ),
    DateKind.APPEAL_DECISION: Words(
        gettext_noop("We expect to decide your appeal by {date}."),
        gettext_noop("{share} appeals like this are decided by then."),
        gettext_noop("({n} appeals in the last year.)"),
        gettext_noop("Appeals like this usually take {days}. Yours is on day {n}."),
    ),
}


class Clock(Struct, frozen=True):
    """From when silence, or the whole time, is counted, and which cases are alike."""

    since: dt.date | None
    segments: tuple[str, ...]

    @property
    def alike(self) -> str:
        """What kind of thing it is and who told us of it, whatever happened last."""
        return "|".join(self.segments[0].split("|")[-2:])


def find(table: Table, kind: DateKind, *clocks: Clock, today: dt.date) -> Expected | None:
    """The day of the first clock for which there are cases enough; None is no day.

    Where dates were kept less often than we say, more is asked of the curve than we say.
    """
    for clock in clocks:
        curve = table.find(kind, clock.segments)
        if curve is None or clock.since is None:
            continue
        share = share_of(kind)
        asked = max(table.asked.get((kind, clock.alike), share), share)
        found = expected(curve, since=clock.since, today=today, share=asked)
        return found and replace(found, share=share, on=day_of(kind, found.on))
    return None


def estimated(
    table: Table,
    kind: DateKind,
    *clocks: Clock,
    today: dt.date,
    words_today: dt.date,
    said: Said | None,
) -> DateLine | None:
    """The date line with its day; ``words_today`` is the reader's day, ``said`` what they read."""
    found = find(table, kind, *clocks, today=today)
    if found is None:
        return None
    on = stands(found.on, said, kind=kind, today=words_today)
    return DateLine(
        sentence=say(_(WORDS[kind].by), date=day(on, today=words_today)),
        sure=_how_sure(kind, found.share, found.cases, language()),
        basis=DateBasis.ESTIMATE,
        on=on,
        kind=kind,
        share=found.share,
        cases=found.cases,
        model=table.model,
        segment=clocks[0].alike,
    )


@lru_cache(maxsize=4096)
def _how_sure(kind: DateKind, share: int, cases: int, spoken_in: str | None) -> str:
    """Kept, because the rows of a list, and of all lists, say the same few."""
    words = WORDS[kind]
    return join(say(_(words.share), share=in_ten(share)), say(_(words.cases), n=f"{cases:,}"))


def stands(estimated: dt.date, said: Said | None, *, kind: DateKind, today: dt.date) -> dt.date:
    """The day to say for an estimate: the one said before, while it differs by little.

    A date that moves by a day each morning is none. Whoever was told one keeps it until there is
    something to say.
    """
    if said is None or said.outcome != Outcome.OPEN or said.basis != DateBasis.ESTIMATE:
        return estimated
    if said.kind != kind or said.due_on < today:
        return estimated
    first, last = sorted((said.due_on, estimated))
    return said.due_on if last <= add_business_days(first, STANDS_FOR) else estimated


def usually(table: Table, kind: DateKind, clock: Clock, *, today: dt.date) -> DateLine | None:
    """The date line with a range of days, where there is too little to name one."""
    curve = table.find_little(kind, clock.segments)
    found = usual(curve, since=clock.since, today=today) if curve and clock.since else None
    if found is None:
        return None
    days = count_days(found.most)
    if found.least < found.most:
        days = _in_days(found.least, found.most)
    return DateLine(
        sentence=say(_(WORDS[kind].usually), days=days, n=found.so_far),
        basis=DateBasis.ESTIMATE,
        kind=kind,
        cases=found.cases,
        model=table.model,
    )


def in_ten(share: int) -> str:
    """9 in 10; of what is no whole tenth, so many in 100."""
    if share % 10:
        return _("{n} in 100").format(n=share)
    return _("{n} in 10").format(n=share // 10)


def _in_days(least: int, most: int) -> str:
    return ngettext("{least} to {most} day", "{least} to {most} days", most).format(
        least=least, most=most
    )
