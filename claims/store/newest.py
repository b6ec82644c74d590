"""The day that a record is about, so that a source which sends only old things shows."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from claims import facts


def _of_shipment(record: facts.ShipmentRecord) -> dt.date | None:
    return max((step.occurred_at.date() for step in record.steps if step.occurred_at), default=None)


#: What is not here, such as a person, has no day.
DAY_OF: dict[type, Callable[[Any], dt.date | None]] = {
    facts.ClaimRecord: lambda record: record.happening.effective_on,
    facts.TaskRecord: lambda record: record.claim.happening.effective_on,
    facts.OrderRecord: lambda record: record.effective_on or record.placed_on,
    facts.ShipmentRecord: _of_shipment,
    facts.StatementRecord: lambda record: record.transmitted_on,
    facts.EntryRecord: lambda record: record.effective_on,
    facts.AccumulatorRecord: lambda record: record.as_of.date(),
}


def newest_day(records: Iterable[Any], until: dt.date) -> dt.date | None:
    """The newest day that one of them states; a day that has not come yet is a mistake or a plan.

    The next day counts, because it may have begun where the record was written.
    """
    found = (DAY_OF[type(one)](one) for one in records if type(one) in DAY_OF)
    latest = until + dt.timedelta(days=1)
    return max((day for day in found if day and day <= latest), default=None)
