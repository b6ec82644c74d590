"""The last year of many other people's claims and orders: how long things take is learned here.

They come in as files of the systems that send them, like everything that is imported.
"""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import msgspec

from claims.store.batch import Run
from portal.demo.files import Damaged
from portal.synthetic.history import claim_course, claim_told, order_told, request_told

SEED = 20
YEAR, ENDED = 330, 2  # days ago: when the first came, and the last
CLAIMS, REQUESTS, ORDERS = 260, 20, 90  # so few requests that only a range can be said


def take_in(now: dt.datetime) -> None:
    """Everything that was said up to yesterday, each thing in the order in which it was said."""
    today = now.date()
    orders, trackers = zip(*order_lines(today), strict=True)
    for system, documents in (
        ("fhir", [*claim_lines(today)]),
        ("schemaorg", orders),
        ("easypost", trackers),
    ):
        refused: list[object] = []
        run = Run(system, file_name=f"history.{system}", now=now, on_refusal=refused.append)
        run.go(io.BytesIO(b"\n".join(msgspec.json.encode(one) for one in documents)))
        if refused:
            raise Damaged(f"{system}: {refused[:3]}")


def claim_lines(today: dt.date) -> Iterator[dict[str, Any]]:
    for number, came in enumerate(spread(CLAIMS, today)):
        course = claim_course(SEED, number, came)
        told = claim_told(SEED, course, number)
        yield from (document for on, document in told if on < today)
    for number, came in enumerate(spread(REQUESTS, today), start=CLAIMS):
        told = request_told(SEED, number, came)
        yield from (document for on, document in told if on < today)


def order_lines(today: dt.date) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for number, placed in enumerate(spread(ORDERS, today)):
        yield order_told(SEED, number, placed, today - dt.timedelta(1))


def spread(number: int, today: dt.date) -> Iterator[dt.date]:
    """So many days of the last year, evenly, the oldest first."""
    for one in range(number):
        yield today - dt.timedelta(YEAR - (YEAR - ENDED) * one // (number - 1))
