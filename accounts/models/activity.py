"""What a member checked: which thing, on which day. Never a page, an hour or how often."""

import datetime as dt
from typing import ClassVar, Protocol, Self
from uuid import UUID

from django.db import connection, models

from accounts.models.key import key
from accounts.models.member import Member

KINDS = ("claim", "approval", "order", "balance")

# The lock on the member's row makes whoever turns it off wait for this, or this for them; and a row
# that waited is read anew. So nothing is written after "off".
NOTICE = """
INSERT INTO accounts_activity (member_id, kind, thing, day)
SELECT id, %s, %s, %s FROM accounts_member WHERE id = %s AND keeps_activity FOR SHARE
    ON CONFLICT DO NOTHING
"""


class Allowed(Protocol):
    """An answer of the gate (`accounts.consent.Verdict`), which stands above the models."""

    @property
    def allowed(self) -> bool: ...


class ActivityQuerySet(models.QuerySet):
    def own(self, member: Member) -> Self:
        """For the member's own page, which needs nobody's consent; newest first."""
        return self.filter(member=member).order_by("-day", "kind", "thing")

    def checked(self, member: Member, verdict: Allowed) -> Self:
        """For everybody else, on the strength of the gate's yes in this transaction; newest first.

        What became private since is still here: leave out what is guarded now.
        """
        if not verdict.allowed:
            raise PermissionError("The gate said no.")
        return self.filter(member=member).order_by("-day", "kind", "thing")

    def forget(self, *, day: dt.date | None, before: dt.date | None) -> "list[Activity]":
        """Delete one day, or all before a day; what is gone."""
        gone = self.filter(day=day) if day else self.filter(day__lt=before)
        rows = list(gone)
        gone.delete()
        return rows

    def notice(
        self, member: Member, kind: str, thing: UUID | str, day: dt.date, *, guarded: bool
    ) -> None:
        """Keep that they checked it, once a day; nothing at all while they have not said yes.

        No query while it is off: ``keeps_activity`` comes with the session's member. A guarded
        thing is not written down, so that nobody can come to read it.
        """
        if guarded or not member.keeps_activity:
            return
        with connection.cursor() as cursor:
            cursor.execute(NOTICE, (kind, thing, day, member.pk))


class Activity(models.Model):
    """``thing`` is the key of a claim, an approval, an order or a balance; ``day`` is in the
    member's zone. Kept only while something that uses it is on (`accounts.models.persona`)."""

    class Kind(models.TextChoices):
        CLAIM = "claim"
        APPROVAL = "approval"
        ORDER = "order"
        BALANCE = "balance"

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    thing = models.UUIDField()
    day = models.DateField()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activity"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=KINDS), name="activity_is_about_something_known"
            ),
            models.UniqueConstraint("member", "day", "thing", name="a_thing_is_checked_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"activity {self.pk}"
