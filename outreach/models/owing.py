"""What one of us still has to do for a member by a time that they were told."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Q, QuerySet

from claims.models import Dispute, Promise
from outreach.models.booking import Booking
from outreach.models.call import Correction, SummaryLine
from outreach.models.call_request import CallRequest
from outreach.models.recovery import Recovery
from outreach.models.thread import Post


def owing(member: Any) -> Q:
    """Whether we owe something to them (a key, or an `OuterRef`).

    Not what runs by itself: a date that was estimated, and the days that a law gives a claim or an
    appeal. Nearly everybody has one of those, and nobody would ever be asked how it was.
    """
    return Q(reduce(or_, map(Exists, open_promises(member))))


def open_promises(member: Any) -> Iterator[QuerySet]:
    yield SummaryLine.objects.ours().filter(summary__call__member=member)
    yield Correction.objects.filter(summary__call__member=member, answered_at=None)
    yield Post.objects.unanswered().filter(thread__member=member)
    yield CallRequest.objects.open().still_meant().filter(member=member)
    yield Booking.objects.booked().filter(member=member)
    yield Dispute.objects.open().filter(member=member)
    yield Recovery.objects.open().filter(member=member)
    yield Promise.objects.open().filter(claim__member=member, said_by__isnull=False)
