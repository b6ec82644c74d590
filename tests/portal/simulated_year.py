"""A year lived through with a made-up plan: what its members read, held against what came.

Week by week the real import takes in what was said, the nightly table is built anew, what was
promised is settled, the answers are read as the pages read them, and their dates are noted. How
long each claim takes was thrown before.
"""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from claims.answers.claim import claim_answer
from claims.date_kind import DateKind
from claims.deadlines.calendar import business_days_until
from claims.estimates.tables import IN_USE
from claims.facts import ClaimUse
from claims.models import Claim
from claims.models.estimate import look
from claims.store.batch import Run
from claims.store.estimates import build
from claims.store.open_dates import note_all
from claims.store.promise_settlement import settle
from portal.synthetic.dice import Dice
from portal.synthetic.eobs import number_of
from portal.synthetic.history import Course, claim_course, claim_told

WEEK = dt.timedelta(days=7)
WARM_UP, WEEKS = 26, 78  # the first dates that count, and the last
LEARNT = {2**power for power in range(7)}  # when there is twice as much as the last time
PLAN = "simulated"
ZONE = "UTC"


class Told(Struct, frozen=True):
    """What one member read about one claim on one day; ``done`` is the truth, None never."""

    key: str
    read_on: dt.date
    on: dt.date
    done: dt.date | None

    @property
    def kept(self) -> bool:
        return self.done is not None and self.done <= self.on


class Year(Struct, frozen=True):
    """``told`` are the days that were read, ``undated`` counts answers without one.

    ``until`` is the day up to which everything was told.
    """

    told: tuple[Told, ...]
    undated: int
    until: dt.date

    def kept(self, *, once: bool = False) -> float:
        """The share of days that were kept; ``once`` counts only the first of each claim."""
        first = {one.key: one for one in reversed(self.told)}
        rows = [*first.values()] if once else self.told
        return sum(one.kept for one in rows) / len(rows)

    def ahead(self) -> float:
        days = (business_days_until(one.on) - business_days_until(one.read_on) for one in self.told)
        return sum(days) / len(self.told)


def live(seed: int, claims: int, first: dt.date, set_clock: Callable[[dt.datetime], None]) -> Year:
    """Live through it from ``first`` on. ``set_clock`` lets everything believe that it is then."""
    courses = {number_of(one.number): one for one in plan_year(seed, claims, first)}
    weeks = by_week(seed, courses.values(), first)
    told: list[Told] = []
    undated = 0
    for week in range(WEEKS):
        at = dt.datetime.combine(first + (week + 1) * WEEK, dt.time(9), dt.UTC)
        set_clock(at)
        take_in(weeks[week], at)
        if week in LEARNT:
            learn()
        with no_nested_loops():
            build(at)
        IN_USE.drop()
        look()
        settle(at)
        if week < WARM_UP:
            continue
        for key, on in read(at):
            if on is None:
                undated += 1
            else:
                told.append(Told(key, at.date(), on, courses[key].done))
        note_all(at)
    return Year(tuple(told), undated, at.date())


def learn() -> None:
    """As autovacuum does, which sees no rows of a test: without it the database plans for a few."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def no_nested_loops() -> Iterator[None]:
    """Of what one statement finds on its way the database knows nothing, and takes it for little:
    a plan for little took a third of the year."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def plan_year(seed: int, claims: int, first: dt.date) -> Iterator[Course]:
    """They come in at any day, the last early enough that all that is ever done is done."""
    for number in range(claims):
        came = first + dt.timedelta(Dice(seed, 21, number).between(0, 7 * WEEKS - 1))
        yield claim_course(seed, number, came)


def by_week(
    seed: int, courses: Iterable[Course], first: dt.date
) -> dict[int, list[dict[str, Any]]]:
    """What was said in each week."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for course in courses:
        for on, document in claim_told(seed, course, course.number):
            found[(on - first).days // 7].append(document)
    return found


def take_in(documents: list[dict[str, Any]], at: dt.datetime) -> None:
    lines = b"\n".join(msgspec.json.encode(one) for one in documents)
    Run("fhir", slug=PLAN, file_name=f"{at:%Y-%m-%d}.ndjson", now=at).go(io.BytesIO(lines))


def read(at: dt.datetime) -> Iterator[tuple[str, dt.date | None]]:
    """(key of a claim that is open, the day that its page names) as of now."""
    still_open = Claim.objects.waiting_for_us().filter(source=PLAN, use=ClaimUse.CLAIM)
    keys = dict(still_open.values_list("pk", "external_key"))
    for facts in Claim.objects.facts_of(keys):
        date = claim_answer(facts, now=at, zone=ZONE, brief=True).date
        named = date.on if date.kind == DateKind.DECISION and date.share else None
        yield keys[UUID(facts.id)], named
