"""Which way a message leaves the portal, if any: the first that the member wants and can have."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db.models import Q

from accounts.models import Member
from outreach.case import Case
from outreach.channels import WAYS
from outreach.models import Channel, Delivery, Silence
from outreach.models.message import WAITS

ONE_MORNING = dt.timedelta(hours=2)  # in which an e-mail that nobody opened stands for the next


def way_out(case: Case) -> Delivery | None:
    """Write how the message leaves; it is returned where that is at once.

    One that is on its way already, or that was just sent and not read, stands for this one too:
    all it says is that there is something to read.
    """
    channel, address = channel_of(case)
    if not address or (under_way(case, channel) and not case.notice.calendar):
        return None
    quiet = case.quiet_until()
    delivery = Delivery.objects.create(
        message=case.message,
        channel=channel,
        address=address,
        made_at=case.at,
        next_at=quiet or case.at + WAITS[0],
        attempts=0 if quiet else 1,
    )
    delivery.refresh_from_db(fields=["id"])
    return None if quiet else delivery


def channel_of(case: Case) -> tuple[str, str]:
    """The channel and the address; two empty words where the inbox has to do."""
    silences = Silence.objects.of(case.member)
    for channel, wanted in ((Channel.EMAIL, case.reach.email), (Channel.SMS, case.reach.sms)):
        if not wanted or channel not in WAYS:
            continue
        if silences.against(channel, case.message.purpose).exists():
            continue
        if address := address_of(case.member, channel):
            return channel, address
    return "", ""


def address_of(member: Member, channel: str) -> str:
    """Only one that was proved to be theirs."""
    if channel == Channel.SMS:
        phones = member.phones.exclude(verified_at=None).order_by("-preferred", "pk")
        return phones.values_list("number", flat=True).first() or ""
    mine = EmailAddress.objects.filter(user=member.user_id, verified=True)
    return mine.order_by("-primary", "pk").values_list("email", flat=True).first() or ""


def under_way(case: Case, channel: str) -> bool:
    lately = Q(made_at__gt=case.at - ONE_MORNING, message__read_at=None, parked_at=None)
    waiting = Q(attempts=0, sent_at=None, dropped_at=None, parked_at=None)
    same = Delivery.objects.filter(message__member=case.member, channel=channel, dropped_at=None)
    return same.filter(lately | waiting).exists()
