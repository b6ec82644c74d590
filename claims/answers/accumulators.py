"""A member's deductible and limits: what is used, of how much, as of when, in finished sentences.

Only what a source stated is said. What is left is never worked out from claims: claims that are
still being decided, drugs and care elsewhere count, too, and only the plan knows them all.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_noop, ngettext
from msgspec import Struct

from claims.answers.freshness import freshness
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import in_one_language, join, local_date, money, say, short_day
from claims.explanations.service_types import SERVICE_TYPES, WHOLE_PLAN
from claims.facts import AccumulatorFacts, AccumulatorKind, Level, Network, Span, Unit

K, N = AccumulatorKind, Network
ORDER = (K.DEDUCTIBLE, K.OUT_OF_POCKET, K.LIMIT, K.COPAY, K.COINSURANCE)
LEVELS = (Level.INDIVIDUAL, Level.UNSTATED, Level.FAMILY)
NETWORKS = (N.IN, N.ANY, N.UNSTATED, N.OUT)


class AccumulatorsAnswer(Struct, frozen=True, kw_only=True):
    """``sentences`` () means that nothing was told that holds today; ``none`` then says so."""

    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what the words mean, and what is not counted
    freshness_line: str = ""
    none: str = ""


class Paid(Struct, frozen=True, kw_only=True):
    """How much of a deductible is paid, by what was stated of it."""

    used: str
    reached: str
    left: str
    part: str
    limit: str


@in_one_language
def accumulators_answer(
    told: Iterable[AccumulatorFacts], *, now: dt.datetime, zone: str
) -> AccumulatorsAnswer:
    """What every face shows of them; ``now`` is UTC, ``zone`` the member's."""
    today = local_date(now, zone)
    holding = sorted((one for one in told if holds(one, today, zone)), key=_place)
    said = [(one, sentence) for one in holding if (sentence := _sentence(one))]
    if not said:
        return AccumulatorsAnswer(none=_none())
    return AccumulatorsAnswer(
        sentences=tuple(
            dict.fromkeys(join(words, _as_of(one, today, zone)) for one, words in said)
        ),
        notes=_notes({one.kind for one, _words in said}),
        freshness_line=_freshness([one for one, _words in said], now, zone),
    )


def holds(one: AccumulatorFacts, today: dt.date, zone: str) -> bool:
    """Whether it still counts: a new plan year begins at 0, and last year's numbers mislead."""
    if (one.starts_on and one.starts_on > today) or (one.ends_on and one.ends_on < today):
        return False
    dated = one.starts_on is not None or one.ends_on is not None
    return dated or one.span is Span.LIFETIME or local_date(one.as_of, zone).year == today.year


def _place(one: AccumulatorFacts) -> tuple:
    """What people ask first comes first."""
    order = (ORDER.index(one.kind), LEVELS.index(one.level), NETWORKS.index(one.network))
    return (*order, one.services, one.span, one.starts_on or dt.date.min)


def _sentence(one: AccumulatorFacts) -> str:
    """What it says; "" where it says nothing that we have words for."""
    if one.span is Span.OTHER or any(code not in SERVICE_TYPES for code in one.services):
        return ""
    if one.kind in (K.COPAY, K.COINSURANCE):
        return _share(one)
    if one.kind is K.LIMIT:
        return _limit(one)
    return join(_paid_in(one), _which_care(one)) if one.unit is Unit.CENTS else ""


def _paid_in(one: AccumulatorFacts) -> str:
    """The deductible, or the most that a year can cost."""
    told, used = one.counted, one.used
    words = _WORDS[one.span is Span.YEAR, one.level is Level.FAMILY]
    name = _(_NAMES[one.kind, one.network])
    if one.reached:
        return say(_(words.reached), name=name)
    if used is not None and told.limit is not None:
        paid = say(_(words.used), used=money(used), limit=money(told.limit), name=name)
        return join(paid, _left(told.remaining))
    if told.remaining is not None:
        return say(_(words.left), left=money(told.remaining), name=name)
    if used is not None:
        return say(_(words.part), used=money(used), name=name)
    if told.limit is None:
        return ""
    whole = say(_(words.limit), limit=money(told.limit), name=name)
    return join(whole, _("We do not know how much of it is paid.") if told.limit else "")


def _left(cents: int | None) -> str:
    return say(_("{amount} is left."), amount=money(cents)) if cents is not None else ""


def _limit(one: AccumulatorFacts) -> str:
    """The most that the plan pays for, of one kind of care."""
    told, care = one.counted, _care(one)
    if one.reached:
        return say(_("You have used all that your plan covers of this: {care}."), care=care)
    most = ""
    if told.limit is not None:
        sentence = _COVERED.get(one.span, _COVERED[Span.UNSTATED])
        most = say(_(sentence), amount=_amount(told.limit, one.unit), care=care)
    if told.remaining is None:
        return most
    left = _amount(told.remaining, one.unit)
    if most:
        return join(most, say(_("You have {amount} left."), amount=left))
    return say(_("You have {amount} left of this: {care}."), amount=left, care=care)


def _share(one: AccumulatorFacts) -> str:
    share = one.counted.share
    if share is None:
        return ""
    sentence = _SHARES[one.kind, one.network]
    amount = money(share) if one.kind is K.COPAY else say("{percent}%", percent=share)
    return join(say(_(sentence), amount=amount), _which_care(one))


def _which_care(one: AccumulatorFacts) -> str:
    """For what it counts, when that is not the whole plan."""
    if not set(one.services) - {WHOLE_PLAN}:
        return ""
    return say(_("It is for: {care}."), care=_care(one))


