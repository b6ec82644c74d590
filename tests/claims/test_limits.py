"""What is too much, kind by kind: a table of cases."""

import datetime as dt

import pytest

from claims.facts import Trouble
from claims.limits import USUAL, Limits, Vitals, passed, usual

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
LIMITS = Limits(silent_after=6 * HOUR, late_after=14 * DAY, fewest_records=20)
WELL = {"silent_for": HOUR, "late_by": DAY, "read": 100, "landed": 100}

CASES = [
    ("nothing", {}, {}),
    ("just heard enough", {"silent_for": 6 * HOUR}, {}),
    ("silent", {"silent_for": 7 * HOUR}, {Trouble.SILENT: (7 * 3600, 6 * 3600)}),
    ("down", {"down_for": HOUR}, {Trouble.DOWN: (3600, 0)}),
    ("down and so silent", {"down_for": HOUR, "silent_for": DAY}, {Trouble.DOWN: (3600, 0)}),
    ("as old as it may be", {"late_by": 14 * DAY}, {}),
    ("late", {"late_by": 15 * DAY}, {Trouble.LATE: (15 * 86400, 14 * 86400)}),
    ("nothing has a day", {"late_by": None}, {}),
    ("as many refused as may be", {"refused": 2}, {}),
    ("too many refused", {"refused": 3}, {Trouble.REFUSED: (0.03, 0.02)}),
    ("all of a few refused", {"read": 1, "refused": 1}, {Trouble.REFUSED: (1, 0.5)}),
    ("most of a few refused", {"read": 3, "refused": 2}, {Trouble.REFUSED: (2 / 3, 0.5)}),
    ("half of a few refused", {"read": 18, "refused": 9}, {}),
    ("one of three refused", {"read": 3, "refused": 1}, {}),
    ("all of enough refused", {"read": 20, "refused": 20}, {Trouble.REFUSED: (1, 0.02)}),
    ("as many unknown as may be", {"unknown": 5}, {}),
    ("too many unknown", {"unknown": 6}, {Trouble.UNKNOWN_CODES: (0.06, 0.05)}),
    ("unknown in too few", {"landed": 19, "unknown": 19}, {}),
    ("cut short", {"cut_short": 1}, {Trouble.CUT_SHORT: (1, 0)}),
    ("parked", {"parked": 3}, {Trouble.PARKED: (3, 0)}),
    (
        "two at once",
        {"down_for": HOUR, "refused": 50},
        {Trouble.DOWN: (3600, 0), Trouble.REFUSED: (0.5, 0.02)},
    ),
]


@pytest.mark.parametrize(
    ("measured", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_passes_a_limit(measured, expected):
    found = passed(Vitals(**WELL | measured), LIMITS)
    assert {kind: (limit.value, limit.threshold) for kind, limit in found.items()} == expected


def test_each_kind_of_source_has_usual_limits():
    from claims.models import Source

    assert set(USUAL) == set(Source.Kind.values)


def test_a_source_with_limits_of_its_own_has_the_usual_ones_beside_them():
    own = usual("carrier", silent_after=HOUR, most_refused=0.5)
    assert (own.most_refused, own.silent_after) == (0.5, HOUR)
    assert own.late_after == USUAL["carrier"].late_after
