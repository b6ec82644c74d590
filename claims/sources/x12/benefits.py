"""The benefits of one person in a 271 (EB segments) as buckets that are counted.

A bucket may be told in several EB: its limit in one (a calendar year, 23), what is used in another
(year to date, 24), what is left in a third (29). They are joined where all else is the same.
Nothing is worked out: what is not stated stays unknown.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from claims.explanations.service_types import SERVICE_TYPES, WHOLE_PLAN
from claims.facts import (
    AccumulatorKind,
    AccumulatorRecord,
    Counted,
    Level,
    Network,
    Span,
    Unit,
)
from claims.sources.refusal import NotNeeded
from claims.sources.values import text
from claims.sources.x12.coverage import ACTIVE, Benefit, Insured
from claims.sources.x12.dates import Days, between
from claims.sources.x12.reading import Reading, cents
from claims.sources.x12.segments import Segment

ENCODE = msgspec.json.Encoder().encode
KINDS = {
    "A": AccumulatorKind.COINSURANCE,
    "B": AccumulatorKind.COPAY,
    "C": AccumulatorKind.DEDUCTIBLE,
    "F": AccumulatorKind.LIMIT,
    "G": AccumulatorKind.OUT_OF_POCKET,
}
SHARES = (AccumulatorKind.COPAY, AccumulatorKind.COINSURANCE)
LEVELS = {
    "EMP": Level.INDIVIDUAL,
    "IND": Level.INDIVIDUAL,
    **dict.fromkeys(("FAM", "ECH", "ESP", "SPC"), Level.FAMILY),
}
NETWORKS = {"Y": Network.IN, "N": Network.OUT, "W": Network.ANY}
UNITS = {"DY": Unit.DAYS, "VS": Unit.VISITS}  # EB09
YEAR, LIFETIME = frozenset({"22", "23", "24"}), frozenset({"32", "33"})  # EB06
NO_SPAN = frozenset({"", "25", "27", "29"})
USED, LEFT = frozenset({"24"}), frozenset({"29", "33"})
LONGEST_YEAR = dt.timedelta(days=370)


def counts(
    benefits: Sequence[Benefit], person: Insured, reading: Reading
) -> Iterator[AccumulatorRecord | NotNeeded]:
    """Each bucket with all its numbers. One whose numbers contradict each other is left out."""
    year = _whole_year(person.about, reading)
    with_shares = {one.services for one in benefits if _kind(one) in SHARES and one.eb.element(9)}
    buckets: dict[str, dict[str, Any]] = {}
    numbers: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for one in benefits:
        found = _number(one, with_shares)
        if found:
            name, number, unit = found
            about = _bucket(one, unit, year, reading)
            bucket = buckets.setdefault(about["key"], about)
            bucket["span"] = max(bucket["span"], about["span"])  # a year, if one EB says so
            numbers[about["key"]].add((name, number))
        elif one.eb.element(1) != ACTIVE:
            yield NotNeeded(f"271 EB {text(one.eb.element(1), 3)}")
    for key, about in buckets.items():
        counted = dict(numbers[key])
        if len(counted) == len(numbers[key]):
            yield _record(about, Counted(**counted), person, reading)
        else:
            now = "This amount was left out. The others landed."
            reading.warn("EB", "one number of one benefit", "two different ones", now)


def _record(
    about: dict[str, Any], counted: Counted, person: Insured, reading: Reading
) -> AccumulatorRecord:
    said = (about, counted, person.patient, person.as_of)
    unknown = [one for one in about["services"] if one not in SERVICE_TYPES]
    return AccumulatorRecord(
        source=reading.source,
        content_hash=sha256(ENCODE(said)).hexdigest(),
        patient=person.patient,
        as_of=person.as_of,
        counted=counted,
        unrecognised=tuple(("x12:EB03", one) for one in unknown),
        line=reading.line,
        **about,
    )


def _number(one: Benefit, with_shares: set[tuple[str, ...]]) -> tuple[str, int, Unit] | None:
    """(name of the number, number, unit) that a benefit states; None when it is none of ours.

    A number of one procedure (EB13) is none, nor one that was passed or not (30, 31). Days that
    are followed by days with a share are no limit: the plan goes on paying.
    """
    kind, eb = _kind(one), one.eb
    if kind is None or eb.element(13) or eb.element(6) in ("30", "31"):
        return None
    if kind in SHARES:
        return _share(one)
    if kind is AccumulatorKind.LIMIT and (not one.services or one.services in with_shares):
        return None
    name = "used" if eb.element(6) in USED else "remaining" if eb.element(6) in LEFT else "limit"
    amount = cents(eb.element(7))
    if amount is not None:
        return (name, amount, Unit.CENTS) if amount >= 0 else None
    unit, quantity = UNITS.get(eb.element(9)), eb.element(10)
    if kind is AccumulatorKind.LIMIT and unit and quantity.isdecimal() and len(quantity) < 6:
        return name, int(quantity), unit
    return None


def _share(one: Benefit) -> tuple[str, int, Unit] | None:
    """Cents of a copay; percent of a coinsurance, which X12 writes as a part of one (0.2)."""
    eb = one.eb
    if eb.element(9):
        return None
    share = cents(eb.element(7 if _kind(one) is AccumulatorKind.COPAY else 8))
    too_much = _kind(one) is AccumulatorKind.COINSURANCE and (share or 0) > 100
    return None if share is None or share < 0 or too_much else ("share", share, Unit.CENTS)


def _bucket(one: Benefit, unit: Unit, year: Days, reading: Reading) -> dict[str, Any]:
    """What the bucket is, and its key: all of it but whether a year is stated."""
    eb, span = one.eb, _span(one.eb.element(6))
    since, until = between(one.following, reading)
    if since is None or until is None:
        since, until = year
    if span is Span.LIFETIME:
        since = until = None
    about: dict[str, Any] = {
        "kind": _kind(one),
        "level": LEVELS.get(eb.element(2), Level.UNSTATED),
        "network": NETWORKS.get(eb.element(12), Network.UNSTATED),
        "unit": unit,
        "services": () if one.services == (WHOLE_PLAN,) and _is_paid_in(one) else one.services,
        "plan_name": text(eb.element(5), 200),
        "starts_on": since,
        "ends_on": until,
    }
    counted_over = Span.UNSTATED if span is Span.YEAR else span
    parts = (about, eb.element(4), counted_over, eb.element(6) if span is Span.OTHER else "")
    return about | {"span": span, "key": sha256(ENCODE(parts)).hexdigest()}


def _kind(one: Benefit) -> AccumulatorKind | None:
    return KINDS.get(one.eb.element(1))


def _is_paid_in(one: Benefit) -> bool:
    return _kind(one) in (AccumulatorKind.DEDUCTIBLE, AccumulatorKind.OUT_OF_POCKET)


def _span(period: str) -> Span:
    if period in YEAR:
        return Span.YEAR
    if period in LIFETIME:
        return Span.LIFETIME
    return Span.UNSTATED if period in NO_SPAN else Span.OTHER


def _whole_year(about: Iterable[Segment], reading: Reading) -> Days:
    """The plan year, where the days that hold for the whole person are one."""
    since, until = between(about, reading)
    if since and until and dt.timedelta() < until - since < LONGEST_YEAR:
        return since, until
    return None, None
