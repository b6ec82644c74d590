"""Who calls: a price in minutes of waiting for every free time, so that each term can be argued.

Only these count: trained for the topic, speaks the language, looks after the case, has talked about
it or with the member, and how busy the day is. Nothing about how anybody is, sounds or feels.
"""

from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

from msgspec import Struct

from outreach.scheduling.slots import Span

KEEPS_CASE = 480  # minutes a member waits longer for whoever looks after the case
KNOWS_CASE = 240  # and for somebody they have talked to about it
KNOWS_MEMBER = 180  # and for somebody they have talked to
SPEAKS = 240  # and for somebody who needs no interpreter
BUSY = 480  # and less for somebody booked out as compared with the others
ALIKE = 15  # minutes of price that are no difference
MOST_ALIKE = 12


class Caller(Struct, frozen=True, kw_only=True):
    """What counts of a specialist. ``load`` is the share of their next days that is booked."""

    user_id: UUID
    name: str
    keeps_case: bool = False
    knows_case: bool = False
    knows_member: bool = False
    speaks: bool = True
    load: float = 0


class Choice(Struct, frozen=True, kw_only=True):
    """A time at which this specialist could call, and why they; ``begin`` is a minute."""

    caller: Caller
    begin: int
    reasons: tuple[str, ...]
    price: float


class Wish(Struct, frozen=True):
    """``person``: "" for whoever comes first, "same" for who called before, "new" for another."""

    person: str = ""


def suits(caller: Caller, wish: Wish) -> bool:
    known = caller.keeps_case or caller.knows_case or caller.knows_member
    return not (wish.person == "same" and not known) and not (wish.person == "new" and known)


def price(caller: Caller, waiting: int, mean_load: float) -> float:
    return waiting - closeness(caller) - SPEAKS * caller.speaks + BUSY * (caller.load - mean_load)


def closeness(caller: Caller) -> int:
    """One of the three, because who looks after a case has mostly talked about it, too."""
    if caller.keeps_case:
        return KEEPS_CASE
    return KNOWS_CASE if caller.knows_case else KNOWS_MEMBER * caller.knows_member


def ranked(
    free: Iterable[tuple[Caller, Iterable[int]]],
    *,
    now: int,
    waking: tuple[Span, ...],
    topic: str,
    language: str = "en",
    wish: Wish = Wish(),  # noqa: B008 - frozen
) -> list[Choice]:
    """The best first. ``free`` are each caller's free minutes; waiting counts the member's day."""
    free = [(caller, list(begins)) for caller, begins in free if suits(caller, wish)]
    mean = sum(caller.load for caller, _begins in free) / len(free) if free else 0
    waiting = {
        begin: awake(waking, now, begin) for begin in {one for _who, all_ in free for one in all_}
    }
    found = [
        Choice(
            caller=caller,
            begin=begin,
            reasons=reasons(caller, topic, language),
            price=price(caller, waiting[begin], mean),
        )
        for caller, begins in free
        for begin in begins
    ]
    return sorted(found, key=lambda one: (one.price, one.begin, one.caller.user_id))


def awake(waking: tuple[Span, ...], begin: int, end: int) -> int:
    """How many minutes in which the member is called at all lie between the two."""
    return sum(max(0, min(end, last) - max(begin, first)) for first, last in waking)


def reasons(caller: Caller, topic: str, language: str) -> tuple[str, ...]:
    """In the order in which they are said; that somebody speaks English is no reason."""
    known = "case" if caller.knows_case else "known" if caller.knows_member else "free"
    known = "keeper" if caller.keeps_case else known
    speaks = caller.speaks and language != "en"
    return tuple(filter(None, (topic and "topic", speaks and "speaks", known)))


def spread(choices: list[Choice], who: bytes) -> list[Choice]:
    """One of the equally good ones first, by lot of who asks: if all were shown the one best
    time, most of them would lose it to each other."""
    best = [one for one in choices if one.price <= choices[0].price + ALIKE][:MOST_ALIKE]
    if len(best) < 2:
        return choices
    drawn = int.from_bytes(blake2b(who, digest_size=4).digest()) % len(best)
    return [*best[drawn:], *best[:drawn], *choices[len(best) :]]
