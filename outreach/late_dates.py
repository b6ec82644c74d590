"""A date that we told a member and did not keep, as whoever mends it reads it. No service, no
provider: what is private stays so."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from claims.answers.standing import said_words
from claims.answers.words import day, local_date, say
from claims.date_kind import DateKind
from claims.facts import Delay
from claims.models import Promise
from outreach.desk_promises import name_of

#: Why it takes longer, as far as somebody of staff may know it.
REASONS = {
    Delay.NOT_KNOWN: gettext_lazy("We do not know why"),
    Delay.PROVIDER: gettext_lazy("We waited for their provider"),
    Delay.OTHER_PAYER: gettext_lazy("We waited for their other plan"),
    Delay.SLOW: gettext_lazy("It takes longer than most like it"),
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
        name=name_of(late.member),
        thing=thing_words(late),
        said=said_words(DateKind(late.kind), late.due_on, today=today),
        told=told_words(late, today),
        next=next_words(late.new_on, today),
    )


def thing_words(late: Promise) -> str:
    words = _("Claim {number}") if late.claim_id else _("Order {number}")
    return say(words, number=late.thing.number or str(late.thing.pk))


def told_words(late: Promise, today: dt.date) -> str:
    if late.heeded_at is None:
        return _("Nobody has told them that it is late.")
    words = _("They were told on {date} that it is late.")
    return say(words, date=day(local_date(late.heeded_at, late.member.time_zone), today=today))


def next_words(new_on: dt.date | None, today: dt.date) -> str:
    if new_on is None:
        return _("They have no new date.")
    return say(_("They have a new date: {date}."), date=day(new_on, today=today))
