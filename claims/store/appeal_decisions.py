"""What becomes of an appeal: who looks at it, what was decided, and what the law then sends on.

Staff write it down, or the payer decides the claim anew: that too answers an appeal.
"""

import datetime as dt
import logging
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.models import User
from claims.answers.appeal_case import (
    answered,
    clock_of,
    goes_on_by_itself,
    level_after,
    told_on,
)
from claims.answers.words import local_date
from claims.facts import (
    AppealLevel,
    AppealOutcome,
    AppealState,
    AppealStep,
    ClaimFacts,
    ClaimState,
)
from claims.models import Appeal, Claim
from claims.store.appeals import against, lock, locked, new_reference, record
from claims.store.carried import carry, facts_of, told_of

logger = logging.getLogger(__name__)

AGREED = (ClaimState.PAID, ClaimState.APPROVED, ClaimState.NOT_REQUIRED)
PARTLY_AGREED = (
    ClaimState.PARTIALLY_DENIED,
    ClaimState.PARTLY_APPROVED,
    ClaimState.APPROVED_CHANGED,
)


class NotOpen(Exception):
    """The appeal was sent, decided or taken back by somebody else meanwhile."""


def receive(key: uuid.UUID, *, by: User, at: dt.datetime) -> None:
    """Those who decide appeals have it before them; an outside reviewer's time begins with it."""
    with transaction.atomic():
        appeal = filed(key)
        if appeal.events.filter(step=AppealStep.RECEIVED).exists():
            return  # a second press
        if appeal.due_on is None:
            _start_clock(appeal, at)
        record(appeal, AppealStep.RECEIVED, at=at, by=by)
        carry(appeal.claim_id)


def _start_clock(appeal: Appeal, at: dt.datetime) -> None:
    assert appeal.filed_at is not None
    clock = clock_of(
        facts_of(appeal.claim_id),
        AppealLevel(appeal.level),
        fast=bool(appeal.fast),
        filed_at=appeal.filed_at,
        reviewer_at=at,
    )
    appeal.due_on, appeal.due_at, appeal.rule = clock.on, clock.at, clock.rule
    appeal.save(update_fields=["due_on", "due_at", "rule"])


def assign(key: uuid.UUID, reviewer: str, *, by: User, at: dt.datetime) -> None:
    """Name who looks at it: a first name, of somebody who did not decide first."""
    with transaction.atomic():
        appeal = filed(key)
        if appeal.reviewer == reviewer:
            return  # a second press
        appeal.reviewer = reviewer
        appeal.save(update_fields=["reviewer"])
        record(appeal, AppealStep.ASSIGNED, at=at, by=by)
        carry(appeal.claim_id)


def decide(
    key: uuid.UUID,
    outcome: AppealOutcome,
    *,
    notice_on: dt.date,
    at: dt.datetime,
    by: User | None = None,
    note: str = "",
) -> None:
    """Keep what was decided, by the date on its letter; what the law then sends on goes on."""
    with transaction.atomic():
        appeal = filed(key)
        _decide(appeal, outcome, notice_on, at, by, note)
        carry(appeal.claim_id)


def _decide(
    appeal: Appeal,
    outcome: AppealOutcome,
    notice_on: dt.date,
    at: dt.datetime,
    by: User | None,
    note: str = "",
) -> None:
    assert appeal.filed_on is not None
    appeal.state, appeal.outcome, appeal.ended_at = AppealState.DECIDED, outcome, at
    appeal.decided_on = max(notice_on, appeal.filed_on)
    appeal.save(update_fields=["state", "outcome", "ended_at", "decided_on"])
    record(appeal, AppealStep.DECIDED, at=at, by=by, outcome=outcome, on=notice_on, note=note)
    facts = facts_of(appeal.claim_id)
    level = AppealLevel(appeal.level)
    goes_on = outcome in (AppealOutcome.UPHELD, AppealOutcome.PARTLY)
    if goes_on and goes_on_by_itself(facts.plan.program, level):
        _send_on(appeal, facts, at)


def _send_on(appeal: Appeal, facts: ClaimFacts, at: dt.datetime) -> None:
    """To the next level, without the member: the law makes us."""
    level = level_after(facts.plan.program, AppealLevel(appeal.level))
    assert level is not None
    clock = clock_of(facts, level, fast=bool(appeal.fast), filed_at=at)
    onward = Appeal(
        claim_id=appeal.claim_id,
        member_id=appeal.member_id,
        level=level,
        state=AppealState.FILED,
        statement=appeal.statement,
        fast=appeal.fast,
        automatic=True,
        begun_at=at,
        saved_at=at,
        reference=new_reference(),
        filed_at=at,
        filed_on=max(local_date(at, facts.plan.time_zone), appeal.filed_on),
        due_on=clock.on,
        due_at=clock.at,
        rule=clock.rule,
    )
    against(onward, facts)
    onward.save()
    onward.refresh_from_db()
    record(onward, AppealStep.SENT_ON, at=at, by=None)


def filed(key: uuid.UUID) -> Appeal:
    """It, and nobody else's for as long as the transaction lasts."""
    appeal = locked(key)
    if appeal.state != AppealState.FILED:
        raise NotOpen
    return appeal


def heed_sources(at: dt.datetime) -> int:
    """Heed what payers decided since; how many claims that was about. Twice is once."""
    moved = [move(claim) for claim in superseded()]
    decided = [heed(key, at) for key in spoken_about()]
    return sum(moved) + sum(decided)


def superseded() -> list[uuid.UUID]:
    """Claims with appeals for which a newer version stands."""
    old = Appeal.objects.exclude(claim__superseded_by=None).exclude(state=AppealState.DRAFT)
    return list(old.values_list("claim", flat=True).distinct())


def move(claim: uuid.UUID) -> bool:
    """Let the appeals of an old version hang on the one that stands for it."""
    try:
        with transaction.atomic():
            lock(claim)
            newest = Claim.objects.values_list("superseded_by", flat=True).get(pk=claim)
            lock(newest)
            Appeal.objects.filter(claim=claim).update(claim=newest)
            carry(newest)
    except IntegrityError:  # the member began another about the new version: both stay
        logger.warning("appeals stay with an old version", extra={"claim": str(claim)})
        return False
    return True


def spoken_about() -> list[uuid.UUID]:
    """Appeals that wait, or that we agreed to, about whose claim something was said since."""
    since = Appeal.objects.filter(claim__appealed=True).filter(
        Q(about_event=None) | ~Q(about_event=F("claim__current"))
    )
    return list(since.exclude(state=AppealState.DRAFT).values_list("pk", flat=True))


def heed(key: uuid.UUID, at: dt.datetime) -> bool:
    """See whether the payer's word answers it, and keep that."""
    with transaction.atomic():
        appeal = locked(key)
        facts = facts_of(appeal.claim_id)
        is_answer = appeal.state == AppealState.FILED and answered(facts, told_of(appeal))
        if is_answer:
            notice_on = told_on(facts)
            assert notice_on is not None
            _decide(appeal, outcome_of(facts, appeal), notice_on, at, None)
        carry(appeal.claim_id)
        return is_answer


def outcome_of(facts: ClaimFacts, appeal: Appeal) -> AppealOutcome:
    """What a new decision says to the appeal: more is paid, all of it, or nothing changed."""
    if facts.state in AGREED:
        return AppealOutcome.OVERTURNED
    paid = facts.current.amounts.plan_paid if facts.current else None
    more = (paid or 0) > (appeal.paid_before or 0)
    if more or (facts.state in PARTLY_AGREED and appeal.paid_before is None):
        return AppealOutcome.PARTLY
    return AppealOutcome.UPHELD
