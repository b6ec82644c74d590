"""What a claim carries of its newest appeal, so that no list has to ask for it."""

import uuid

import msgspec
from msgspec.structs import replace

from claims.answers.appeal_case import next_level, waiting, won
from claims.answers.claim_refusals import refusals
from claims.facts import (
    AppealFacts,
    AppealLevel,
    AppealMoment,
    AppealOutcome,
    AppealState,
    AppealStep,
    ClaimFacts,
)
from claims.models import Appeal, AppealEvent, Claim
from claims.models.claim_facts import read


def carry(claim: uuid.UUID) -> None:
    """Write into the claim what answers read of its newest appeal, and whether one waits."""
    newest = Appeal.objects.filter(claim=claim).order_by("-begun_at", "-pk").first()
    row = msgspec.to_builtins(told_of(newest)) if newest else None
    Claim.objects.filter(pk=claim).update(appeal=row)
    waits = False
    if newest is not None and newest.state != AppealState.DRAFT:
        facts = facts_of(claim)
        waits = waiting(facts) is not None or won(facts)
    Claim.objects.filter(pk=claim).update(appealed=True if waits else None)


def told_of(appeal: Appeal) -> AppealFacts:
    """The appeal as answers read it, with what happened to it and to those before it."""
    others = Appeal.objects.filter(claim=appeal.claim_id).exclude(pk=appeal.pk)
    decided = others.filter(state=AppealState.DECIDED).order_by("-ended_at", "-pk").first()
    return replace(
        plain(appeal), history=history(appeal), before=plain(decided) if decided else None
    )


def history(appeal: Appeal) -> tuple[AppealMoment, ...]:
    events = AppealEvent.objects.filter(appeal__claim=appeal.claim_id).select_related("appeal")
    return tuple(
        AppealMoment(
            step=AppealStep(one.step),
            level=AppealLevel(one.appeal.level),
            at=one.at,
            outcome=AppealOutcome(one.outcome) if one.outcome else None,
        )
        for one in events.order_by("at", "pk")
    )


def plain(appeal: Appeal) -> AppealFacts:
    """What stands in its own row."""
    return AppealFacts(
        id=str(appeal.pk),
        level=AppealLevel(appeal.level),
        state=AppealState(appeal.state),
        reference=appeal.reference or "",
        fast=bool(appeal.fast),
        late=appeal.is_late,
        automatic=appeal.automatic,
        filed_at=appeal.filed_at,
        filed_on=appeal.filed_on,
        due_on=appeal.due_on,
        due_at=appeal.due_at,
        rule=appeal.rule,
        reviewer=appeal.reviewer,
        decided_on=appeal.decided_on,
        outcome=AppealOutcome(appeal.outcome) if appeal.outcome else None,
    )


def facts_of(claim: uuid.UUID) -> ClaimFacts:
    """The claim as a list row reads it; one query."""
    return read([claim])[0]


def level_of(facts: ClaimFacts) -> AppealLevel | None:
    """Which level an appeal that begins now is of."""
    upheld = any(one.reason and one.reason.next_level for one in refusals(facts))
    return next_level(facts, upheld=upheld)
