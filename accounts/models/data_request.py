"""What a member asks us to do with what we know about them, by when, and what became of it."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.key import key
from accounts.models.legal_hold import LegalHold
from accounts.models.member import Member
from accounts.models.user import User

OPEN = Q(finished_at=None)


class DataRequestQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def open(self) -> Self:
        return self.filter(OPEN)

    def overdue(self, today: dt.date) -> Self:
        return self.open().filter(due_on__lt=today)

    def recent(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def to_work_on(self) -> Self:
        """What a worker can do by itself and no legal hold stops, the longest waiting first."""
        held = LegalHold.objects.standing().filter(member=OuterRef("member"))
        waits = self.open().filter(kind__in=["access", "portability", "deletion"])
        return waits.exclude(Q(kind="deletion") & Exists(held)).order_by("asked_at", "pk")


class DataRequest(models.Model):
    """One request. Its clock starts on ``came_on``, the member's date when we had it, and ends on
    ``due_on``; both are counted in calendar days by ``regimes``, keys of `accounts.regimes`.

    It is open until ``finished_at``, which the database refuses while one of its steps has not
    run. ``words`` and ``right`` are the member's: what is wrong, and what is right.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("A copy of everything")
        CORRECTION = "correction", _("A correction")
        DELETION = "deletion", _("A deletion")
        PORTABILITY = "portability", _("A copy of what you gave us")

    class Home(models.TextChoices):
        UNSAID = "", _("I would rather not say")
        CALIFORNIA = "california", _("California")
        WASHINGTON = "washington", _("Washington State")
        OTHER_STATE = "other_state", _("Another state")
        EUROPE = "europe", _("Europe or the United Kingdom")
        ELSEWHERE = "elsewhere", _("Somewhere else")

    class Through(models.TextChoices):
        PORTAL = "portal", _("here")
        PHONE = "phone", _("by phone")
        LETTER = "letter", _("by letter")

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not agreed to")

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=12, choices=Kind)
    home = models.CharField(
        _("Where do you live?"), max_length=12, choices=Home, default=Home.UNSAID, blank=True
    )
    regimes = ArrayField(models.CharField(max_length=12))
    through = models.CharField(max_length=8, choices=Through, default=Through.PORTAL)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    came_on = models.DateField()
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    extended_why = models.TextField(max_length=1000, blank=True)
    words = models.TextField(_("What is wrong?"), max_length=2000, blank=True)
    right = models.TextField(_("What is right?"), max_length=2000, blank=True)
    closes_sign_in = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member",
                "kind",
                condition=OPEN & ~Q(kind="correction"),
                name="one_open_request_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["access", "correction", "deletion", "portability"]),
                name="data_request_kinds_are_known",
            ),
            models.CheckConstraint(
                condition=Q(regimes__len__gte=1), name="a_data_request_has_a_regime"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("came_on")), name="a_data_request_is_due_later"
            ),
            models.CheckConstraint(
                condition=Q(extended_at=None, extended_by=None, extended_why="")
                | Q(extended_at__isnull=False, extended_by__isnull=False) & ~Q(extended_why=""),
                name="an_extension_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, outcome="")
                | Q(finished_at__isnull=False, outcome="done")
                | Q(finished_at__isnull=False, outcome="refused", answered_by__isnull=False)
                & ~Q(answer=""),
                name="a_data_request_is_open_or_answered",
            ),
            models.CheckConstraint(
                condition=~Q(kind="correction") | ~Q(words=""),
                name="a_correction_says_what_is_wrong",
            ),
        ]
        indexes: ClassVar = [
            models.Index("due_on", "id", condition=OPEN, name="open_data_requests"),
            models.Index(F("asked_at").desc(), F("id").desc(), name="data_requests_by_time"),
        ]

    def __str__(self) -> str:
        return f"data request {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/me/data/{self.pk}/"

    @property
    def reference(self) -> str:
        """Short enough to say on the phone."""
        last = str(self.pk)[-8:].upper()
        return f"{last[:4]}-{last[4:]}"

    def extend(self, *, to: dt.date, why: str, by: User) -> bool:
        """Take more time, once, and say why. False when it was extended or answered before."""
        waits = DataRequest.objects.open().filter(pk=self.pk, extended_at=None, due_on__lt=to)
        changed = waits.update(due_on=to, extended_at=now(), extended_why=why, extended_by=by)
        self.refresh_from_db()
        return bool(changed)

    def finish(self, *, answer: str = "", by: User | None = None) -> bool:
        """Note that all is done. The database refuses it while a step has not run."""
        return self._end(outcome=self.Outcome.DONE, answer=answer, answered_by=by)

    def refuse(self, *, why: str, by: User) -> bool:
        """Say no, with the reason that the member reads."""
        return self._end(outcome=self.Outcome.REFUSED, answer=why, answered_by=by)

    def _end(self, **ending: object) -> bool:
        ended = DataRequest.objects.open().filter(pk=self.pk).update(finished_at=now(), **ending)
        self.refresh_from_db()
        return bool(ended)


class DataRequestStep(models.Model):
    """One thing to do in one store, in its order, and what came of it.

    ``store`` is the label of a table, or a word for a store that is none. ``rows`` is how many were
    changed; 0 is a result too.
    """

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveSmallIntegerField()
    store = models.CharField(max_length=60)
    doing = models.CharField(max_length=12)
    rows = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint("request", "number", name="steps_are_numbered"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(trouble=""), name="a_step_is_done_or_in_trouble"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.request_id}"


class DataCopy(models.Model):
    """What a request for a copy brought, packed; gone after ``gone_at``."""

    request = models.OneToOneField(DataRequest, models.CASCADE, related_name="copy")
    packed = models.BinaryField()
    rows = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=now)
    gone_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "data copies"

    def __str__(self) -> str:
        return f"copy of {self.request_id}"
