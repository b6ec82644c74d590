"""What is wrong with a source, by how much, and what an operator can do about it."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from accounts.clock import now
from accounts.clock_words import day_and_time
from claims.answers.person import portal_hours
from claims.answers.words import clock, day, join, local_date, say
from claims.facts import Trouble
from claims.models import Alarm

MINUTE, HOUR, DAY = 60, 3600, 86_400


class AlarmWords(Struct, frozen=True, kw_only=True):
    source: str
    url: str
    what: str
    do: str
    since: str


def alarm_words(alarm: Alarm) -> AlarmWords:
    what, do = _SAID[Trouble(alarm.kind)]
    return AlarmWords(
        source=alarm.source_id,
        url=alarm.source.get_absolute_url(),
        what=what(alarm.value, alarm.threshold),
        do=do(),
        since=say(_("Since {moment}."), moment=moment(alarm.opened_at)),
    )


def moment(instant) -> str:
    """Thursday, December 3, 4:15pm, in the zone that the footer of a staff page names."""
    zone = portal_hours().zone
    today = local_date(now(), zone)
    return day_and_time(day(local_date(instant, zone), today=today), clock(instant, zone))


def percent(share: float) -> str:
    """1.5%, and 0.04% for what would else read as none."""
    digits = 1 if share >= 0.001 or not share else 2
    return f"{100 * share:.{digits}f}".rstrip("0").rstrip(".") + "%"


def length(seconds: float) -> str:
    """3 days, 5 hours or 20 minutes: the largest that fits twice, rounded."""
    if seconds >= 2 * DAY:
        return ngettext("{n} day", "{n} days", round(seconds / DAY)).format(n=round(seconds / DAY))
    if seconds >= 2 * HOUR:
        hours = round(seconds / HOUR)
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    minutes = round(seconds / MINUTE)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def _limited(sentence: str, value: str, limit: str) -> str:
    return join(say(sentence, value=value), say(_("The limit is {limit}."), limit=limit))


def _cut_short(value: float, _limit: float) -> str:
    return ngettext(
        "An import did not reach the end of its file.",
        "Several imports did not reach the end of their files.",
        round(value),
    )


def _parked(value: float, _limit: float) -> str:
    number = round(value)
    sentence = ngettext(
        "{n} event that it pushed could not be read at any try.",
        "{n} events that it pushed could not be read at any try.",
        number,
    )
    return say(sentence, n=f"{number:,}")


def _refused(value: float, limit: float) -> str:
    sentence = _("We refused {value} of what it sent last.")
    return _limited(sentence, percent(value), percent(limit))


def _unknown(value: float, limit: float) -> str:
    sentence = _("It sends codes that we do not know, in up to {value} of its new records.")
    return _limited(sentence, percent(min(value, 1)), percent(limit))


def _late(value: float, limit: float) -> str:
    sentence = _("It sends nothing new: its newest record was {value} old when it came.")
    return _limited(sentence, length(value), length(limit))


def _silent(value: float, limit: float) -> str:
    return _limited(_("We have not heard from it for {value}."), length(value), length(limit))


def _dates(value: float, promised: float) -> str:
    sentence = _("Of the dates that we name, {value} were kept. We say {promised}.")
    return say(sentence, value=percent(value), promised=percent(promised))


def _down(value: float, _limit: float) -> str:
    return say(_("We could not reach it {value} ago, and not since."), value=length(value))


_SAID: dict[Trouble, tuple[Callable[[float, float], str], Callable[[], str]]] = {
    Trouble.CUT_SHORT: (
        _cut_short,
        lambda: _("Import that file again. What is here already stays as it is."),
    ),
    Trouble.PARKED: (
        _parked,
        lambda: _("See why on the page of the source, and try again after a change here."),
    ),
    Trouble.REFUSED: (
        _refused,
        lambda: _(
            "Open its newest import, see why, and send what was refused to whoever runs it. "
            "Then import the mended file."
        ),
    ),
    Trouble.LATE: (_late, lambda: _("Ask whoever runs it whether it still sends all it has.")),
    Trouble.UNKNOWN_CODES: (
        _unknown,
        lambda: _(
            "Ask whoever runs it what the codes mean, and have them added. "
            "Note each code that you have asked about."
        ),
    ),
    Trouble.DOWN: (_down, lambda: _("Check that it answers, and that our way in still works.")),
    Trouble.SILENT: (
        _silent,
        lambda: _("Check that it still sends, and that what it sends is still imported."),
    ),
    Trouble.DATES: (
        _dates,
        lambda: _("See which dates, and ask what became slower. We name later days meanwhile."),
    ),
}
