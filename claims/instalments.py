"""A payment plan: what is paid on which day, and where it stands. Pure, in cents."""

import datetime as dt

from msgspec import Struct

from claims.deadlines.balance import plan_dates
from claims.facts import Instalment, PaymentPlanFacts

FEWEST_MONTHS, MOST_MONTHS = 2, 12  # the same for everyone, whatever they owe


def split(total: int, parts: int) -> tuple[int, ...]:
    """Parts that add up to the total; the first ones are a cent more where it does not come out."""
    each, more = divmod(total, parts)
    return tuple(each + (number < more) for number in range(parts))


def schedule(total: int, first_on: dt.date, months: int) -> tuple[Instalment, ...]:
    """One each month on the day of the first, or on the month's last day (T44)."""
    amounts = zip(plan_dates(first_on, months), split(total, months), strict=True)
    return tuple(Instalment(on=on, cents=cents) for on, cents in amounts)


def months_for(total: int) -> tuple[int, ...]:
    """In how many months a total may be paid: none of them asks for nothing."""
    return tuple(number for number in range(FEWEST_MONTHS, MOST_MONTHS + 1) if number <= total)


class PlanStanding(Struct, frozen=True, kw_only=True):
    """``open`` is what is still to be paid by the plan, the oldest first; ``left`` its sum.

    ``missed`` was due before today, since ``missed_on``; ``next`` comes today or later.
    """

    plan: PaymentPlanFacts
    left: int
    open: tuple[Instalment, ...]
    missed: int
    missed_on: dt.date | None
    next: Instalment | None

    @property
    def asked(self) -> int:
        """What brings the plan up to date on the day of the next instalment."""
        return self.missed + (self.next.cents if self.next else 0)


def standing(plan: PaymentPlanFacts, *, paid: int, due: int, today: dt.date) -> PlanStanding | None:
    """Where a plan stands; None once nothing of it is left.

    ``paid`` is all that the member ever paid on the account, and ``due`` what is asked of them: the
    plan asks for no more than that, and what falls away is taken off its end.
    """
    covered = max(paid - plan.paid_before, 0)
    left = min(max(plan.total - covered, 0), max(due, 0))
    still_open, rest = [], left
    for one in plan.schedule:
        done = min(covered, one.cents)
        covered -= done
        cents = min(one.cents - done, rest)
        rest -= cents
        if cents:
            still_open.append(Instalment(on=one.on, cents=cents))
    missed = [one for one in still_open if one.on < today]
    if not left:
        return None
    return PlanStanding(
        plan=plan,
        left=left,
        open=tuple(still_open),
        missed=sum(one.cents for one in missed),
        missed_on=missed[0].on if missed else None,
        next=next((one for one in still_open if one.on >= today), None),
    )
