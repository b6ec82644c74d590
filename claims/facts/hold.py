"""Why something that came in is held back until a person looks, and what speaks for and against."""

from enum import StrEnum

from msgspec import Struct


class HoldReason(StrEnum):
    """NOTHING: nothing is held back, as most claims say."""

    NOTHING = ""
    OUT_OF_BALANCE = "out_of_balance"  # billed is not paid plus adjustments
    LINES_CONTRADICT_TOTAL = "lines_contradict_total"
    ORPHAN_REVERSAL = "orphan_reversal"  # takes back what we never heard of
    SOURCES_DISAGREE = "sources_disagree"
    MOVED_TO_ANOTHER_MEMBER = "moved_to_another_member"
    ANOTHER_NAME = "another_name"  # the member's number, and not their name


class Clue(StrEnum):
    """What a row of evidence compares."""

    BILLED = "billed"
    PAID = "paid"
    ADJUSTED = "adjusted"  # the sum of the adjustments
    BILLED_LESS_ADJUSTED = "billed_less_adjusted"
    MEMBER_OWES = "member_owes"
    ALLOWED = "allowed"
    LINES_BILLED = "lines_billed"  # the sum over the lines
    LINES_PAID = "lines_paid"
    LINES_OWED = "lines_owed"
    LINES_ADJUSTED = "lines_adjusted"
    LINE_BILLED = "line_billed"  # of the line ``line``
    LINE_PAID = "line_paid"
    LINE_ADJUSTED = "line_adjusted"
    TAKEN_BACK = "taken_back"
    DECISION = "decision"  # a ClaimState on either side
    PATIENT = "patient"


class Evidence(Struct, frozen=True, omit_defaults=True):
    """One thing compared. An int is cents, a str a code or a `ClaimState`; None = not stated.

    ``line`` is the service line's number. Nothing in it names or describes a person.
    """

    clue: Clue
    expected: int | str | None = None
    found: int | str | None = None
    line: int | None = None
