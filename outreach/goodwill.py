"""What is added after a fix: the same floor for the same failure, and a little at discretion.

The caps are held by the statements that spend, so that two who press at once cannot pass them.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from accounts.models import User
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from claims.facts import Deed
from claims.store.order_deeds import Noted, record
from outreach.models import Goodwill, GoodwillBudget, Recovery
from outreach.models.recovery import MOST_OF_A_CASE
from outreach.summary_words import first_name

FLOORS = {Recovery.Failure.ORDER: 1_000}
"""Cents by failure. Of a claim nothing is given: what a plan may give its members, law narrows."""
VALID = dt.timedelta(days=180)
WORKS_ON = gettext_noop("any order here")


class TooMuch(Exception):
    """More than is left; ``of`` is "case" or "month"."""

    def __init__(self, of: str) -> None:
        super().__init__(of)
        self.of = of


class NotFixed(Exception):
    """Goodwill comes after the fix."""


class Doubled(Exception):
    """The same was added a moment ago: a click that came twice."""


def left(user: User, at: dt.datetime) -> int:
    """Cents that this person may still give this month."""
    budget = GoodwillBudget.objects.filter(user=user, month=month_of(at)).first()
    budget = budget or GoodwillBudget(user=user, month=month_of(at))
    return budget.most - budget.spent


def give(
    recovery: Recovery, cents: int, reason: str, noted: Noted, *, by: User, at: dt.datetime
) -> None:
    """Add something at discretion, out of the giver's budget and within the case's."""
    with transaction.atomic():
        spend(by, cents, at)
        case = Recovery.objects.filter(pk=recovery.pk).exclude(fixed_at=None)
        if not case.exists():
            raise NotFixed
        if not case.filter(goodwill__lte=MOST_OF_A_CASE - cents).update(
            goodwill=F("goodwill") + cents
        ):
            raise TooMuch("case")
        Goodwill.objects.create(recovery=recovery, cents=cents, reason=reason, by=by, at=at)
        if not record(recovery.subject_id, noted, by=by, at=at):
            raise Doubled


def give_floor(recovery: Recovery, *, by: User, at: dt.datetime) -> None:
    """What everybody gets after this failure; out of nobody's budget, and once."""
    cents = FLOORS.get(Recovery.Failure(recovery.failure))
    if not cents or recovery.subject != "order":
        return
    _one, new = Goodwill.objects.get_or_create(
        recovery=recovery, floor=True, defaults={"cents": cents, "by": by, "at": at}
    )
    if new:
        record(recovery.subject_id, noted_of(recovery, cents, "", by=by, at=at), by=by, at=at)


def noted_of(recovery: Recovery, cents: int, note: str, *, by: User, at: dt.datetime) -> Noted:
    """As its member reads it on the page of the order."""
    return Noted(
        deed=Deed.GOODWILL,
        who=first_name(by),
        cents=cents,
        words=WORKS_ON,
        note=note,
        use_by=local_date(at, recovery.member.time_zone) + VALID,
    )


def spend(user: User, cents: int, at: dt.datetime) -> None:
    month = month_of(at)
    GoodwillBudget.objects.get_or_create(user=user, month=month)
    own = GoodwillBudget.objects.filter(user=user, month=month, spent__lte=F("most") - cents)
    if not own.update(spent=F("spent") + cents):
        raise TooMuch("month")


def month_of(at: dt.datetime) -> dt.date:
    return local_date(at, portal_hours().zone).replace(day=1)
