"""The door by which a member's appeal changes: begun, written, filed, taken back.

Whoever changes one holds the row of its claim, so that two at once come one after the other, and
leaves in it what lists and answers read.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Member, User
from claims.answers.appeal_case import clock_of
from claims.answers.claim_deadlines import window_of
from claims.answers.claim_refusals import refusals
from claims.answers.words import local_date
from claims.facts import AppealLevel, AppealState, AppealStep, ClaimFacts
from claims.models import Appeal, AppealEvent, Claim
from claims.store.carried import carry, facts_of

GROUPS, DIGITS = 3, 3  # of a reference: nine digits, said aloud three by three


def begin(
    member: Member, claim: uuid.UUID, level: AppealLevel, *, at: dt.datetime, **written: Any
) -> Appeal:
    """The member's open appeal of that level about a claim: the one that is there, or a new one."""
    with transaction.atomic():
        lock(claim)
        found = Appeal.objects.open().filter(claim=claim, level=level).first()
        if found is None:
            found = Appeal.objects.create(
                claim_id=claim, member=member, level=level, begun_at=at, saved_at=at, **written
            )
            found.refresh_from_db()
            carry(claim)
        return found


def write(key: uuid.UUID, step: str, fields: Mapping[str, Any], *, at: dt.datetime) -> bool:
    """Keep what the member wrote in a draft; ``step`` "" for what was not finished yet.

    False when it is no draft any more.
    """
    with transaction.atomic():
        appeal = Appeal.objects.select_for_update().get(pk=key)
        if appeal.state != AppealState.DRAFT:
            return False
        for name, value in fields.items():
            setattr(appeal, name, value)
        if step and step not in appeal.answered:
            appeal.answered = [*appeal.answered, step]
        appeal.saved_at = at
        appeal.save(update_fields=[*fields, "answered", "saved_at"])
        return True


def discard(key: uuid.UUID) -> bool:
    """Throw a draft away, because its member wants it gone."""
    with transaction.atomic():
        claim = Appeal.objects.values_list("claim", flat=True).get(pk=key)
        lock(claim)
        gone, _each = Appeal.objects.filter(pk=key, state=AppealState.DRAFT).delete()
        carry(claim)
        return bool(gone)


def file(key: uuid.UUID, *, by: User, at: dt.datetime) -> Appeal:
    """Send it. ``at`` is the instant that counts; a second press finds what the first one filed."""
    with transaction.atomic():
        appeal = locked(key)
        if appeal.state != AppealState.DRAFT:
            return appeal
        facts = facts_of(appeal.claim_id)
        zone = facts.plan.time_zone
        window = window_of(facts, refusals(facts))
        clock = clock_of(facts, AppealLevel(appeal.level), fast=bool(appeal.fast), filed_at=at)
        appeal.state, appeal.reference = AppealState.FILED, new_reference()
        appeal.filed_at, appeal.filed_on, appeal.filed_by = at, local_date(at, zone), by
        appeal.last_on = window.last_on if window else None
        appeal.due_on, appeal.due_at, appeal.rule = clock.on, clock.at, clock.rule
        against(appeal, facts)
        appeal.save()
        record(appeal, AppealStep.FILED, at=at, by=by)
        carry(appeal.claim_id)
        return appeal


def withdraw(key: uuid.UUID, *, by: User, at: dt.datetime) -> bool:
    """The member takes it back; False when it had ended already."""
    with transaction.atomic():
        appeal = locked(key)
        if appeal.state != AppealState.FILED:
            return False
        appeal.state, appeal.ended_at = AppealState.WITHDRAWN, at
        appeal.save(update_fields=["state", "ended_at"])
        record(appeal, AppealStep.WITHDRAWN, at=at, by=by)
        carry(appeal.claim_id)
        return True


def new_reference() -> str:
    """A number that can be read aloud, and says nothing: 482 917 306."""
    digits = [str(secrets.randbelow(10)) for _one in range(GROUPS * DIGITS)]
    return " ".join("".join(digits[n : n + DIGITS]) for n in range(0, len(digits), DIGITS))


def against(appeal: Appeal, facts: ClaimFacts) -> None:
    """Keep which decision it is about, and what was paid by it."""
    appeal.about_event = Claim.objects.values_list("current", flat=True).get(pk=appeal.claim_id)
    appeal.paid_before = facts.current.amounts.plan_paid if facts.current else None


def lock(claim: uuid.UUID) -> None:
    Claim.objects.select_for_update().only("pk").get(pk=claim)


def locked(key: uuid.UUID) -> Appeal:
    """Its claim first, then itself, as everybody does."""
    lock(Appeal.objects.values_list("claim", flat=True).get(pk=key))
    return Appeal.objects.select_for_update().get(pk=key)


def record(
    appeal: Appeal, step: AppealStep, *, at: dt.datetime, by: User | None, **more: Any
) -> None:
    AppealEvent.objects.create(appeal=appeal, step=step, at=at, by=by, **more)
