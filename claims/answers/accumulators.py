"""A member's deductible and limits: what is used, of how much, as of when, in finished sentences.

Only what a source stated is said. What is left is never worked out from claims: claims that are
still being decided, drugs and care elsewhere count, too, and only the plan knows them all.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import ngettext
from msgspec import Struct

from claims.answers.freshness import freshness
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import in_one_language, join, local_date, money, say, short_day
from claims.explanations.accumulators import COVERED, MEANT, NAMES, SHARES, WORDS
from claims.explanations.service_types import SERVICE_TYPES, WHOLE_PLAN
from claims.facts import AccumulatorFacts, AccumulatorKind, Level, Network, Span, Unit

K, N = AccumulatorKind, Network
FIRST = (K.DEDUCTIBLE, K.OUT_OF_POCKET)
ORDER = (K.DEDUCTIBLE, K.OUT_OF_POCKET, K.LIMIT, K.COPAY, K.COINSURANCE)
LEVELS = (Level.INDIVIDUAL, Level.UNSTATED, Level.FAMILY)
NETWORKS = (N.IN, N.ANY, N.UNSTATED, N.OUT)


class Bucket(Struct, frozen=True):
    """One bucket: the sentence, and below it what is left, for which care, as of when."""

    sentence: str
    more: str = ""


class AccumulatorsAnswer(Struct, frozen=True, kw_only=True):
    """``buckets`` () means that nothing was told that holds today; ``none`` then says so.

    ``others`` are limits of one kind of care and shares of a visit, which fewer people look for.
    """

    buckets: tuple[Bucket, ...] = ()
    others: tuple[Bucket, ...] = ()
    as_of: str = ""  # when all of them are of one day; and what is not counted
    meaning: str = ""  # of the words
    freshness_line: str = ""
    none: str = ""


@in_one_language
def accumulators_answer(
    told: Iterable[AccumulatorFacts], *, now: dt.datetime, zone: str
) -> AccumulatorsAnswer:
    """What every face shows of them; ``now`` is UTC, ``zone`` the member's."""
    today = local_date(now, zone)
    holding = sorted((one for one in told if holds(one, today, zone)), key=_place)
    said = [(one, bucket) for one in holding if (bucket := _bucket(one)).sentence]
    if not said:
        return AccumulatorsAnswer(none=_none())
    days = {_as_of(one, today, zone) for one, _bucket in said}
    same = days.pop() if len(days) == 1 else ""
    shown: dict[bool, dict[Bucket, None]] = {True: {}, False: {}}
    for one, bucket in said:
        more = bucket.more if same else join(bucket.more, _as_of(one, today, zone))
        shown[one.kind in FIRST][Bucket(bucket.sentence, more)] = None
    first, others = tuple(shown[True]), tuple(shown[False])
    return AccumulatorsAnswer(
        buckets=first or others,
        others=others if first else (),
        as_of=join(same, _("Claims that are not decided yet are not counted.")),
        meaning=_meaning([one for one, _bucket in said]),
        freshness_line=_freshness([one for one, _bucket in said], now, zone),
    )


def holds(one: AccumulatorFacts, today: dt.date, zone: str) -> bool:
    """Whether it still counts: a new plan year begins at 0, and last year's numbers mislead.

    Where no last day is stated, a number counts in the year in which it was told.
    """
    if (one.starts_on and one.starts_on > today) or (one.ends_on and one.ends_on < today):
        return False
    if one.ends_on is not None or one.span is Span.LIFETIME:
        return True
    return local_date(one.as_of, zone).year == today.year


def _place(one: AccumulatorFacts) -> tuple:
    """What people ask first comes first."""
    order = (ORDER.index(one.kind), LEVELS.index(one.level), NETWORKS.index(one.network))
    return (*order, one.services, one.span, one.starts_on or dt.date.min)


def _bucket(one: AccumulatorFacts) -> Bucket:
    """What it says; no sentence where it says nothing that we have words for."""
    if one.span is Span.OTHER or any(code not in SERVICE_TYPES for code in one.services):
        return Bucket("")
    if one.kind in (K.COPAY, K.COINSURANCE):
        return Bucket(_share(one), _which_care(one))
    if one.kind is K.LIMIT:
        return _limit(one)
    if one.unit is not Unit.CENTS:
        return Bucket("")
    sentence, more = _paid_in(one)
    return Bucket(sentence, join(more, _which_care(one)))


def _paid_in(one: AccumulatorFacts) -> tuple[str, str]:
    """The deductible, or the most that a year can cost; and what more is known of it."""
    told, used = one.counted, one.used
    words = WORDS[one.span is Span.YEAR, one.level is Level.FAMILY]
    name = _(NAMES[one.kind, one.network])
    if one.reached:
        return say(_(words.reached), name=name), ""
    if used is not None and told.limit is not None:
        paid = say(_(words.used), used=money(used), limit=money(told.limit), name=name)
        return paid, _left(told.remaining)
    if told.remaining is not None:
        return say(_(words.left), left=money(told.remaining), name=name), ""
    if used is not None:
        return say(_(words.part), used=money(used), name=name), ""
    if told.limit is None:
        return "", ""
    unknown = _("We do not know how much of it is paid.") if told.limit else ""
    return say(_(words.limit), limit=money(told.limit), name=name), unknown


def _left(cents: int | None) -> str:
    return say(_("{amount} is left."), amount=money(cents)) if cents is not None else ""


def _limit(one: AccumulatorFacts) -> Bucket:
    """The most that the plan pays for, of one kind of care."""
    told, care = one.counted, _care(one)
    if one.reached:
        sentence = _("You have used all that your plan covers of this: {care}.")
        return Bucket(say(sentence, care=care))
    left = None if told.remaining is None else _amount(told.remaining, one.unit)
    if told.limit is not None:
        sentence = COVERED.get(one.span, COVERED[Span.UNSTATED])
        more = say(_("You have {amount} left."), amount=left) if left else ""
        return Bucket(say(_(sentence), amount=_amount(told.limit, one.unit), care=care), more)
    if left is None:
        return Bucket("")
    return Bucket(say(_("You have {amount} left of this: {care}."), amount=left, care=care))


def _share(one: AccumulatorFacts) -> str:
    share = one.counted.share
    if share is None:
        return ""
    amount = money(share) if one.kind is K.COPAY else say("{percent}%", percent=share)
    return say(_(SHARES[one.kind, one.network]), amount=amount)


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


def _meaning(said: list[AccumulatorFacts]) -> str:
    """What the words mean that these sentences use."""
    kinds = {one.kind for one in said}
    meant = [_(words) for kind, words in MEANT.items() if kind in kinds]
    if any(one.network in (N.IN, N.OUT) for one in said):
        meant.append(_("In-network care comes from providers who work with your plan."))
    return join(*meant)


def _freshness(said: list[AccumulatorFacts], now: dt.datetime, zone: str) -> str:
    """That of the source which was silent longest: the line speaks for all of them."""
    oldest = min(said, key=lambda one: one.source.heard_at or one.received_at)
    return freshness(oldest.source, now=now, zone=zone, told_at=oldest.received_at)[1]


def _none() -> str:
    return say(
        _("Your plan has not told us these numbers for this year. Call {phone}, and we find out."),
        phone=phone_words(portal_phone()),
    )
