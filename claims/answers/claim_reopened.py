"""A claim that was decided and is looked at again: what stands is said first, and stays said."""

from claims.answers.claim_case import Case
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.facts import ClaimState
from claims.fold import holds_from, order
from claims.rank import DECISIONS

DECIDING = DECISIONS | {ClaimState.REVERSED}


def looked_at_again() -> str:
    return _("We are looking at it again.")


def decided_before(case: Case) -> str:
    """What stands behind work that goes on: a new question to the member, or a newer version.

    "" where nothing was decided, or what was is taken back. Only a page knows the history.
    """
    said = [one for one in case.facts.history if one.state in DECIDING]
    last = max(said, key=order, default=None)
    if last is None or last.state is ClaimState.REVERSED:
        return ""
    paid, on = last.amounts.plan_paid or 0, last.paid_on or holds_from(last)
    values = {"amount": money(paid), "date": day(on, today=case.today)}
    told = _("We paid {amount} on {date}.") if paid > 0 else _("We decided this on {date}.")
    return join(say(told, **values), looked_at_again())