def _care(one: AccumulatorFacts) -> str:
    names = dict.fromkeys(_(SERVICE_TYPES[code]) for code in one.services or (WHOLE_PLAN,))
    return ", ".join(names)


def _amount(number: int, unit: Unit) -> str:
    if unit is Unit.CENTS:
        return money(number)
    if unit is Unit.DAYS:
        return say(ngettext("{n} day", "{n} days", number), n=f"{number:,}")
    return say(ngettext("{n} visit", "{n} visits", number), n=f"{number:,}")


def _as_of(one: AccumulatorFacts, today: dt.date, zone: str) -> str:
    """A source that names no zone may seem to be ahead of us: no day is said that has not come."""
    known = min(one.as_of, one.received_at)
    return say(_("As of {date}."), date=short_day(local_date(known, zone), today=today))


def _notes(kinds: set[AccumulatorKind]) -> tuple[str, ...]:
    meant = [_(words) for kind, words in _MEANT.items() if kind in kinds]
    return (*meant, _("Claims that are not decided yet are not counted."))


def _freshness(said: list[AccumulatorFacts], now: dt.datetime, zone: str) -> str:
    """That of the source which was silent longest: the line speaks for all of them."""
    oldest = min(said, key=lambda one: one.source.heard_at or one.received_at)
    return freshness(oldest.source, now=now, zone=zone, told_at=oldest.received_at)[1]


def _none() -> str:
    return say(
        _("Your plan has not told us these numbers for this year. Call {phone}, and we find out."),
        phone=phone_words(portal_phone()),
    )


_NAMES = {
    (K.DEDUCTIBLE, N.UNSTATED): gettext_noop("deductible"),
    (K.DEDUCTIBLE, N.ANY): gettext_noop("deductible"),
    (K.DEDUCTIBLE, N.IN): gettext_noop("deductible for in-network care"),
    (K.DEDUCTIBLE, N.OUT): gettext_noop("deductible for out-of-network care"),
    (K.OUT_OF_POCKET, N.UNSTATED): gettext_noop("out-of-pocket limit"),
    (K.OUT_OF_POCKET, N.ANY): gettext_noop("out-of-pocket limit"),
    (K.OUT_OF_POCKET, N.IN): gettext_noop("out-of-pocket limit for in-network care"),
    (K.OUT_OF_POCKET, N.OUT): gettext_noop("out-of-pocket limit for out-of-network care"),
}
#: By whether it is counted over a year, and whether the whole family shares it.
_WORDS = {
    (True, False): Paid(
        used=gettext_noop("You have paid {used} of {limit} this year toward your {name}."),
        reached=gettext_noop("You have reached your {name} this year."),
        left=gettext_noop("You have {left} left to pay this year toward your {name}."),
        part=gettext_noop("You have paid {used} this year toward your {name}."),
        limit=gettext_noop("Your {name} is {limit} a year."),
    ),
    (False, False): Paid(
        used=gettext_noop("You have paid {used} of {limit} toward your {name}."),
        reached=gettext_noop("You have reached your {name}."),
        left=gettext_noop("You have {left} left to pay toward your {name}."),
        part=gettext_noop("You have paid {used} toward your {name}."),
        limit=gettext_noop("Your {name} is {limit}."),
    ),
    (True, True): Paid(
        used=gettext_noop("Your family has paid {used} of {limit} this year toward its {name}."),
        reached=gettext_noop("Your family has reached its {name} this year."),
        left=gettext_noop("Your family has {left} left to pay this year toward its {name}."),
        part=gettext_noop("Your family has paid {used} this year toward its {name}."),
        limit=gettext_noop("Your family's {name} is {limit} a year."),
    ),
    (False, True): Paid(
        used=gettext_noop("Your family has paid {used} of {limit} toward its {name}."),
        reached=gettext_noop("Your family has reached its {name}."),
        left=gettext_noop("Your family has {left} left to pay toward its {name}."),
        part=gettext_noop("Your family has paid {used} toward its {name}."),
        limit=gettext_noop("Your family's {name} is {limit}."),
    ),
}
_COVERED = {
    Span.YEAR: gettext_noop("Your plan covers up to {amount} a year of this: {care}."),
    Span.LIFETIME: gettext_noop("Your plan covers up to {amount} in your life of this: {care}."),
    Span.UNSTATED: gettext_noop("Your plan covers up to {amount} of this: {care}."),
}
_SHARES = {
    (K.COPAY, N.UNSTATED): gettext_noop("You pay {amount} each time."),
    (K.COPAY, N.ANY): gettext_noop("You pay {amount} each time."),
    (K.COPAY, N.IN): gettext_noop("You pay {amount} each time for in-network care."),
    (K.COPAY, N.OUT): gettext_noop("You pay {amount} each time for out-of-network care."),
    (K.COINSURANCE, N.UNSTATED): gettext_noop("You pay {amount} of the cost."),
    (K.COINSURANCE, N.ANY): gettext_noop("You pay {amount} of the cost."),
    (K.COINSURANCE, N.IN): gettext_noop("You pay {amount} of the cost of in-network care."),
    (K.COINSURANCE, N.OUT): gettext_noop("You pay {amount} of the cost of out-of-network care."),
}
_MEANT = {
    K.DEDUCTIBLE: gettext_noop("A deductible is what you pay before your plan starts to pay."),
    K.OUT_OF_POCKET: gettext_noop(
        "An out-of-pocket limit is the most that covered care can cost you."
    ),
}
