"""One press may be taken back for half a minute, what it deleted included.

What was deleted is kept in the cache alone, which drops it by itself: the tables, their backups
and whoever reads them are without it from the moment of the press. If the cache is lost, so is the
undo.
"""

import datetime as dt
import secrets
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import models, transaction

from accounts.clock import now
from accounts.models import Member, Preference, Suppression

SECONDS = 30
OF_THE_MEMBER = ("pronunciation",)
"""What a member told us that stands in their own row."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one press did: ``says`` it in words, at ``where`` on the page, and how it was before.

    ``told`` are the words that gave way, by what they are about; ``rows`` what was deleted;
    ``suppressed`` a guess that was forgotten; ``choices`` how the switches stood.
    """

    says: str
    where: str
    at: dt.datetime = field(default_factory=now)
    told: dict[str, str] = field(default_factory=dict)
    rows: list[models.Model] = field(default_factory=list)
    suppressed: str = ""
    receipt: str = ""
    choices: dict[tuple[str, str], bool] = field(default_factory=dict)

    @property
    def can_be_undone(self) -> bool:
        return bool(self.told or self.rows or self.suppressed or self.choices)


def keep(member: Member, change: Change) -> str:
    """Remember it for a while; the token names it. Doing a thing twice remembers the first."""
    token = change.receipt or secrets.token_urlsafe(12)
    cache.add(_key(member, token), change, SECONDS)
    return token


def kept(member: Member, token: str) -> Change | None:
    """What that press did, while it may be taken back."""
    return cache.get(_key(member, token)) if token else None


def take(member: Member, token: str) -> Change | None:
    """The same, once: of two presses of Undo the second finds nothing."""
    change = kept(member, token)
    return change if change and cache.delete(_key(member, token)) else None


@transaction.atomic
def put_back(member: Member, change: Change) -> None:
    """All but the choices as it was before that press."""
    for about, words in change.told.items():
        tell(member, about, words)
    Suppression.objects.for_member(member).filter(about=change.suppressed).delete()
    for kind in {type(row) for row in change.rows}:
        rows = [row for row in change.rows if type(row) is kind]
        kind._default_manager.bulk_create(rows, ignore_conflicts=True)


def tell(member: Member, about: str, words: str) -> None:
    """Keep what the member says about that, wherever it stands; "" forgets it."""
    if about in OF_THE_MEMBER:
        Member.objects.filter(pk=member.pk).update(**{about: words})
    else:
        Preference.objects.tell(member, about, words)


def _key(member: Member, token: str) -> str:
    return f"undo:{member.pk}:{token[:40]}"
