"""What we owe members after calls, in finished words: for the desk, and for the supervisor."""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import Member, User
from claims.answers.words import clock, day, say
from outreach.languages import marked
from outreach.models import Call, Correction, SummaryLine
from outreach.summary_words import SUMMARY_WITHIN, first_name

MOST = 50
SOON = dt.timedelta(days=1)


class Due(Struct, frozen=True, kw_only=True):
    key: UUID
    member: UUID
    name: str
    text: str
    by: str
    late: bool
    soon: bool = False
    who: str = ""
    said: str = ""
    url: str = ""


def name_of(member: Member) -> str:
    return member.preferred_name or member.legal_name


def promises_due(today: dt.date, *, of: User | None = None) -> list[Due]:
    """The soonest first; ``of`` somebody, or of everybody."""
    lines = SummaryLine.objects.ours().with_owner().select_related("summary__call__member")
    if of:
        lines = lines.filter(owner_id=of.pk)
    return [
        Due(
            key=line.pk,
            member=line.summary.call.member_id,
            name=name_of(line.summary.call.member),
            text=marked(line),
            by=by_words(line.due_on, today),
            late=bool(line.due_on and line.due_on < today),
            soon=bool(line.due_on and today <= line.due_on <= today + SOON),
            who=line.owner_name or "",
            url=f"/desk/promises/{line.pk}/",
        )
        for line in lines[:MOST]
    ]


def corrections_due(today: dt.date) -> list[Due]:
    """What members say is wrong, and nobody has answered."""
    waiting = Correction.objects.filter(answered_at=None).select_related(
        "line", "summary__call__member", "summary__written_by__specialist"
    )
    return [
        Due(
            key=one.pk,
            member=one.summary.call.member_id,
            name=name_of(one.summary.call.member),
            said=marked(one.line) if one.line else "",
            text=one.text,
            by=by_words(one.answer_by, today),
            late=one.answer_by < today,
            who=first_name(one.summary.written_by),
            url=f"/desk/corrections/{one.pk}/",
        )
        for one in waiting.order_by("answer_by", "pk")[:MOST]
    ]


def unwritten(at: dt.datetime, zone: str) -> list[Due]:
    """Calls that nobody has written up an hour after they began."""
    late = Call.objects.open().filter(began_at__lt=at - SUMMARY_WITHIN)
    return [
        Due(
            key=call.pk,
            member=call.member_id,
            name=name_of(call.member),
            text=say(_("The call began at {time}."), time=clock(call.began_at, zone)),
            by="",
            late=True,
            who=first_name(call.specialist),
            url=call.get_absolute_url(),
        )
        for call in late.select_related("member", "specialist__specialist").order_by("began_at")[
            :MOST
        ]
    ]


def by_words(due_on: dt.date | None, today: dt.date) -> str:
    if due_on is None:
        return ""
    words = _("Late: it was due on {date}.") if due_on < today else _("By {date}.")
    return say(words, date=day(due_on, today=today))
