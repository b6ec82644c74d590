"""How good our dates are, as the public page says it: a sentence, a chart, the numbers."""

import datetime as dt

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext
from msgspec import Struct

from claims.answers.answer import DateBasis, Table
from claims.answers.words import count_days, say
from claims.chance import wilson
from claims.date_kind import DateKind
from claims.store.hit_rate import HitRate, Score

FEWEST = 20  # dates; a share of fewer tells nothing
WIDTH, HEIGHT = 640, 160
WIDE, THIN, FLAT = 24, 4, 5  # of a mark and its range


class Mark(Struct, frozen=True):
    x: int
    y: int
    width: int
    height: int
    name: str  # the class that gives it its color


class HitRateWords(Struct, frozen=True, kw_only=True):
    sentences: tuple[str, ...]
    drawing: tuple[Mark, ...]
    chart: str
    ends: tuple[str, ...]
    months: Table
    sorts: Table
    all_sorts: Table
    rest: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


def hit_rate_words(rate: HitRate) -> HitRateWords:
    months = [rate.of_month(month) for month in rate.months()]
    told = [one for one in months if one.number >= FEWEST]
    return HitRateWords(
        sentences=_first(rate.lately()),
        drawing=_drawing(told),
        chart=_(
            "The bar of each month is the share that was kept, from none at the bottom to all at "
            "the top. Behind it is the likely range."
        ),
        ends=tuple(_month(one.month) for one in (told[0], told[-1])) if len(told) > 1 else (),
        months=Table(
            caption=_("All dates, by month"),
            head=(_("Month"), *_head(), _("Had no date")),
            rows=tuple(
                (_month(one.month), *_numbers(one), _without(rate, one.month))
                for one in reversed(months)
            ),
        ),
        sorts=Table(
            caption=_("The last 3 months, by what was promised"),
            head=(_("Date"), *_head()),
            rows=tuple(
                (sort_words(kind, basis), *_numbers(rate.lately(kind, basis)))
                for kind, basis in rate.sorts()
            ),
        ),
        all_sorts=Table(
            caption=_("Every month, by what was promised"),
            head=(_("Date"), _("Month"), *_head()),
            rows=tuple(_each_month(rate)),
        ),
        rest=tuple(_rest(rate)),
    )


def sort_words(kind: str, basis: str) -> str:
    """What was promised, and whose date it was."""
    words = pgettext("what was promised, whose date it was", "{what}, {whose}")
    return say(words, what=_(_WHAT[DateKind(kind)]), whose=_(_WHOSE[DateBasis(basis)]))


def share_words(score: Score) -> str:
    """91%; or that there are too few to tell."""
    if score.number < FEWEST:
        return _("Too few to tell")
    return f"{100 * score.kept / score.number:.0f}%"


