"""Times to choose from, as a form shows them and as it gives them back."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import Member
from claims.answers.words import clock, day, join, local_date, plain, say
from outreach.call_words import zone_words
from outreach.forms.call_request import CallRequestForm
from outreach.models import Booking, Hold
from outreach.scheduling.book import Ask
from outreach.scheduling.matching import Choice
from outreach.scheduling.need import Need
from outreach.scheduling.search import choices
from outreach.scheduling.slots import instant, minute

MOST_DAYS = 4
END_OF_TIMES = minute(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))  # later ones are no clock's
ALL = 1000  # starts: more than anybody has in two weeks
MIDDAY, LATER = 12, 15  # hours of the member's day: something in the morning, at noon and later


def times_for(
    member: Member, need: Need, at: dt.datetime, kept: Hold | None = None
) -> list[tuple[str, str]]:
    """A few free times of the next days, soonest first, as (value, words); what is kept for them
    before the others."""
    zone = need.zone_of(member)
    best: dict[int, Choice] = {}
    own = []
    for one in choices(member, need, at, each=ALL):
        best.setdefault(one.begin, one)
        if kept and is_of(kept, one):
            own = [one]
    shown = spread_over_days(sorted(best.values(), key=lambda one: one.begin), zone)
    others = (one for one in shown if one not in own)
    return [(value_of(one), label_of(one, zone, at)) for one in (*own, *others)]


def is_of(kept: Hold, choice: Choice) -> bool:
    who, begin = kept.specialist_id, minute(kept.during.lower)
    return (choice.caller.user_id, choice.begin) == (who, begin)


def hint_of(member: Member, need: Need, kept: Hold | None, times: Sequence[tuple[str, str]]) -> str:
    """Whose clock the times are of, and until when one of them is kept for them."""
    zone = need.zone_of(member)
    words = zone_words(zone)
    values = {value for value, _words in times}
    if kept is None or f"{kept.specialist_id}@{minute(kept.during.lower)}" not in values:
        return words
    keeps = say(
        _("We keep {time} for you until {until}. Take longer if you like."),
        time=clock(kept.during.lower, zone),
        until=clock(kept.until, zone, exact=True),
    )
    return join(words, keeps)


def spread_over_days(times: Iterable[Choice], zone: str) -> Iterator[Choice]:
    """The first of each part of a day."""
    seen: set[tuple[dt.date, int]] = set()
    for one in times:
        local = instant(one.begin).astimezone(ZoneInfo(zone))
        part = (local.date(), (local.hour >= MIDDAY) + (local.hour >= LATER))
        if part in seen:
            continue
        seen.add(part)
        if len({date for date, _part in seen}) > MOST_DAYS:
            return
        yield one


def value_of(choice: Choice) -> str:
    return f"{choice.caller.user_id}@{choice.begin}"


def label_of(choice: Choice, zone: str, at: dt.datetime) -> str:
    """Wednesday, March 4, 9am, with Lena."""
    return time_label(instant(choice.begin), choice.caller.name, zone, at)


def time_label(begins: dt.datetime, name: str, zone: str, at: dt.datetime) -> str:
    """In one piece, because a choice lays out its words beside each other."""
    words = say(
        _("{date}, {time}, with {name}"),
        date=day(local_date(begins, zone), today=local_date(at, zone)),
        time=clock(begins, zone),
        name=name,
    )
    return format_html("<span>{}</span>", words)


def value_at(booked: Booking) -> str:
    """The value of the time that a booking has."""
    return f"{booked.specialist_id}@{minute(booked.starts_at)}"


def parse_time(value: str) -> tuple[UUID, int] | None:
    """Whom and which minute a value names; None for what no form of ours said."""
    who, _at, begin = value.partition("@")
    try:
        named = UUID(who), int(begin)
    except ValueError:
        return None
    return named if 0 <= named[1] < END_OF_TIMES else None


def choice_of(member: Member, need: Need, at: dt.datetime, value: str) -> Choice | None:
    """The chosen time, when it is offered to this member now: by the same search that showed it."""
    named = parse_time(value)
    if named is None:
        return None
    who, begin = named
    free = choices(member, need, at, each=ALL, person=who)
    return next((one for one in free if one.begin == begin), None)


def ask_of(need: Need, fields: dict[str, Any], *, key: UUID, by: UUID) -> Ask:
    """A filled form as something to book."""
    return Ask(
        need=need,
        key=key,
        by=by,
        **{name: fields[name] for name in Ask.__struct_fields__ if name in fields},
    )


def say_it_is_gone(
    form: CallRequestForm, when: str, member: Member, need: Need, at: dt.datetime
) -> None:
    """Keep the form as it was filled, name the next time, and show what is free now."""
    times, zone = times_for(member, need, at), need.zone_of(member)
    form.offer(times, hint_of(member, need, None, times))
    named = parse_time(when)
    if named is None or not times:
        form.add_error("when", _("We have no such free time. Choose another."))
        return
    who, begin = named
    asked = instant(begin)
    taken = Booking.objects.booked().filter(specialist=who, during__contains=asked).exists()
    words = _("That time does not fit what you chose. The next time is {next}.")
    if taken:
        words = _("Someone else booked {time} a moment ago. The next time is {next}.")
    soonest = instant(parse_time(times[0][0])[1])
    said = say(words, time=clock(asked, zone), next=join_day(soonest, zone, at))
    form.add_error("when", plain(said))


def join_day(instant: dt.datetime, zone: str, at: dt.datetime) -> str:
    """9am on Wednesday, March 4."""
    on = day(local_date(instant, zone), today=local_date(at, zone))
    return say(_("{time} on {date}"), time=clock(instant, zone), date=on)
