"""A browser of a member's that shows notifications: where its push service takes them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.models.key import key


class DeviceQuerySet(models.QuerySet):
    def of(self, member: Member) -> Self:
        return self.filter(member=member).order_by("made_at", "pk")


class Device(models.Model):
    """``endpoint``, ``public`` and ``auth`` are the browser's own: what we send only it can read.

    One address belongs to one member, the last who turned it on there.
    """

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    public = models.BinaryField()
    auth = models.BinaryField()
    label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(endpoint__regex=r"^https?://"), name="devices_have_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"device {self.pk}"
