"""How a member wants to be reached outside the portal, and what stands against it."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, User
from outreach.models.turn import take_turn

QUIET_FROM, QUIET_UNTIL = dt.time(20), dt.time(8)


class Reach(models.Model):
    """A member without a row has these defaults. Quiet hours are in the member's zone."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="reach")
    email = models.BooleanField(_("Email"), default=True)
    sms = models.BooleanField(_("Text message"), default=False)
    quiet_from = models.TimeField(_("Send nothing from"), default=QUIET_FROM)
    quiet_until = models.TimeField(_("until"), default=QUIET_UNTIL)

    class Meta:
        verbose_name_plural = "reaches"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(quiet_from=F("quiet_until")), name="quiet_hours_end"
            )
        ]

    def __str__(self) -> str:
        return f"reach of member {self.pk}"


DEATHS = ("bereaved", "deceased")
"""Reasons that one of us notes, and only one of us takes away."""


class SilenceQuerySet(models.QuerySet):
    def of(self, member: Member) -> Self:
        return self.filter(member=member)

    def bounced(self, member: Member, channel: str, address: str, at: dt.datetime) -> None:
        """An address that refuses our messages for good gets no more, until its member says so,
        or has another one."""
        values = {"reason": Silence.Reason.BOUNCED, "since": at, "address": address}
        known, is_new = self.get_or_create(
            member=member, channel=channel, purpose="", defaults=values
        )
        if not is_new and known.reason == Silence.Reason.BOUNCED:
            self.filter(pk=known.pk).update(**values)

    def stop(
        self, member: Member, channel: str, purpose: str, reason: str, at: dt.datetime
    ) -> None:
        """What a member stopped stays stopped, also where the address had come back before.

        What is just being decided has left, or never will, when this returns.
        """
        values = {"reason": reason, "since": at, "address": ""}
        kind = {"member": member, "channel": channel, "purpose": purpose}
        with transaction.atomic():
            take_turn(member.pk)
            known, is_new = self.get_or_create(**kind, defaults=values)
            if not is_new and known.reason == Silence.Reason.BOUNCED:
                self.filter(pk=known.pk).update(**values)

    def mourn(self, member: Member, reason: str, *, by: User, at: dt.datetime) -> None:
        """Somebody died: we start nothing any more, until one of us lets it go on."""
        values = {"reason": reason, "by": by, "since": at, "address": ""}
        with transaction.atomic():
            take_turn(member.pk)
            self.update_or_create(member=member, channel="", purpose="", defaults=values)

    def let_go_on(self, member: Member) -> None:
        self.filter(member=member, channel="", purpose="", reason__in=DEATHS).delete()

    def death(self, member: Member) -> "Silence | None":
        """Since when we know that they, or somebody close to them, died."""
        return self.filter(member=member, reason__in=DEATHS).first()


class Silence(models.Model):
    """Nothing goes to this member through ``channel`` ("" = any) for ``purpose`` ("" = any).

    One that came back holds for its ``address`` alone; any other for each ("").
    """

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("You stopped these from a message")
        BOUNCED = "bounced", _("Our messages to that address came back")
        COMPLAINED = "complained", _("You marked our messages as unwanted")
        BEREAVED = "bereaved", _("A person of ours stopped all messages")
        DECEASED = "deceased", _("We were told of a death, and stopped all messages")

    member = models.ForeignKey(Member, models.CASCADE, related_name="silences", db_index=False)
    channel = models.CharField(max_length=5, blank=True)
    purpose = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=254, blank=True, db_default="")
    reason = models.CharField(max_length=12, choices=Reason)
    since = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    objects = SilenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("member", "channel", "purpose", name="one_silence_of_a_kind"),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "unsubscribed",
                        "bounced",
                        "complained",
                        "bereaved",
                        "deceased",
                    ]
                ),
                name="silences_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"silence {self.pk}"
