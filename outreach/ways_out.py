"""Which way a message leaves the portal, if any: the first that the member wants and can have."""

import datetime as dt
from collections.abc import Collection, Iterator

from outreach.case import Case
from outreach.channels import is_offered
from outreach.means import Means
from outreach.models import Channel, Delivery
from outreach.models.message import WAITS
from outreach.notice import Kind, Notice

ONE_MORNING = dt.timedelta(hours=2)  # in which an e-mail that nobody opened stands for the next


def way_out(case: Case) -> Delivery | None:
    """Write how the message leaves; it is returned where that is at once.

    One that is on its way already, or that was just sent and not read, stands for this one too:
    all it says is that there is something to read.
    """
    found = next(ways(case.message.purpose, case.notice, case.means), None)
    if found is None:
        return None
    channel, address = found
    quiet = case.means.quiet_at(case.at)
    delivery = Delivery(
        message=case.message,
        channel=channel,
        address=address,
        made_at=case.at,
        next_at=quiet or case.at + WAITS[0],
        attempts=0 if quiet else 1,
    )
    lately = None if case.notice.calendar else case.at - ONE_MORNING
    return delivery if delivery.write(unless_since=lately) and not quiet else None


def ways(
    purpose: str, notice: Notice, means: Means, *, without: Collection[tuple[str, str]] = ()
) -> Iterator[tuple[str, str]]:
    """Channels and addresses that it may take, best first; none where the inbox has to do."""
    for channel in order(notice):
        address = means.address(channel)
        if not address or (channel, address) in without or not is_offered(channel):
            continue
        if not means.is_silent(channel, purpose, address):
            yield channel, address


def order(notice: Notice) -> list[str]:
    """What a member asked for comes before e-mail, which goes to those who chose nothing; but a
    deadline, and a call for the calendar, go where they can be found again."""
    lasting = notice.kind is Kind.DEADLINE or notice.calendar
    asked_for = [Channel.PUSH, Channel.SMS]
    return [Channel.EMAIL, *asked_for] if lasting else [*asked_for, Channel.EMAIL]
