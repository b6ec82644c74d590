"""The ways out of the portal, behind one small interface (`Way`); the inbox is the row itself."""

from outreach.channels.channel import Letter, Never, NotNow, Way
from outreach.channels.email import Email
from outreach.models.delivery import Channel

__all__ = ["WAYS", "Letter", "Never", "NotNow", "Way"]

WAYS: dict[str, type[Way]] = {Channel.EMAIL: Email}
