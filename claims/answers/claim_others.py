"""What others hold about a claim: the accounts that bill for it, and the other plan."""

from collections.abc import Sequence

from claims.explanations.states import STATES
from claims.facts import ClaimFacts, ClaimState, OnAccount, RelatedClaim, Relation


def other_plan(facts: ClaimFacts) -> RelatedClaim | None:
    """The same care as another plan sees it; None where two claims may be that."""
    found = [one for one in facts.related if one.relation is Relation.OTHER_PLAN]
    return found[0] if len(found) == 1 else None


def both_decided(facts: ClaimFacts) -> RelatedClaim | None:
    """The other plan's claim, once it says what is left to owe after both."""
    if facts.state is not ClaimState.WITH_OTHER_PAYER:
        return None
    other = other_plan(facts)
    if other is None or not other.sure:
        return None
    decided = STATES[ClaimState(other.state)].settled and other.member_owes is not None
    return other if decided else None


def together(accounts: Sequence[OnAccount]) -> OnAccount | None:
    """What several accounts hold about one claim; None when none does."""
    if len(accounts) < 2:
        return accounts[0] if accounts else None
    return OnAccount(
        id=accounts[0].id,
        billed=sum(one.billed for one in accounts),
        paid=sum(one.paid for one in accounts),
        taken_off=sum(one.taken_off for one in accounts),
        left=sum(one.left for one in accounts),
        asked=sum(one.asked for one in accounts),
        fees=sum(one.fees for one in accounts),
        beyond=sum(one.beyond for one in accounts),
        waiting=any(one.waiting for one in accounts),
        disputed=any(one.disputed for one in accounts),
    )
