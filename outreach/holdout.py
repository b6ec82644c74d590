"""Who does not get an offer, so that we learn whether it helps; the same for ever. Pure.

Never of what is owed: a notice, a deadline, or that we are late goes to everybody.
"""

from hashlib import blake2b

from outreach.notice import Kind, Notice


def is_held_out(member_number: str, notice: Notice, percent: int) -> bool:
    """By member and rule, so that a new version or another day draws nobody anew."""
    if notice.kind is not Kind.OFFER or not member_number:
        return False
    drawn = blake2b(f"{notice.key}:{member_number}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn) % 100 < percent
