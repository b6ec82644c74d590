"""A file that a member sent us: how it arrived, what we found in it, and what became of it."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Member, User
from accounts.models.key import key

ABOUT = r"^[a-z]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
HASH = r"^[0-9a-f]{64}$"


class DocumentQuerySet(models.QuerySet):
    def about(self, member: Member, about: str) -> Self:
        """What was sent for one thing, the newest last; for a claim its earlier versions too.

        Without files of which no byte came.
        """
        kind, _colon, key = about.partition(":")
        wanted = Q(about=about)
        if kind == "claim":
            from claims.models.claim import Claim

            older = Claim._base_manager.filter(superseded_by=key)
            named = models.functions.Concat(
                models.Value("claim:"), models.functions.Cast("pk", models.CharField())
            )
            wanted |= Q(about__in=older.annotate(named=named).values("named"))
        came = ~Q(state=Document.State.RECEIVING, offset=0)
        return self.filter(wanted, came, member=member).order_by("begun_at", "pk")

    def due(self, at: dt.datetime) -> Self:
        """Those to check now, the longest overdue first."""
        return self.filter(next_at__lte=at).order_by("next_at", "pk")

    def kept(self) -> Self:
        """Those whose content must stay on our disk."""
        return self.filter(state__in=Document.KEPT)

    def failed_again(self) -> Self:
        """The last of two or more that failed for one thing: who sent them needs a person."""
        sent = Document.objects.filter(
            member=OuterRef("member"), about=OuterRef("about"), task=OuterRef("task")
        )
        earlier = sent.filter(state=Document.State.REFUSED, pk__lt=OuterRef("pk"))
        earlier = earlier.exclude(batch=OuterRef("batch"))
        failed = self.filter(state=Document.State.REFUSED, helped_at=None, repeats=None)
        return failed.filter(Exists(earlier), ~Exists(sent.filter(pk__gt=OuterRef("pk"))))

    def same(self, one: "Document") -> Self:
        """What was sent for the same thing with the same content."""
        sent = self.filter(member=one.member_id, about=one.about, task=one.task)
        return sent.filter(content_hash=one.content_hash).exclude(pk=one.pk)


class Document(models.Model):
    """One file about one thing (``about`` is "claim:<uuid>" and alike, ``task`` what was asked).

    ``received_at`` is the instant of its last byte here, and ``counts_on`` the day it counts as:
    both stay, whatever a check finds. ``name`` is what the member's device calls it, cleaned; on
    our disk it has another. ``kind`` is what its content is. Files of one ``batch`` were sent
    together. ``next_at`` says when to check it, also again; ``repeats`` the one that we had.
    ``helped_at``: one of us looked after a member whose files failed more than once.
    """

    class State(models.TextChoices):
        RECEIVING = "receiving"
        CHECKING = "checking"
        RECEIVED = "received"
        REFUSED = "refused"
        REPEATED = "repeated"
        QUARANTINED = "quarantined"  # no virus checker is configured

    ARRIVED: ClassVar = (State.CHECKING, State.RECEIVED, State.REPEATED, State.QUARANTINED)
    KEPT: ClassVar = (State.CHECKING, State.RECEIVED, State.QUARANTINED)

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="documents")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    task = models.SlugField(max_length=50, blank=True, db_index=False)
    batch = models.UUIDField(default=uuid.uuid4)
    name = models.CharField(max_length=150)
    size = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)  # bytes that are here, while it is receiving
    content_hash = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12, choices=State)
    reason = models.CharField(max_length=20, blank=True)  # of `claims.documents.reasons`
    repeats = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeated"
    )
    begun_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    counts_on = models.DateField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    helped_at = models.DateTimeField(null=True, blank=True)
    helped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(about__regex=ABOUT), name="a_document_hangs_on_one"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("receiving", "checking", "received", "refused"),
                        *("repeated", "quarantined"),
                    ]
                ),
                name="document_states_are_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["receiving", "refused"])
                | Q(received_at__isnull=False, content_hash__regex=HASH),
                name="a_document_that_we_have_arrived",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, counts_on=None)
                | Q(received_at__isnull=False, counts_on__isnull=False),
                name="a_document_that_arrived_counts_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") ^ Q(reason=""),
                name="a_refused_document_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(offset__gte=0, offset__lte=F("size")),
                name="a_document_is_no_longer_than_it_is",
            ),
            models.CheckConstraint(
                condition=Q(helped_at=None, helped_by=None)
                | Q(helped_at__isnull=False, helped_by__isnull=False),
                name="a_document_was_helped_with_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="checking", next_at=None),
                name="a_document_to_check_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["member", "about", "task", "content_hash"],
                condition=Q(state__in=["checking", "received", "quarantined"]),
                name="the_same_document_is_kept_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index("about", "begun_at", name="documents_of_a_thing"),
            models.Index("member", F("begun_at").desc(), name="documents_of_a_member"),
            models.Index("content_hash", name="documents_by_content"),
            models.Index("next_at", name="documents_to_check", condition=~Q(next_at=None)),
            models.Index("checked_at", name="refused_documents", condition=Q(state="refused")),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/documents/{self.pk}/"

    def help(self, *, by: User, at: dt.datetime) -> bool:
        """Note that one of us helped. False if somebody had."""
        waits = Document.objects.filter(pk=self.pk, helped_at=None)
        return bool(waits.update(helped_at=at, helped_by=by))
