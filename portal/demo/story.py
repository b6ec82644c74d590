"""What the demo's outside systems say, as the records that a real source would yield."""

import datetime as dt
import hashlib
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from claims.facts import (
    Adjustment,
    Amounts,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    EntryRecord,
    EntryType,
    Evidence,
    Guard,
    Happening,
    HoldReason,
    Item,
    Line,
    OrderRecord,
    OrderState,
    ShipmentRecord,
    StatementRecord,
    Step,
    Urgency,
)
from claims.sources.held import Held
from portal.demo.people import IDENTIFIER_SYSTEM, Person
from portal.demo.then import Then


class Story(Struct, kw_only=True):
    """Everything the outside systems say about one person, oldest first."""

    claims: list[ClaimRecord] = []
    held: list[Held] = []
    orders: list[OrderRecord] = []
    trackers: list[ShipmentRecord] = []
    entries: list[EntryRecord] = []
    statements: list[StatementRecord] = []


class Teller:
    """Writes the story of one person."""

    def __init__(self, person: Person, now: dt.datetime) -> None:
        self.person = person
        self.then = Then(now, person.zone)
        self.name = (IDENTIFIER_SYSTEM, person.number)
        self.story = Story()

    # Claims

    def told(
        self, offset: int, state: ClaimState, *, hour: int = 10, source: str = "", **more: Any
    ) -> Happening:
        """What a source said on that day; the claim's own source unless another is named."""
        effective = {"effective_on": self.then.day(offset)} | more
        return Happening(
            source=source, state=state, received_at=self.then.at(offset, hour), **effective
        )

    def claim(
        self, number: str, service: str, *told: Happening, source: str = "claims", **more: Any
    ) -> None:
        """One claim, with one record for each time that we were told about it.

        ``day`` (an offset) is the day of the service.
        """
        on = self.then.day(more.pop("day", -20))
        known = {
            "service_from": on,
            "service_to": on,
            "plan": self.person.plan,
            "guard": Guard.NONE,
        }
        for happening in told:
            strange = happening.state is ClaimState.UNRECOGNISED
            record = ClaimRecord(
                source=source,
                key=number,
                number=number,
                service=service,
                content_hash="",
                patient=self.name,
                happening=replace(happening, source=happening.source or source),
                unrecognised=((happening.code_system, happening.code),) if strange else (),
                **known | more,
            )
            self.story.claims.append(sealed(record))

    def hold(self, reason: HoldReason, *evidence: Evidence) -> None:
        """What was told last is held back by its source instead of landing."""
        record = self.story.claims.pop()
        self.story.held.append(Held(reason=reason, record=record, evidence=evidence))

    def authorization(self, number: str, service: str, *told: Happening, **more: Any) -> None:
        asked = {"use": ClaimUse.PREAUTHORIZATION, "urgency": Urgency.PRE_SERVICE}
        self.claim(number, service, *told, **asked | more)

    # Orders

    def step(
        self, offset: int, state: OrderState, *, hour: int = 9, place: str = "", **more: Any
    ) -> Step:
        """A scan of the carrier."""
        occurred = self.then.at(offset, hour)
        more = {"occurred_at": occurred, "code": state.value} | more
        return Step(source="", state=state, received_at=occurred, place=place, **more)

    def parcel(
        self, code: str, *steps: Step, carrier: str = "UPS", source: str = "carrier", **more: Any
    ) -> ShipmentRecord:
        """A tracker; also among what the carrier told us, when it has any scan."""
        told = tuple(replace(step, source=source) for step in steps)
        record = ShipmentRecord(
            source=source,
            carrier=carrier,
            tracking_code=code,
            content_hash="",
            steps=told,
            state=told[-1].state if told else OrderState.LABEL_CREATED,
            code=told[-1].code if told else "",
            detail=told[-1].detail if told else "",
            **more,
        )
        record = sealed(record)
        if told:
            self.story.trackers.append(record)
        return record

    def order(
        self,
        number: str,
        *items: Item,
        placed: int,
        parcels: tuple[ShipmentRecord, ...] = (),
        state: OrderState = OrderState.PLACED,
        source: str = "orders",
        said: int | None = None,
        **more: Any,
    ) -> None:
        """One order; ``placed`` and ``said`` are the days it was made and last spoken of."""
        known = {
            "total": sum((item.price or 0) * item.quantity for item in items),
            "guard": Guard.NONE,
        }
        shipments = tuple(
            sealed(
                ShipmentRecord(
                    source=parcel.source,
                    carrier=parcel.carrier,
                    tracking_code=parcel.tracking_code,
                    content_hash="",
                )
            )
            for parcel in parcels
        )
        for day, said_state in ((placed, OrderState.PLACED), (said, state)):
            if day is None:
                continue
            record = OrderRecord(
                source=source,
                key=number,
                number=number,
                content_hash="",
                customer=self.name,
                state=said_state,
                code=said_state.value,
                received_at=self.then.at(day, 8),
                effective_on=self.then.day(day),
                seller="Porchlight Home Medical",
                placed_on=self.then.day(placed),
                items=items,
                shipments=shipments,
                **known | more,
            )
            self.story.orders.append(sealed(record))

    # Balances

    def entry(self, account: str, offset: int, kind: EntryType, cents: int, **more: Any) -> None:
        known = {
            "source": "billing",
            "external_id": f"{account}-{len(self.story.entries) + 1}",
            "account_title": "",
        }
        record = EntryRecord(
            account=account,
            content_hash="",
            customer=self.name,
            type=kind,
            cents=cents,
            effective_on=self.then.day(offset),
            posted_at=self.then.at(offset, 7),
            **known | more,
        )
        self.story.entries.append(sealed(record))

    def statement(
        self,
        account: str,
        sent: int,
        due: int,
        *,
        charges: int,
        opening: int = 0,
        payments: int = 0,
        **more: Any,
    ) -> None:
        known = {"source": "billing", "number": f"{account}-S{len(self.story.statements) + 1}"}
        record = StatementRecord(
            account=account,
            content_hash="",
            customer=self.name,
            transmitted_on=self.then.day(sent),
            due_on=self.then.day(due),
            opening=opening,
            charges=charges,
            payments=payments,
            closing=opening + charges - payments,
            **known | more,
        )
        self.story.statements.append(sealed(record))


def line(
    number: int, description: str, *adjustments: Adjustment, remarks: tuple = (), **cents: Any
) -> Line:
    return Line(
        number=number,
        description=description,
        adjustments=adjustments,
        remarks=remarks,
        amounts=Amounts(**cents),
    )


def sealed(record: Any) -> Any:
    """The record with the hash of its content."""
    words = msgspec.json.encode(replace(record, content_hash=""), order="deterministic")
    return replace(record, content_hash=hashlib.sha256(words).hexdigest())
