"""Which way a message leaves the portal, if any: the first that the member wants and can have."""

import datetime as dt
from collections.abc import Collection, Iterator

from allauth.account.models import EmailAddress
from django.db.models import Q

from accounts.models import Member
from outreach.case import Case
from outreach.channels import is_offered
from outreach.models import Channel, Delivery, Message, Reach, Silence
from outreach.models.message import WAITS
from outreach.notice import Kind, Notice

ONE_MORNING = dt.timedelta(hours=2)  # in which an e-mail that nobody opened stands for the next


def way_out(case: Case) -> Delivery | None:
    """Write how the message leaves; it is returned where that is at once.

    One that is on its way already, or that was just sent and not read, stands for this one too:
    all it says is that there is something to read.
    """
    found = next(ways(case.message, case.notice, case.reach), None)
    if found is None or (under_way(case, found[0]) and not case.notice.calendar):
        return None
    channel, address = found
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


def ways(
    message: Message, notice: Notice, reach: Reach, *, without: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """Channels and addresses that it may take, best first; none where the inbox has to do."""
    silences = Silence.objects.of(message.member)
    for channel in order(notice, reach):
        if channel in without or not is_offered(channel):
            continue
        address = address_of(message.member, channel)
        if address and not silences.against(channel, message.purpose, address).exists():
            yield channel, address


def order(notice: Notice, reach: Reach) -> list[str]:
    """What a member asked for comes before e-mail, which goes to those who chose nothing; but a
    deadline, and a call for the calendar, go where they can be found again."""
    wanted = [channel for channel in (Channel.PUSH, Channel.SMS) if reach.wants(channel)]
    email = [Channel.EMAIL] if reach.email else []
    lasting = notice.kind is Kind.DEADLINE or notice.calendar
    return [*email, *wanted] if lasting else [*wanted, *email]


def address_of(member: Member, channel: str) -> str:
    """Only one that was proved to be theirs."""
    if channel == Channel.SMS:
        phones = member.phones.exclude(verified_at=None).order_by("-preferred", "pk")
        return phones.values_list("number", flat=True).first() or ""
    if channel == Channel.PUSH:
        return str(member.pk) if member.devices.exists() else ""
    mine = EmailAddress.objects.filter(user=member.user_id, verified=True)
    return mine.order_by("-primary", "pk").values_list("email", flat=True).first() or ""


def under_way(case: Case, channel: str) -> bool:
    lately = Q(made_at__gt=case.at - ONE_MORNING, message__read_at=None, parked_at=None)
    waiting = Q(attempts=0, sent_at=None, dropped_at=None, parked_at=None)
    same = Delivery.objects.filter(
        message__member=case.member, channel=channel, dropped_at=None, bounced_at=None
    )
    return same.filter(lately | waiting).exists()
