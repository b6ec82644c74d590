"""The rules in finished words, for those who look after them: what, why, how it stands, samples."""

import datetime as dt
from collections.abc import Container, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.consent.catalogue import CATEGORIES, PURPOSES
from accounts.models import Member
from claims.answers.answer import Action, Answer, DateBasis, DateLine, Freshness, Tag
from claims.answers.words import clock, day, local_date, say
from outreach.dry_run import DryRun
from outreach.letters import letter
from outreach.message_record import WAYS
from outreach.models import Channel, Delivery, Message, Rule
from outreach.notice import Kind, Notice
from outreach.nudges import NUDGES
from outreach.nudges.nudge import Nudge
from outreach.reasons import reason_words

MADE_UP = UUID(int=0)
AN_UPDATE_ON = dt.date(2026, 3, 17)  # the day that previews name
SAMPLES: dict[str, object] = {
    "begins": "2026-03-17T14:00:00+00:00",
    "zone": "America/Chicago",
    "name": "Dana",
    "reason": "away",
    "next": "later",
    "files": 1,
    "again": False,
}
"""What previews say of what is no day."""


class RuleRow(Struct, frozen=True, kw_only=True):
    """``may`` are the changes that can be made now, as (word of the address, label of a button)."""

    key: str
    name: str
    state: str
    url: str
    may: tuple[tuple[str, str], ...]
    retire: str = ""


class Leaving(Struct, frozen=True):
    """What leaves by one channel: its name, the subject ("" where it has none), the lines."""

    way: str
    subject: str
    lines: tuple[str, ...]


class Preview(Struct, frozen=True, kw_only=True):
    """One message as a member reads it, in one language; ``outside`` is what leaves by each way."""

    language: str
    language_name: str
    title: str
    paragraphs: tuple[str, ...]
    outside: tuple[Leaving, ...]
    why: str


def rule_row(nudge: Nudge, rule: Rule | None, *, useless: bool = False) -> RuleRow:
    if rule and rule.version != nudge.version:
        rule = None
    return RuleRow(
        key=nudge.key,
        name=_(nudge.name),
        state=state_words(rule),
        url=f"/nudges/{nudge.key}/",
        may=changes(rule),
        retire=_("Proposed to end: it has no effect that we can see.") if useless else "",
    )


def state_words(rule: Rule | None) -> str:
    if rule is None or rule.proposed_at is None:
        return _("It does not run. Nobody has proposed it.")
    if stopped := stopped_words(rule):
        return stopped
    if rule.started_at and rule.started_by:
        return say(
            _("It runs. {who} let it start on {when}."),
            who=rule.started_by.email,
            when=when(rule.started_at),
        )
    who = rule.proposed_by.email if rule.proposed_by else ""
    return say(
        _("{who} proposed it on {when}. Another person must look at it before it starts."),
        who=who,
        when=when(rule.proposed_at),
    )


def stopped_words(rule: Rule) -> str:
    """Who stopped it and when; "" while it is not stopped."""
    if not (rule.stopped_at and rule.stopped_by):
        return ""
    return say(
        _("{who} stopped it on {when}."), who=rule.stopped_by.email, when=when(rule.stopped_at)
    )


def changes(rule: Rule | None) -> tuple[tuple[str, str], ...]:
    propose, start, stop = (
        ("proposals", _("Propose to start it")),
        ("starts", _("I looked at it: let it start")),
        ("stops", _("Stop it")),
    )
    if rule is None or rule.proposed_at is None or rule.stopped_at:
        return (propose,)
    return (stop,) if rule.started_at else (start, stop)


def when(at: dt.datetime) -> str:
    zone = settings.PORTAL_HOURS[-1]
    there = local_date(at, zone)
    return say("{day}, {time}", day=day(there, today=there), time=clock(at, zone))


