"""What a member chose about an order, and what one of us did about it: rows that never change."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models.key import key
from claims.facts import Choice, Deed


class OrderChoice(models.Model):
    """One choice, or what the member told us of a delivery. The newest that was not undone counts.

    ``looked`` are the places in which they looked for what was delivered, last on ``looked_on``.
    """

    class What(models.TextChoices):
        WAIT = Choice.WAIT.value, _("Keep waiting")
        REPLACE = Choice.REPLACE.value, _("Send a replacement")
        COLLECT = Choice.COLLECT.value, _("Collect it")
        CANCEL = Choice.CANCEL.value, _("Cancel the order")
        NOT_HERE = Choice.NOT_HERE.value, _("It is not here")
        TURNED_UP = Choice.TURNED_UP.value, _("It is here now")

    class Place(models.TextChoices):
        DOOR = "door", _("Around the door and the mailbox")
        SAFE = "safe", _("In a safe place, like the garage or the porch")
        NEIGHBORS = "neighbors", _("With my neighbors")
        HOUSEHOLD = "household", _("With everyone who lives here")

    id = key()
    order = models.ForeignKey("claims.Order", models.CASCADE, related_name="told")
    choice = models.CharField(max_length=10, choices=What)
    looked = ArrayField(
        models.CharField(max_length=10, choices=Place), default=list, db_default=[], blank=True
    )
    looked_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(choice__in=list(Choice)), name="order_choices_are_known"
            ),
            models.CheckConstraint(
                condition=Q(looked=[], looked_on=None) | Q(choice=Choice.NOT_HERE),
                name="who_looked_misses_it",
            ),
        ]

    def __str__(self) -> str:
        return f"order choice {self.pk}"


class OrderDeed(models.Model):
    """One thing that one of us did about an order. The member reads it, but for its end.

    ``who`` is the first name as the member reads it. ``on`` is the day it counts from, ``words``
    what was found out, where to collect it, the number of what was sent again, or what goodwill
    works on.
    """

    class What(models.TextChoices):
        FOUND = Deed.FOUND.value, _("Found the parcel")
        HURRIED = Deed.HURRIED.value, _("Asked the carrier to speed it up")
        TRACED = Deed.TRACED.value, _("Asked the carrier where it left it")
        ANSWERED = Deed.ANSWERED.value, _("Found out where it was left")
        WATCHING = Deed.WATCHING.value, _("I am watching it until it arrives")
        CANCELLED = Deed.CANCELLED.value, _("The seller stopped the order")
        SENT_AGAIN = Deed.SENT_AGAIN.value, _("The seller sent a replacement")
        TO_COLLECT = Deed.TO_COLLECT.value, _("The carrier keeps it to be collected")
        REFUNDED = Deed.REFUNDED.value, _("The money was sent back")
        GOODWILL = Deed.GOODWILL.value, _("Added something because we were late")
        CLOSED = Deed.CLOSED.value, _("There is nothing more to do")

    id = key()
    order = models.ForeignKey("claims.Order", models.CASCADE, related_name="done")
    deed = models.CharField(max_length=10, choices=What)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    who = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=now)
    on = models.DateField(null=True, blank=True)
    cents = models.BigIntegerField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    use_by = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(deed__in=list(Deed)), name="order_deeds_are_known"),
            models.CheckConstraint(
                condition=~Q(deed=Deed.ANSWERED) | ~Q(words=""), name="an_answer_has_words"
            ),
            models.CheckConstraint(
                condition=~Q(deed=Deed.REFUNDED) | Q(on__isnull=False),
                name="money_is_sent_back_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(cents=None) | Q(cents__gt=0), name="nobody_adds_nothing"
            ),
            models.CheckConstraint(
                condition=~Q(deed=Deed.GOODWILL)
                | Q(cents__isnull=False, use_by__isnull=False) & ~Q(words=""),
                name="goodwill_says_what_for_and_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"order deed {self.pk}"


def told_of() -> ArraySubquery:
    """What the member chose or told of each order, as `Told`, newest first; no further query."""
    rows = OrderChoice.objects.filter(order=OuterRef("pk")).order_by("-at", "-pk")
    names = ("choice", "at", "looked", "looked_on")
    return ArraySubquery(rows.values(json=JSONObject(**{name: F(name) for name in names})))


def done_of() -> ArraySubquery:
    """The same of what we did, as `Done`."""
    rows = OrderDeed.objects.filter(order=OuterRef("pk")).order_by("-at", "-pk")
    names = ("deed", "at", "who", "on", "cents", "words", "note", "use_by")
    return ArraySubquery(rows.values(json=JSONObject(**{name: F(name) for name in names})))
