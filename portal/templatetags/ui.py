"""What the frame of every page and a few parts need from Python: links, zone, drawing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import Field
from django.template.context import Context
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock import now
from accounts.gpc import HEARD, asks_not_to_share
from accounts.models import Level, Role, TrustedPerson
from claims.answers.answer import Series
from claims.answers.person import Panel, person_panel
from claims.answers.words import clock, day, local_date, money, say, short_day
from claims.documents.limits import upload_words
from outreach.call_words import PanelCall, panel_call
from outreach.inbox_words import new_words
from outreach.models.coming_call import Coming, coming
from outreach.subject import parse_about

register = template.Library()
register.simple_tag(upload_words)

PLACES = {
    "home": "home",
    "claims": "claims:claim_list",
    "approvals": "claims:approval_list",
    "orders": "claims:order_list",
    "balances": "claims:balance_list",
    "inbox": "outreach:inbox",
    "unread": "outreach:unread_count",
    "nudges": "outreach:rule_list",
    "reach": "outreach:reach",
    "threads": "outreach:thread_list",
    "write": "outreach:thread_create",
    "you": "accounts:settings",
    "me": "accounts:persona",
    "call": "outreach:call_request_create",
    "search": "search",
    "feedback": "claims:feedback_create",
    "language": "set_language",
    "sign_in": "account_login",
    "sign_out": "account_logout",
    "keep_alive": "session_keepalive",
    "audit": "accounts:audit",
    "data_requests": "accounts:audit_request_list",
    "inspect": "accounts:inspection_create",
    "looks": "accounts:access_record_list",
    "signal": "accounts:signal",
    "helping": "accounts:helping_list",
    "stop_helping": "accounts:helping_delete",
    "accessibility": "accessibility",
    "dates": "claims:hit_rate",
    "desk": "outreach:desk",
    "holds": "claims:hold_list",
    "reviews": "claims:appeal_review_list",
    "checks": "outreach:check_list",
    "sources": "claims:source_list",
}
"""The word by which the frame knows a page, and the name of its URL."""

SECTIONS = {
    "claims": (Level.SEE_CLAIMS, gettext_noop("claims")),
    "orders": (Level.SEE_ORDERS, gettext_noop("orders")),
    "balances": (Level.SEE_BALANCE, gettext_noop("balance")),
}
"""What somebody who helps may be shown: the level that it takes, and its name in a sentence."""

CHART_WIDTH, CHART_HEIGHT, CHART_MARGIN = 640, 160, 8


PART_OF = {
    "disputes": "balances",
    "payments": "balances",
    "threads": "inbox",
    "recoveries": "inbox",
}
"""Addresses that belong to a section of another name."""


def section_of(path: str) -> str:
    first = path.split("/", 2)[1]
    return PART_OF.get(first, first)


class Frame(Struct, frozen=True, kw_only=True):
    """Finished words and places for ``base.html``; ``session_seconds`` is 0 when signed out."""

    to: Mapping[str, str]
    section: str
    theme: str
    zone: str
    as_of: str
    signed_in: bool
    is_member: bool
    staff: bool
    session_seconds: int
    helping: "Helping | None"
    helper_only: bool
    may_ask: bool
    may_write: bool
    may_not_ask: bool
    signal: bool


class Helping(Struct, frozen=True, kw_only=True):
    """Whom somebody helps on this page, and the sections that are shared with them."""

    name: str
    shared: frozenset[str]
    unshared: str


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """Everything the frame prints; works without a request too, for the error pages."""
    request = context.get("request")
    zone, acting = zone_of(request), getattr(request, "acting", None)
    return Frame(
        to=places(get_urlconf(), get_script_prefix()),
        section=section_of(request.path) if request else "",
        theme=str(getattr(reader_of(request), "theme", "") or "system"),
        zone=zone_words(zone, get_language()),
        as_of=as_of(now().replace(second=0, microsecond=0), zone, get_language()),
        signed_in=is_signed_in(request),
        is_member=getattr(request, "member", None) is not None and acting is None,
        staff=is_staff(request),
        session_seconds=getattr(request, "session_seconds", 0),
        helping=helping_words(acting) if acting else None,
        helper_only=is_helper_only(request),
        may_ask=may_ask(request),
        may_write=may_ask(request, Level.WRITE),
        signal=was_heard(request),
        may_not_ask=is_signed_in(request) and not may_ask(request),
    )


def was_heard(request: Any) -> bool:
    """This member's browser asks us not to share, and that is written down."""
    return request is not None and asks_not_to_share(request) and HEARD in request.session


