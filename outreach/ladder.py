"""What follows when a message did not get through: another channel, then the post, then a person.

Each step is a committed row, so taking it twice changes nothing.
"""

import datetime as dt

from outreach.means import means_of
from outreach.models import Delivery, Message, Posting, Silence
from outreach.notice import Kind, Notice
from outreach.notices import NOTICES
from outreach.ways_out import ways


def bounced(delivery: Delivery, at: dt.datetime) -> None:
    """Its address is bad: nothing more goes there, and the message takes the next step."""
    member = delivery.message.member
    Silence.objects.bounced(member, delivery.channel, delivery.address, at)
    step_on(delivery, at)


def step_on(delivery: Delivery, at: dt.datetime) -> None:
    """The next channel that it did not take yet, else a letter that a person posts.

    Nothing where it was read meanwhile, or somebody died since. An offer is worth no letter: it
    stands in the inbox.
    """
    message = delivery.message
    notice = NOTICES.get(message.notice)
    if message.read_at or notice is None or Silence.objects.death(message.member):
        return
    if not another_way(message, notice, at) and notice.kind is not Kind.OFFER:
        Posting.objects.need(message, at)


def another_way(message: Message, notice: Notice, at: dt.datetime) -> bool:
    """Send it by a way that it did not take yet. False where there is none."""
    means = means_of(message.member_id)
    tried = set(message.deliveries.values_list("channel", "address"))
    found = next(ways(message.purpose, notice, means, without=tried), None)
    if found:
        channel, address = found
        next_at = means.quiet_at(at) or at
        message.deliveries.create(channel=channel, address=address, made_at=at, next_at=next_at)
    return found is not None
