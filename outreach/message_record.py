"""What became of each message to a member, in finished words: sent, waiting or refused, and why."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Struct

from accounts.clock_words import moment
from accounts.consent.catalogue import PURPOSES
from outreach.inbox_words import cause_words
from outreach.models import Delivery, Message
from outreach.notices import NOTICES
from outreach.reasons import reason_words

ENDS = {
    "sent": gettext_noop("Sent: it stands in their inbox since {when}."),
    "refused": gettext_noop("Refused on {when}."),
    "parked": gettext_noop("Given up on {when}: every try failed."),
    "waiting": gettext_noop("It waits until {when}."),
}

WAYS = {
    "email": gettext_noop("Email"),
    "sms": gettext_noop("Text message"),
    "push": gettext_noop("Notification on a device"),
}


class RecordRow(Struct, frozen=True, kw_only=True):
    what: str
    purpose: str
    found: str
    why: str
    end: str
    reason: str
    ways: tuple[str, ...]


def record_rows(messages: Iterable[Message]) -> list[RecordRow]:
    return [
        RecordRow(
            what=_(NOTICES[one.notice].about) if one.notice in NOTICES else one.notice,
            purpose=str(PURPOSES[one.purpose].name) if one.purpose in PURPOSES else one.purpose,
            found=_("Written on {when}.").format(when=moment(one.posted_at)),
            end=end_words(one),
            why=cause_words(one),
            reason="" if one.sent_at else reason_words(one.reason),
            ways=tuple(way_words(each) for each in one.deliveries.all()),
        )
        for one in messages
    ]


def end_words(one: Message) -> str:
    for name, at in (
        ("sent", one.sent_at),
        ("refused", one.refused_at),
        ("parked", one.parked_at),
        ("waiting", one.due_at),
    ):
        if at:
            return _(ENDS[name]).format(when=moment(at))
    raise AssertionError


def way_words(one: Delivery) -> str:
    """What left the portal, and what did not."""
    way = _(WAYS[one.channel]) if one.channel in WAYS else one.channel
    if one.sent_at:
        return _("{way}: handed over on {when}.").format(way=way, when=moment(one.sent_at))
    if one.dropped_at:
        return _("{way}: not sent. {reason}").format(way=way, reason=reason_words(one.reason))
    if one.parked_at:
        return _("{way}: every try failed. {reason}").format(way=way, reason=one.reason)
    return _("{way}: on its way.").format(way=way)
