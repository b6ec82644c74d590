"""A time of day in words, the one style of every page: 9:03am, 9am, midnight, midday (NHS)."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext


def time_of_day(hour: int, minute: int, *, exact: bool = False) -> str:
    """In the active language; ``hour`` is 0 to 23 where the reader is. ``exact`` says 9:00am, as
    beside 9:15am."""
    half = pgettext("time", "pm") if hour >= 12 else pgettext("time", "am")
    twelfth = hour % 12 or 12
    if minute or (exact and hour % 12):
        # Spanish says "la 1:15" but "las 2:15": its article comes with the time.
        text = npgettext("time", "{hour}:{minute}{half}", "{hour}:{minute}{half}", twelfth)
    elif hour == 0:
        text = _("midnight")
    elif hour == 12:
        text = _("midday")
    else:
        text = npgettext("time", "{hour}{half}", "{hour}{half}", twelfth)
    return text.format(hour=twelfth, minute=f"{minute:02d}", half=half)


def moment(instant: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """Thursday, March 5, 2026, midday; with its year, because a record is read years later.

    In ``zone``, or in that of whoever looks.
    """
    local = timezone.localtime(instant, zone)
    return day_and_time(full_day(local.date()), time_of_day(local.hour, local.minute))


def day_and_time(day: str, time: str) -> str:
    """Thursday, March 5, midday, of the words for both; safe where both are."""
    words = pgettext("date and time", "{date}, {time}").format(date=day, time=time)
    is_safe = isinstance(day, SafeString) and isinstance(time, SafeString)
    return SafeString(words) if is_safe else words


def full_day(date: dt.date) -> str:
    """Thursday, March 5, 2026."""
    return date_format(date, pgettext("date, as Django's date filter writes it", "l, F j, Y"))


def sentence(words: str, **values: str) -> str:
    """Fill the placeholders. A time that ends in a full stop ("2:14 p. m.") needs no other."""
    return words.format(**values).replace("..", ".")
