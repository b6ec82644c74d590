"""Single values out of outside documents: read exactly, or not at all."""

import datetime as dt
import hashlib
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

LARGEST = 10**15  # cents: what a larger number means is a mistake, not money
LONGEST_AMOUNT = 60  # characters; Python refuses to read a number of thousands of digits
EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
AMOUNT = re.compile(
    r"(?P<open>\()?(?P<minus>-)?\$?(?P<dollars>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?:\.(?P<cents>\d{1,2}))?(?P<close>\))?\Z",
    re.ASCII,
)
MIDDAY = dt.time(12, tzinfo=dt.UTC)


def text(value: Any, limit: int) -> str:
    """Trimmed words without control characters (PostgreSQL takes no NUL); "" for anything else."""
    if not isinstance(value, str):
        return ""
    if not value.isprintable():  # few texts need it, and it costs more than all else
        value = "".join(c for c in value if c.isprintable() or c == "\n")
    return value.strip()[:limit]


def web_address(value: Any) -> str:
    """An address that a page may link to; "" for any other scheme, because it could be a script."""
    address = text(value, 500)
    return address if address.startswith(("https://", "http://")) else ""


def cents(value: Any) -> int | None:
    """Cents of "1,234.50", "$5", "-3.2", "(12.00)" or a JSON number; None when not exactly that.

    Refused, because they can mean two things: "1.234,50", "1,23", "5 USD", "$-5", three decimals.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return _cents_of_number(Decimal(value))
    if not isinstance(value, str) or len(value) > LONGEST_AMOUNT:
        return None
    found = AMOUNT.match(value.strip())
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    if found["open"] and found["minus"]:
        return None
    amount = int(found["dollars"].replace(",", "")) * 100 + int(
        (found["cents"] or "").ljust(2, "0")
    )
    if amount > LARGEST:
        return None
    return -amount if found["open"] or found["minus"] else amount


def instant(value: Any) -> dt.datetime | None:
    """The UTC instant of an ISO 8601 text; None when it is not one or its year makes no sense.

    Without an offset it is read as UTC. A bare date becomes midday UTC, because that is the same
    calendar day everywhere in the United States.
    """
    if not isinstance(value, str):
        return None
    if DATE_ONLY.match(value):
        day = civil_date(value)
        return dt.datetime.combine(day, MIDDAY) if day else None
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def civil_date(value: Any) -> dt.date | None:
    """The day as it is written, also of a date with a time behind it; None when it is none."""
    if not isinstance(value, str):
        return None
    try:
        day = dt.date.fromisoformat(value[:10])
    except ValueError:
        return None
    written_out = value[4:5] == "-" and value[10:11] in ("", "T", " ")
    return day if written_out and EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def content_hash(*parts: Any) -> str:
    """One hash for one content, whatever the order of its keys."""
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


@lru_cache(maxsize=100)  # an import asks it of one instant for every record
def day_after(instant: dt.datetime) -> dt.date:
    return instant.date() + dt.timedelta(days=1)


def unlikely_receipt(
    day: dt.date, *, heard: dt.datetime, decided: dt.date | None, care_from: dt.date | None
) -> str:
    """Why a payer cannot have received a claim on that day; "" when it can."""
    if day > day_after(heard):
        return "a day that is still to come"
    if decided and day > decided:
        return "a day after the decision was made"
    if care_from and day < care_from:
        return "a day before the care began"
    return ""


def _cents_of_number(number: Decimal) -> int | None:
    # Compared first and by copy_abs, because arithmetic on the largest Decimals overflows.
    if not number.is_finite() or number.copy_abs() > LARGEST:
        return None
    scaled = number * 100
    if abs(scaled) > LARGEST or scaled != scaled.to_integral_value():
        return None
    return int(scaled)
