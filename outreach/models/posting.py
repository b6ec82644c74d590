"""A letter for the post, because nothing else got through: a person prints it, or calls."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, User
from accounts.models.key import key
from outreach.models.message import Message
from outreach.models.reach import DEATHS


class PostingQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that still need a person: nobody did it, and the message was not read since. None
        while nothing of ours leaves the portal because somebody died."""
        todo = self.filter(done_at=None, message__read_at=None)
        return todo.exclude(member__silences__reason__in=DEATHS)

    def need(self, message: Message, at: dt.datetime) -> None:
        """One letter is enough for all that waits: it says that there is something to read."""
        kept, is_new = self.get_or_create(
            member=message.member, done_at=None, defaults={"message": message, "made_at": at}
        )
        if not is_new and kept.message.read_at:
            self.filter(pk=kept.pk).update(message=message, made_at=at)


class Posting(models.Model):
    """``how`` it ended, by whom and when; all three, or none while it is to be done."""

    class How(models.TextChoices):
        POSTED = "posted", _("A letter is in the post")
        CALLED = "called", _("We told them on the phone")
        NOT_NEEDED = "not_needed", _("It is not needed any more")

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="postings", db_index=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="postings")
    made_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member", condition=Q(done_at=None), name="one_letter_to_post_for_a_member"
            ),
            models.CheckConstraint(
                condition=Q(how="", done_at=None, done_by=None)
                | Q(
                    how__in=["posted", "called", "not_needed"],
                    done_at__isnull=False,
                    done_by__isnull=False,
                ),
                name="a_posting_is_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"posting {self.pk}"

    def finish(self, how: str, *, by: User, at: dt.datetime) -> bool:
        """False if somebody did it meanwhile."""
        todo = Posting.objects.filter(pk=self.pk, done_at=None)
        return bool(todo.update(how=how, done_by=by, done_at=at))
