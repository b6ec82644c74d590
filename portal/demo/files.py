"""Files as outside systems write them, taken in by the code of ``manage.py import``.

``@-40@`` stands for the day 40 days ago, ``@-40D8@`` for the same as X12 writes it, ``@-3T09:30@``
for an instant (UTC), so that they are never old.
"""

import datetime as dt
import io
import re
from pathlib import Path

from claims.store.batch import Run
from portal.demo.then import Then

FOLDER = Path(__file__).parent / "files"
DAY = re.compile(r"@(-?\d+)(D8)?(?:T(\d\d):(\d\d))?@")
#: In this order: an order is there before its parcel, a claim before what is owed for it.
FILES = (
    "claims.fhir.ndjson",
    "remittance.x12.edi",
    "status.x12.edi",
    "unbalanced.x12.edi",
    "benefits.x12.edi",
    "order.schemaorg.json",
    "tracker.easypost.json",
    "balances.ledger.csv",
)


#: A file of which some rows are refused, and the source that sent it: an operator has work.
IN_PART = ("therapy.ledger.csv", "billing-partial", 3)


class Damaged(ValueError):
    """A file of the demo was not taken in whole; the text says why."""


def dated(text: str, then: Then) -> str:
    """The file as it would read if it was written now."""

    def day(found: re.Match[str]) -> str:
        offset, compact, hour, minute = found.groups()
        if hour is None:
            return f"{then.day(int(offset)):{'%Y%m%d' if compact else '%Y-%m-%d'}}"
        return f"{then.at(int(offset), int(hour), int(minute)):%Y-%m-%dT%H:%M:%SZ}"

    return DAY.sub(day, text)


def take_in(now: dt.datetime) -> None:
    then = Then(now, "UTC")
    for name, slug, expected in (*((name, "", 0) for name in FILES), IN_PART):
        system = name.split(".")[1]
        refused: list[object] = []
        run = Run(system, slug=slug, file_name=name, now=now, keep=True, on_refusal=refused.append)
        run.go(io.BytesIO(dated((FOLDER / name).read_text(), then).encode()))
        if len(refused) != expected:
            raise Damaged(f"{name}: {refused}")
