"""One of staff passes a case on to another, who accepts it or not; then their member is told."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from outreach.alarm import alarm
from outreach.models import HandOver, Keeper
from outreach.scheduling.keeping import become, tell

RELAYS = 2  # from the second on a supervisor looks: a member tells their story once


def ask(
    keeper: Keeper, taker: UUID, reason: str, note: str, *, by: User, at: dt.datetime
) -> HandOver | None:
    """Ask somebody to take a case; who takes it to themselves has accepted it.

    None where another hand-over of it waits for an answer, or it passed on since ``keeper`` was
    read: nobody could answer one of a giver who has it no more.
    """
    still = Keeper.objects.select_for_update().filter(pk=keeper.pk, user=keeper.user_id)
    try:
        with transaction.atomic():
            if not still.exists():
                return None
            asked = HandOver.objects.create(
                keeper=keeper,
                giver_id=keeper.user_id,
                taker_id=taker,
                reason=reason,
                note=note,
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError:
        return None
    if taker == by.pk:
        answer(asked, accepted=True, at=at)
    return asked


@transaction.atomic
def answer(asked: HandOver, *, accepted: bool, at: dt.datetime) -> bool:
    """Accept or refuse it. False where that was done, or the case passed on, before."""
    keeper = (
        Keeper.objects.select_for_update(of=["self"])
        .select_related("member")
        .get(pk=asked.keeper_id)
    )
    waits = HandOver.objects.waiting().filter(pk=asked.pk, giver_id=keeper.user_id)
    if not waits.update(accepted=accepted, answered_at=at):
        return False
    if accepted:
        become(keeper, asked.taker_id, at)
        asked.keeper = keeper
        tell(asked)
    return True


def relayed_cases():
    """Cases that were handed over, or are about to be, more than once without a member's wish."""
    relayed = Q(hand_overs__in=HandOver.objects.relayed())
    return Keeper.objects.annotate(relays=Count("hand_overs", filter=relayed)).filter(
        relays__gte=RELAYS
    )


def alarm_of_relays(at: dt.datetime) -> int:
    """Tell supervisors by e-mail of cases that went from hand to hand, once each; how many.

    The letter names nobody: the board does.
    """
    news = HandOver.objects.relayed().filter(alarmed_at=None, keeper__in=relayed_cases())
    number = news.values("keeper").distinct().count()
    said = ngettext_lazy(
        "{n} case was handed over a second time. Sign in to see it:",
        "{n} cases were handed over a second time. Sign in to see them:",
        "n",
    )
    board = reverse("outreach:board_detail")
    if number and alarm(_("A case went from hand to hand"), said, number, board, at):
        news.update(alarmed_at=at)
    return number
