"""What a date is the date of."""

from enum import StrEnum


class DateKind(StrEnum):
    """Those we are held to come first: we say them, and the facts show whether we kept them.

    The others are days by which the member acts, or until which something is good.
    """

    DECISION = "decision"  # the first of a claim
    NEW_DECISION = "new_decision"  # after what was missing came, or the claim was opened again
    REQUEST = "request"  # the decision on a request for approval before care
    PAYMENT = "payment"
    SHIP = "ship"
    DELIVER = "deliver"
    REFUND = "refund"
    CHECK = "check"  # a person looks at what is in doubt, and answers
    APPEAL_DECISION = "appeal_decision"
    NEWS = "news"  # we say more where we had no date

    SEND = "send"
    APPEAL = "appeal"
    APPROVAL_END = "approval_end"
    BILL = "bill"
