"""What members said of moments with us, in finished words: numbers with how they are counted."""

import datetime as dt
from collections import Counter
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import day, local_date, say
from claims.models import Feedback
from outreach.models import Pulse

PERIOD = dt.timedelta(days=90)
FEWEST = 5  # answers, before a share says something
MOST_WORDS = 50


class MomentRow(Struct, frozen=True):
    moment: str
    answered: str
    understood: str
    reached: str
    feelings: str


class PageRow(Struct, frozen=True):
    page: str
    answered: str


class OwnWords(Struct, frozen=True, kw_only=True):
    """``state`` says who may read it; ``press`` is where a button changes that, with its label."""

    name: str
    when: str
    text: str
    state: str
    press: tuple[str, str] | None


class Report(Struct, frozen=True, kw_only=True):
    moments: tuple[MomentRow, ...]
    pages: tuple[PageRow, ...]
    own_words: tuple[OwnWords, ...]
    members: tuple[tuple[UUID, None], ...]


def report(at: dt.datetime, zone: str) -> Report:
    """Of the last 90 days. Four queries."""
    pulses = list(
        Pulse.objects.filter(asked_at__gt=at - PERIOD)
        .select_related("member")
        .order_by("-answered_at")
    )
    told = [one for one in pulses if one.words][:MOST_WORDS]
    today = local_date(at, zone)
    signed = set(
        Pulse.objects.stories()
        .signed_for(at)
        .filter(pk__in=[one.pk for one in told])
        .values_list("pk", flat=True)
    )
    return Report(
        moments=tuple(
            moment_row(moment, [one for one in pulses if one.moment == moment])
            for moment in Pulse.Moment
        ),
        pages=pages(at),
        own_words=tuple(
            OwnWords(
                name=one.member.name,
                when=day(local_date(one.answered_at, zone), today=today),  # type: ignore[arg-type]
                text=one.words,
                state=who_reads(one, one.pk in signed),
                press=press(one, one.pk in signed),
            )
            for one in told
        ),
        members=tuple((one.member_id, None) for one in told),
    )


def who_reads(one: Pulse, signed: bool) -> str:
    if not signed:
        return _("For us alone: they have not signed that others may read it.")
    if one.shown_at:
        return _("Other members read it, without the name.")
    return _("They signed that other members may read it, without the name.")


def press(one: Pulse, signed: bool) -> tuple[str, str] | None:
    if one.shown_at:
        return f"/desk/understood/{one.pk}/showing/ending/", _("Show it no more")
    return (f"/desk/understood/{one.pk}/showing/", _("Show it to others")) if signed else None


def moment_row(moment: Pulse.Moment, pulses: list[Pulse]) -> MomentRow:
    answered = [one for one in pulses if one.answered_at]
    felt = Counter(one.feeling for one in answered if one.feeling)
    return MomentRow(
        moment=str(moment.label),
        answered=of_all(len(answered), len(pulses)),
        understood=yes([one.understood for one in answered]),
        reached=yes([one.reached for one in answered]),
        feelings=", ".join(
            f"{feeling.label} {felt[feeling]}" for feeling in Pulse.Feeling if felt[feeling]
        )
        or _("Nobody yet"),
    )


def pages(at: dt.datetime) -> tuple[PageRow, ...]:
    """“Did this answer your question?”, by what the page is about."""
    presses = (
        Feedback.objects.filter(given_at__gt=at - PERIOD)
        .values("subject")
        .annotate(pressed=Count("pk"), well=Count("pk", filter=Q(answered=True)))
    )
    counted = {one["subject"]: (one["well"], one["pressed"]) for one in presses}
    names = {"claim": _("Claims"), "order": _("Orders"), "balance": _("Balances")}
    return tuple(
        PageRow(name, share(*counted.get(subject, (0, 0)))) for subject, name in names.items()
    )


def yes(given: list[str]) -> str:
    """Those who said yes, of those who answered it."""
    said = [one for one in given if one]
    return share(sum(one == Pulse.Agreement.YES for one in said), len(said))


def share(part: int, whole: int) -> str:
    """8 of 10 (80%); without the share where few answered."""
    if whole < FEWEST:
        return of_all(part, whole)
    words = _("{part} of {whole} ({share}%)")
    return say(words, part=part, whole=whole, share=round(100 * part / whole))


def of_all(part: int, whole: int) -> str:
    if not whole:
        return _("Nobody yet")
    return say(_("{part} of {whole}"), part=part, whole=whole)
