"""What a privacy officer took out of the portal as a file: by whom, which rows, and its digest."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.key import key
from accounts.models.member import Member


class AuditExport(models.Model):
    """Written when a file begins, and once more when all of it was sent: then it never changes.

    ``asked`` is the filter. One without ``finished_at`` broke off. ``member``: of whom, if of one.
    """

    class What(models.TextChoices):
        LEDGER = "ledger", _("All decisions")
        LOOKS = "looks", _("Who looked")
        DECISIONS = "decisions", _("A member's decisions")
        USES = "uses", _("What was done with what a member allowed")
        RECORD = "record", _("A member's consent record, signed")

    id = key()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    asked = models.JSONField(default=dict)
    began_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what__in=["ledger", "looks", "decisions", "uses", "record"]),
                name="an_export_is_of_something_known",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, rows=None, sha256="")
                | Q(finished_at__isnull=False, rows__isnull=False, sha256__regex="^[0-9a-f]{64}$"),
                name="a_finished_export_has_its_digest",
            ),
        ]
        indexes: ClassVar = [
            models.Index(F("began_at").desc(), F("id").desc(), name="exports_by_time"),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"