def helping_words(acting: TrustedPerson) -> Helping:
    """The sections whose level they have; what they do not have is said in one sentence."""
    shared = {word for word, (level, _label) in SECTIONS.items() if acting.allows(level)}
    missing = [_(label) for level, label in SECTIONS.values() if not acting.allows(level)]
    return Helping(
        name=acting.member.name,
        shared=frozenset(shared),
        unshared=say(
            _("{name} has not shared: {things}."),
            name=acting.member.name,
            things=", ".join(missing),
        )
        if missing
        else "",
    )


def reader_of(request: Any) -> Any:
    """The member who reads, which is not the one whom they help; None for strangers and staff."""
    return getattr(getattr(request, "user", None), "member", None)


def is_helper_only(request: Any) -> bool:
    """Somebody who is on no plan of ours: they came to help, and have no things of their own."""
    user = getattr(request, "user", None)
    return is_signed_in(request) and user.role == Role.MEMBER and reader_of(request) is None


def may_ask(request: Any, level: Level = Level.ASK_CALLS) -> bool:
    """Whether a button that asks for a call (or what else takes a level) would open."""
    acting = getattr(request, "acting", None)
    if acting is not None:
        return acting.allows(level)
    return getattr(request, "member", None) is not None


@register.simple_tag(takes_context=True)
def default_panel(context: Context) -> Panel:
    """The human panel of a page that is about nothing in particular."""
    minute = now().replace(second=0, microsecond=0)
    return _panel(minute, zone_of(context.get("request")), get_language())


@lru_cache(maxsize=512)
def _panel(minute: dt.datetime, zone: str, _language: str | None) -> Panel:
    return person_panel(minute, zone)


@register.simple_tag(takes_context=True)
def call_asked_for(context: Context, about: str = "") -> PanelCall | None:
    """The call that comes about what a page is about, or at all, and how to book one; one query."""
    member = getattr(context.get("request"), "member", None)
    if member is None or member.acting:
        return None
    found = _coming(context, about)
    named = about if parse_about(about)[0] else ""
    return panel_call(found, now=now(), zone=member.time_zone, about=named)


@register.simple_tag(takes_context=True)
def is_followed(context: Context, about: str) -> bool:
    """Whether the member asked to be told when that changes; no query beside that of the call."""
    return _coming(context, about).followed


@register.simple_tag(takes_context=True)
def being_put_right(context: Context, about: str) -> str:
    """Where the member reads what we do about a broken word, or ""; no further query either."""
    key = _coming(context, about).recovery
    return f"/recoveries/{key}/" if key else ""


@register.simple_tag(takes_context=True)
def new_messages(context: Context) -> str:
    """2 new messages, or "" for none; no query beside that of the call."""
    unread = _coming(context, "").unread
    return new_words(unread) if unread else ""


@register.simple_tag(takes_context=True)
def unread(context: Context) -> SafeString | None:
    """The same for the way to the inbox on every page; None on a page that asks for no call."""
    about = context.get("about", "")
    if not about and section_of(context["request"].path):
        return None
    number = _coming(context, about).unread
    return new_words(number) if number else SafeString("")


def _coming(context: Context, about: str) -> Coming:
    """Asked once for a page, whichever part of it asks first."""
    request = context["request"]
    kept = request.__dict__.setdefault("coming", {})
    if about not in kept:
        kept[about] = coming(request.member, *parse_about(about))
    return kept[about]