def range_words(score: Score) -> str:
    if score.number < FEWEST:
        return ""
    low, high = wilson(score.kept, score.number)
    return say(_("{low}% to {high}%"), low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")


def _first(score: Score) -> tuple[str, ...]:
    if score.number < FEWEST:
        return (_("We have not named enough dates in the last 3 months to tell."),)
    words = ngettext(
        "In the last 3 months {kept} of {n} date was kept.",
        "In the last 3 months {kept} of {n} dates were kept.",
        score.number,
    )
    kept = say(words, kept=f"{score.kept:,}", n=f"{score.number:,}")
    low, high = wilson(score.kept, score.number)
    likely = say(
        _("With that many dates, the true share is likely from {low}% to {high}%."),
        low=f"{100 * low:.0f}",
        high=f"{100 * high:.0f}",
    )
    return kept, likely


def _rest(rate: HitRate) -> list[str]:
    """What the share does not say: what we could not date, and what was left out."""
    lately = rate.lately()
    words = []
    if rate.open:
        words.append(
            say(
                _("Last night, {n} of {all} open claims and orders had no date."),
                n=f"{rate.undated:,}",
                all=f"{rate.open:,}",
            )
        )
    left_out = ngettext(
        "In the last 3 months {n} date was left out: it was cancelled in time, or we were waiting "
        "for the member when its day came.",
        "In the last 3 months {n} dates were left out: they were cancelled in time, or we were "
        "waiting for the member when their day came.",
        lately.withdrawn,
    )
    words.append(say(left_out, n=f"{lately.withdrawn:,}"))
    if lately.unknown:
        unknown = ngettext(
            "For {n} more, we have not heard yet what came of it.",
            "For {n} more, we have not heard yet what came of them.",
            lately.unknown,
        )
        words.append(say(unknown, n=f"{lately.unknown:,}"))
    return words


def _head() -> tuple[str, ...]:
    return _("Kept"), _("Share kept"), _("Likely range"), _("Half were named")


def _numbers(score: Score) -> tuple[str, ...]:
    counted = say(_("{kept} of {n}"), kept=f"{score.kept:,}", n=f"{score.number:,}")
    return counted, share_words(score), range_words(score), ahead_words(score)


def _without(rate: HitRate, month: dt.date | None) -> str:
    """Of what was open on its nights; "" where no night was counted."""
    share = rate.undated_in.get(month) if month else None
    return "" if share is None else f"{share:.0f}%"


def ahead_words(score: Score) -> str:
    if score.ahead is None:
        return ""
    days = round(score.ahead)
    return say(_("{days} ahead or more"), days=count_days(days))


def _each_month(rate: HitRate) -> list[tuple[str, ...]]:
    found = []
    for kind, basis in rate.sorts():
        for month in reversed(rate.months()):
            score = rate.of_month(month, kind, basis)
            if score.number or score.unknown or score.withdrawn:
                found.append((sort_words(kind, basis), _month(month), *_numbers(score)))
    return found


def _month(month: dt.date | None) -> str:
    if month is None:
        return ""
    words = pgettext("month and year", "{month} {year}")
    return words.format(month=MONTHS[month.month], year=month.year)


def _drawing(months: list[Score]) -> tuple[Mark, ...]:
    """From 0 at the bottom to all at the top: a shorter scale would make small changes large."""
    if not months:
        return ()
    step = WIDTH / len(months)
    marks = []
    for place, score in enumerate(months):
        middle = round((place + 0.5) * step)
        low, high = wilson(score.kept, score.number)
        top, bottom = _height(high), _height(low)
        marks.append(Mark(middle - WIDE // 2, top, WIDE, max(bottom - top, THIN), "range"))
        level = _height(score.kept / score.number) - FLAT // 2
        marks.append(Mark(middle - WIDE // 2, level, WIDE, FLAT, "bar"))
    return tuple(marks)


def _height(share: float) -> int:
    return round((1 - share) * HEIGHT)


_WHAT = {
    DateKind.DECISION: gettext_noop("We decide a claim"),
    DateKind.NEW_DECISION: gettext_noop("We decide a claim again"),
    DateKind.REQUEST: gettext_noop("We answer a request for approval"),
    DateKind.PAYMENT: gettext_noop("We pay"),
    DateKind.SHIP: gettext_noop("An order ships"),
    DateKind.DELIVER: gettext_noop("An order arrives"),
    DateKind.REFUND: gettext_noop("Money comes back"),
    DateKind.CHECK: gettext_noop("A person checks and answers"),
    DateKind.APPEAL_DECISION: gettext_noop("We decide an appeal"),
    DateKind.NEWS: gettext_noop("We say more where we had no date"),
}
_WHOSE = {
    DateBasis.ESTIMATE: gettext_noop("as we expected"),
    DateBasis.LAW: gettext_noop("last day by law"),
    DateBasis.CARRIER: gettext_noop("as the carrier said"),
    DateBasis.PROMISE: gettext_noop("as was promised"),
}
