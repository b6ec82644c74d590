"""How we reach the member and the member us: the app's public names."""

from outreach.models.booking import Booking, BookingChange
from outreach.models.call_request import CallRequest
from outreach.models.specialist import Skill, Specialist, TimeOff, Topic, WorkingHours

__all__ = [
    "Booking",
    "BookingChange",
    "CallRequest",
    "Skill",
    "Specialist",
    "TimeOff",
    "Topic",
    "WorkingHours",
]
