"""Which nudges may run: proposed by one person, started by another, stopped by anyone."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q

from accounts.models import User

EVERYTHING = "everything"
"""The row that stops all messages at once; never started, only stopped and let go on."""


STOPPED = """
SELECT stopped_at IS NOT NULL FROM outreach_rule WHERE key = ANY(%s) FOR SHARE
"""


NEW = "LOCK TABLE outreach_rule IN EXCLUSIVE MODE"
"""Where there is no row to wait for: wait for whoever asks now if something is stopped."""


class RuleQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.exclude(started_at=None).filter(stopped_at=None)

    def stopped(self, notice: str) -> bool:
        """Whether all messages are stopped, or this rule; who stops one waits until we commit.

        Any number may ask at once. A notice that is no rule is stopped only with everything.
        """
        with connection.cursor() as cursor:
            cursor.execute(STOPPED, [[EVERYTHING, notice]])
            return any(stopped for (stopped,) in cursor.fetchall())


class Rule(models.Model):
    """How one nudge stands; ``key`` and ``version`` are those of `outreach.nudges`.

    A new version of the rule stands as proposed by nobody, so two people look at it again.
    """

    key = models.CharField(max_length=40, primary_key=True)
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(started_by=None) | ~Q(started_by=F("proposed_by")),
                name="another_person_starts_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(proposed_at__isnull=False),
                name="a_rule_is_proposed_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None, started_by=None)
                | Q(started_at__isnull=False, started_by__isnull=False),
                name="a_rule_is_started_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="a_rule_is_stopped_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"rule {self.key}"

    @classmethod
    def of(cls, key: str, version: int) -> "Rule":
        """The row of this rule, locked; a new one, or one of an older version, starts anew."""
        if not cls.objects.filter(key=key).exists():
            with connection.cursor() as cursor:
                cursor.execute(NEW)
        cls.objects.get_or_create(key=key, defaults={"version": version})
        rule = cls.objects.select_for_update().get(key=key)
        if rule.version != version:
            rule = cls(key=key, version=version)
            rule.save()
        return rule

    def propose(self, by: User, at: dt.datetime) -> None:
        """Ask for a second pair of eyes; whatever ran before ends."""
        self.proposed_by, self.proposed_at = by, at
        self.started_by = self.started_at = self.stopped_by = self.stopped_at = None
        self.save()

    def start(self, by: User, at: dt.datetime) -> bool:
        """Let it run. False where nobody proposed it, this person did themselves, or it was stopped
        since."""
        if self.proposed_by is None or self.proposed_by == by or self.started_at or self.stopped_at:
            return False
        self.started_by, self.started_at = by, at
        self.save()
        return True

    def stop(self, by: User, at: dt.datetime) -> None:
        """Nothing of it is sent any more, from when this is committed."""
        self.stopped_by, self.stopped_at = by, at
        self.save()

    def go_on(self) -> None:
        """End a stop: of everything; a rule that was stopped is proposed anew."""
        self.stopped_by = self.stopped_at = None
        self.save()
