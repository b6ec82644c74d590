"""What a member's choices leave in place: some things are kept only while a choice that uses them
is on, and go in the transaction that turns it off."""

from collections.abc import Collection
from uuid import UUID

from accounts.models.activity import Activity
from accounts.models.inference import Inference
from accounts.models.member import Member

ACTIVITY_IS_FOR = frozenset({"see_what_i_checked", "help_after_check", "remember_choices"})
INFERENCES_ARE_FOR = frozenset({"remember_choices"})


def settle(member: UUID, on: Collection[str], *, paused: bool) -> None:
    """Keep what the purposes that are ``on`` need, and delete the rest; the caller's transaction.

    A pause stops writing things down and deletes nothing, because one press ends it. The member's
    row changes first: a page that is writing just now then finishes before we delete, or never.
    """
    kept = bool(ACTIVITY_IS_FOR.intersection(on))
    Member.objects.filter(pk=member).update(keeps_activity=kept and not paused)
    if not kept:
        Activity.objects.filter(member=member).delete()
    if not INFERENCES_ARE_FOR.intersection(on):
        Inference.objects.filter(member=member).delete()
