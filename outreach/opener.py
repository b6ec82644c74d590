"""The first sentence of a call, drawn from what the member checked, and the sentence why. Pure.

It names a kind of thing and a day, and never a service, a provider, an amount, a page, an hour or
how often. What is private is not in the activity at all (`accounts.models.Activity`).
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Struct

from claims.answers.words import join, plain, say, short_day, weekday

LONGEST = 14  # days: what is older nobody remembers
A_WEEK = 6  # days within which a weekday says which day is meant

Checked = tuple[str, dt.date]  # ("claim", the day in the member's zone)


class Opener(Struct, frozen=True):
    """``because`` is for whoever calls, and "" where nothing was used."""

    sentence: str
    because: str = ""


def plain_opener(*, asked: bool) -> Opener:
    """Without anything that was noticed."""
    if asked:
        return Opener(_("You asked us to call. How can I help today?"))
    return Opener(_("How can I help today?"))


def late_order_opener(*, found: bool) -> Opener:
    """When we call about an order that we put right; drawn from nothing that its member did.

    ``found``: one of us has noted more than that they told the member.
    """
    if found:
        return Opener(
            _(
                "I'm calling about your late order. I have found it, and I want to tell you what "
                "I am doing."
            )
        )
    return Opener(_("I'm calling about your late order. I want to tell you what I am doing."))


def case_opener(subject: str) -> Opener:
    """When whoever looks after it calls about it; drawn from nothing that its member did."""
    return Opener(_(OURS[subject]))


def opener(
    checked: Sequence[Checked],
    *,
    subject: str,
    asked: bool,
    today: dt.date,
    since: dt.date | None = None,
) -> Opener:
    """``subject`` is what the member asked a call about, "" for nothing; ``asked``: they asked.

    ``since``: when they allowed it.
    """
    if asked and subject in ASKED:
        return Opener(_(ASKED[subject]), _("Because: they asked for a call about it."))
    recent = [(kind, day) for kind, day in checked if 0 <= (today - day).days <= LONGEST]
    kinds = list(dict.fromkeys(kind for kind, _day in recent))
    if not kinds or (asked and len(kinds) == 1):  # we call them: they do not call about it
        return plain_opener(asked=asked)
    allowed = allowed_words(since, today)
    if len(kinds) > 1:
        because = join(_("Because: they checked more than one thing lately."), allowed)
        return Opener(several(kinds), plain(because))
    kind, day = max(recent, key=lambda one: one[1])
    when = day_words(day, today)
    sentence = plain(say(_(CHECKED[kind]), when=when))
    because = join(say(_("Because: they checked it {when}."), when=when), allowed)
    return Opener(sentence, plain(because))


def several(kinds: Sequence[str]) -> str:
    """You have a claim and an order with us. Which can I help with first?"""
    if len(kinds) != 2:
        return _(SEVERAL)
    one, other = (_(A_THING[kind]) for kind in kinds)
    words = _("You have {one} and {other} with us. Which can I help with first?")
    return plain(say(words, one=one, other=other))


def allowed_words(since: dt.date | None, today: dt.date) -> str:
    if since is None:
        return ""
    return say(_("They have allowed this since {date}."), date=short_day(since, today=today))


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
OURS = {
    "claim": gettext_noop("I'm calling about your claim. Is now a good time?"),
    "order": gettext_noop("I'm calling about your order. Is now a good time?"),
    "balance": gettext_noop("I'm calling about your bill. Is now a good time?"),
}
ASKED = {
    "claim": gettext_noop(
        "You asked us to call about your claim. Is that still what you want to talk about?"
    ),
    "order": gettext_noop(
        "You asked us to call about your order. Is that still what you want to talk about?"
    ),
    "balance": gettext_noop(
        "You asked us to call about your bill. Is that still what you want to talk about?"
    ),
}
A_THING = {
    "claim": gettext_noop("a claim"),
    "approval": gettext_noop("an approval"),
    "order": gettext_noop("an order"),
    "balance": gettext_noop("a bill"),
}
SEVERAL = gettext_noop("You have more than one thing with us. Which can I help with first?")
