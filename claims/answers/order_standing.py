"""The date of an order beside the one that was said before: moved, why, or passed."""

from claims.answers.answer import DateBasis, DateLine
from claims.answers.order_case import OrderCase
from claims.answers.order_date import date_line
from claims.answers.order_parcel import ON_THE_WAY, UNSHIPPED, named_later
from claims.answers.standing import Since, as_said, starts_to_estimate, why_without_news
from claims.date_kind import DateKind
from claims.facts import Delay

MOVED_BY = {DateBasis.CARRIER: Delay.CARRIER, DateBasis.PROMISE: Delay.SELLER}


def date_as_said(case: OrderCase) -> DateLine:
    line = date_line(case)
    if case.facts.said is None:
        return line
    since = Since(
        today=case.today,
        told_by=case.told_by,
        awaited=awaited(case),
        sure=not case.person_first,
        delay=delay_of(case, line),
        says_old=says_old(case, line),
    )
    return as_said(line, case.facts.said, since)


def delay_of(case: OrderCase, line: DateLine) -> Delay:
    """A law's day for shipping moves with the day that the seller names."""
    said = case.facts.said
    if said is None or starts_to_estimate(line, said):
        return Delay.NOT_KNOWN
    if line.basis in MOVED_BY:
        return MOVED_BY[line.basis]
    if line.kind == DateKind.SHIP and line.basis == said.basis == DateBasis.LAW:
        return Delay.SELLER
    heard = case.state_on is not None and case.state_on > said.said_on
    return Delay.HEARD if heard else why_without_news(line, said)


def says_old(case: OrderCase, line: DateLine) -> bool:
    """The parcel itself keeps what its carrier said first, and the line has it."""
    is_carriers = line.basis == DateBasis.CARRIER and not case.arrives_today
    return is_carriers and named_later(case.parcel, case.expected_on)


def awaited(case: OrderCase) -> DateKind | None:
    """What is to come next; a parcel that will not come is not waited for."""
    if case.doubt or case.lost_to_us or case.hopeless or case.cancelling:
        return None
    if case.state in UNSHIPPED:
        return DateKind.SHIP
    return DateKind.DELIVER if case.state in ON_THE_WAY else None
