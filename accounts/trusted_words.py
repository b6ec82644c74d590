"""Help in finished words: for the member who asked for it, and for whoever gives it."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext
from msgspec import Struct

from accounts.clock_words import full_day
from accounts.models import Level, Member, TrustedAct, TrustedPerson
from accounts.views.session import when

MOST_HIDDEN = 50  # more at once nobody reads


class HelpWords(Struct, frozen=True, kw_only=True):
    """One person's help, for the member. ``may`` is what they may do; ``state`` one sentence."""

    pk: str
    name: str
    email: str
    may: str
    state: str
    is_open: bool
    may_end: bool
    url: str
    end_url: str


class GivenWords(Struct, frozen=True, kw_only=True):
    """The same for whoever helps, or is asked to: ``name`` is the member's."""

    pk: str
    name: str
    asks: str
    may: str
    state: str
    accept: str
    accept_url: str
    begin: str
    begin_url: str
    refuse_url: str


def level_words(levels: Iterable[str]) -> str:
    """See claims and approvals, ask for calls."""
    named = [str(level.label) for level in Level if level in set(levels)]
    listed = [named[0], *(one[:1].lower() + one[1:] for one in named[1:])]
    return get_text_list(listed, pgettext("the last two of a list", "and"))


def help_words(who: TrustedPerson, at: dt.datetime) -> HelpWords:
    return HelpWords(
        pk=str(who.pk),
        name=who.name,
        email=who.email,
        may=level_words(who.levels),
        state=state_words(who, at),
        is_open=not who.is_over(at),
        may_end=not who.is_parent,
        url=reverse("accounts:trusted_person_detail", args=[who.pk]),
        end_url=reverse("accounts:trusted_person_ending_create", args=[who.pk]),
    )


def given_words(who: TrustedPerson) -> GivenWords:
    name = who.member.name
    return GivenWords(
        pk=str(who.pk),
        name=name,
        asks=_("{name} asks you to help").format(name=name),
        may=level_words(who.levels),
        state=until_words(who),
        accept=_("Yes, help {name}").format(name=name),
        accept_url=reverse("accounts:acceptance_create", args=[who.pk]),
        begin=_("Help {name} now").format(name=name),
        begin_url=reverse("accounts:helping_create", args=[who.pk]),
        refuse_url=reverse("accounts:refusal_create", args=[who.pk]),
    )


def state_words(who: TrustedPerson, at: dt.datetime) -> str:
    if who.ended_at is not None:
        return _("Ended: {when}.").format(when=when(who.ended_at))
    if who.is_over(at):
        return _("Ended. The last day is over.")
    if who.accepted_at is None:
        return _("They did not accept yet. Until then they see nothing.")
    return until_words(who)


def until_words(who: TrustedPerson) -> str:
    last = who.last_day()
    return _("Until {day}.").format(day=full_day(last)) if last else ""


HIDDEN = {
    "claim": gettext_noop("A claim or an approval, hidden on {day}"),
    "order": gettext_noop("An order, hidden on {day}"),
    "balance": gettext_noop("An account, hidden on {day}"),
}


def hidden_words(member: Member) -> list[dict[str, str]]:
    """What the member hides, the latest first, each with the page that changes it."""
    return [
        {
            "url": f"/sharing/{one.subject}:{one.subject_id}/",
            "words": _(HIDDEN[one.subject]).format(day=full_day(localtime(one.hidden_at).date())),
        }
        for one in member.hidden_things.order_by("-hidden_at")[:MOST_HIDDEN]
    ]


def act_words(act: TrustedAct) -> str:
    """Sunday, November 22, 7:21 a.m.: Tom, who helps you, looked at a claim."""
    return _("{when}: {name}, who helps you, {what}").format(
        when=when(act.at), name=act.trusted_person.name, what=act.get_what_display()
    )
