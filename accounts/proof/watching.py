"""Looking at the guards by the clock: what was seen is kept, what differs is an alarm."""

from accounts.clock import now
from accounts.models import GuardWatch
from accounts.proof import guard
from accounts.proof.alarms import Kind, quiet, sound


def watch() -> GuardWatch:
    """One look; a row of its own whenever the guards are not what they were at the last."""
    seen = guard.look()
    last = GuardWatch.objects.latest_first().first()
    if last is None or (last.digest, last.differences) != seen:
        last = GuardWatch(digest=seen.digest, differences=seen.differences, first_seen_at=now())
    last.last_seen_at = now()
    last.save()
    if seen.differences:
        sound(Kind.GUARDS, "\n".join(seen.differences))
    else:
        quiet(Kind.GUARDS)
    return last
