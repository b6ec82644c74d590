"""One row of the table that says why an amount was not paid, and what to do about it."""

from enum import IntEnum, StrEnum

from django.utils.translation import gettext_noop as _
from msgspec import Struct

from claims.facts import Program

Words = str  # marked for translation here, translated where it is printed


class Actor(StrEnum):
    """Who has to do something next."""

    NOBODY = "nobody"
    MEMBER = "member"
    PROVIDER = "provider"
    OTHER_PAYER = "other_payer"
    US = "us"


class Does(StrEnum):
    """What they have to do; chooses the first option on the page."""

    NOTHING = ""
    SEND = "send"
    COVERAGE = "coverage"
    IDENTITY = "identity"
    ENROLMENT = "enrolment"
    DOCTOR = "doctor"
    EXCEPTION = "exception"
    NETWORK = "network"
    REFERRAL = "referral"
    APPROVAL = "approval"
    PROVIDER = "provider"
    CALL = "call"


class Appeal(IntEnum):
    """How loudly an appeal is offered; the right itself is never hidden."""

    NONE = 0
    SMALL = 1
    FULL = 2


class Reason(Struct, frozen=True, kw_only=True):
    """Matches on (group, CARC, RARC, program); "" or None is any. The most columns win.

    ``owes`` "" takes the sentence of the group. ``next_level``: the first appeal was used, so the
    clock is that of outside review. ``urgent``: a faster appeal exists when health is at risk.
    """

    id: str
    because: Words
    what_next: Words = ""
    carcs: tuple[str, ...] = ()
    group: str = ""
    rarcs: tuple[str, ...] = ()
    program: Program | None = None
    version: int = 1
    actor: Actor = Actor.NOBODY
    does: Does = Does.NOTHING
    appeal: Appeal = Appeal.SMALL
    owes: Words = ""
    next_level: bool = False
    urgent: bool = False
    priority: int = 0
    source: str = "research/claims.md 1.6"
    reviewed_by: str = ""

    @property
    def name(self) -> str:
        """id@version, as every rendered sentence records it."""
        return f"{self.id}@{self.version}"

    @property
    def matched_columns(self) -> int:
        columns = (self.group, self.carcs, self.rarcs, self.program)
        return sum(bool(column) for column in columns)


OWES: dict[str, Words] = {
    "CO": _("You owe $0 for this part."),
    "PR": _("You may owe this part."),
    "OA": _("Your plan does not say that you owe this part."),
    "PI": _("Your plan does not say that you owe this part."),
    "CR": _("This corrects an earlier decision."),
}
OWES_UNKNOWN = _("Our claims system does not say who owes this part.")
