"""Three short questions to a member about one moment: asked once, answered or not."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.consent.catalogue import EVERYTHING
from accounts.models import ConsentNow, Member
from accounts.models.consent_event import Decision
from accounts.models.key import key
from outreach.models.owing import owing

MAY_SHOW = ("show_my_words", "choices")
"""What a member signs for before anybody else reads what they wrote."""


class PulseQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only their own: nobody who helps them answers for how they felt."""
        return self.none() if member.acting else self.filter(member=member)

    def fitting(self) -> Self:
        """Those not answered, of members to whom we owe nothing."""
        return self.filter(~owing(OuterRef("member")), answered_at=None)

    def stories(self) -> Self:
        """What members wrote of something that we put right."""
        return self.filter(moment=Pulse.Moment.RECOVERY).exclude(words="")

    def signed_for(self, at: dt.datetime) -> Self:
        """Those whose member lets others read it at that instant; a pause of everything ends it."""
        purpose, category = MAY_SHOW
        theirs = ConsentNow.objects.filter(subject=OuterRef("member__subject"))
        signed = theirs.filter(
            purpose=purpose, category=category, decision=Decision.GRANT, valid_until__gt=at
        )
        paused = theirs.filter(purpose=EVERYTHING, decision=Decision.PAUSE)
        return self.filter(Exists(signed)).exclude(Exists(paused))


class Pulse(models.Model):
    """``thing`` is the line that was kept, the dispute that was settled or what we put right. Every
    answer may be left out; ``words`` are for the supervisor. ``shown_at``: one of us chose to show
    them to other members, who read them only while their writer lets them."""

    class Moment(models.TextChoices):
        PROMISE = "promise", _("After a promise that we kept")
        CASE = "case", _("After a bill that we put right or explained")
        RECOVERY = "recovery", _("After a word that we broke and put right")

    class Agreement(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    class Feeling(models.TextChoices):
        CALM = "calm", _("Calm")
        RELIEVED = "relieved", _("Relieved")
        UNSURE = "unsure", _("Unsure")
        WORRIED = "worried", _("Worried")
        LET_DOWN = "let_down", _("Let down")

    id = key()
    member = models.ForeignKey(Member, models.CASCADE, related_name="pulses")
    moment = models.CharField(max_length=10, choices=Moment)
    thing = models.UUIDField()
    asked_at = models.DateTimeField()
    understood = models.CharField(max_length=6, choices=Agreement, blank=True)
    reached = models.CharField(max_length=6, choices=Agreement, blank=True)
    feeling = models.CharField(max_length=10, choices=Feeling, blank=True)
    words = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("moment", "thing", name="a_moment_is_asked_about_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False)
                | Q(understood="", reached="", feeling="", words=""),
                name="an_answer_about_a_moment_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(shown_at=None) | Q(moment="recovery") & ~Q(words=""),
                name="only_words_about_a_recovery_are_shown",
            ),
        ]
        indexes: ClassVar = [
            models.Index("asked_at", name="pulses_by_day"),
            models.Index("shown_at", condition=Q(shown_at__isnull=False), name="words_shown"),
        ]

    def __str__(self) -> str:
        return f"pulse {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/moments/{self.pk}/"

    def answer(self, at: dt.datetime, **given: str) -> bool:
        """The first answer counts. False if there is one."""
        waiting = Pulse.objects.filter(pk=self.pk, answered_at=None)
        return bool(waiting.update(answered_at=at, **given))
