"""What a remittance says of all its claims: who pays whom, how much, when (tables 1 of an 835)."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from claims.sources.values import text
from claims.sources.x12.key import payer_id
from claims.sources.x12.reading import Reading, Wrong
from claims.sources.x12.segments import NO_SEGMENT, Segment, Transaction

PAYER, PAYEE = "PR", "PE"  # N101
PAYER_NUMBER, PRODUCED = "2U", "405"  # REF01, DTM01


class Heading(Struct, frozen=True, kw_only=True):
    """``stated_on``: the day from which it holds, of those it names (``made_on``, ``paid_on``) the
    later that has come, or else the day it was made. ``total``: cents of the payment.
    """

    component: str
    payer: str
    payee: str = ""
    stated_on: dt.date | None = None
    made_on: dt.date | None = None
    paid_on: dt.date | None = None
    reference: str = ""
    total: int | None = None


def heading(segments: Sequence[Segment], transaction: Transaction, reading: Reading) -> Heading:
    """From the segments before the first claim."""
    named = {segment.id: segment for segment in reversed(segments)}
    parties = {one.element(1): one for one in reversed(segments) if one.id == "N1"}
    dates = {one.element(1): one for one in reversed(segments) if one.id == "DTM"}
    bpr, payer = named.get("BPR", NO_SEGMENT), parties.get(PAYER, NO_SEGMENT)
    made_on, paid_on = reading.day(dates.get(PRODUCED, NO_SEGMENT), 2), reading.day(bpr, 16)
    come = [day for day in (made_on, paid_on) if day and not reading.not_yet(day)]
    return Heading(
        component=transaction.component,
        payer=payer_id(payer.element(4), _payer_number(segments), transaction.sender),
        payee=text(parties.get(PAYEE, NO_SEGMENT).element(2), 200),
        stated_on=max(come, default=made_on),
        made_on=made_on,
        paid_on=paid_on,
        reference=text(named.get("TRN", NO_SEGMENT).element(2), 80),
        total=_total(bpr, reading),
    )


def _payer_number(segments: Sequence[Segment]) -> str:
    """REF*2U behind N1*PR, not one behind another party."""
    party = ""
    for segment in segments:
        if segment.id == "N1":
            party = segment.element(1)
        elif segment.id == "REF" and party == PAYER and segment.element(1) == PAYER_NUMBER:
            return segment.element(2)
    return ""


def _total(bpr: Segment, reading: Reading) -> int | None:
    try:
        return reading.cents(bpr, 2)
    except Wrong as wrong:
        reading.warn(wrong.field, wrong.expected, wrong.found)
        return None
