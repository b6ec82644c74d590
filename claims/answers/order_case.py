"""All that is worked out about one order before a word is chosen. Pure.

One parcel speaks for the order: the open one that needs somebody soonest.
"""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.answers.answer import Freshness
from claims.answers.freshness import asks_a_person_first, freshness
from claims.answers.order_parcel import (
    ON_THE_WAY,
    SCANNED,
    UNSHIPPED,
    believed_day,
    speaking,
)
from claims.answers.person import call_url
from claims.answers.promise import told_by
from claims.answers.words import local_date
from claims.deadlines.calendar import ONE_DAY
from claims.deadlines.delay import Shipping, Silence, shipping
from claims.deadlines.order import ShipmentDue
from claims.estimates.tables import IN_USE, Table
from claims.explanations.order_states import ORDER_STATES, OrderWords, Trouble, trouble
from claims.facts import Choice, Guard, OrderFacts, OrderState, ShipmentFacts

S = OrderState

LABEL_ONLY_AFTER = 2  # days: then a label without a parcel is said in the headline
QUIET_AFTER = 5  # days without a scan: then we say so instead of "on its way"


class Lateness(StrEnum):
    """What the dates say; NONE when they say nothing bad."""

    NONE = ""
    AT_RISK = "at_risk"  # may miss the day the member needs it
    MISSED = "missed"  # the day the member needed it has passed
    MOVED = "moved"  # later than first said, in time for the member
    PASSED = "passed"  # the day that was said has passed


class OrderCase(Struct, frozen=True, kw_only=True):
    """``doubt``: the state itself is not known. ``today`` is the member's day.

    ``told_by``: by when we call a member who asks now. ``estimates``: how long such things take.
    """

    facts: OrderFacts
    today: dt.date
    zone: str
    state: OrderState
    words: OrderWords
    parcel: ShipmentFacts | None
    state_on: dt.date | None
    expected_on: dt.date | None
    lateness: Lateness
    shipping: Shipping | None
    freshness: Freshness
    freshness_line: str
    doubt: bool
    told_by: dt.date
    estimates: Table

    @property
    def carrier(self) -> str:
        return self.parcel.carrier if self.parcel else ""

    @property
    def trouble(self) -> Trouble:
        return trouble(self.parcel.detail if self.parcel else "")

    @property
    def troubled(self) -> bool:
        """Something went wrong that has a cause in words."""
        return self.state in (S.EXCEPTION, S.ATTEMPTED)

    @property
    def hopeless(self) -> bool:
        """Days of delivery that were given before mean nothing any more."""
        return self.state == S.EXCEPTION and self.trouble.hopeless

    @property
    def lost_to_us(self) -> bool:
        """It goes back or will not come: waiting helps nobody."""
        if self.state == S.EXCEPTION:
            return self.trouble.over
        return self.state in (S.RETURNING, S.RETURNED)

    @property
    def label_only(self) -> bool:
        """A label lies there and no parcel has moved for longer than packing takes."""
        if self.state != S.LABEL_CREATED:
            return False
        made_on = self.state_on or self.facts.placed_on
        return made_on is None or (self.today - made_on).days > LABEL_ONLY_AFTER

    @property
    def due(self) -> ShipmentDue | None:
        """By when it must ship; None where no law sets a day, or its buyer agreed to wait."""
        return None if self.shipping is None or self.shipping.waits else self.shipping.due

    @property
    def silence(self) -> Silence:
        """What it means that the member says nothing to a delay; NONE once the day has passed."""
        if self.shipping is None or self.cancelling or self.unshipped_late:
            return Silence.NONE
        return self.shipping.silence

    @property
    def owed(self) -> bool:
        """Their money is to be sent back, and was not yet."""
        return self.facts.refund_due_on is not None and self.facts.refunded_on is None

    @property
    def found_out(self) -> bool:
        """The member misses it, and we told them where it was left."""
        told = self.facts.choice is None and self.facts.done_at is not None
        return self.state == S.DISPUTED and told

    @property
    def settled(self) -> bool:
        return self.words.settled and not (self.owed and not self.doubt)

    @property
    def cancelling(self) -> bool:
        """The member cancelled it, and nobody has stopped it yet."""
        over = self.doubt or self.state in (S.CANCELLED, S.RETURNED)
        return self.facts.choice == Choice.CANCEL and not over

    @property
    def unshipped_late(self) -> bool:
        """The law's day for shipping has passed (16 CFR 435): the order counts as cancelled."""
        return self.due is not None and self.due.ship_by < self.today and not self.cancelling

    @property
    def arrives_today(self) -> bool:
        """On the vehicle since today: that is newer than any day that the carrier gave before."""
        return self.state == S.OUT_FOR_DELIVERY and self.state_on == self.today

    @property
    def person_first(self) -> bool:
        return asks_a_person_first(self.freshness)

    @property
    def guarded(self) -> bool:
        return self.facts.guard is not Guard.NONE

    @property
    def call_url(self) -> str:
        """The page that asks for a call about it."""
        return call_url(f"order:{self.facts.id}")

    @property
    def arrived(self) -> int:
        return sum(one.state == S.DELIVERED for one in self.facts.shipments)


