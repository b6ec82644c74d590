"""The switches of a member's choices, in finished words: how each stands and what it means."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock_words import sentence
from accounts.consent.catalogue import CATEGORIES, EVERYTHING, PURPOSES, Basis, Purpose
from accounts.consent.verdict import Key, Reason, Standing
from accounts.models import ConsentNow, Wording
from accounts.models.consent_event import Decision
from accounts.persona_words import when_words
from accounts.retention import RULES

IN_ORDER = (
    "see_what_i_checked",
    "help_after_check",
    "remember_choices",
    "draft_summaries",
    "improve_site",
    "other_services",
    "care_reminders",
    "service_messages",
    "health_suggestions",
    "share_with_others",
    "show_my_words",
)
"""Every purpose with a switch, in the order of the page."""

ONE_BY_ONE = frozenset({"other_services"})
"""Purposes whose categories are ways to reach somebody: each has a switch of its own."""

IF_OFF: Mapping[str, str | Promise] = {
    "see_what_i_checked": gettext_lazy(
        "If off: they cannot see it, and they will not ask you why."
    ),
    "help_after_check": gettext_lazy("If off: we offer nothing. You can always ask for a call."),
    "remember_choices": gettext_lazy("If off: we work nothing out about you."),
    "draft_summaries": gettext_lazy("If off: a person writes the whole summary."),
    "improve_site": gettext_lazy("If off: your visits are not counted."),
    "other_services": gettext_lazy("If off: we do not write or call about them."),
    "care_reminders": gettext_lazy(
        "If off: the days stand on your pages, and we do not remind you."
    ),
    "service_messages": gettext_lazy("If off: you find everything here, and we send you nothing."),
    "health_suggestions": gettext_lazy("If off: we suggest nothing."),
    "share_with_others": gettext_lazy("We have no partners now. If off: we give partners nothing."),
    "show_my_words": gettext_lazy("If off: what you write stays with us."),
}

WHY_NOT: Mapping[Reason, str | Promise] = {
    Reason.SIGNAL: gettext_lazy("Your browser asked us not to share. We keep to that."),
    Reason.EXPIRED: gettext_lazy("The time that you signed for is over."),
    Reason.PAUSED: gettext_lazy("It is paused with everything else."),
}
"""What to say beside "off" when the switch alone does not say why."""

NO_MORE: Mapping[Reason, str | Promise] = {
    Reason.NOTICE_OUTDATED: gettext_lazy(
        "You turned it on: {time}. What it means has changed since, so it is off until you choose "
        "again."
    ),
    Reason.NEEDS_OWN_CONSENT: gettext_lazy(
        "A parent or guardian turned it on: {time}. You are 18 now, so it is off until you choose."
    ),
}
"""What was turned on and counts no more, though nobody turned it off."""


class ChoiceRow(Struct, frozen=True, kw_only=True):
    """One switch. ``turn`` is what a press does: "on", "off", or "" where nobody can press;
    ``sign`` leads to what is signed instead."""

    purpose: str
    category: str
    name: str
    sentence: str
    if_off: str
    who_sees: str
    kept: str
    is_on: bool
    stands: str
    state: str
    turn: str
    sign: str
    where: str


class LockedRow(Struct, frozen=True, kw_only=True):
    name: str
    sentence: str
    who_sees: str


def choice_rows(stands: Mapping[Key, Standing]) -> list[ChoiceRow]:
    rows = []
    for key in IN_ORDER:
        purpose = PURPOSES[key]
        if key in ONE_BY_ONE:
            rows += [_row(purpose, (one,), stands, category=one) for one in purpose.categories]
        else:
            rows.append(_row(purpose, _of_choice(purpose), stands))
    return rows


def _of_choice(purpose: Purpose) -> tuple[str, ...]:
    return tuple(one for one in purpose.categories if one not in purpose.never)


def cells(purpose: str, category: str = "") -> list[Key]:
    """The choices that one switch makes: one category, or all that the purpose may use."""
    if category:
        return [(purpose, category)]
    return [(purpose, one) for one in _of_choice(PURPOSES[purpose])]


def paused_words(rows: Iterable[ConsentNow]) -> str:
    """Since when everything is paused, and what that means; "" when it is not."""
    whole = next((one for one in rows if one.purpose == EVERYTHING), None)
    if whole is None or whole.decision != Decision.PAUSE:
        return ""
    words = _(
        "Paused since {time}. Our specialists see your claims and orders, and nothing about how "
        "you use this site."
    )
    return sentence(words, time=when_words(whole.recorded_at))


def optional(stands: Mapping[Key, Standing]) -> list[Key]:
    """Every choice that is on and was not there from the start: what "turn all off" turns off."""
    return [key for key, one in stands.items() if one.chosen and not PURPOSES[key[0]].default]


def locked_rows() -> list[LockedRow]:
    return [
        LockedRow(name=str(one.name), sentence=str(one.sentence), who_sees=str(one.who_sees))
        for one in PURPOSES.values()
        if one.locked
    ]


def _row(
    purpose: Purpose, categories: Iterable[str], stands: Mapping[Key, Standing], category: str = ""
) -> ChoiceRow:
    found = [stands[purpose.key, one] for one in categories]
    is_on = all(one.chosen for one in found)
    name = str(purpose.name)
    if category:
        name = f"{name}: {CATEGORIES[category].name}"
    return ChoiceRow(
        purpose=purpose.key,
        category=category,
        name=name,
        sentence=str(purpose.sentence),
        if_off=str(IF_OFF[purpose.key]),
        who_sees=str(purpose.who_sees),
        kept=kept_words(purpose.key),
        is_on=is_on,
        stands=stands_words(purpose, found, is_on=is_on),
        state=_("On") if is_on else _("Off"),
        turn=turn_of(purpose, is_on=is_on),
        sign=reverse("accounts:signature_create", args=[purpose.key])
        if purpose.basis is Basis.AUTHORIZATION
        else "",
        where="-".join(filter(None, ("choice", purpose.key, category))),
    )


def turn_of(purpose: Purpose, *, is_on: bool) -> str:
    """Off is always one press. What needs a signature is not turned on by a switch."""
    if is_on:
        return "off"
    return "" if purpose.basis is Basis.AUTHORIZATION else "on"


def stands_words(purpose: Purpose, found: list[Standing], *, is_on: bool) -> str:
    """On since Tuesday, March 3, 2:14pm."""
    since = max((one.since for one in found if one.since), default=None)
    if since is None:
        if purpose.basis is Basis.AUTHORIZATION:
            return _("Off. It needs your signature.")
        return _("It was on from the start.") if is_on else _("You have never turned this on.")
    last = next(one for one in found if one.since == since)
    if last.reason in NO_MORE:
        words = sentence(str(NO_MORE[last.reason]), time=when_words(since))
        return " ".join(filter(None, (words, before_words(purpose, last))))
    if is_on:
        return on_words(since, last.until)
    why = next((str(WHY_NOT[one.reason]) for one in found if one.reason in WHY_NOT), "")
    over = last.until if last.reason is Reason.EXPIRED else None
    words = sentence(_("Off since {time}."), time=when_words(over or since))
    return " ".join(filter(None, (words, why)))


def on_words(since: dt.datetime, until: dt.datetime | None) -> str:
    if until is None:
        return sentence(_("On since {time}."), time=when_words(since))
    words = _("On since {time}. It ends by itself {until}.")
    return sentence(words, time=when_words(since), until=when_words(until))


def before_words(purpose: Purpose, last: Standing) -> str:
    """What it said when they turned it on, where it says something else now. One query."""
    if last.now is None or last.now.version == purpose.version:
        return ""
    read = Wording.objects.of(purpose.key).filter(version=last.now.version)
    read_then = read.filter(language=get_language()).first()
    if read_then is None:
        return ""
    return sentence(_("Then it said: “{sentence}”"), sentence=read_then.text.split("\n")[1])


def kept_words(purpose: str) -> str:
    """How long what it uses is kept, by the table of retention."""
    noticed, worked_out = RULES["accounts.Activity"].days, RULES["accounts.Inference"].days
    if purpose in ("see_what_i_checked", "help_after_check", "improve_site", "share_with_others"):
        return days_words(noticed)
    if purpose == "remember_choices":
        return _("What you checked: {days}. What we worked out: {more}.").format(
            days=days_words(noticed), more=days_words(worked_out)
        )
    return ""


def days_words(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=number)
