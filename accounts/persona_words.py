"""What we remember about a member, in finished words for their own page."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from msgspec import Struct

from accounts.clock import now
from accounts.clock_words import day_and_time, time_of_day
from accounts.forms.settings import zone_name
from accounts.models import Activity, Inference, Member, Phone, Preference
from accounts.phone_number import shown

PAGES = {
    Activity.Kind.CLAIM: "claims:claim_detail",
    Activity.Kind.APPROVAL: "claims:approval_detail",
    Activity.Kind.ORDER: "claims:order_detail",
    Activity.Kind.BALANCE: "claims:balance_detail",
}


class ToldRow(Struct, frozen=True, kw_only=True):
    """``forget`` is what to name when it is forgotten; "" where we cannot do without."""

    name: str
    words: str
    change: str
    forget: str
    where: str


class NoticedRow(Struct, frozen=True, kw_only=True):
    """One day, ``on`` as 2026-03-17. ``words`` is safe HTML with a link to each thing."""

    day: str
    on: str
    words: SafeString


class WorkedOutRow(Struct, frozen=True, kw_only=True):
    about: str
    words: str
    because: str
    where: str
    correct: str


def told_rows(
    member: Member, phones: Iterable[Phone], preferences: Iterable[Preference]
) -> list[ToldRow]:
    """Everything a member may tell us, said or not, in the order of the page."""
    settings = reverse("accounts:settings")
    said = {one.about: one.words for one in preferences}
    nothing = _("You have not told us.")
    rows = [
        _of_settings("preferred_name", _("What we call you"), member.preferred_name or nothing),
        ToldRow(
            name=_("How to say it"),
            words=member.pronunciation or nothing,
            change=f"{settings}#id_pronunciation",
            forget="pronunciation" if member.pronunciation else "",
            where="told-pronunciation",
        ),
        _of_settings("language", _("Language"), str(member.get_language_display())),
        _of_settings("time_zone", _("Time zone"), zone_name(member.time_zone)),
    ]
    rows += [
        ToldRow(
            name=phone.label or _("Phone"),
            words=shown(phone.number),
            change=reverse("accounts:phone_update", args=[phone.pk]),
            forget="",
            where=f"told-phone-{phone.pk}",
        )
        for phone in phones
    ]
    rows += [
        ToldRow(
            name=str(about.label),
            words=said.get(about, nothing),
            change=reverse("accounts:preference_update", args=[about.value]),
            forget=about.value if about in said else "",
            where=f"told-{about.value}",
        )
        for about in Preference.About
    ]
    return rows


def _of_settings(field: str, name: str, words: str) -> ToldRow:
    change = f"{reverse('accounts:settings')}#id_{field}"
    return ToldRow(name=name, words=words, change=change, forget="", where=f"told-{field}")


def noticed_rows(activity: Iterable[Activity]) -> list[NoticedRow]:
    """By day, as the rows come."""
    return [
        NoticedRow(day=day_words(on), on=on.isoformat(), words=checked_words(list(things)))
        for on, things in groupby(activity, key=lambda one: one.day)
    ]


def checked_words(things: list[Activity]) -> SafeString:
    """You checked a claim, an order. Each leads to its page."""
    named = {
        Activity.Kind.CLAIM: _("a claim"),
        Activity.Kind.APPROVAL: _("an approval"),
        Activity.Kind.ORDER: _("an order"),
        Activity.Kind.BALANCE: _("a balance"),
    }
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (reverse(PAGES[Activity.Kind(one.kind)], args=[one.thing]), named[one.kind])
            for one in things
        ),
    )
    return format_html(_("You checked {things}."), things=links)


def worked_out_rows(inferences: Iterable[Inference]) -> list[WorkedOutRow]:
    return [
        WorkedOutRow(
            about=one.about,
            words=guess_words(one),
            because=because_words(one),
            where=f"guess-{one.about}",
            correct=reverse("accounts:inference_update", args=[one.about]),
        )
        for one in inferences
    ]


def guess_words(guess: Inference) -> str:
    return {
        "morning": _("You usually want calls in the morning."),
        "afternoon": _("You usually want calls in the afternoon."),
        "evening": _("You usually want calls in the evening."),
    }[guess.value]


def part_of_day(guess: Inference) -> str:
    """The same as an answer to "When is a good time?"."""
    return {
        "morning": _("In the morning"),
        "afternoon": _("In the afternoon"),
        "evening": _("In the evening"),
    }[guess.value]


def because_words(guess: Inference) -> str:
    words = ngettext(
        "Because your last call was.", "Because your last {n} calls were.", guess.times
    )
    return words.format(n=guess.times)


def day_words(on: dt.date) -> str:
    """Tuesday, March 3; with the year when it is not this year."""
    if on.year == timezone.localtime(now()).year:
        return date_format(on, pgettext("date, as Django's date filter writes it", "l, F j"))
    return date_format(on, pgettext("date, as Django's date filter writes it", "l, F j, Y"))


def when_words(instant: dt.datetime) -> str:
    """2:14pm today, otherwise Tuesday, March 3, 2:14pm; in the reader's zone."""
    local = timezone.localtime(instant)
    time = time_of_day(local.hour, local.minute)
    if local.date() == timezone.localtime(now()).date():
        return time
    return day_and_time(day_words(local.date()), time)
