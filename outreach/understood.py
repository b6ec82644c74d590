"""Whom to ask whether they felt understood: after a promise that a person kept, a bill that a
person settled, or a broken word that was put right. Never while we still owe them something, and at
most once in 30 days."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Member
from claims.models import Dispute, DisputeEvent
from outreach.models import Pulse, Recovery, SummaryLine
from outreach.models.owing import owing
from outreach.outbox import post

WAIT = dt.timedelta(hours=1)
LATELY = dt.timedelta(days=7)  # nobody wants to be asked about what is long past
SELDOM = dt.timedelta(days=30)
AT_ONCE = 200
Moment = Pulse.Moment


def ask(at: dt.datetime) -> int:
    """Ask about what ended well an hour ago or more; how many were asked."""
    return sum(begin(*one, at=at) for one in [*put_right(at), *kept(at), *settled(at)])


def kept(at: dt.datetime) -> Iterator[tuple[str, UUID, UUID]]:
    """Promises of ours that one of us noted as done."""
    lines = SummaryLine.objects.filter(
        owner="us", kept_by__isnull=False, kept_at__range=(at - LATELY, at - WAIT)
    ).exclude(Exists(asked_about(Moment.PROMISE)))
    found = lines.order_by("-kept_at").values_list("pk", "summary__call__member")
    for line, member in found[:AT_ONCE]:
        yield Moment.PROMISE, line, member


def settled(at: dt.datetime) -> Iterator[tuple[str, UUID, UUID]]:
    """Bills of which one of us answered what a member said is wrong; not what they took back."""
    by_us = DisputeEvent.objects.filter(
        dispute=OuterRef("pk"), what=DisputeEvent.What.ANSWERED, at=OuterRef("ended_at")
    )
    ended = Dispute.objects.filter(ended_at__range=(at - LATELY, at - WAIT))
    found = ended.filter(Exists(by_us)).exclude(Exists(asked_about(Moment.CASE)))
    for dispute, member in found.order_by("-ended_at").values_list("pk", "member")[:AT_ONCE]:
        yield Moment.CASE, dispute, member


def put_right(at: dt.datetime) -> Iterator[tuple[str, UUID, UUID]]:
    """Words that we broke; asked after the fix, and after what came on top of it."""
    fixed = Recovery.objects.filter(fixed_at__range=(at - LATELY, at - WAIT))
    found = fixed.exclude(Exists(asked_about(Moment.RECOVERY))).order_by("-fixed_at")
    for case, member in found.values_list("pk", "member")[:AT_ONCE]:
        yield Moment.RECOVERY, case, member


def asked_about(moment: str):
    return Pulse.objects.filter(moment=moment, thing=OuterRef("pk"))


@transaction.atomic
def begin(moment: str, thing: UUID, member: UUID, *, at: dt.datetime) -> bool:
    """Ask, unless we owe them something or asked them lately. Two workers ask once."""
    who = Member.objects.select_for_update().get(pk=member)
    if who.user_id is None or owes(who) or asked_lately(who, at):
        return False
    pulse = Pulse.objects.create(member=who, moment=moment, thing=thing, asked_at=at)
    post(
        who,
        "pulse",
        purpose="service_messages",
        category="calls",
        key=str(pulse.pk),
        context={"pulse": str(pulse.pk)},
    )
    return True


def owes(member: Member) -> bool:
    """Whether something that we said we do is still to be done, on the phone or elsewhere."""
    return Member.objects.filter(owing(member.pk), pk=member.pk).exists()


def asked_lately(member: Member, at: dt.datetime) -> bool:
    return Pulse.objects.filter(member=member, asked_at__gt=at - SELDOM).exists()
