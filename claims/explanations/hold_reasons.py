"""Why something is held back: its name for staff, and what the member reads.

A member reads no number that may be wrong and nobody's name.
"""

from django.utils.translation import gettext_noop as _

from claims.explanations.reason import Words
from claims.facts import Clue, HoldReason

HOLD_REASONS: dict[HoldReason, Words] = {
    HoldReason.OUT_OF_BALANCE: _("We received a record about it. Its amounts do not add up."),
    HoldReason.LINES_CONTRADICT_TOTAL: _(
        "We received a record about it. Its parts do not match its total."
    ),
    HoldReason.ORPHAN_REVERSAL: _(
        "We received a record that takes back a payment. We do not have that payment."
    ),
    HoldReason.SOURCES_DISAGREE: _("Two of our systems say different things about it."),
    HoldReason.MOVED_TO_ANOTHER_MEMBER: _(
        "We received a record with the same number. It may be about something else."
    ),
    HoldReason.ANOTHER_NAME: _(
        "We received a record with another name. It may be about somebody else."
    ),
}

HOLD_LABELS: dict[HoldReason, Words] = {
    HoldReason.OUT_OF_BALANCE: _("Does not balance"),
    HoldReason.LINES_CONTRADICT_TOTAL: _("Lines contradict the total"),
    HoldReason.ORPHAN_REVERSAL: _("Takes back what we never had"),
    HoldReason.SOURCES_DISAGREE: _("Two sources disagree"),
    HoldReason.MOVED_TO_ANOTHER_MEMBER: _("Names another member"),
    HoldReason.ANOTHER_NAME: _("Another name than the member’s"),
}

CLUES: dict[Clue, Words] = {
    Clue.BILLED: _("Billed"),
    Clue.PAID: _("Paid"),
    Clue.ADJUSTED: _("All adjustments"),
    Clue.BILLED_LESS_ADJUSTED: _("Billed less all adjustments"),
    Clue.MEMBER_OWES: _("The member owes"),
    Clue.ALLOWED: _("Agreed price"),
    Clue.LINES_BILLED: _("Billed, all lines"),
    Clue.LINES_PAID: _("Paid, all lines"),
    Clue.LINES_OWED: _("The member owes, all lines"),
    Clue.LINES_ADJUSTED: _("Adjustments, all lines"),
    Clue.LINE_BILLED: _("Billed on line {line}"),
    Clue.LINE_PAID: _("Paid on line {line}"),
    Clue.LINE_ADJUSTED: _("Adjustments on line {line}"),
    Clue.TAKEN_BACK: _("Payment taken back"),
    Clue.DECISION: _("Decision"),
    Clue.PATIENT: _("Member"),
}
