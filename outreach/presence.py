"""Who of us has a member's screen open now: kept for seconds in the cache, and nowhere else."""

from uuid import UUID

from django.core.cache import cache

from accounts.clock import now
from accounts.models import User

SECONDS = 15  # an open screen asks every 4


def others(member: UUID, user: User, name: str) -> list[str]:
    """Note that this one looks, and name the others who do."""
    at, key = now().timestamp(), f"desk:{member}"
    here = {
        who: (known, seen)
        for who, (known, seen) in (cache.get(key) or {}).items()
        if at - seen < SECONDS
    }
    # Two who ask at the same instant may miss each other once; the next time is in seconds.
    cache.set(key, here | {str(user.pk): (name, at)}, SECONDS)
    return [known for who, (known, _seen) in here.items() if who != str(user.pk)]
