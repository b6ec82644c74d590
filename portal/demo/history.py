"""The last year of many other people's claims and orders: how long things take is learned here,
and how good our dates were.

They come in as files of the systems that send them, like everything that is imported.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from claims.deadlines.calendar import ONE_DAY
from claims.estimates.tables import IN_USE
from claims.models.estimate import look
from claims.store.batch import Run
from claims.store.drift import watch
from claims.store.estimates import build
from claims.store.open_dates import note_all
from claims.store.promise_settlement import settle
from portal.demo.files import Damaged
from portal.synthetic.history import claim_course, claim_told, order_told, request_told

SEED = 20
YEAR, ENDED = 330, 2  # days ago: when the first came, and the last
CLAIMS, REQUESTS, ORDERS = 260, 20, 90  # so few requests that only a range can be said
WEEK, WEEKS = dt.timedelta(days=7), 26  # through which dates are named
BUILT_EVERY = 4  # weeks
MEMBERS_LIVE = 2  # weeks


def live(now: dt.datetime, then: Callable[[dt.datetime], None]) -> None:
    """Half a year of dates: week by week what was said comes in, and the nightly tasks are done.

    So what our dates are worth was found by the code that finds it, from facts that came later.
    ``then`` lets the demo's own members take part in the last two weeks.
    """
    IN_USE.drop()
    since = dt.date.min
    for week in range(WEEKS, -1, -1):
        at = now - week * WEEK
        name = "history" if week == WEEKS else f"week-{WEEKS - week}"
        take_in(now.date(), name, at, since)
        settle(at)
        watch(at)
        if week % BUILT_EVERY == 0:
            build(at)
            look()
        if MEMBERS_LIVE >= week > 0:
            then(at)
        if week:
            note_all(at)
        since = at.date()
    IN_USE.drop()


def take_in(today: dt.date, name: str, at: dt.datetime, since: dt.date) -> None:
    """All that was said before the day of ``at``, and not before ``since``, as it was said."""
    orders = [*order_lines(today, at.date(), since)]
    for system, documents in (
        ("fhir", [*claim_lines(today, at.date(), since)]),
        ("schemaorg", [order for order, _tracker in orders]),
        ("easypost", [tracker for _order, tracker in orders]),
    ):
        refused: list[object] = []
        run = Run(system, file_name=f"{name}.{system}", now=at, on_refusal=refused.append)
        run.go(io.BytesIO(b"\n".join(msgspec.json.encode(one) for one in documents)))
        if refused:
            raise Damaged(f"{system}: {refused[:3]}")


def claim_lines(today: dt.date, until: dt.date, since: dt.date) -> Iterator[dict[str, Any]]:
    for number, came in enumerate(spread(CLAIMS, today)):
        course = claim_course(SEED, number, came)
        told = claim_told(SEED, course, number, paid_apart=number % 2 == 0)
        yield from (document for on, document in told if since <= on < until)
    for number, came in enumerate(spread(REQUESTS, today), start=CLAIMS):
        told = request_told(SEED, number, came)
        yield from (document for on, document in told if since <= on < until)


def order_lines(
    today: dt.date, until: dt.date, since: dt.date
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Orders of which something was said since then, as they stood."""
    for number, placed in enumerate(spread(ORDERS, today)):
        if placed >= until:
            continue
        told = order_told(SEED, number, placed, until - ONE_DAY)
        if placed >= since or told != order_told(SEED, number, placed, since - ONE_DAY):
            yield told


def spread(number: int, today: dt.date) -> Iterator[dt.date]:
    """So many days of the last year, evenly, the oldest first."""
    for one in range(number):
        yield today - dt.timedelta(YEAR - (YEAR - ENDED) * one // (number - 1))
