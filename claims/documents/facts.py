"""What a member reads about a file that they sent: where it stands, in one sentence."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Struct

from accounts.clock import now
from accounts.models import Member
from claims.answers.answer import Tag
from claims.answers.words import clock, day, join, local_date, say, weekday
from claims.documents.reasons import OURS, Reason, why_not
from claims.models import Document

State = Document.State
CHECKED_WITHIN = dt.timedelta(hours=1)
NEAR_MIDNIGHT = 23  # o'clock where the member is


class DocumentFacts(Struct, frozen=True, kw_only=True):
    """``arrived``: every byte is here, so it counts, as of ``counts_on``, unless it is refused.

    ``ours``: it failed by our fault, at ``begun_at``, so what it was for gets more time.
    ``url`` is empty while nobody may open it.
    """

    id: UUID
    about: str
    task: str
    name: str
    size: int
    kind: str
    state: str
    reason: str
    begun_at: dt.datetime
    received_at: dt.datetime | None
    counts_on: dt.date | None
    arrived: bool
    ours: bool
    status: str
    tag: Tag
    sentence: SafeString
    url: str


def of(member: Member, about: str) -> list[DocumentFacts]:
    """What was sent for one thing of the member's, the newest last. One query."""
    sent = Document.objects.about(member, about).select_related("repeats")
    return [facts_of(one, member.time_zone) for one in sent]


def facts_of(document: Document, zone: str) -> DocumentFacts:
    """In the language that is active."""
    status, tag, sentence = STATES[State(document.state)]
    return DocumentFacts(
        id=document.pk,
        about=document.about,
        task=document.task,
        name=document.name,
        size=document.size,
        kind=document.kind,
        state=document.state,
        reason=document.reason,
        begun_at=document.begun_at,
        received_at=document.received_at,
        counts_on=document.counts_on,
        arrived=document.state in Document.ARRIVED,
        ours=document.reason in OURS,
        status=_(status),
        tag=tag,
        sentence=sentence(document, zone),
        url=document.get_absolute_url() if document.state == State.RECEIVED else "",
    )


def receiving(document: Document, _zone: str) -> SafeString:
    share = f"{100 * document.offset // max(document.size, 1)}%"
    return say(
        _("We have {share} of this file so far. To send the rest, choose the same file again."),
        share=share,
    )


def checking(document: Document, zone: str) -> SafeString:
    assert document.received_at is not None
    late = now() - document.received_at > CHECKED_WITHIN
    words = _("We are late with checking it. That does not count against your time.")
    return join(got(document, zone), say(words if late else _("We are checking it now.")))


def received(document: Document, zone: str) -> SafeString:
    return join(say(_("We have this file.")), got(document, zone))


def quarantined(document: Document, zone: str) -> SafeString:
    words = _("We have no virus checker right now, so nobody opens it until it is checked.")
    return join(got(document, zone), say(words), say(_("You do not need to send it again.")))


def refused(document: Document, _zone: str) -> SafeString:
    return why_not(Reason(document.reason))


def repeated(document: Document, zone: str) -> SafeString:
    had = document.repeats or document
    assert had.received_at is not None
    today = local_date(now(), zone)
    return join(
        say(
            _("We already have this file, from {date}."),
            date=day(local_date(had.received_at, zone), today=today),
        ),
        say(_("You do not need to send it again.")),
    )


def got(document: Document, zone: str) -> SafeString:
    """When it came; and what day it counts as, where midnight is near."""
    at, counts_on = document.received_at, document.counts_on
    assert at is not None
    assert counts_on is not None
    on, today = local_date(at, zone), local_date(now(), zone)
    words = {"time": clock(at, zone), "date": day(on, today=today)}
    if on == counts_on and at.astimezone(ZoneInfo(zone)).hour < NEAR_MIDNIGHT:
        return say(_("We got it at {time} on {date}."), **words)
    sent = say(_("You sent this at {time} on {date}."), **words)
    counts = weekday(counts_on) if (on - counts_on).days < 7 else day(counts_on, today=today)
    return join(sent, say(_("It counts as {day}."), day=counts))


STATES: dict[State, tuple[str, Tag, Callable[[Document, str], SafeString]]] = {
    State.RECEIVING: (gettext_noop("Not all of it is here yet"), Tag.WAITING_FOR_YOU, receiving),
    State.CHECKING: (gettext_noop("We are checking the file"), Tag.WAITING_FOR_US, checking),
    State.RECEIVED: (gettext_noop("We have it"), Tag.DONE, received),
    State.QUARANTINED: (gettext_noop("Waits for its check"), Tag.WAITING_FOR_US, quarantined),
    State.REFUSED: (gettext_noop("There is a problem"), Tag.WAITING_FOR_YOU, refused),
    State.REPEATED: (gettext_noop("We had it already"), Tag.DONE, repeated),
}
