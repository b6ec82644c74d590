"""One state of a claim as a row: its family of pages, its tag, its words."""

from enum import StrEnum

from msgspec import Struct

from claims.answers.answer import Tag
from claims.explanations.reason import Words
from claims.facts import ClaimState


class Family(StrEnum):
    """States that share the parts of their page."""

    OPEN = "open"
    PENDED = "pended"
    RETURNED = "returned"
    PAID = "paid"
    DENIED = "denied"
    FINISHED = "finished"
    ELSEWHERE = "elsewhere"
    ESTIMATE = "estimate"
    CLOSED = "closed"
    APPROVED = "approved"
    TALK = "talk"
    CHECKING = "checking"


class StateWords(Struct, frozen=True, kw_only=True):
    """``settled``: nothing is open. ``progress`` orders states, to notice a step back."""

    state: ClaimState
    family: Family
    tag: Tag
    title: Words
    request: Words = ""
    settled: bool = False
    progress: int = 0
    version: int = 1

    @property
    def undecided(self) -> bool:
        """A decision about money is to come, so that nobody has to pay before it."""
        if self.state in (ClaimState.WITH_OTHER_PAYER, ClaimState.REVERSED):
            return True
        open_still = self.family in (Family.OPEN, Family.PENDED, Family.RETURNED)
        return open_still and self.state is not ClaimState.UNKNOWN_CLAIM

    @property
    def name(self) -> str:
        """id@version, as every rendered sentence records it."""
        return f"state-{self.state.value}@{self.version}"
