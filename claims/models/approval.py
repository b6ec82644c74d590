"""Approvals before care: the claims that ask for one, as a list of their own."""

from django.db import models

from claims.facts import ClaimUse
from claims.models.claim import Claim
from claims.models.claim_query import ClaimQuerySet


class ApprovalManager(models.Manager.from_queryset(ClaimQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ClaimQuerySet:
        return super().get_queryset().filter(use=ClaimUse.PREAUTHORIZATION)


class Approval(Claim):
    """A claim that asks for approval; the same row, and the same `ClaimFacts`."""

    objects = ApprovalManager()

    class Meta:
        proxy = True
