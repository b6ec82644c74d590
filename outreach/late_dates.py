"""A date that we did not keep, or by when we say more, as whoever acts on it reads it.

No service, no provider: what is private stays so.
"""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from claims.answers.standing import said_words
from claims.answers.words import day, local_date, say
from claims.date_kind import DateKind
from claims.facts import ClaimUse, Delay, Outcome
from claims.models import Promise

#: Why it takes longer, as far as somebody of staff may know it.
REASONS = {
    Delay.NOT_KNOWN: gettext_lazy("We do not know why"),
    Delay.PROVIDER: gettext_lazy("We waited for their provider"),
    Delay.OTHER_PAYER: gettext_lazy("We waited for their other plan"),
    Delay.SLOW: gettext_lazy("It takes longer than most like it"),
}


KINDS = {
    ClaimUse.CLAIM: gettext_lazy("Claim {number}"),
    ClaimUse.PREAUTHORIZATION: gettext_lazy("Approval request {number}"),
    ClaimUse.PREDETERMINATION: gettext_lazy("Request {number}"),
}


class LateRow(Struct, frozen=True, kw_only=True):
    """``told`` and ``next``: whether they know that it is late, and which day they have instead."""

    url: str
    name: str
    thing: str
    said: str
    told: str
    next: str


def late_row(late: Promise, today: dt.date) -> LateRow:
    return LateRow(
        url=reverse("outreach:late_date_detail", args=[late.pk]),
        name=late.member.name,
        thing=thing_words(late),
        said=said_words(DateKind(late.kind), late.due_on, today=today),
        told=told_words(late, today) if late.outcome == Outcome.BROKEN else "",
        next=next_words(late, today),
    )


def thing_words(late: Promise) -> str:
    words = str(KINDS[ClaimUse(late.claim.use)]) if late.claim else _("Order {number}")
    return say(words, number=late.thing.number or str(late.thing.pk))


def told_words(late: Promise, today: dt.date) -> str:
    if late.heeded_at is None:
        return _("Nobody has told them that it is late.")
    words = _("They were told on {date} that it is late.")
    return say(words, date=day(local_date(late.heeded_at, late.member.time_zone), today=today))


def next_words(late: Promise, today: dt.date) -> str:
    if late.new_on is not None:
        return say(_("They have a new date: {date}."), date=day(late.new_on, today=today))
    return _("They have no date.") if late.kind == DateKind.NEWS else _("They have no new date.")
