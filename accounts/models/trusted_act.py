"""What a trusted person looked at and did: never changed, never deleted."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.access_record import ONE_LOOK
from accounts.models.key import key
from accounts.models.member import Member
from accounts.models.trusted_person import TrustedPerson


class TrustedActQuerySet(models.QuerySet):
    def of_member(self, member: Member) -> Self:
        """Newest first, with who it was; no further query a row."""
        return self.filter(member=member).select_related("trusted_person").order_by("-at", "-pk")

    def keep(self, who: TrustedPerson, what: str, subject_id: UUID | None, *, looked: bool) -> None:
        """Note it. A second look at the same thing within `ONE_LOOK` is one look."""
        at = now()
        same = self.filter(trusted_person=who, what=what, subject_id=subject_id)
        if looked and same.filter(at__gt=at - ONE_LOOK).exists():
            return
        self.create(
            trusted_person=who,
            user_id=who.user_id,
            member_id=who.member_id,
            what=what,
            subject_id=subject_id,
            at=at,
        )


class TrustedAct(models.Model):
    """One look or act of a trusted person, as themselves. The database refuses a change."""

    class What(models.TextChoices):
        HOME = "home", _("looked at the first page")
        SEARCH = "search", _("searched")
        CLAIMS = "claims", _("looked at the list of claims")
        CLAIM = "claim", _("looked at a claim")
        APPROVALS = "approvals", _("looked at the list of approvals")
        APPROVAL = "approval", _("looked at an approval")
        ORDERS = "orders", _("looked at the list of orders")
        ORDER = "order", _("looked at an order")
        BALANCES = "balances", _("looked at the balance")
        BALANCE = "balance", _("looked at an account")
        CALL = "call", _("looked at a call")
        CALL_ASKED = "call_asked", _("asked for a call")
        CALL_CANCELLED = "call_cancelled", _("cancelled a call")
        DOCUMENT = "document", _("looked at a document")
        DOCUMENT_SENT = "document_sent", _("sent a document")
        THREAD = "thread", _("looked at what they wrote to us")
        THREAD_WRITTEN = "thread_written", _("wrote to us")

    id = key()
    trusted_person = models.ForeignKey(TrustedPerson, models.PROTECT, related_name="acts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=20, choices=What)
    subject_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    objects = TrustedActQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index("member", models.F("at").desc(), name="acts_of_trusted_people")
        ]

    def __str__(self) -> str:
        return f"trusted act {self.pk}"
