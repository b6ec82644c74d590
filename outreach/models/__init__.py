"""How we reach the member and the member us: the app's public names."""

from outreach.models.booking import Booking, BookingChange
from outreach.models.call import Call, Correction, Summary, SummaryLine
from outreach.models.call_request import CallRequest
from outreach.models.delivery import Channel, Delivery
from outreach.models.device import Device
from outreach.models.draft import Draft
from outreach.models.effect import Effect
from outreach.models.follow import Follow
from outreach.models.hold import Hold
from outreach.models.keeper import HandOver, Keeper
from outreach.models.message import Message
from outreach.models.pause import Pause
from outreach.models.phone_call import PhoneCall
from outreach.models.posting import Posting
from outreach.models.pulse import Pulse
from outreach.models.reach import Reach, Silence
from outreach.models.receipt import Receipt
from outreach.models.recovery import Goodwill, GoodwillBudget, Recovery, RecoveryStep
from outreach.models.rule import Rule
from outreach.models.specialist import Skill, Specialist, Team, TimeOff, Topic, WorkingHours
from outreach.models.sweep import Sweep
from outreach.models.thread import Post, Thread, ThreadDraft

__all__ = [
    "Booking",
    "BookingChange",
    "Call",
    "CallRequest",
    "Channel",
    "Correction",
    "Delivery",
    "Device",
    "Draft",
    "Effect",
    "Follow",
    "Goodwill",
    "GoodwillBudget",
    "HandOver",
    "Hold",
    "Keeper",
    "Message",
    "Pause",
    "PhoneCall",
    "Post",
    "Posting",
    "Pulse",
    "Reach",
    "Receipt",
    "Recovery",
    "RecoveryStep",
    "Rule",
    "Silence",
    "Skill",
    "Specialist",
    "Summary",
    "SummaryLine",
    "Sweep",
    "Team",
    "Thread",
    "ThreadDraft",
    "TimeOff",
    "Topic",
    "WorkingHours",
]
