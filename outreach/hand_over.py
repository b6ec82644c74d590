"""One of staff passes a case on to another, who accepts it or not; then their member is told."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from outreach.models import HandOver, Keeper
from outreach.scheduling.keeping import become, tell

RELAYS = 2  # from the second on a supervisor looks: a member tells their story once


def ask(
    keeper: Keeper, taker: UUID, reason: str, note: str, *, by: User, at: dt.datetime
) -> HandOver | None:
    """Ask somebody to take a case; who takes it to themselves has accepted it.

    None where another hand-over of it waits for an answer.
    """
    try:
        with transaction.atomic():
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


def alarm(at: dt.datetime) -> int:
    """Tell supervisors by e-mail of cases that went from hand to hand, once each; how many.

    The letter names nobody: the board does.
    """
    news = HandOver.objects.relayed().filter(alarmed_at=None, keeper__in=relayed_cases())
    number = news.values("keeper").distinct().count()
    people = User.objects.filter(role=Role.SUPERVISOR, is_active=True)
    addresses = list(people.order_by("email").values_list("email", flat=True))
    if number and addresses:
        message(number, at, addresses).send()
        news.update(alarmed_at=at)
    return number


def message(number: int, at: dt.datetime, addresses: list[str]) -> EmailMessage:
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    board = f"{settings.PORTAL_ADDRESS}{reverse('outreach:board_detail')}"
    with translation.override(settings.LANGUAGE_CODE):
        words = ngettext(
            "{n} case was handed over a second time. Sign in to see it:",
            "{n} cases were handed over a second time. Sign in to see them:",
            number,
        ).format(n=number)
        return EmailMessage(
            subject=_("A case went from hand to hand"),
            body=f"{words}\n\n{board}\n",
            to=addresses,
            headers={"Message-ID": f"<hand-overs-{at:%Y%m%d%H%M}@{host}>"},
        )
