"""The first sentence of a call, drawn from what the member checked, and the sentence why. Pure.

It names a kind of thing and a day, and never a service, a provider, an amount, a page, an hour or
how often. What is private is not in the activity at all (`accounts.models.Activity`).
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Struct

from claims.answers.words import plain, say, short_day, weekday

LONGEST = 14  # days: what is older nobody remembers
A_WEEK = 6  # days within which a weekday says which day is meant

Checked = tuple[str, dt.date]  # ("claim", the day in the member's zone)


class Opener(Struct, frozen=True):
    """``because`` is for whoever calls, and "" where nothing was used."""

    sentence: str
    because: str = ""


def plain_opener(subject: str, *, asked: bool) -> Opener:
    """Without anything that was noticed: what the member asked the call about, or nothing."""
    if asked:
        return Opener(_("You asked us to call. What would you like to talk about?"))
    return Opener(_("How can I help today?"))


def opener(checked: Sequence[Checked], *, subject: str, asked: bool, today: dt.date) -> Opener:
    """``subject`` is what the member asked a call about, "" for nothing; ``asked``: they asked."""
    if asked and subject in ASKED:
        return Opener(_(ASKED[subject]), _("Because: they asked for a call about it."))
    recent = [(kind, day) for kind, day in checked if 0 <= (today - day).days <= LONGEST]
    kinds = list(dict.fromkeys(kind for kind, _day in recent))
    if not kinds:
        return plain_opener(subject, asked=asked)
    if len(kinds) > 1:
        return Opener(_(SEVERAL), _("Because: they checked more than one thing lately."))
    kind, day = max(recent, key=lambda one: one[1])
    when = day_words(day, today)
    sentence = plain(say(_(CHECKED[kind]), when=when))
    return Opener(sentence, plain(say(_("Because: they checked it {when}."), when=when)))


def day_words(day: dt.date, today: dt.date) -> str:
    """today, yesterday, on Tuesday, on March 3."""
    ago = (today - day).days
    if ago == 0:
        return _("today")
    if ago == 1:
        return _("yesterday")
    if ago <= A_WEEK:
        return plain(say(_("on {weekday}"), weekday=weekday(day)))
    return plain(say(_("on {date}"), date=short_day(day, today=today)))


CHECKED = {
    "claim": gettext_noop("Are you calling about the claim you checked {when}?"),
    "approval": gettext_noop("Are you calling about the approval you checked {when}?"),
    "order": gettext_noop("Are you calling about the order you checked {when}?"),
    "balance": gettext_noop("Are you calling about the balance you checked {when}?"),
}
ASKED = {
    "claim": gettext_noop("You asked us to call about your claim. Is that still what you want?"),
    "order": gettext_noop("You asked us to call about your order. Is that still what you want?"),
    "balance": gettext_noop("You asked us to call about your bill. Is that still what you want?"),
}
SEVERAL = gettext_noop("You have more than one thing with us. Which can I help with first?")
