"""A claim that was decided and is looked at again: what stands is said first, and stays said."""

from claims.answers.claim_case import Case
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.fold import holds_from, order
from claims.rank import FINAL, RANK


def looked_at_again() -> str:
    return _("We are looking at it again.")


def decided_before(case: Case) -> str:
    """What stands behind a new question to the member; only a page knows the history."""
    decided = [one for one in case.facts.history if RANK[one.state] in (FINAL - 1, FINAL)]
    if not decided:
        return looked_at_again()
    last = max(decided, key=order)
    paid, on = last.amounts.plan_paid or 0, last.paid_on or holds_from(last)
    values = {"amount": money(paid), "date": day(on, today=case.today)}
    told = _("We paid {amount} on {date}.") if paid > 0 else _("We decided this on {date}.")
    return join(say(told, **values), looked_at_again())
