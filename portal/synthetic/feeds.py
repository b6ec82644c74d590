"""The files of a synthetic feed, each as lines of bytes that are made while they are written."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from portal.synthetic import eobs, ledger, people, shop
from portal.synthetic.dice import Shares

JSON = msgspec.json.Encoder().encode


class Feed(Struct, frozen=True):
    """How much of what there is, and until when; the same feed is the same bytes."""

    seed: int
    until: dt.date
    members: int
    claims: int
    orders: int
    entries: int

    def files(self) -> dict[tuple[str, str], Callable[[], Iterator[bytes]]]:
        """(what `manage.py import` calls its system, name of the file) -> its lines, in order."""
        return {
            ("fhir", "1-members.ndjson"): self.member_lines,
            ("fhir", "2-claims.ndjson"): self.claim_lines,
            ("schemaorg", "3-orders.ndjson"): self.order_lines,
            ("easypost", "4-trackers.ndjson"): self.tracker_lines,
            ("ledger", "5-ledger.csv"): self.ledger_lines,
        }

    def member_lines(self) -> Iterator[bytes]:
        for person in range(self.members):
            yield line(people.patient(self.seed, person))
            yield line(people.coverage(self.seed, person))

    def claim_lines(self) -> Iterator[bytes]:
        for person, claim in self._each(self.claims):
            yield line(eobs.eob(self.seed, claim, person, self.until))

    def order_lines(self) -> Iterator[bytes]:
        for person, order in self._each(self.orders):
            yield line(shop.order(self.seed, order, person, self.until))

    def tracker_lines(self) -> Iterator[bytes]:
        for number in range(self.orders):
            if found := shop.tracker(self.seed, number, self.until):
                yield line(found)

    def ledger_lines(self) -> Iterator[bytes]:
        shares, claims = Shares(self.entries, self.members), Shares(self.claims, self.members)
        yield row(ledger.COLUMNS)
        for person in range(self.members):
            numbers = [eobs.number_of(claim) for claim in claims.of(person)]
            count = len(shares.of(person))
            for cells in ledger.entries(self.seed, person, count, numbers, self.until):
                yield row(cells)

    def _each(self, total: int) -> Iterator[tuple[int, int]]:
        """(person, thing) of every thing, person by person."""
        shares = Shares(total, self.members)
        for person in range(self.members):
            for thing in shares.of(person):
                yield person, thing


def line(document: dict[str, Any]) -> bytes:
    return JSON(document) + b"\n"


def row(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()
