"""A call that takes place, its summary, and what was agreed in it."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, TrustedPerson, User
from accounts.models.key import key
from outreach.models.booking import Booking
from outreach.models.call_request import CallRequest
from outreach.models.keeper import Keeper
from outreach.models.reach import DEATHS, Silence

MOST_OTHERS = 3


class CallQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def open(self) -> Self:
        """Somebody is on the phone, or has yet to write down what was said."""
        return self.filter(ended_at=None)

    def not_dropped(self) -> Self:
        """Those that are or were had with somebody."""
        return self.filter(Q(ended_at=None) | Q(summary__isnull=False))

    def for_screen(self, user: User) -> Self:
        """Each with ``others``, who else of us is on the phone with its member now, and with what
        we know of a death (``death_reason``, ``death_since``)."""
        deaths = Silence.objects.filter(member=OuterRef("member"), reason__in=DEATHS).order_by("pk")
        open_ones = Call.objects.open().filter(member=OuterRef("member")).exclude(specialist=user)
        own = ("specialist__specialist__name", "specialist__email")
        name = Coalesce(*own, output_field=models.CharField())
        names = open_ones.order_by("began_at").values(who=name)[:MOST_OTHERS]
        return self.annotate(
            others=ArraySubquery(names),
            death_reason=Subquery(deaths.values("reason")[:1]),
            death_since=Subquery(deaths.values("since")[:1]),
        )

    def unfinished(self) -> Self:
        """Those that their member waits to read a summary of, the newest first."""
        return self.open().filter(verified_by__len__gte=2).order_by("-began_at", "-pk")

    def told(self) -> Self:
        """Those that their member can read a summary of, the newest first."""
        return (
            self.exclude(summary=None)
            .select_related("summary", "specialist__specialist")
            .order_by("-began_at", "-pk")
        )


class Call(models.Model):
    """``ended_at`` comes with a summary, or with nobody having answered: there is no third way.

    ``verified_by`` are the two answers by which the specialist knew whom they talked to; before
    that nothing of the member's is shown. ``opener`` and ``because`` are what
    the gate allowed to be said first; both are emptied when the call has ended.
    """

    class Check(models.TextChoices):
        NAME = "name", _("Their whole name")
        NUMBER = "number", _("Their member number")
        PHONE = "phone", _("The phone number that we have")
        ADDRESS = "address", _("Their address")

    class Choice(models.TextChoices):
        USED = "used", _("Said as it is")
        CHANGED = "changed", _("Said otherwise")
        SKIPPED = "skipped", _("Not said")

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="calls")
    specialist = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(CallRequest, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=10, choices=CallRequest.Subject, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    began_at = models.DateTimeField()
    verified_by = ArrayField(models.CharField(max_length=10, choices=Check), default=list)
    opener = models.TextField(blank=True)
    because = models.TextField(blank=True)
    opener_choice = models.CharField(max_length=7, choices=Choice, blank=True, db_default="")
    # A deletion takes the summaries first, because they are found by their calls.
    summary = models.OneToOneField("Summary", models.SET_NULL, null=True, related_name="call")
    ended_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)  # a supervisor was told that nobody wrote it up

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(summary=None) | Q(ended_at__isnull=False),
                name="a_call_with_a_summary_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(summary=None) | Q(verified_by__len__gte=2),
                name="nobody_is_told_of_a_call_with_a_stranger",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__len=0) | Q(verified_by__len__gte=2),
                name="two_answers_verify",
            ),
            models.CheckConstraint(
                condition=Q(booking=None) | Q(request=None), name="a_call_answers_one_wish"
            ),
            models.UniqueConstraint(
                "booking", condition=Q(ended_at=None), name="one_open_call_of_a_booking"
            ),
            models.UniqueConstraint(
                "request", condition=Q(ended_at=None), name="one_open_call_of_a_request"
            ),
        ]
        indexes: ClassVar = [
            models.Index("member", F("began_at").desc(), name="calls_of_a_member"),
            models.Index("began_at", condition=Q(ended_at=None), name="calls_not_ended"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/desk/phone/{self.pk}/"

    @property
    def verified(self) -> bool:
        return bool(self.verified_by)

    @property
    def dropped(self) -> bool:
        """Somebody noted that nobody answered, and no summary says otherwise."""
        return self.ended_at is not None and self.summary_id is None

    @property
    def helper(self) -> TrustedPerson | None:
        """Who helps the member and is on the phone in their place: what the member lets us use on a
        call with them, they did not let us use with somebody else."""
        return self.request.asked_by if self.request else None

    @property
    def asked(self) -> bool:
        """They asked us to call."""
        return bool(self.booking_id or self.request_id)


class Summary(models.Model):
    """What a specialist wrote of a call. Its lines are never changed: more may be added,
    and corrections stand beside.

    Only the member and those who call them read it, and nobody who helps the member.
    """

    id = key()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    # A personal line of whoever wrote it; it promises nothing and is no record of the call.
    note = models.CharField(max_length=300, blank=True, db_default="")
    # A tool drafted it, from notes or from the call; a person read and confirmed every line.
    drafted = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"summary {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/summaries/{self.pk}/"


class SummaryLineQuerySet(models.QuerySet):
    def ours(self) -> Self:
        """What we said that we do and have not done yet, the soonest first."""
        return self.filter(kind="agreed", owner="us", kept_at=None).order_by("due_on", "pk")

    def with_owner(self) -> Self:
        """Each with ``owner_id`` and ``owner_name`` of us: whoever looks after what the call was
        about, else whoever wrote it down."""
        kept = Keeper.objects.filter(
            member=OuterRef("summary__call__member"),
            subject=OuterRef("summary__call__subject"),
            subject_id=OuterRef("summary__call__subject_id"),
        )
        wrote = (F("added_by__specialist__name"), F("summary__written_by__specialist__name"))
        return self.annotate(
            owner_id=Coalesce(
                Subquery(kept.values("user")),
                F("added_by"),
                F("summary__written_by"),
                output_field=models.UUIDField(),
            ),
            owner_name=Coalesce(Subquery(kept.values("user__specialist__name")), *wrote),
        )

    def late(self, at: dt.datetime) -> Self:
        """Those whose day is over where their member lives."""
        zone = F("summary__call__member__time_zone")
        today = Func(zone, Value(at), function="timezone", output_field=models.DateTimeField())
        return self.ours().filter(due_on__lt=Cast(today, models.DateField()))


class SummaryLine(models.Model):
    """One sentence of a summary. What was agreed has an owner and a day in the member's zone."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("We agreed")
        TOLD_US = "told_us", _("You told us")
        WE_TOLD = "we_told", _("We told you")
        UNSETTLED = "unsettled", _("Not settled")

    class Owner(models.TextChoices):
        US = "us", _("We do it")
        MEMBER = "member", _("The member does it")

    id = key()
    summary = models.ForeignKey(Summary, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500)  # the original
    language = models.CharField(max_length=5, default="en", db_default="en")  # of the original
    translated = models.CharField(max_length=500, blank=True, default="", db_default="")
    owner = models.CharField(max_length=6, choices=Owner, blank=True)
    due_on = models.DateField(null=True)
    kept_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    late_told_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)  # a supervisor was told, before it is late
    # Somebody else of us, who was on the same call; None is whoever wrote the summary.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = SummaryLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("summary", "number", name="a_summary_counts_its_lines"),
            models.CheckConstraint(
                condition=Q(kind="agreed", due_on__isnull=False, owner__in=["us", "member"])
                | (~Q(kind="agreed") & Q(due_on=None, owner="", kept_at=None)),
                name="what_was_agreed_has_an_owner_and_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "due_on", condition=Q(kind="agreed", owner="us", kept_at=None), name="promises_due"
            ),
            models.Index("kept_at", condition=Q(kept_at__isnull=False), name="promises_kept"),
        ]

    def __str__(self) -> str:
        return f"summary line {self.pk}"


class Correction(models.Model):
    """What a member says is right instead of a line, or what is missing; and our answer.

    The line stays as it was. ``line`` is None for what is missing. ``answer_by`` is a business day.
    """

    id = key()
    summary = models.ForeignKey(Summary, models.CASCADE, related_name="corrections")
    line = models.ForeignKey(SummaryLine, models.CASCADE, null=True, related_name="corrections")
    text = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    answer_by = models.DateField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="an_answer_has_words_a_time_and_a_person",
            ),
            models.UniqueConstraint(
                "line", condition=Q(answered_at=None), name="one_open_correction_of_a_line"
            ),
        ]
        indexes: ClassVar = [
            models.Index("answer_by", condition=Q(answered_at=None), name="corrections_to_answer")
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"

    def reply(self, text: str, *, by: User, at: dt.datetime) -> bool:
        """Answer it once. Return False if somebody has."""
        waiting = Correction.objects.filter(pk=self.pk, answered_at=None)
        return bool(waiting.update(answer=text, answered_by=by, answered_at=at))
