"""What a member's choices leave in place: some things are kept only while a choice that uses them
is on, and go in the transaction that turns it off."""

from collections.abc import Collection
from uuid import UUID

from accounts.models.activity import Activity
from accounts.models.inference import Inference
from accounts.models.member import Member

Key = tuple[str, str]
"""A purpose and a category of the catalogue of consents."""

INFERENCES_ARE_FOR = ("remember_choices", "choices")


def settle(member: UUID, on: Collection[Key], *, paused: bool) -> None:
    """Keep what the choices that are ``on`` need, and delete the rest; the caller's transaction.

    A pause stops writing things down and deletes nothing, because one press ends it. The member's
    row changes first: a page that is writing just now then finishes before we delete, or never.
    """
    kept = any(category == "activity" for _purpose, category in on)
    writes = kept and not paused
    Member.objects.filter(pk=member).exclude(keeps_activity=writes).update(keeps_activity=writes)
    if not kept:
        Activity.objects.filter(member=member).delete()
    if INFERENCES_ARE_FOR not in on:
        Inference.objects.filter(member=member).delete()
