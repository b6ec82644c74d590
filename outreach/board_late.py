"""What did not happen in time: a summary, a call at a time, a call by a day. One query for all."""

import datetime as dt
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import clock, day, local_date, say
from outreach.desk_promises import MOST, Due
from outreach.models import Booking, Call, CallRequest
from outreach.summary_words import SUMMARY_WITHIN

LATELY = dt.timedelta(days=7)
MEMBER = ("member", "member__preferred_name", "member__legal_name")
CALLER = "specialist__specialist__name"


class Missed(Struct, frozen=True, kw_only=True):
    """``url`` begins the call where it still waits: one of a time was moved or asked for anew."""

    member: UUID
    name: str
    words: str
    url: str = ""


class Row(NamedTuple):
    """``at`` is when the call began, should have begun, or was due."""

    key: UUID
    member: UUID
    preferred_name: str
    legal_name: str
    what: str
    at: dt.datetime
    who: str

    @property
    def name(self) -> str:
        return self.preferred_name or self.legal_name


def too_late(at: dt.datetime, zone: str) -> tuple[list[Due], list[Missed]]:
    """Calls that nobody has written up an hour after they began; then broken promises to call: of
    a time, in the last days; of a day, while it is open."""
    calls = Call.objects.open().filter(began_at__lt=at - SUMMARY_WITHIN).order_by("began_at")
    booked = Booking.objects.filter(
        state=Booking.State.MISSED, during__startswith__gt=at - LATELY
    ).order_by("-during")
    asked = CallRequest.objects.open().still_meant().filter(call_by__lt=at)
    parts = (
        rows_of(calls, "unwritten", F("began_at"), F(CALLER)),
        rows_of(booked, "booked", F("during__startswith"), F(CALLER)),
        rows_of(asked.order_by("call_by", "pk"), "asked", F("call_by"), Value("")),
    )
    found = [Row._make(row) for row in parts[0].union(*parts[1:], all=True)]
    found.sort(key=attrgetter("at", "key"))
    of_times = [one for one in reversed(found) if one.what == "booked"]  # the newest first
    of_days = [one for one in found if one.what == "asked"]
    return (
        [unwritten(one, zone) for one in found if one.what == "unwritten"],
        [missed(one, at, zone) for one in (*of_times, *of_days)],
    )


def rows_of(found: QuerySet, what: str, at: Any, who: Any) -> QuerySet:
    caller = Coalesce(who, Value(""), output_field=CharField())
    named = {"what": Value(what), "instant": at, "caller": caller}
    return found.annotate(**named).values_list("pk", *MEMBER, *named)[:MOST]


def unwritten(row: Row, zone: str) -> Due:
    return Due(
        key=row.key,
        member=row.member,
        name=row.name,
        text=say(_("The call began at {time}."), time=clock(row.at, zone)),
        by="",
        late=True,
        who=row.who,
        url=Call(pk=row.key).get_absolute_url(),
    )


def missed(row: Row, at: dt.datetime, zone: str) -> Missed:
    words, url = _("{name} did not call on {date} at {time}."), ""
    if row.what == "asked":
        words = _("Nobody has called: it was due on {date} at {time}.")
        url = f"/desk/calls/{row.key}/call/"
    date = day(local_date(row.at, zone), today=local_date(at, zone))
    said = say(words, name=row.who, date=date, time=clock(row.at, zone))
    return Missed(member=row.member, name=row.name, words=said, url=url)
