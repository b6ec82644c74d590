"""Which states of a claim outrank which, and which of them a decision outlives."""

from claims.facts import ClaimState

S = ClaimState

# Of two statements of one day the higher rank decides: void > reversal > final > pended > in
# process > received > submitted. A decision that says nothing more than "finished" yields to one
# that says how; a word that nobody knows, to any that we know but that it was sent to us.
RANK = {
    S.UNKNOWN_CLAIM: -1,
    S.SUBMITTED: 0,
    S.UNRECOGNISED: 1,
    S.RECEIVED: 2,
    S.IN_PROCESS: 3,
    S.PENDED_INFO: 4,
    S.REJECTED_FRONT_END: 5,
    S.NEEDS_CORRECTION: 5,
    S.FINALIZED_UNSPECIFIED: 6,
    S.PAID: 7,
    S.PARTIALLY_DENIED: 7,
    S.DENIED: 7,
    S.FINALIZED_NO_PAYMENT: 7,
    S.WITH_OTHER_PAYER: 7,
    S.FORWARDED: 7,
    S.ESTIMATE_ONLY: 7,
    S.SPLIT: 7,
    S.APPROVED: 7,
    S.PARTLY_APPROVED: 7,
    S.APPROVED_CHANGED: 7,
    S.NOT_REQUIRED: 7,
    S.CALL_US: 7,
    S.REVERSED: 8,
    S.CANCELLED: 9,
    S.REPLACED: 9,
    S.VOIDED: 9,
    S.HIDDEN: 10,
}
FINAL = 7
# What a source has decided, whether or not it says how. A reversal is none: it takes one back.
DECISIONS = frozenset(state for state in RANK if RANK[state] in (FINAL - 1, FINAL))
# Words of work that goes on. Said of a claim that was decided they take nothing of it back: the
# decision stands, and at most it is looked at again.
GOING_ON = frozenset(state for state in RANK if RANK[state] < FINAL - 1)
AGAIN = frozenset({S.IN_PROCESS, S.PENDED_INFO})
STANDS = frozenset(
    {
        S.FINALIZED_UNSPECIFIED,
        S.PAID,
        S.PARTIALLY_DENIED,
        S.DENIED,
        S.FINALIZED_NO_PAYMENT,
        S.WITH_OTHER_PAYER,
        S.REVERSED,
    }
)
# Decisions that say what of a claim is the member's to pay.
SHARED = STANDS - {S.REVERSED, S.WITH_OTHER_PAYER}
