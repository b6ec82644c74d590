"""What a member writes to us about a thing, and what we answer: a thread of posts."""

from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from accounts.models.key import key
from outreach.models.call_request import CallRequest

LONGEST_POST = 5_000  # characters: two printed pages


class ThreadQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's; who helps them sees what they wrote themselves, and no more."""
        theirs = self.filter(member=member)
        return theirs if member.acting is None else theirs.filter(begun_by=member.acting.user_id)

    def about(self, subject: str, subject_id: UUID) -> Self:
        return self.filter(subject=subject, subject_id=subject_id)

    def waiting(self) -> Self:
        """Those to which we owe an answer."""
        return self.exclude(answer_by=None)


class Thread(models.Model):
    """``subject`` is "" for nothing in particular; ``appeal`` is one against the claim it is about.

    ``specialist`` is whom the member was told; ``answer_by`` the instant by which we said that we
    answer, None while we owe none. ``unread``: the member has not opened our last answer.
    """

    id = key()
    # No index of its own: the one below begins with it.
    member = models.ForeignKey(Member, models.PROTECT, related_name="threads", db_index=False)
    subject = models.CharField(max_length=10, choices=CallRequest.Subject, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    appeal = models.UUIDField(null=True, blank=True)
    specialist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    unread = models.BooleanField(default=False, db_default=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject__in=["claim", "order", "balance"], subject_id__isnull=False)
                | Q(subject="", subject_id=None, appeal=None),
                name="a_thread_is_about_a_thing_or_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index("member", F("last_at").desc(), F("id").desc(), name="threads_of_a_member"),
            models.Index(
                "answer_by", "id", condition=Q(answer_by__isnull=False), name="threads_to_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/threads/{self.pk}/"

    @property
    def about_files(self) -> str:
        """What the files hang on that were sent with it."""
        return f"thread:{self.pk}"

    def read(self) -> bool:
        """Its member opened it. False if they had."""
        return bool(Thread.objects.filter(pk=self.pk, unread=True).update(unread=False))


class PostQuerySet(models.QuerySet):
    def unanswered(self) -> Self:
        """What members wrote and we neither answered nor said that it needs no answer."""
        return self.filter(ours=False, answered_at=None)


class Post(models.Model):
    """What one person wrote at once; it never changes. Its key is that of the form it came by.

    ``who`` is the first name as the member reads it. Of a member's: ``answer_by`` is what we
    promised, ``answered_at`` when we kept it, and ``late_told_at`` when we said that we are late.
    """

    id = models.UUIDField(primary_key=True)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ours = models.BooleanField()
    who = models.CharField(max_length=100, blank=True)
    text = models.TextField(max_length=LONGEST_POST)
    at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="a_post_has_words"),
            models.CheckConstraint(
                condition=Q(ours=False, answer_by__isnull=False)
                | Q(ours=True, answer_by=None, answered_at=None, late_told_at=None),
                name="what_members_write_has_a_promise",
            ),
        ]
        indexes: ClassVar = [
            models.Index("thread", "at", name="posts_of_a_thread"),
            models.Index("answer_by", condition=Q(ours=False), name="posts_to_answer"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class ThreadDraft(models.Model):
    """What somebody has begun to write and not sent. ``about`` is a thread's or a thing's name."""

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=LONGEST_POST)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("member", "author", "about", name="one_draft_of_a_thread"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
