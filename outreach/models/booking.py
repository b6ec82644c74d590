"""A call at a time: which specialist calls which member, when, and about what."""

import datetime as dt
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models import Member, User
from accounts.models.key import key
from accounts.models.member import E164
from outreach.models.call_request import CallRequest
from outreach.models.lane import Lane

ONE_DAY = dt.timedelta(days=1)
WINDOW = dt.timedelta(minutes=15)  # after the start, within which we say that we call
LATE = dt.timedelta(minutes=10)  # after that: then we own up, and offer a supervisor's call
MOST_TRIES = 3  # to reach a member; two in the time of the call, one later
AGAIN = dt.timedelta(minutes=10)  # after the start, when nobody picked up
GIVEN_UP = ("cancelled", "lapsed")
ENDED = (*GIVEN_UP, "missed", "unreached")  # for a calendar: that time is free


ZONE = F("specialist__specialist__zone")
LOCAL = models.DateTimeField()


class BookingQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        return self.filter(member=member)

    def booked(self) -> Self:
        """Those that keep a time for somebody."""
        return self.filter(state=Booking.State.BOOKED)

    def overdue(self, at: dt.datetime) -> Self:
        """Whose time has passed and nobody has said that they called or tried."""
        late = at - WINDOW - LATE
        return self.booked().filter(during__startswith__lte=late, tries=0).order_by("during")

    def about(self, subject: str, subject_id: UUID | None) -> Self:
        return self.filter(subject=subject, subject_id=subject_id)

    def talked(self) -> Self:
        return self.filter(state=Booking.State.CALLED)

    def for_day(self, specialist: User, at: dt.datetime) -> Self:
        """A specialist's calls of the day that it is with them, in order, with their members."""
        days = (
            Cast(Func(ZONE, one, function="timezone", output_field=LOCAL), models.DateField())
            for one in (F("during__startswith"), Value(at))
        )
        near = (at - ONE_DAY, at + ONE_DAY)
        return (
            self.filter(Exact(*days), specialist=specialist, during__startswith__range=near)
            .exclude(state__in=GIVEN_UP)
            .select_related("member", "specialist__specialist")
            .order_by("during", "pk")
        )


