"""The one question about a choice that is asked outside its page: where a call was just asked for.

Never on the member's first day here, never once anything was decided about it, and never again
after a no.
"""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from accounts.clock import now
from accounts.consent.verdict import Key, Reason, Standing
from accounts.models import Member, Suppression

SEE = ("see_what_i_checked", "activity")
NO = "ask_to_see"
"""The key of a no: it is no row of the ledger, because nothing changed."""


def may_ask(member: Member, stands: Mapping[Key, Standing]) -> bool:
    """Whether to ask them; at most one query. Whoever helps them is not asked."""
    if member.acting or stands[SEE].reason is not Reason.DEFAULT_OFF or is_new(member):
        return False
    return not Suppression.objects.for_member(member).filter(about=NO).exists()


def is_new(member: Member) -> bool:
    """Whether this is the day on which they first came."""
    if member.user is None:
        return True
    zone = ZoneInfo(member.time_zone)
    return member.user.created_at.astimezone(zone).date() >= now().astimezone(zone).date()
