"""What follows when a message did not get through: another channel, then the post, then a person.

Each step is a committed row, so taking it twice changes nothing.
"""

import datetime as dt

from outreach.models import Delivery, Message, Posting, Reach, Silence
from outreach.notice import Kind
from outreach.notices import NOTICES
from outreach.quiet_hours import quiet_until
from outreach.ways_out import ways


def bounced(delivery: Delivery, at: dt.datetime) -> None:
    """Its address is bad: nothing more goes there, and the message takes the next step."""
    member = delivery.message.member
    Silence.objects.bounced(member, delivery.channel, delivery.address, at)
    step_on(delivery, at)


def step_on(delivery: Delivery, at: dt.datetime) -> None:
    """The next channel that it did not take yet, else a letter that a person posts.

    Nothing where it was read meanwhile. An offer is worth no letter: it stands in the inbox.
    """
    message = delivery.message
    notice = NOTICES.get(message.notice)
    if message.read_at or notice is None:
        return
    reach = Reach.objects.filter(member=message.member).first() or Reach(member=message.member)
    tried = set(message.deliveries.values_list("channel", flat=True))
    found = next(ways(message, notice, reach, without=tried), None)
    if found:
        send_by(*found, message=message, reach=reach, at=at)
    elif notice.kind is not Kind.OFFER:
        Posting.objects.need(message, at)


def send_by(channel: str, address: str, *, message: Message, reach: Reach, at: dt.datetime) -> None:
    quiet = quiet_until(
        at, message.member.time_zone, starts=reach.quiet_from, ends=reach.quiet_until
    )
    Delivery.objects.create(
        message=message, channel=channel, address=address, made_at=at, next_at=quiet or at
    )
