"""What came and what was refused, day by day: bars above and below a line, drawn on the server."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from claims.answers.answer import Table
from claims.answers.words import join, say, short_day

WIDTH, HEIGHT, MARGIN = 640, 160, 4
GAP = 4
LEAST = 2  # high: a single refusal among thousands is still seen


class Bar(Struct, frozen=True):
    x: int
    y: int
    width: int
    height: int
    refused: bool


class DayChart(Struct, frozen=True, kw_only=True):
    """``bars`` is () when nothing came; ``ends`` are the first and the last day in words."""

    sentence: str
    bars: tuple[Bar, ...]
    zero: int
    ends: tuple[str, ...]
    table: Table
    width: int = WIDTH
    height: int = HEIGHT


def day_chart(
    days: Mapping[dt.date, tuple[int, int]], *, first: dt.date, last: dt.date
) -> DayChart:
    """``days`` holds (read, refused) of each day on which something came."""
    read = sum(one for one, _refused in days.values())
    refused = sum(one for _read, one in days.values())
    zero, bars = _drawing(days, first, (last - first).days + 1)
    return DayChart(
        sentence=_sentence(read, refused, (last - first).days + 1),
        bars=bars,
        zero=zero,
        ends=(short_day(first, today=last), short_day(last, today=last)),
        table=Table(
            caption=_("Records by day, the newest first"),
            head=(_("Day"), _("Read"), _("Refused")),
            rows=tuple(
                (short_day(day, today=last), f"{came:,}", f"{left:,}")
                for day, (came, left) in sorted(days.items(), reverse=True)
            ),
        ),
    )


def _sentence(read: int, refused: int, number: int) -> str:
    if not read:
        return say(_("Nothing came in the last {n} days."), n=number)
    came = say(
        ngettext(
            "In the last {days} days we read {n} record",
            "In the last {days} days we read {n} records",
            read,
        ),
        days=number,
        n=f"{read:,}",
    )
    left = say(
        ngettext("and refused {n} of them.", "and refused {n} of them.", refused), n=f"{refused:,}"
    )
    return join(came, left, _("Bars above the line are read, bars below it refused."))


def _drawing(
    days: Mapping[dt.date, tuple[int, int]], first: dt.date, number: int
) -> tuple[int, tuple[Bar, ...]]:
    """Both on one scale, so that the eye compares them rightly."""
    if not days:
        return HEIGHT // 2, ()
    high = max(read for read, _refused in days.values())
    low = max(refused for _read, refused in days.values())
    tall = HEIGHT - 2 * MARGIN - 2 * LEAST
    scale = tall / ((high + low) or 1)
    zero = MARGIN + LEAST + round(high * scale)
    step = WIDTH / number
    bars = []
    for day, (read, refused) in sorted(days.items()):
        x = round((day - first).days * step) + GAP // 2
        wide = max(round(step) - GAP, 1)
        for count, is_refused in ((read, False), (refused, True)):
            if count:
                height = max(round(count * scale), LEAST)
                y = zero if is_refused else zero - height
                bars.append(Bar(x, y, wide, height, is_refused))
    return zero, tuple(bars)
