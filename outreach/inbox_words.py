"""A message in finished words: a row of the inbox, and its page with why it was sent."""

import datetime as dt
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from msgspec import Struct

from accounts.clock_words import day_and_time
from accounts.consent.catalogue import PURPOSES
from accounts.models import ConsentEvent
from claims.answers.words import clock, day, local_date, say
from claims.models import Balance, Claim, Order
from outreach.models import Message
from outreach.notices import NOTICES
from outreach.reasons import reason_words

PLACES = {"claim": Claim, "order": Order, "balance": Balance}


class InboxRow(Struct, frozen=True, kw_only=True):
    url: str
    title: str
    language: str
    when: str
    unread: bool


class Link(Struct, frozen=True):
    url: str
    label: str


class MessagePage(Struct, frozen=True, kw_only=True):
    """``why`` is every sentence of "Why did I get this?"; ``stops`` the button's words, or ""."""

    title: str
    language: str
    when: str
    paragraphs: tuple[str, ...]
    thing: Link | None
    call: Link | None
    why: tuple[str, ...]
    stops: str


class UnsentRow(Struct, frozen=True):
    """``why`` is why we had it ready, ``reason`` why it was not sent, or waits."""

    what: str
    why: str
    reason: str
    when: str


def new_words(unread: int) -> SafeString:
    """2 new messages"""
    return say(ngettext("{n} new message", "{n} new messages", unread), n=f"{unread:,}")


def inbox_rows(messages: Iterable[Message], *, at: dt.datetime, zone: str) -> list[InboxRow]:
    return [
        InboxRow(
            url=one.get_absolute_url(),
            title=isolated(one.title),
            language=one.language,
            when=when(one.sent_at, at, zone),
            unread=one.read_at is None,
        )
        for one in messages
        if one.sent_at
    ]


def message_page(message: Message, *, at: dt.datetime, zone: str) -> MessagePage:
    notice = NOTICES.get(message.notice)
    about = f"{message.subject}:{message.subject_id}" if message.subject_id else ""
    return MessagePage(
        title=isolated(message.title),
        language=message.language,
        when=when(message.sent_at, at, zone) if message.sent_at else "",
        paragraphs=tuple(isolated(one) for one in message.paragraphs),
        thing=thing_link(message),
        call=Link(f"/calls/new/?about={about}", _("Ask for a call"))
        if notice and notice.offers_call
        else None,
        why=why_words(message, at=at, zone=zone),
        stops=stop_words(message),
    )


def unsent_rows(messages: Iterable[Message], *, at: dt.datetime, zone: str) -> list[UnsentRow]:
    return [
        UnsentRow(
            what=_(NOTICES[one.notice].about) if one.notice in NOTICES else one.notice,
            why=cause_words(one),
            reason=reason_words(one.reason),
            when=when(one.refused_at or one.due_at, at, zone),
        )
        for one in messages
    ]


#: By what a message's context names: where that stands, and what leads there.
OF_CONTEXT = {
    "summary": ("/summaries/{}/", gettext_noop("Read the summary")),
    "thread": ("/threads/{}/", gettext_noop("Read it, and write back")),
    "recovery": ("/recoveries/{}/", gettext_noop("Read what we are doing")),
    "appeal": ("/appeals/{}/", gettext_noop("See your appeal")),
    "documents": ("/documents/for/{}/", gettext_noop("See what you sent")),
    "second_look": ("/claims/{}/second-look/", gettext_noop("Read our answer")),
    "choices": ("/me/#{}", gettext_noop("See your choices")),
    "pulse": ("/moments/{}/", gettext_noop("Answer three short questions")),
    "data_request": ("/me/data/{}/", gettext_noop("Open your request")),
}


def thing_link(message: Message) -> Link | None:
    """Where the thing is; a claim that asks for approval leads on to its own page."""
    for name, (url, label) in OF_CONTEXT.items():
        if key := message.context.get(name):
            return Link(url.format(key), _(label))
    if not message.subject_id:
        return None
    if message.notice == "order_late":
        return Link(f"/orders/{message.subject_id}/#options", _("See what you can choose"))
    if message.notice == "act_by":
        return Link(f"/claims/{message.subject_id}/send/", _("Send it here"))
    labels = {
        "claim": _("See this claim"),
        "order": _("See this order"),
        "balance": _("See this balance"),
    }
    return Link(f"/{message.subject}s/{message.subject_id}/", labels[message.subject])


def why_words(message: Message, *, at: dt.datetime, zone: str) -> tuple[str, ...]:
    """From what was kept that day, never from how things are now."""
    return tuple(filter(None, (cause_words(message), consent_words(message, at=at, zone=zone))))


def cause_words(message: Message) -> str:
    """Why we had it ready: what happened, as it was kept that day."""
    notice = NOTICES.get(message.notice)
    return notice.why(message.context | message.why) if notice else ""


def consent_words(message: Message, *, at: dt.datetime, zone: str) -> str:
    """You turned on “Reminders” on Friday, October 2; or that it is on unless turned off."""
    purpose = PURPOSES.get(message.purpose)
    if purpose is None or purpose.locked:
        return ""
    chosen = ConsentEvent.objects.filter(pk=message.why.get("consent") or 0).first()
    if chosen is None:
        return say(_("“{purpose}” is on unless you turn it off."), purpose=str(purpose.name))
    return say(
        _("You turned on “{purpose}” on {date}."),
        purpose=str(purpose.name),
        date=day(local_date(chosen.recorded_at, zone), today=local_date(at, zone)),
    )


def stop_words(message: Message) -> str:
    """What the button under the explanation says; "" where there is no choice."""
    purpose = PURPOSES.get(message.purpose)
    if purpose is None or purpose.locked:
        return ""
    return say(_("Turn off “{purpose}”"), purpose=str(purpose.name))


def when(at: dt.datetime | None, now: dt.datetime, zone: str) -> str:
    """Tuesday, March 17, 8:05am"""
    if at is None:
        return ""
    date = day(local_date(at, zone), today=local_date(now, zone))
    return day_and_time(date, clock(at, zone))


def isolated(words: str) -> SafeString:
    """Words of their own language and direction."""
    return SafeString(f"<bdi>{escape(words)}</bdi>")
