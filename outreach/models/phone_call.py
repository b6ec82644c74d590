"""A call as a telephone system tells of it, while it rings and after."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.models.key import key
from claims.models import Source
from outreach.models.call import Call

RINGS = dt.timedelta(hours=2)  # a call of which no end was told is over by then


class PhoneCallQuerySet(models.QuerySet):
    def ringing(self, at: dt.datetime) -> Self:
        """Those that nobody took, the longest waiting first."""
        waiting = self.filter(call=None, ended_at=None, began_at__gt=at - RINGS)
        return waiting.order_by("began_at", "pk")

    def ringing_for(self, user: User, at: dt.datetime) -> Self:
        """On their own phone, or for whoever is free first."""
        return self.ringing(at).filter(Q(agent=user) | Q(agent=None))


class PhoneCall(models.Model):
    """``number`` (E.164, "" where it was withheld) says from where, and never who speaks.

    ``agent`` is whose phone rings; None for whoever is free first. ``call`` is what began when
    one of us took it and the caller had said who they are.
    """

    id = key()
    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    platform_id = models.CharField(max_length=200)  # what the telephone system calls it
    number = models.CharField(max_length=16, blank=True)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    call = models.ForeignKey(Call, models.CASCADE, null=True, related_name="phone_calls")

    objects = PhoneCallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "platform_id", name="a_phone_call_is_held_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                "began_at", condition=Q(call=None, ended_at=None), name="phone_calls_that_ring"
            )
        ]

    def __str__(self) -> str:
        return f"phone call {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/desk/ringing/{self.pk}/"
