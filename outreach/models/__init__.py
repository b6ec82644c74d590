"""How we reach the member and the member us: the app's public names."""

from outreach.models.call_request import CallRequest
from outreach.models.delivery import Channel, Delivery
from outreach.models.follow import Follow
from outreach.models.message import Message
from outreach.models.reach import Reach, Silence
from outreach.models.sweep import Sweep

__all__ = ["CallRequest", "Channel", "Delivery", "Follow", "Message", "Reach", "Silence", "Sweep"]