def facts_of(nudge: Nudge) -> list[tuple[str, str]]:
    """What the rule is made of, as (label, words)."""
    kinds = {
        Kind.DEADLINE: _("One a day at most; a second one waits for the next morning."),
        Kind.OFFER: _("One a day and two in seven days at most, with all other nudges."),
        Kind.ASKED: _("No limit, because the member asked for it."),
    }
    lasts = nudge.notice.lasts
    days = ngettext("{n} day", "{n} days", lasts.days) if lasts else ""
    apart = ngettext("{n} day", "{n} days", nudge.apart.days)
    return [
        (_("Only if the member turned on"), str(PURPOSES[nudge.purpose].name)),
        (_("With"), str(CATEGORIES[nudge.category].name)),
        (_("What it looks at"), " ".join(_(fact) for fact in nudge.facts)),
        (_("What cancels it"), _(nudge.cancels)),
        (_("How often"), kinds[nudge.notice.kind]),
        (_("Not again about the same thing within"), apart.format(n=nudge.apart.days)),
        (_("Not sent later than"), days.format(n=lasts.days) if lasts else _("No limit")),
        (
            _("Where"),
            _("The inbox; then an email, or a text or a notification where the member chose that."),
        ),
        (
            _("When"),
            _("Never in the member's quiet hours; 8pm to 8am unless they chose others."),
        ),
    ]


def tried_words(tried: DryRun) -> dict[str, Any]:
    found = ngettext("It finds {n} thing now.", "It finds {n} things now.", tried.found)
    return {
        "allowed": say(
            ngettext("{n} member allows it.", "{n} members allow it.", tried.allowed),
            n=f"{tried.allowed:,}",
        ),
        "found": say(found, n=f"{tried.found:,}"),
        "decided": [(f"{n:,}", outcome_words(outcome)) for outcome, n in tried.decided],
        "samples": [
            (subject, get_language_info(language)["name_local"], outcome_words(outcome))
            for subject, language, outcome in tried.samples
        ],
    }


def outcome_words(outcome: str) -> str:
    return _("It would be sent.") if outcome == "send" else reason_words(outcome)


def previews(notice: Notice) -> list[Preview]:
    """The message in every language of the portal, about a claim that is made up."""
    return [preview(notice, code) for code, _name in settings.LANGUAGES]


def preview(notice: Notice, language: str) -> Preview:
    with translation.override(language):
        context = {one: SAMPLES.get(one, AN_UPDATE_ON.isoformat()) for one in notice.wants}
        words = notice.words(context, made_up())
        return Preview(
            language=language,
            language_name=get_language_info(language)["name_local"],
            title=words.title,
            paragraphs=words.paragraphs,
            outside=tuple(leaving(notice, Channel(one)) for one in Channel),
            why=notice.why(context),
        )


def leaving(notice: Notice, channel: Channel) -> Leaving:
    """The very letter that the worker would hand over, to somebody made up."""
    member = Member(pk=MADE_UP, preferred_name="Ana")
    message = Message(pk=MADE_UP, member=member, notice=notice.key, purpose="service_messages")
    sent = letter(message, Delivery(pk=MADE_UP, message=message, channel=channel))
    return Leaving(
        _(WAYS[channel]) if channel in WAYS else str(channel),
        "" if channel == Channel.SMS else sent.subject,
        tuple(filter(None, (line.strip() for line in sent.text.splitlines()))),
    )


def made_up() -> Answer:
    """An answer to fill a preview with, in the language that is active."""
    return Answer(
        subject="claim",
        subject_id="",
        url="",
        title=_("Claims"),
        caption=say(_("Claim {number}"), number="CLM-1234"),
        name=_("Claims"),
        tag=Tag.WAITING_FOR_US,
        tag_label="",
        headline=_("A specialist is checking your claim"),
        action=Action(sentence=_("You do not need to do anything now.")),
        date=DateLine(sentence=_("We do not have a date yet."), basis=DateBasis.NONE),
        freshness=Freshness.FRESH,
        freshness_line="",
        person_first=False,
        person_group=_("A claims specialist"),
        phone="",
        guarded=False,
    )


def rows(rules: Iterable[Rule], useless: Container[str]) -> list[RuleRow]:
    by_key = {rule.key: rule for rule in rules}
    return [
        rule_row(nudge, by_key.get(key), useless=key in useless) for key, nudge in NUDGES.items()
    ]