def order_case(facts: OrderFacts, *, now: dt.datetime, zone: str) -> OrderCase:
    """Everything the words need; cheap, because a list builds one for each row."""
    today = local_date(now, zone)
    parcel = speaking(facts)
    state_at = _state_at(facts, parcel, now)
    state = _state(facts, parcel, state_at, now=now, today=today)
    doubt = bool(facts.conflict) or state == S.UNRECOGNISED
    fresh, line = _freshness(facts, parcel, state, state_at, now=now, zone=zone)
    expected_on = believed_day(parcel, state)
    return OrderCase(
        facts=facts,
        today=today,
        zone=zone,
        state=state,
        words=ORDER_STATES[S.UNRECOGNISED if doubt else state],
        parcel=parcel,
        state_on=local_date(state_at, zone) if state_at else None,
        expected_on=expected_on,
        lateness=Lateness.NONE if doubt else _lateness(facts, parcel, state, expected_on, today),
        shipping=_shipping(facts, zone) if state in UNSHIPPED else None,
        freshness=fresh,
        freshness_line=line,
        doubt=doubt,
        told_by=told_by(now, zone),
        estimates=IN_USE.at(now),
    )


def _state_at(
    facts: OrderFacts, parcel: ShipmentFacts | None, now: dt.datetime
) -> dt.datetime | None:
    """When the state began; None when nobody said, and never in the future."""
    if parcel is not None and parcel.state == facts.state:
        at = parcel.state_at
    else:
        at = next(
            (s.occurred_at or s.received_at for s in facts.steps if s.state == facts.state), None
        )
    return at if at is not None and at <= now else None


def _state(
    facts: OrderFacts,
    parcel: ShipmentFacts | None,
    state_at: dt.datetime | None,
    *,
    now: dt.datetime,
    today: dt.date,
) -> OrderState:
    """The folded state, or STALE when a parcel on its way has not been scanned for days."""
    if parcel is None or state_at is None or facts.state not in SCANNED:
        return facts.state
    quiet = now - state_at > QUIET_AFTER * ONE_DAY
    said_later = parcel.expected_on is not None and parcel.expected_on >= today
    return S.STALE if quiet and not said_later else facts.state


def _freshness(
    facts: OrderFacts,
    parcel: ShipmentFacts | None,
    state: OrderState,
    state_at: dt.datetime | None,
    *,
    now: dt.datetime,
    zone: str,
) -> tuple[Freshness, str]:
    """Of the carrier that has the parcel, else of the order system."""
    speaks = parcel is not None and parcel.state == facts.state
    source = parcel.source if parcel and speaks else facts.source
    # A parcel of which nobody said anything: there is no status to recognise.
    unheard = state_at is None and (speaks or source.heard_at is None)
    never = state == S.UNRECOGNISED and unheard
    return freshness(
        source,
        now=now,
        zone=zone,
        conflict=bool(facts.conflict),
        unrecognised=state == S.UNRECOGNISED and not never,
        never=never,
        told_at=state_at,
    )


def _lateness(
    facts: OrderFacts,
    parcel: ShipmentFacts | None,
    state: OrderState,
    expected_on: dt.date | None,
    today: dt.date,
) -> Lateness:
    if state not in ON_THE_WAY | UNSHIPPED | {S.STALE}:
        return Lateness.NONE
    needed_on = facts.needed_on
    if needed_on is not None and needed_on < today:
        return Lateness.MISSED
    said_on = expected_on or facts.promised_delivery_on
    arrives_today = state == S.OUT_FOR_DELIVERY
    passed = said_on is not None and said_on < today and not arrives_today
    if needed_on is not None and (passed or (said_on is not None and said_on > needed_on)):
        return Lateness.AT_RISK
    if passed:
        return Lateness.PASSED
    first_on = parcel.first_expected_on if parcel else None
    if expected_on is not None and first_on is not None and expected_on > first_on:
        return Lateness.MOVED
    return Lateness.NONE


def _shipping(facts: OrderFacts, zone: str) -> Shipping | None:
    if facts.placed_on is None:
        return None
    waits = facts.choice == Choice.WAIT and facts.chosen_at
    return shipping(
        facts.placed_on,
        facts.ship_notices,
        stated_on=facts.promised_ship_on,
        agreed_on=local_date(facts.chosen_at, zone) if waits else None,
    )
