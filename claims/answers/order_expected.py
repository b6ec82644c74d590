"""When an order is expected to ship, its parcel to arrive, or its money to be sent back."""

from claims.answers.answer import DateLine
from claims.answers.date_estimate import Clock, estimated, usually
from claims.answers.order_case import OrderCase
from claims.date_kind import DateKind
from claims.estimates.segments import SINCE_LAST, SINCE_START, ladder
from claims.facts import OrderState

NOBODY, NOTHING = "", ""  # whom it waits for, and what kind of thing it is: orders do not say


def shipping_expected(case: OrderCase) -> DateLine | None:
    """Of an order that lies with the seller."""
    if case.person_first:
        return None
    facts, since = case.facts, case.state_on
    if case.state == OrderState.PLACED:
        since = facts.placed_on or case.state_on
    segments = ladder(SINCE_LAST, case.state, NOBODY, NOTHING, facts.source.slug)
    clock = Clock(since, segments)
    line = _estimated(case, DateKind.SHIP, clock)
    if line is None and case.state == OrderState.PLACED:
        return usually(case.estimates, DateKind.SHIP, clock, today=case.today)
    return line


def arrival_expected(case: OrderCase) -> DateLine | None:
    """Of a parcel that its carrier has."""
    if case.person_first:
        return None
    segments = ladder(SINCE_LAST, case.state, NOBODY, NOTHING, case.carrier.lower())
    clock = Clock(case.state_on, segments)
    line = _estimated(case, DateKind.DELIVER, clock)
    return line or usually(case.estimates, DateKind.DELIVER, clock, today=case.today)


def refund_expected(case: OrderCase) -> DateLine | None:
    """Of money that is to be sent back, from the day on which the right to it began."""
    if case.person_first:
        return None
    clock = Clock(case.facts.cancelled_on, ladder(SINCE_START, NOTHING, case.facts.source.slug))
    line = _estimated(case, DateKind.REFUND, clock)
    return line or usually(case.estimates, DateKind.REFUND, clock, today=case.today)


def _estimated(case: OrderCase, kind: DateKind, clock: Clock) -> DateLine | None:
    today, said = case.today, case.facts.said
    return estimated(case.estimates, kind, clock, today=today, words_today=today, said=said)
