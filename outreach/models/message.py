"""One message to a member: the row is the queue, and once it is sent it is the portal's inbox."""

import datetime as dt
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Q

from accounts.models import Member, User
from accounts.models.key import key
from outreach.models.turn import TURN

#: How long after each try the next is due, also when the try never ended because it was killed.
WAITS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
)


# What had tries enough is parked on the way. A try is counted before it is made, so that one that
# kills the worker counts too; the row is this worker's until the wait ends.
CLAIM = """
WITH due AS (
  SELECT id FROM outreach_message
   WHERE sent_at IS NULL AND refused_at IS NULL AND parked_at IS NULL AND due_at <= %(at)s
   ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
UPDATE outreach_message message
   SET attempts = least(attempts + 1, %(tries)s),
       due_at = %(at)s + coalesce((%(waits)s::interval[])[attempts + 1], interval '0'),
       parked_at = CASE WHEN attempts >= %(tries)s THEN %(at)s END,
       reason = CASE WHEN attempts >= %(tries)s AND reason = ''
                     THEN 'the worker ended while it decided' ELSE reason END
  FROM due WHERE message.id = due.id
RETURNING message.id, parked_at IS NULL
"""


class MessageQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's: the one door to messages."""
        return self.filter(member=member)

    def open(self) -> Self:
        """Neither sent nor refused, and not given up."""
        return self.filter(sent_at=None, refused_at=None, parked_at=None)

    def claim(self, at: dt.datetime, most: int) -> list[UUID]:
        """Take the longest overdue for this worker alone, each with its try counted."""
        values = {"at": at, "most": most, "tries": len(WAITS), "waits": list(WAITS)}
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, values)
            return [key for key, is_open in cursor.fetchall() if is_open]

    def take(self, pk: UUID) -> "Message | None":
        """Lock one of these, and let it be its member's turn. None where another has it."""
        mine = self.filter(pk=pk).select_related("member").annotate(turn=TURN)
        return mine.select_for_update(of=("self",), skip_locked=True).first()

    def sent(self) -> Self:
        return self.exclude(sent_at=None)

    def unread(self) -> Self:
        return self.sent().filter(read_at=None)

    def waiting(self) -> Self:
        """Not decided yet, or decided to be sent later."""
        return self.filter(sent_at=None, refused_at=None, parked_at=None)

    def refused(self) -> Self:
        """What we did not send, and the reason."""
        return self.exclude(refused_at=None)

    def parked(self) -> Self:
        """Those that failed at every try and wait for a person."""
        return self.exclude(parked_at=None).filter(closed_at=None)


class Message(models.Model):
    """Open until it is sent, refused with a ``reason``, or parked because every try failed.

    ``notice`` is a key of `outreach.notices.NOTICES`; ``key`` tells its causes apart, so that one
    cause makes one message. ``context`` is what its words need, ``why`` what its explanation needs:
    both are facts of that day. ``title`` and ``text`` are the words as they were sent, in
    ``language``. A message that was looked at and has to wait says why in ``reason``.
    """

    id = key()
    # No index of their own: the constraint and the index below begin with it.
    member = models.ForeignKey(Member, models.PROTECT, related_name="messages", db_index=False)
    notice = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    purpose = models.CharField(max_length=30)
    category = models.CharField(max_length=30)
    subject = models.CharField(max_length=10, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    context = models.JSONField(default=dict, blank=True)
    why = models.JSONField(default=dict, blank=True)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)

    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True, db_default="")
    guarded = models.BooleanField(default=True, db_default=True)
    language = models.CharField(max_length=5, blank=True, db_default="")
    title = models.CharField(max_length=300, blank=True, db_default="")
    text = models.TextField(blank=True, db_default="")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("member", "notice", "key", name="a_cause_makes_one_message"),
            models.CheckConstraint(
                condition=Q(sent_at=None, refused_at=None)
                | Q(sent_at=None, parked_at=None)
                | Q(refused_at=None, parked_at=None),
                name="a_message_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | ~Q(reason=""), name="a_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(title=""), name="what_is_sent_has_words"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(sent_at__isnull=False),
                name="only_what_is_sent_is_read",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(parked_at__isnull=False, closed_at__isnull=False, closed_by__isnull=False),
                name="somebody_closes_a_parked_message",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "due_at",
                "id",
                condition=Q(sent_at=None, refused_at=None, parked_at=None),
                name="messages_to_decide",
            ),
            models.Index(
                "member",
                F("sent_at").desc(),
                F("id").desc(),
                condition=Q(sent_at__isnull=False),
                name="messages_of_a_member",
            ),
            models.Index(
                "member",
                condition=Q(sent_at__isnull=False, read_at=None),
                name="unread_messages",
            ),
            models.Index(
                "parked_at",
                condition=Q(parked_at__isnull=False, closed_at=None),
                name="messages_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/inbox/{self.pk}/"

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n\n") if self.text else []

    def wait(self, until: dt.datetime, reason: str) -> None:
        """It may be sent later; looking at it was no failed try."""
        self._save(due_at=until, reason=reason, attempts=0)

    def refuse(self, at: dt.datetime, reason: str) -> None:
        self._save(refused_at=at, reason=reason)

    def send(self, at: dt.datetime, **said: Any) -> None:
        """From now on it stands in the member's inbox, with these words."""
        self._save(sent_at=at, reason="", **said)

    def close(self, at: dt.datetime, by: User) -> bool:
        """Somebody looked, and it needs no more tries. False if nobody has to."""
        cls = type(self)
        return bool(cls.objects.parked().filter(pk=self.pk).update(closed_at=at, closed_by=by))

    def again(self, at: dt.datetime) -> bool:
        """Try one anew that was given up. False if it was not."""
        parked = Message.objects.parked().filter(pk=self.pk)
        return bool(parked.update(parked_at=None, attempts=0, due_at=at))

    def read(self, at: dt.datetime) -> None:
        """The first time counts."""
        if Message.objects.unread().filter(pk=self.pk).update(read_at=at):
            self.read_at = at

    def _save(self, **changed: Any) -> None:
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))
