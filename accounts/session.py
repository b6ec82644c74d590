"""How long a session lasts: so long without a request, and never longer than a working day.

Its clock is the machine's, not ``accounts.clock``: the expiry that Django keeps beside it cannot be
stopped for a screenshot either. Numbers are seconds.
"""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

TOUCH_EVERY = 60
"""A request writes the session at most this often, because a write costs a disk's wait."""

UNATTENDED = "X-Unattended"
"""A header of what an open page asks for by itself: nobody need be there, so it keeps nobody in."""

BEGAN, SEEN = "began_at", "seen_at"


def seconds_left(session: SessionBase) -> int:
    """Until it ends unless somebody clicks; 0 or less when it is over."""
    now = time.time()
    idle_end = session.get(SEEN, now) + settings.SESSION_COOKIE_AGE
    last_end = session.get(BEGAN, now) + settings.SESSION_LONGEST
    return round(min(idle_end, last_end) - now)


def touch(session: SessionBase, *, every: int = TOUCH_EVERY) -> None:
    """Note that its owner is here, unless that was noted less than ``every`` seconds ago."""
    now = time.time()
    if SEEN in session and now - session[SEEN] < every:
        return
    session.setdefault(BEGAN, now)
    session[SEEN] = now
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
