"""What a call takes: somebody trained for it, in a language, by a way, for so long."""

from uuid import UUID

from msgspec import Struct

from accounts.models import Member
from outreach.models import CallRequest
from outreach.scheduling.matching import Wish
from outreach.scheduling.slots import STEP

LONGER = {CallRequest.Way.INTERPRETER, CallRequest.Way.TEXT_RELAY, CallRequest.Way.SIGN_LANGUAGE}


class Need(Struct, frozen=True, kw_only=True):
    """What a call is about and how the member talks. ``language`` is what they speak.

    ``moving`` is the booking that would be given up for another time. ``zone`` is where the member
    said they are, "" for where they live.
    """

    topic: str = ""
    subject: str = ""
    subject_id: UUID | None = None
    way: str = CallRequest.Way.PHONE
    language: str = "en"
    wish: Wish = Wish()
    moving: UUID | None = None
    zone: str = ""

    @property
    def length(self) -> int:
        """Minutes to keep: talking through somebody else takes longer."""
        return 2 * STEP if self.way in LONGER else STEP

    def zone_of(self, member: Member) -> str:
        """Where the member reads the clock, and sleeps."""
        return self.zone or member.time_zone
