"""The secrets with which sources sign what they push to us."""

import datetime as dt
import secrets
from functools import cache
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.encryption import InvalidToken, decrypt, encrypt
from claims.models.source import Source

PREFIX = "whsec_"  # so that people and scanners know it where it does not belong


class WebhookKeyQuerySet(models.QuerySet):
    def active(self, at: dt.datetime) -> Self:
        """Those that count at this instant: any number, so that one can replace another."""
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)

    def make(self, source: Source, system: str, *, at: dt.datetime) -> "tuple[WebhookKey, str]":
        """A new key and its secret, which nobody can be told again."""
        secret = new_secret()
        key = self.create(source=source, system=system, encrypted=encrypt(secret), from_at=at)
        return key, secret


class WebhookKey(models.Model):
    """Counts from ``from_at`` until ``until_at``. ``system`` says how what it signs is read."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="webhook_keys")
    system = models.CharField(max_length=40)  # one of claims.sources.SYSTEMS
    encrypted = models.BinaryField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookKeyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="a_webhook_key_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"webhook key {self.pk}"

    def secret(self) -> str:
        """One that nobody knows, where another SECRET_KEY encrypted it: the key is lost."""
        try:
            return decrypt(self.encrypted)
        except InvalidToken:
            return new_secret()

    def retire(self, at: dt.datetime) -> bool:
        """End it now. False if it had ended already."""
        active = WebhookKey.objects.active(at).filter(pk=self.pk)
        return bool(active.update(until_at=at))


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


@cache
def nobodys_key() -> WebhookKey:
    """Tried where a source has no key, so that the answer takes as long as for one that has."""
    return WebhookKey(encrypted=encrypt(new_secret()))
