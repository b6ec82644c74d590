"""What each kind of ledger entry is called on the page: one row a kind."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.due import StatementState
from claims.explanations.reason import Words
from claims.facts import EntryFacts, EntryType

TYPES: dict[EntryType, Words] = {
    EntryType.CHARGE: _("Charge"),
    EntryType.PAYER_PAYMENT: _("Paid by an insurer"),
    EntryType.ADJUSTMENT: _("Adjustment"),
    EntryType.MEMBER_PAYMENT: _("You paid"),
    EntryType.REFUND: _("Paid back to you"),
    EntryType.REVERSAL: _("Taken back"),
    EntryType.INTEREST: _("Interest"),
    EntryType.WRITE_OFF: _("Written off"),
    EntryType.TRANSFER: _("Moved between accounts"),
}


# The last four need facts that a ledger does not hold; they have words for the day it does.
STATEMENTS: dict[StatementState, Words] = {
    StatementState.DRAFT: _("not sent yet"),
    StatementState.ISSUED: _("sent"),
    StatementState.PARTLY_PAID: _("partly paid"),
    StatementState.PAID: _("nothing left to pay"),
    StatementState.DISPUTED: _("we are checking it"),
    StatementState.PAST_DUE: _("past its day"),
    StatementState.ADJUSTED: _("corrected"),
    StatementState.UPHELD: _("checked, and it stays"),
    StatementState.PLAN: _("on a plan"),
    StatementState.COLLECTIONS: _("with a collector"),
}


def what(entry: EntryFacts) -> str:
    """The thing an entry is about, in words."""
    return entry.description or gettext(TYPES[entry.type])
