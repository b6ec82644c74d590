"""The date of an order beside the one that was said before: moved, why, or passed."""

from claims.answers.answer import DateBasis, DateLine
from claims.answers.order_case import OrderCase
from claims.answers.order_date import date_line
from claims.answers.order_parcel import ON_THE_WAY, UNSHIPPED
from claims.answers.standing import Since, as_said
from claims.date_kind import DateKind
from claims.facts import Delay

# A law's day for shipping moves with the day that the seller names.
MOVED_BY = {
    DateBasis.CARRIER: Delay.CARRIER,
    DateBasis.PROMISE: Delay.SELLER,
    DateBasis.LAW: Delay.SELLER,
    DateBasis.ESTIMATE: Delay.SLOW,
}


def date_as_said(case: OrderCase) -> DateLine:
    line = date_line(case)
    if case.facts.said is None:
        return line
    since = Since(
        today=case.today,
        told_by=case.told_by,
        awaited=awaited(case),
        sure=not case.person_first,
        delay=delay_of(line),
    )
    return as_said(line, case.facts.said, since)


def delay_of(line: DateLine) -> Delay:
    return MOVED_BY.get(line.basis, Delay.NOT_KNOWN)


def awaited(case: OrderCase) -> DateKind | None:
    """What is to come next; a parcel that will not come is not waited for."""
    if case.doubt or case.lost_to_us or case.hopeless or case.cancelling:
        return None
    if case.state in UNSHIPPED:
        return DateKind.SHIP
    return DateKind.DELIVER if case.state in ON_THE_WAY else None
