"""Does a nudge help? A week later, what those did who got it, beside those it was held back from.

Visits count only where their member lets us use them to improve the site: the gate is asked, and
the use stands in their log.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from msgspec import Struct

from accounts.consent import allows
from accounts.models import Activity
from claims.answers.words import local_date
from claims.chance import difference
from claims.models import Appeal, Document, OrderChoice, Payment, RequestAnswer
from outreach.models import Booking, CallRequest, Effect, Message
from outreach.nudges import NUDGES
from outreach.subject import about_words

AFTER = dt.timedelta(days=7)
LATEST = dt.timedelta(days=21)  # what nobody measured by then stays unmeasured
AT_ONCE = 500
COUNTED = dt.timedelta(days=180)
ENOUGH = 100  # of those held out; fewer tell nothing
SEES = ("improve_site", "activity")
OUTCOMES = ("called", "acted", "looked")


class Arm(Struct, frozen=True, kw_only=True):
    """How many of how many did it."""

    did: int
    number: int


class Outcome(Struct, frozen=True, kw_only=True):
    """``low`` and ``high``: how far the shares may lie apart, 19 times in 20."""

    name: str
    sent: Arm
    held: Arm
    low: float
    high: float

    @property
    def tells(self) -> bool:
        return self.low > 0 or self.high < 0


def measure(at: dt.datetime) -> int:
    """Look at what was decided a week ago; how many. Doing it twice changes nothing."""
    decided = Message.objects.filter(notice__in=list(NUDGES), effect=None)
    decided = decided.filter(Q(refused_at=None) | Q(reason="held_out"))
    decided = decided.annotate(over_at=Coalesce("sent_at", "refused_at")).filter(
        over_at__lte=at - AFTER, over_at__gt=at - LATEST
    )
    number = 0
    for message in decided.select_related("member").order_by("over_at").iterator(AT_ONCE):
        with transaction.atomic():
            Effect.objects.get_or_create(message=message, defaults=done_after(message, at))
        number += 1
    return number


def done_after(message: Message, at: dt.datetime) -> dict:
    decided = message.sent_at or message.refused_at
    assert decided is not None
    week = (decided, decided + AFTER)
    return {
        "notice": message.notice,
        "held_out": message.sent_at is None,
        "called": called(message, week),
        "acted": acted(message, week),
        "looked": looked(message, decided),
        "measured_at": at,
    }


def called(message: Message, week: tuple[dt.datetime, dt.datetime]) -> bool:
    about = {
        "member": message.member,
        "subject": message.subject,
        "subject_id": message.subject_id,
    }
    return (
        CallRequest.objects.filter(**about, asked_at__range=week).exists()
        or Booking.objects.filter(**about, made_at__range=week).exists()
    )


def acted(message: Message, week: tuple[dt.datetime, dt.datetime]) -> bool:
    """Whether they did about the thing what such messages are about."""
    about, thing = about_words(message.subject, message.subject_id), message.subject_id
    done = {
        "claim": (
            RequestAnswer.objects.filter(claim=thing, answered_at__range=week),
            Appeal.objects.filter(claim=thing, filed_at__range=week),
        ),
        "order": (OrderChoice.objects.filter(order=thing, at__range=week),),
        "balance": (Payment.objects.filter(balance=thing, begun_at__range=week),),
    }
    sent = Document.objects.filter(member=message.member, about=about, begun_at__range=week)
    return any(one.exists() for one in (sent, *done.get(message.subject, ())))


def looked(message: Message, decided: dt.datetime) -> bool | None:
    """None where they do not let their visits be counted."""
    verdict = allows(message.member, *SEES, doing=f"effect:{message.notice}")
    if not verdict:
        return None
    on = local_date(decided, message.member.time_zone)
    visits = Activity.objects.checked(message.member, verdict).filter(thing=message.subject_id)
    return visits.filter(day__gt=on, day__lte=on + AFTER).exists()


def outcomes(notice: str, at: dt.datetime) -> list[Outcome]:
    """Of the last half year; one query."""
    seen = Effect.objects.filter(notice=notice, measured_at__gt=at - COUNTED)
    counts = {
        f"{name}_{arm}_{part}": Count(
            "pk", filter=Q(held_out=held, **{f"{name}__isnull": False}) & Q(**did)
        )
        for name in OUTCOMES
        for arm, held in (("sent", False), ("held", True))
        for part, did in (("did", {name: True}), ("all", {}))
    }
    found = seen.aggregate(**counts)
    return [outcome(name, found) for name in OUTCOMES]


def outcome(name: str, found: dict[str, int]) -> Outcome:
    sent = Arm(did=found[f"{name}_sent_did"], number=found[f"{name}_sent_all"])
    held = Arm(did=found[f"{name}_held_did"], number=found[f"{name}_held_all"])
    low, high = difference((sent.did, sent.number), (held.did, held.number))
    return Outcome(name=name, sent=sent, held=held, low=low, high=high)


def has_no_effect(found: list[Outcome]) -> bool:
    """Enough were held out, and what members did shows no difference at all."""
    return found[0].held.number >= ENOUGH and not any(one.tells for one in found)
