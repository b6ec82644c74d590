"""Who of us looked at what about a member, and when: never changed, never deleted."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.key import key
from accounts.models.member import Member
from accounts.models.user import User

ONE_LOOK = dt.timedelta(minutes=30)
LOOK = """
INSERT INTO accounts_accessrecord (user_id, what, member_id, subject_id, looked_at, reason)
SELECT %(user)s::uuid, %(what)s::text, seen.member, seen.subject, %(now)s::timestamptz, ''
  FROM unnest(%(members)s::uuid[], %(subjects)s::uuid[]) AS seen (member, subject)
 WHERE NOT EXISTS (
    SELECT FROM accounts_accessrecord known
     WHERE known.user_id = %(user)s::uuid AND known.what = %(what)s::text
       AND known.looked_at > %(lately)s AND known.member_id = seen.member
       AND known.subject_id IS NOT DISTINCT FROM seen.subject)
"""


class AccessRecordQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def of_one_member(self) -> Self:
        """Without looks at the lists that staff work from, which show many members at once."""
        return self.exclude(what__in=AccessRecord.LISTS)

    def recent(self) -> Self:
        """Newest first, with who looked at whom; no further query a row."""
        return self.select_related("user", "member").order_by("-looked_at", "-pk")


class AccessRecord(models.Model):
    """One look of someone of staff at something of a member's. The database refuses a change.

    ``reason`` is what they gave for it, and the member reads it too. Who looks without a call or
    a case to work on has to give one.
    """

    class What(models.TextChoices):
        CALL_REQUEST = "call_request", _("A call request")
        CALL_LIST = "call_list", _("The list of calls to make")
        CHECK_LIST = "check_list", _("The list of things to check")
        HOLD_LIST = "hold_list", _("The list of what is held back")
        LATE_DATE_LIST = "late_date_list", _("The list of dates that we did not keep")
        HOLD = "hold", _("Something held back about a claim")
        APPEAL_LIST = "appeal_list", _("The list of appeals")
        APPEAL = "appeal", _("An appeal")
        DISPUTE_LIST = "dispute_list", _("The list of what members say is wrong on a bill")
        DISPUTE = "dispute", _("What they said is wrong on a bill")
        AUDIT = "audit", _("What was allowed, for an audit")
        EMERGENCY = "emergency", _("Claims, orders and balances, in an emergency")
        DATA_REQUEST = "data_request", _("What they asked us to do with their data")
        ORDER = "order", _("An order they wanted help with")
        DOCUMENT = "document", _("A document that they sent")
        THREAD_LIST = "thread_list", _("The list of messages to answer")
        THREAD = "thread", _("What they wrote to us")
        RECOVERY_LIST = "recovery_list", _("The list of what we put right")
        RECOVERY = "recovery", _("What we put right for them")
        LEGAL_HOLD = "legal_hold", _("A legal rule that keeps their data")

    LISTS: ClassVar = (
        What.CALL_LIST,
        What.CHECK_LIST,
        What.HOLD_LIST,
        What.APPEAL_LIST,
        What.DISPUTE_LIST,
        What.LATE_DATE_LIST,
        What.THREAD_LIST,
        What.RECOVERY_LIST,
    )

    id = key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="access_records")
    what = models.CharField(max_length=20, choices=What)
    subject_id = models.UUIDField(null=True, blank=True)
    looked_at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=500, blank=True)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    what__in=[
                        "call_request",
                        "call_list",
                        "check_list",
                        "hold_list",
                        "late_date_list",
                        "hold",
                        "appeal_list",
                        "appeal",
                        "dispute_list",
                        "dispute",
                        "audit",
                        "emergency",
                        "data_request",
                        "legal_hold",
                        "order",
                        "document",
                        "thread_list",
                        "thread",
                        "recovery_list",
                        "recovery",
                    ]
                ),
                name="access_is_to_something_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(what__in=["audit", "emergency"]) | ~models.Q(reason=""),
                name="access_without_a_case_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index("member", models.F("looked_at").desc(), name="access_to_a_member"),
            models.Index(models.F("looked_at").desc(), name="access_by_time"),
            models.Index("user", models.F("looked_at").desc(), name="access_by_someone"),
        ]

    def __str__(self) -> str:
        return f"access record {self.pk}"


def record_access(
    user: User, what: AccessRecord.What, seen: Iterable[tuple[UUID, UUID | None]]
) -> None:
    """Keep that someone of staff saw these (member id, subject id); one statement.

    The same person's look at the same thing within `ONE_LOOK` is one look: a page that is loaded
    again would bury all others.
    """
    seen = list(dict.fromkeys(seen))
    if not seen:
        return
    asked = {
        "user": user.pk,
        "what": str(what),
        "now": now(),
        "lately": now() - ONE_LOOK,
        "members": [member for member, _subject in seen],
        "subjects": [subject for _member, subject in seen],
    }
    with connection.cursor() as cursor:
        cursor.execute(LOOK, asked)
