"""What a decision leaves in place: called by every one of them, in its transaction."""

from accounts.consent.standing import standing
from accounts.consent.verdict import Reason
from accounts.models import Member
from accounts.models.persona import settle


def keep_what_is_on(member: Member) -> None:
    """Delete what was only kept for something that is off now; note whether to go on writing."""
    stands = standing(member)
    on = {key for key, one in stands.items() if one.chosen and one.reason is not Reason.LOCKED}
    settle(member.pk, on, paused=any(one.reason is Reason.PAUSED for one in stands.values()))