class Booking(models.Model):
    """``during`` (UTC) is the specialist's time for it, with the minutes to write it up.

    The database refuses a second booked call of a specialist or a member at a time, and a second
    one of a member about the same thing, whatever the code does. ``key`` is of the page on which
    it was asked for: the same key finds the same booking. ``sequence`` counts its changes, as the
    calendar of the member does. ``reasons`` say why this specialist. ``zone`` is where the member
    said they are, "" for where they live.
    """

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        CALLED = "called", _("Called")
        UNREACHED = "unreached", _("Not reached")
        MISSED = "missed", _("Missed by us")
        CANCELLED = "cancelled", _("Cancelled")
        LAPSED = "lapsed", _("No longer kept")

    id = key()
    # Found by the indexes of ``a_key_books_once`` and ``bookings_of_a_day``, as the changes are by
    # their booking's: each index more costs every booking.
    member = models.ForeignKey(Member, models.PROTECT, related_name="bookings", db_index=False)
    specialist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings", db_index=False
    )
    during = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    subject = models.CharField(max_length=10, choices=CallRequest.Subject, blank=True)
    subject_id = models.UUIDField(null=True, blank=True, editable=False)
    phone = models.CharField(_("Phone number"), max_length=16)
    say_who = models.BooleanField(default=True)
    voicemail = models.BooleanField(default=False)
    way = models.CharField(max_length=15, choices=CallRequest.Way, default=CallRequest.Way.PHONE)
    interpreter_language = models.CharField(max_length=60, blank=True)
    speaker = models.CharField(max_length=120, blank=True)
    zone = models.CharField(max_length=50, blank=True, db_default="")
    note = models.TextField(max_length=2000, blank=True)
    key = models.UUIDField(editable=False)
    reasons = ArrayField(models.CharField(max_length=10), default=list)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(phone__regex=E164), name="booking_phones_are_e164"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="a_booking_takes_time"),
            models.UniqueConstraint("member", "key", name="a_key_books_once"),
            models.UniqueConstraint(
                "member",
                "subject",
                "subject_id",
                condition=Q(state="booked"),
                nulls_distinct=False,
                name="one_live_booking_per_subject",
            ),
            ExclusionConstraint(
                name="a_specialist_is_booked_once",
                index_type="GIST",
                expressions=[
                    (Lane("specialist"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state="booked"),
            ),
            ExclusionConstraint(
                name="a_member_is_called_once",
                index_type="GIST",
                expressions=[
                    (Lane("member"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state="booked"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                F("specialist"),
                F("during__startswith"),
                condition=~Q(state__in=GIVEN_UP),
                name="bookings_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"

    def get_absolute_url(self) -> str:
        return booking_address(self.pk)

    @property
    def reference(self) -> str:
        """Short enough to say on the phone: the last, random part of the key."""
        last = str(self.pk)[-8:].upper()
        return f"{last[:4]}-{last[4:]}"

    def call(self, *, by: User) -> bool:
        """Note that somebody called. Return False if it had already ended."""
        return self._end(self.State.CALLED, BookingChange.Kind.CALLED, by)

    def cancel(self, *, by: User) -> bool:
        """Give the time back to all. Return False if it had already ended."""
        return self._end(self.State.CANCELLED, BookingChange.Kind.CANCELLED, by)

    def lapse(self, *, by: User | None) -> bool:
        """Give up a time that we cannot keep. Return False if it had ended."""
        return self._end(self.State.LAPSED, BookingChange.Kind.LAPSED, by)

    def miss(self) -> bool:
        """Own up that nobody called in time. Return False if it had ended."""
        return self._end(self.State.MISSED, BookingChange.Kind.MISSED, None)

    def no_answer(self, *, by: User) -> bool:
        """Note that nobody picked up; the third time is the last. False if it had ended."""
        last = self.tries + 1 >= MOST_TRIES
        ending = {"tries": F("tries") + 1, "sequence": F("sequence") + 1}
        if last:
            ending |= {"state": self.State.UNREACHED}
        return self._become(BookingChange.Kind.NO_ANSWER, by, **ending)

    def say_too(self, note: str) -> None:
        """Add to what the caller should know first, once."""
        note = note.replace("\0", "")
        if note and note not in self.note:
            self.note = "\n".join(filter(None, (self.note, note)))[:2000]
            Booking.objects.filter(pk=self.pk).update(note=self.note)

    def _end(self, state: str, kind: str, by: User | None) -> bool:
        return self._become(kind, by, state=state, sequence=F("sequence") + 1)

    def _become(self, kind: str, by: User | None, **columns: Any) -> bool:
        # One UPDATE decides the race between the member and whoever calls: the second changes
        # no row.
        with transaction.atomic():
            changed = Booking.objects.booked().filter(pk=self.pk).update(**columns)
            self.refresh_from_db()
            if changed:
                self.note_change(kind, by)
        return bool(changed)

    def note_change(self, kind: str, by: User | None) -> None:
        """Keep what has just become of it; in the transaction that did it."""
        self.changes.create(
            kind=kind, at=now(), by=by, specialist=self.specialist, during=self.during
        )

    @property
    def member_zone(self) -> str:
        """Where its member reads the clock."""
        return self.zone or self.member.time_zone

    def be_in(self, zone: str, *, by: User) -> bool:
        """Note where the member is at the time of the call. False if it had ended."""
        return self._become(BookingChange.Kind.DETAILS, by, zone=zone)

    @property
    def starts_at(self) -> dt.datetime:
        return self.during.lower

    @property
    def call_by(self) -> dt.datetime:
        """The end of the time within which we said that we call."""
        return self.during.lower + WINDOW


class BookingChangeQuerySet(models.QuerySet):
    def untold(self) -> Self:
        """What its member has not been told of, and may not need to be."""
        return self.filter(told_at=None)


class BookingChange(models.Model):
    """What happened to a booking, when, and by whom (None: the portal).

    Never changed, but for when its member was told of it.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("Booked")
        MOVED = "moved", _("Moved")
        DETAILS = "details", _("Changed, at the same time")
        HANDED = "handed", _("Somebody else calls")
        CANCELLED = "cancelled", _("Cancelled")
        CALLED = "called", _("Called")
        NO_ANSWER = "no_answer", _("No answer")
        MISSED = "missed", _("Missed by us")
        LAPSED = "lapsed", _("No longer kept")

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    specialist = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    during = DateTimeRangeField()
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = BookingChangeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index("at", "id", condition=Q(told_at=None), name="booking_changes_to_tell"),
        ]

    def __str__(self) -> str:
        return f"booking change {self.pk}"


def booking_address(pk: UUID) -> str:
    return f"/calls/bookings/{pk}/"
