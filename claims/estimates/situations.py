"""Where each case stood after each of its events: only what was known at that moment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.estimates.columns import Codes, Measures, Numbers, numbers_in
from claims.estimates.log import EventLog

MOST_ACTIVITIES = 500
COUNTED_ACTIVITIES = 12
WEEK, MONTH = 7.0, 30.0
NUMERIC_FROM = 12  # a column with fewer different numbers is a list of names


@dataclass(frozen=True, kw_only=True)
class Situations:
    """One row an event. ``names`` are codes (-1 is unknown), ``numbers`` have an order (or nan).

    ``remaining`` is how long the case still took, and ``case`` and ``at`` say where a row is from;
    they are for learning and measuring, no estimate is made of them.
    """

    case: Codes
    at: Numbers
    place: NDArray[np.int64]  # 1 is the case's first event
    size: NDArray[np.int64]
    remaining: Numbers
    names: dict[str, Codes]
    numbers: dict[str, Measures]

    def __len__(self) -> int:
        return len(self.at)

    def of(self, rows: NDArray[np.int64]) -> "Situations":
        return Situations(
            case=self.case[rows],
            at=self.at[rows],
            place=self.place[rows],
            size=self.size[rows],
            remaining=self.remaining[rows],
            names={name: codes[rows] for name, codes in self.names.items()},
            numbers={name: numbers[rows] for name, numbers in self.numbers.items()},
        )


def situations(log: EventLog) -> Situations:
    """All situations of a log, in its order."""
    start, end = log.start[log.case], log.end[log.case]
    place = np.arange(len(log)) - log.first[log.case] + 1
    activity = common(log)
    names, numbers = known_of(log)
    return Situations(
        case=log.case,
        at=log.at,
        place=place,
        size=log.size[log.case],
        remaining=end - log.at,
        names=path(log, activity, place) | names,
        numbers=measured({"place": place.astype(float), "elapsed": log.at - start})
        | measured(pace(log, place))
        | counts(log)
        | measured(calendar(log, start))
        | measured(load(log, activity))
        | measured(numbers),
    )


def measured(numbers: dict[str, Numbers]) -> dict[str, Measures]:
    """In half the memory: a log of millions of events has forty of them for each."""
    return {name: found.astype(np.float32) for name, found in numbers.items()}


def common(log: EventLog) -> Codes:
    """The activity of each event; the rare ones of a log that has very many are one."""
    if len(log.activities) <= MOST_ACTIVITIES:
        return log.activity
    rank = np.argsort(np.argsort(-np.bincount(log.activity), kind="stable"))
    return np.minimum(rank, MOST_ACTIVITIES)[log.activity].astype(np.int32)


def path(log: EventLog, activity: Codes, place: NDArray[np.int64]) -> dict[str, Codes]:
    """The last thing that happened, the last two and three, and the whole way here."""
    last = activity.astype(np.int64) + 1
    base = int(last.max()) + 1
    before = np.where(place > 1, np.roll(last, 1), 0)
    two = last * base + before
    before_that = np.where(place > 2, np.roll(last, 2), 0)
    whole = np.zeros(len(log), dtype=np.uint64)
    multiplier = np.uint64(0x9E3779B97F4A7C15)
    for step in range(1, int(log.size.max()) + 1):  # all cases at once, an event at a time
        rows = log.first[log.size >= step] + step - 1
        earlier = whole[rows - 1] if step > 1 else np.uint64(0)
        whole[rows] = (earlier ^ last[rows].astype(np.uint64)) * multiplier
        whole[rows] ^= whole[rows] >> np.uint64(29)
    return {
        "last": activity,
        "last two": recoded(two),
        "last three": recoded(two * base + before_that),
        "path": recoded(whole),
    }


def recoded(codes: NDArray[np.int64] | NDArray[np.uint64]) -> Codes:
    return np.unique(codes, return_inverse=True)[1].astype(np.int32)


def pace(log: EventLog, place: NDArray[np.int64]) -> dict[str, Numbers]:
    """How long ago the events before this one were."""
    gaps = {}
    for back in (1, 2):
        gap = log.at - np.roll(log.at, back)
        gaps[f"since {back} before"] = np.where(place > back, gap, np.nan)
    return gaps


def counts(log: EventLog) -> dict[str, Measures]:
    """How often each of the commonest activities has happened in the case, and how long ago."""
    common = np.argsort(-np.bincount(log.activity), kind="stable")[:COUNTED_ACTIVITIES]
    found: dict[str, Measures] = {}
    rows = np.arange(len(log))
    for code in common:
        hit = log.activity == code
        total = np.cumsum(hit)
        name = log.activities[code]
        so_far = total - (total - hit)[log.first][log.case]
        latest = np.maximum.accumulate(np.where(hit, rows, -1))
        inside = latest >= log.first[log.case]
        ago = np.where(inside, log.at - log.at[latest], np.nan)
        found |= measured({f"count of {name}": so_far, f"since {name}": ago})
    return found


def calendar(log: EventLog, start: Numbers) -> dict[str, Numbers]:
    return {
        "weekday": np.floor(log.at + 3) % 7,  # 1970 began on a Thursday
        "hour": log.at % 1 * 24,
        "day of the year": log.at % 365.2425,
        "day of the month": log.at % 30.436875,
        "day": log.at,
        "started": start,
    }


def load(log: EventLog, activity: Codes) -> dict[str, Numbers]:
    """How many cases were open, how many came and went lately, how many wait where this does."""
    starts, ends, times = np.sort(log.start), np.sort(log.end), np.sort(log.at)

    def until(sorted_times: Numbers, back: float = 0.0) -> Numbers:
        return np.searchsorted(sorted_times, log.at - back, side="right").astype(float)

    came, gone, happened = until(starts), until(ends), until(times)
    return {
        "open": came - gone,
        "came in a week": came - until(starts, WEEK),
        "came in a month": came - until(starts, MONTH),
        "done in a month": gone - until(ends, MONTH),
        "events in a week": happened - until(times, WEEK),
        "waiting alike": waiting(log, activity),
    }


def waiting(log: EventLog, activity: Codes) -> Numbers:
    """How many open cases stood at the same activity, this one included."""
    found = np.zeros(len(log))
    left_at = np.append(log.at[1:], 0.0)
    left_at[log.first + log.size - 1] = log.end
    for code in np.unique(activity):
        rows = np.flatnonzero(activity == code)
        entered, left = np.sort(log.at[rows]), np.sort(left_at[rows])
        now = log.at[rows]
        found[rows] = np.searchsorted(entered, now, "right") - np.searchsorted(left, now, "right")
    return found


def known_of(log: EventLog) -> tuple[dict[str, Codes], dict[str, Numbers]]:
    """The columns, each with the newest value known of the case by then."""
    names, numbers = {}, {}
    for name, codes in log.columns.items():
        rows = np.where(codes >= 0, np.arange(len(log)), -1)
        latest = np.maximum.accumulate(rows)
        known = np.where(latest >= log.first[log.case], codes[latest], -1).astype(np.int32)
        values = numeric(log.values[name])
        if values is None:
            names[f"column {name}"] = known
        else:
            numbers[f"column {name}"] = np.where(known >= 0, values[known], np.nan)
    for name, cells in log.numbers.items():
        rows = np.where(np.isnan(cells), -1, np.arange(len(log)))
        latest = np.maximum.accumulate(rows)
        known_yet = latest >= log.first[log.case]
        numbers[f"column {name}"] = np.where(known_yet, cells[latest], np.nan)
    return names, numbers


def numeric(values: list[str]) -> Numbers | None:
    """The values as numbers when that is what they are."""
    return numbers_in(values) if len(values) >= NUMERIC_FROM else None
