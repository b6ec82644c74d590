"""How sure we are that what we show is still so: the last line of every answer card.

Seven of the sentences are those of research/portal.md 4.0. Trouble with the one thing (two sources
disagree, something is held back, a status nobody knows, nothing received) is said before trouble
with the source. A source that we hear from but cannot read whole is PARTIAL.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from django.utils.translation import pgettext

from claims.answers.answer import Freshness
from claims.answers.words import clock, day, first_upper, join, language, local_date, say, weekday
from claims.answers.words import gettext as _
from claims.facts import SourceFacts, Trouble

ASK_A_PERSON_FIRST = frozenset(Freshness) - {Freshness.FRESH, Freshness.AGEING}
HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=6)


def freshness(
    source: SourceFacts,
    *,
    now: dt.datetime,
    zone: str,
    conflict: bool = False,
    held: bool = False,
    unrecognised: bool = False,
    never: bool = False,
    told_at: dt.datetime | None = None,
    noun: str = "",
) -> tuple[Freshness, str]:
    """The state, and its finished sentence in the member's zone.

    ``told_at`` (UTC) is when we received what we show: it stands in for a heartbeat that the
    source never sent. ``noun`` is what the thing is called, if not after its source.
    """
    heard_at = source.heard_at or told_at
    noun = noun or thing(source.kind)
    if conflict:
        return Freshness.CONFLICT, _conflict(noun)
    if held:
        return Freshness.HELD, _held(noun)
    if unrecognised:
        return Freshness.UNRECOGNISED, _unrecognised(source)
    if never or heard_at is None:
        return Freshness.NEVER, _never(source, noun, now, zone)
    return _of_source(source, heard_at, now, zone)


def _of_source(
    source: SourceFacts, heard_at: dt.datetime, now: dt.datetime, zone: str
) -> tuple[Freshness, str]:
    if source.failed_at and source.failed_at > heard_at:
        return Freshness.DOWN, _down(source, heard_at, now, zone)
    age = now - heard_at
    if age > source.stale_after:
        return Freshness.STALE, _stale(source, heard_at, now, zone)
    if source.doubt and source.doubt_at:
        return Freshness.PARTIAL, _partial(source, source.doubt_at, now, zone)
    if age > source.ageing_after:
        return Freshness.AGEING, _ageing(source, heard_at, now, zone)
    return Freshness.FRESH, _fresh(source, heard_at, now, zone)


def asks_a_person_first(state: Freshness) -> bool:
    """Whether the human panel moves directly under the answer card."""
    return state in ASK_A_PERSON_FIRST


def system(kind: str) -> str:
    """Who told us, inside a sentence. A carrier is not ours."""
    if kind == "orders":
        return _("our order system")
    if kind == "billing":
        return _("our billing system")
    if kind == "carrier":
        return _("the carrier")
    if kind == "contact":
        return _("our contact system")
    return _("our claims system")


def system_first(kind: str) -> str:
    """The same, where a sentence begins."""
    return first_upper(system(kind))


def thing(kind: str) -> str:
    """The noun in "this {thing}"."""
    return _thing(kind, language())


@lru_cache(maxsize=64)
def _thing(kind: str, _language: str | None) -> str:
    """Kept, because every row of a list needs it."""
    if kind in ("orders", "carrier"):
        return pgettext("this ...", "order")
    if kind == "billing":
        return pgettext("this ...", "balance")
    return pgettext("this ...", "claim")


def request_noun() -> str:
    """The same for what asks for approval or an estimate, whatever source tells of it."""
    return pgettext("this ...", "request")


def _fresh(source: SourceFacts, heard_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    return _checked(source.kind, heard_at, local_date(now, zone), zone, language())


@lru_cache(maxsize=1024)
def _checked(
    kind: str, heard_at: dt.datetime, today: dt.date, zone: str, _language: str | None
) -> str:
    """Kept, because every row of a list says it of the same source."""
    on = local_date(heard_at, zone)
    return say(
        _("Checked with {system} at {time} on {weekday}."),
        system=system(kind),
        time=clock(heard_at, zone),
        weekday=weekday(on) if today - on < WEEK else day(on, today=today),
    )


def _ageing(source: SourceFacts, heard_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    hours = round(source.check_every / HOUR)
    if hours <= 1:
        again = _("We check again every hour.")
    else:
        again = say(_("We check again every {n} hours."), n=hours)
    heard = _("{system} last sent an update at {time} on {date}.")
    return join(_told(heard, source, heard_at, now, zone, system_first), again)


def _stale(source: SourceFacts, heard_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    sentence = _("This may be out of date. We last heard from {system} at {time} on {date}.")
    return _told(sentence, source, heard_at, now, zone)


def _down(source: SourceFacts, heard_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    sentence = _(
        "We cannot reach {system} right now. This is what it told us at {time} on {date}. "
        "Do not rely on it for a deadline."
    )
    return _told(sentence, source, heard_at, now, zone)


def _partial(source: SourceFacts, doubt_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    """What went wrong with what it sent, and what that means for what is shown."""
    today, began_on = local_date(now, zone), local_date(doubt_at, zone)
    if source.doubt == Trouble.LATE and source.newest_on:
        told = say(
            _("The newest thing that {system} told us is from {date}."),
            system=system(source.kind),
            date=day(source.newest_on, today=today),
        )
        return join(told, _("What you see may be missing something newer."))
    if began_on >= today:
        told = say(_sent_today(source.doubt), system=system_first(source.kind))
    else:
        date = day(began_on, today=today)
        told = say(_sent_before(source.doubt), system=system_first(source.kind), date=date)
    return join(told, _("What you see may be missing something."))


def _sent_today(doubt: str) -> str:
    if doubt == Trouble.CUT_SHORT:
        return _("{system} sent a file today that we could not read to its end.")
    if doubt == Trouble.UNKNOWN_CODES:
        return _("{system} sent codes today that we do not know yet.")
    return _("{system} sent records today that we could not read.")


def _sent_before(doubt: str) -> str:
    if doubt == Trouble.CUT_SHORT:
        return _("{system} sent a file on {date} that we could not read to its end.")
    if doubt == Trouble.UNKNOWN_CODES:
        return _("{system} sent codes on {date} that we do not know yet.")
    return _("{system} sent records on {date} that we could not read.")


def _told(
    sentence: str,
    source: SourceFacts,
    heard_at: dt.datetime,
    now: dt.datetime,
    zone: str,
    named: Callable[[str], str] = system,
) -> str:
    return say(
        sentence,
        system=named(source.kind),
        time=clock(heard_at, zone),
        date=day(local_date(heard_at, zone), today=local_date(now, zone)),
    )


def _never(source: SourceFacts, noun: str, now: dt.datetime, zone: str) -> str:
    again = _next_try(source, now)
    values = {
        "claim": noun,
        "system": system_first(source.kind),
        "time": clock(again, zone),
    }
    again_on = local_date(again, zone)
    if again_on == local_date(now, zone):
        return say(
            _(
                "We do not have this {claim}'s status yet. "
                "{system} has not sent it to us. We will try again at {time}."
            ),
            **values,
        )
    return say(
        _(
            "We do not have this {claim}'s status yet. {system} has not sent it to us. "
            "We will try again at {time} on {weekday}."
        ),
        **values,
        weekday=weekday(again_on),
    )


def _next_try(source: SourceFacts, now: dt.datetime) -> dt.datetime:
    """The next check on the source's own beat, always after now."""
    last = max(filter(None, (source.heard_at, source.failed_at)), default=now)
    missed = max(now - last, dt.timedelta()) // source.check_every
    return last + (missed + 1) * source.check_every


def _unrecognised(source: SourceFacts) -> str:
    sentence = _("{system} sent a status we do not recognize.")
    return _asked(say(sentence, system=system_first(source.kind)))


def _conflict(noun: str) -> str:
    return _asked(say(_("Two of our systems disagree about this {claim}."), claim=noun))


def _held(noun: str) -> str:
    return _asked(
        say(_("We are not sure about something we received for this {claim}."), claim=noun)
    )


def _asked(trouble: str) -> str:
    """By when that person answers is the date line's to say."""
    return join(trouble, _("We have asked a person to check."))