@cache
def places(_urlconf: str | None, _prefix: str) -> Mapping[str, str]:
    """Where each place is; "" for a page that this installation does not have."""
    return {word: _address(name) for word, name in PLACES.items()}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def zone_of(request: Any) -> str:
    """The member's own zone (IANA), or the portal's for someone who is not signed in; that of where
    they said they are on a page whose times are of there (``request.elsewhere``)."""
    if elsewhere := getattr(request, "elsewhere", ""):
        return elsewhere
    return getattr(getattr(request, "member", None), "time_zone", "") or settings.PORTAL_HOURS[-1]


@lru_cache(maxsize=512)
def zone_words(zone: str, _language: str | None) -> str:
    """Times are shown in New York time. Named after its city, as the zone itself is."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return say(_("Times are shown in {city} time."), city=city)


def is_signed_in(request: Any) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def is_staff(request: Any) -> bool:
    """Someone who works for members: a person to talk to is no use to them."""
    return is_signed_in(request) and request.user.role != Role.MEMBER


@lru_cache(maxsize=512)
def as_of(minute: dt.datetime, zone: str, _language: str | None) -> str:
    """For print only, because paper does not say how old it is. Same for all within a minute."""
    return say(
        _("Printed as it was at {time} on {date}."),
        time=clock(minute, zone),
        date=day(local_date(minute, zone), today=dt.date.min),
    )


@register.filter
def of_field(error: str, label: str) -> str:
    """The field's name before words that fit every field, because the summary stands far off."""
    generic = str(error) == str(Field.default_error_messages["required"])
    return f"{label}: {error}" if generic else error


@register.filter
def session_words(seconds: int) -> str:
    """You will be signed out after 30 minutes without a click. For those without scripts."""
    minutes = max(1, seconds // 60)
    sentence = ngettext(
        "You will be signed out after {n} minute without a click.",
        "You will be signed out after {n} minutes without a click.",
        minutes,
    )
    return say(sentence, n=minutes)


@register.simple_block_tag
def card(content: str, heading: str = "") -> SafeString:
    """A plain card around some content, under a heading of its own."""
    if not heading:
        return format_html('<section class="card">{}</section>', content)
    return format_html('<section class="card"><h2>{}</h2>{}</section>', heading, content)


@register.inclusion_tag("components/chart.html")
def step_chart(series: Series) -> dict[str, Any]:
    """A step line, because balances jump: sentence, drawing, its two ends in words, the numbers."""
    today = series.points[-1][0]
    ends = [
        say("{day}: {amount}", day=short_day(on, today=today), amount=money(cents))
        for on, cents in (series.points[:1] + series.points[-1:])
    ]
    return {
        "sentence": series.sentence,
        "table": series.table,
        "ends": ends,
        "drawing": step_drawing(series.points),
        "width": CHART_WIDTH,
        "height": CHART_HEIGHT,
    }


class StepDrawing(Struct, frozen=True, kw_only=True):
    """SVG path words of a step line and the area under it, and the height of the zero line."""

    line: str
    area: str
    zero: int


def step_drawing(points: Sequence[tuple[dt.date, int]]) -> StepDrawing:
    """Fit (day, cents), oldest first and today last, into the chart.

    Zero is always in it, so that a small debt looks small.
    """
    began, ended = points[0][0], points[-1][0]
    high = max(0, *(cents for _on, cents in points))
    low = min(0, *(cents for _on, cents in points))
    tall = CHART_HEIGHT - 2 * CHART_MARGIN

    def x(on: dt.date) -> int:
        return round(CHART_WIDTH * ((on - began).days / ((ended - began).days or 1)))

    def y(cents: int) -> int:
        return CHART_MARGIN + round(tall * (high - cents) / ((high - low) or 1))

    steps = "".join(f"H{x(on)}V{y(cents)}" for on, cents in points[1:])
    line = f"M0 {y(points[0][1])}{steps}H{CHART_WIDTH}"
    return StepDrawing(line=line, area=f"{line}V{y(0)}H0Z", zero=y(0))
