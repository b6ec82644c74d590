"""Every promise of a call is kept, moved with notice, or owned up to: lived through day by day.

``SIMULATED_DAYS=31 pytest tests/outreach/test_simulated_month.py`` lives through the whole month,
with Thanksgiving; the suite through the days around the night on which the clocks change.
"""

import datetime as dt
import os

import pytest

from outreach.models import Booking, BookingChange, Keeper, Message
from tests import make
from tests.outreach.simulated_month import live
from tests.outreach.test_crowd import overlaps

DAYS = int(os.environ.get("SIMULATED_DAYS", "5"))
FIRST = dt.date(2026, 10, 29)  # Thursday; the clocks change in the night to Sunday


@pytest.mark.django_db
def test_every_promise_is_kept_or_moved_with_notice_or_owned_up_to(record_property) -> None:
    month = live(
        first=FIRST,
        days=DAYS,
        specialists=[
            make.specialist("Dana"),
            make.specialist("Luis", zone="America/Los_Angeles"),
            make.specialist("Ada", daily_maximum=3),
        ],
        members=[make.member(f"M{one}", signs_in=False) for one in range(6)],
        seed=7,
    )
    record_property("happened", dict(month.happened))
    assert month.broken == []
    assert overlaps() == 0
    assert {"called", "forgotten", "sick"} <= set(month.happened)
    assert BookingChange.objects.filter(kind__in=("handed", "moved")).exists()
    missed = Booking.objects.filter(state="missed").count()
    assert Message.objects.filter(notice="call_missed").count() == missed
    assert Keeper.objects.exists()
