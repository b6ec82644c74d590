"""A parcel on its way, and the append-only events of orders and parcels."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from claims.facts import OrderState, ShipmentFacts, Step
from claims.models.claim import choices
from claims.models.source import Source


class Shipment(models.Model):
    """A parcel with a carrier. A tracker that comes before its order waits with ``order`` NULL.

    A waiting shipment is nobody's and is shown to nobody. ``state`` is folded from its events.
    """

    order = models.ForeignKey(
        "claims.Order", models.CASCADE, null=True, blank=True, related_name="shipments"
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="shipments")
    carrier = models.CharField(max_length=60)
    tracking_code = models.CharField(max_length=120)
    state = models.CharField(
        max_length=20, choices=choices(OrderState), default=OrderState.LABEL_CREATED
    )
    state_at = models.DateTimeField(null=True, blank=True)
    detail = models.CharField(max_length=80, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    first_expected_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)
    public_url = models.URLField(max_length=500, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("carrier", "tracking_code", name="a_parcel_is_held_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(OrderState)),
                name="shipment_states_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"shipment {self.pk}"

    def facts(self, *, steps: bool = False) -> ShipmentFacts:
        return ShipmentFacts(
            carrier=self.carrier,
            tracking_code=self.tracking_code,
            state=OrderState(self.state),
            source=self.source.facts(),
            state_at=self.state_at,
            detail=self.detail,
            expected_on=self.expected_on,
            first_expected_on=self.first_expected_on,
            signed_by=self.signed_by,
            public_url=self.public_url,
            steps=tuple(event.step() for event in self.events.all()) if steps else (),
        )


class OrderEvent(models.Model):
    """One statement about an order or one of its parcels. Never changed. Instants are UTC.

    What its member says of an order comes from the source `PORTAL`, which has no row; of all others
    the database knows that it exists (migration 0060).
    """

    order = models.ForeignKey(
        "claims.Order", models.CASCADE, null=True, blank=True, related_name="events"
    )
    shipment = models.ForeignKey(
        Shipment, models.CASCADE, null=True, blank=True, related_name="events"
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_constraint=False)
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=choices(OrderState))
    occurred_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    code = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = [
            F("occurred_at").desc(nulls_last=True),
            "-received_at",
            "-pk",
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(order=None) ^ Q(shipment=None),
                name="an_order_event_is_about_one_thing",
            ),
            models.UniqueConstraint(
                "order", "source", "content_hash", name="an_order_event_is_held_once"
            ),
            models.UniqueConstraint(
                "shipment",
                "source",
                "content_hash",
                name="a_tracking_event_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(OrderState)),
                name="order_event_states_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"order event {self.pk}"

    def step(self) -> Step:
        return Step(
            source=self.source_id,
            state=OrderState(self.state),
            received_at=self.received_at,
            occurred_at=self.occurred_at,
            code=self.code,
            detail=self.detail,
            message=self.message,
            place=self.place,
        )
