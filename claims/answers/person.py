"""The human panel: who can help, on which number, when, and when we open again.

Opening hours are kept in the zone of the people who answer and shown in the member's.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext
from msgspec import Struct

from accounts.phone_number import shown
from claims.answers.words import clock, join, language, local_date, say
from claims.answers.words import gettext as _
from claims.deadlines.calendar import ONE_DAY, is_holiday

Span = tuple[dt.time, dt.time]
EIGHT_TO_EIGHT = (dt.time(8), dt.time(20))
LOOK_AHEAD = 21  # days: no calendar closes us for longer


class OpeningHours(Struct, frozen=True, kw_only=True):
    """``week`` holds Monday to Sunday, each (opens, closes) in ``zone`` or None for closed."""

    zone: str = "America/New_York"
    week: tuple[Span | None, ...] = (EIGHT_TO_EIGHT,) * 5 + (None, None)
    open_on_holidays: bool = False


class Panel(Struct, frozen=True, kw_only=True):
    """Finished words. ``closed`` is "" while we are open; ``sure`` is for a doubtful answer."""

    heading: str
    lead: str
    button: str
    url: str
    call: str
    tel: str
    is_open: bool
    closed: str
    interpreter: str
    sure: str


def person_panel(
    now: dt.datetime,
    zone: str,
    *,
    phone: str = "",
    hours: OpeningHours | None = None,
    group: str = "",
    about: str = "",
) -> Panel:
    """The panel at an instant for a member's zone.

    ``phone`` is E.164 ("" = the portal's own, as are ``hours``); ``group`` is "A claims
    specialist"; ``about`` is "claim:<uuid>", so that nobody starts from the beginning.
    """
    phone = phone or portal_phone()
    hours = hours or portal_hours()
    opens_at = next_opening(now, hours)
    return Panel(
        heading=_("Talk to a person"),
        lead=say(_("{specialist} can call you."), specialist=group or _("A specialist")),
        button=_("Ask for a call"),
        url=call_url(about),
        call=join(
            say(_("Or call {phone}."), phone=phone_link(phone)),
            opening_words(now, zone, hours),
        ),
        tel=f"tel:{phone}",
        is_open=opens_at is None,
        closed="" if opens_at is None else _closed(opens_at, now, zone),
        interpreter=_("Need an interpreter or another way to talk? Tell us when you ask."),
        sure=_("Want to be sure? Ask a person to check."),
    )


def claims_specialist() -> str:
    return _("A claims specialist")


def orders_specialist() -> str:
    return _("An orders specialist")


def billing_specialist() -> str:
    return _("A billing specialist")


def portal_phone() -> str:
    """The number every answer falls back to: E.164."""
    return settings.PORTAL_PHONE


def portal_hours() -> OpeningHours:
    """When people answer that number."""
    return _hours(*settings.PORTAL_HOURS)


@lru_cache(maxsize=8)
def _hours(first: int, last: int, opens: dt.time, closes: dt.time, zone: str) -> OpeningHours:
    days = {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    week = tuple((opens, closes) if day in days else None for day in range(7))
    return OpeningHours(zone=zone, week=week)


def call_url(about: str = "") -> str:
    return f"/calls/new/?about={about}" if about else "/calls/new/"


@lru_cache(maxsize=512)
def phone_words(number: str) -> SafeString:
    """(800) 555-0100 for a number of the United States, +52 ... for any other."""
    return say("{number}", number=shown(number))


def phone_link(number: str) -> SafeString:
    """The number as one taps it on a phone."""
    return mark_safe(f'<a href="tel:{escape(number)}">{phone_words(number)}</a>')


def next_opening(now: dt.datetime, hours: OpeningHours) -> dt.datetime | None:
    """None while we are open, else the next instant (UTC) at which we open."""
    home = ZoneInfo(hours.zone)
    date = now.astimezone(home).date() - ONE_DAY
    for _day in range(LOOK_AHEAD):
        span = _span(date, hours)
        if span:
            opens, closes = _instants(date, span, home)
            if opens <= now < closes:
                return None
            if opens > now:
                return opens
        date += ONE_DAY
    return now + dt.timedelta(days=LOOK_AHEAD)


def hours_on(date: dt.date, hours: OpeningHours) -> tuple[dt.datetime, dt.datetime] | None:
    """When we open and close on a date of the hours' zone (UTC); None when we stay closed."""
    span = _span(date, hours)
    return _instants(date, span, ZoneInfo(hours.zone)) if span else None


def opening_words(now: dt.datetime, zone: str, hours: OpeningHours) -> SafeString:
    """Open Monday to Friday, 8am to 8pm. In the member's zone, as it is this week."""
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    monday = today - dt.timedelta(days=today.weekday())
    return _week_words(monday, zone, hours, language())


@lru_cache(maxsize=512)
def _week_words(
    monday: dt.date, zone: str, hours: OpeningHours, _spoken_in: str | None
) -> SafeString:
    home = ZoneInfo(hours.zone)
    groups: list[tuple[list[int], str]] = []
    for number, span in enumerate(hours.week):
        if span is None:
            continue
        opens, closes = _instants(monday + dt.timedelta(days=number), span, home)
        weekday = local_date(opens, zone).weekday()
        words = say(
            pgettext("hours", "{opens} to {closes}"),
            opens=clock(opens, zone),
            closes=clock(closes, zone),
        )
        if groups and groups[-1][1] == words and (groups[-1][0][-1] + 1) % 7 == weekday:
            groups[-1][0].append(weekday)
        else:
            groups.append(([weekday], words))
    if not groups:
        return mark_safe("")
    parts = [say("{days}, {hours}", days=_weekdays(days), hours=words) for days, words in groups]
    return say(_("Open {hours}."), hours=mark_safe("; ".join(parts)))


def _weekdays(days: list[int]) -> SafeString:
    if len(days) == 1:
        return say("{day}", day=WEEKDAYS[days[0]])
    return say(
        pgettext("weekdays", "{first} to {last}"),
        first=WEEKDAYS[days[0]],
        last=WEEKDAYS[days[-1]],
    )


def _closed(opens_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    return say(
        _("We are closed now. We open at {time} {weekday}."),
        time=clock(opens_at, zone),
        weekday=_opening_day(opens_at, now, zone),
    )


def _opening_day(opens_at: dt.datetime, now: dt.datetime, zone: str) -> str:
    on = local_date(opens_at, zone)
    if on == local_date(now, zone):
        return pgettext("We open at 8am ...", "today")
    return pgettext("We open at 8am ...", "on {weekday}").format(weekday=WEEKDAYS[on.weekday()])


def _span(date: dt.date, hours: OpeningHours) -> Span | None:
    if date in settings.PORTAL_CLOSED or (not hours.open_on_holidays and is_holiday(date)):
        return None
    return hours.week[date.weekday()]


def _instants(date: dt.date, span: Span, home: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Opening and closing in UTC; a closing time not after the opening is the next day's."""
    opens, closes = span
    last = date if closes > opens else date + ONE_DAY
    return (
        dt.datetime.combine(date, opens, tzinfo=home).astimezone(dt.UTC),
        dt.datetime.combine(last, closes, tzinfo=home).astimezone(dt.UTC),
    )
