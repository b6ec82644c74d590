"""An order of a member; its state is folded from events of named sources."""

import datetime as dt
from typing import ClassVar

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Member
from accounts.models.key import key
from claims.facts import (
    Choice,
    Done,
    Guard,
    Item,
    OrderFacts,
    OrderState,
    Said,
    ShipNotice,
    Told,
)
from claims.models.claim import choices
from claims.models.order_query import STANDING, TO_CHECK, TO_HELP, OrderQuerySet
from claims.models.source import Source


class Order(models.Model):
    """One order. ``state`` is that of its worst open shipment; prices are integer cents.

    ``ship_notices`` are the days named for shipping, each as `_notice` reads it.
    """

    id = key()
    # No index of their own: those below and the constraints begin with these columns.
    member = models.ForeignKey(Member, models.PROTECT, related_name="orders", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="orders", db_index=False)
    external_key = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    seller = models.CharField(max_length=200, blank=True)
    placed_on = models.DateField(null=True, blank=True)
    promised_ship_on = models.DateField(null=True, blank=True)
    promised_delivery_on = models.DateField(null=True, blank=True)
    promised_words = models.CharField(max_length=300, blank=True)
    needed_on = models.DateField(null=True, blank=True)
    total = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    guard = models.CharField(max_length=20, choices=choices(Guard), default=Guard.UNKNOWN)
    summary = models.CharField(max_length=300, blank=True)  # item names, for lists and search

    state = models.CharField(max_length=20, choices=choices(OrderState))
    conflict = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    checking_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    # What the member chose and what came of it (claims.store.order_choices): as `OrderFacts`.
    ship_notices = ArrayField(models.CharField(max_length=21), default=list, db_default=[])
    choice = models.CharField(max_length=10, blank=True, default="", db_default="")
    chosen_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    refund_due_on = models.DateField(null=True, blank=True)
    refunded_on = models.DateField(null=True, blank=True)
    act_by = models.DateField(null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("source", "external_key", name="an_order_is_held_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(OrderState)), name="order_states_are_known"
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__gte=0),
                name="an_order_costs_nothing_or_more",
            ),
            models.CheckConstraint(
                condition=Q(choice="", chosen_at=None)
                | Q(choice__in=list(STANDING), chosen_at__isnull=False),
                name="an_order_has_a_known_choice",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=False) | Q(refund_due_on=None, refunded_on=None),
                name="money_comes_back_of_what_is_cancelled",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "member",
                F("changed_at").desc(),
                F("id").desc(),
                name="orders_of_a_member",
            ),
            models.Index("checking_until", condition=TO_CHECK, name="orders_to_check"),
            models.Index("act_by", condition=TO_HELP, name="orders_to_help"),
            models.Index(
                "refunded_on", condition=Q(refunded_on__isnull=False), name="refunded_orders"
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/orders/{self.pk}/"

    def need_by(self, *, on: dt.date | None) -> None:
        """Keep the day the member needs it by; None when no day matters."""
        Order.objects.filter(pk=self.pk).update(needed_on=on)
        self.needed_on = on

    def brief(self) -> OrderFacts:
        """What a list row reads; needs `with_answer`, and no further query."""
        return self._facts(
            items=(Item(name=self.summary),) if self.summary else (),
            shipments=tuple(shipment.facts() for shipment in self.shipments.all()),
        )

    def facts(self) -> OrderFacts:
        """Everything: items, shipments with their steps, and the order's own steps."""
        return self._facts(
            items=tuple(
                Item(name=item.name, quantity=item.quantity, price=item.price)
                for item in self.items.order_by("pk")
            ),
            shipments=tuple(
                shipment.facts(steps=True)
                for shipment in self.shipments.select_related("source")
                .prefetch_related("events")
                .order_by("pk")
            ),
            steps=tuple(event.step() for event in self.events.all()),
            told=msgspec.convert(getattr(self, "all_told", ()), tuple[Told, ...]),
            done=msgspec.convert(getattr(self, "all_done", ()), tuple[Done, ...]),
        )

    def _facts(self, **parts) -> OrderFacts:
        return OrderFacts(
            id=str(self.pk),
            number=self.number,
            state=OrderState(self.state),
            source=self.source.facts(),
            seller=self.seller,
            placed_on=self.placed_on,
            promised_ship_on=self.promised_ship_on,
            promised_delivery_on=self.promised_delivery_on,
            promised_words=self.promised_words,
            needed_on=self.needed_on,
            total=self.total,
            guard=Guard(self.guard),
            conflict=tuple(OrderState(state) for state in self.conflict),
            checking_until=self.checking_until,
            said=self._said(),
            ship_notices=tuple(_notice(one) for one in self.ship_notices),
            choice=Choice(self.choice) if self.choice else None,
            chosen_at=self.chosen_at,
            done_at=self.done_at,
            cancelled_on=self.cancelled_on,
            refund_due_on=self.refund_due_on,
            refunded_on=self.refunded_on,
            act_by=self.act_by,
            **parts,
        )

    def _said(self) -> Said | None:
        """The newest date said about it, where `with_answer` read it along."""
        said = getattr(self, "said", None)
        return msgspec.convert(said, Said, strict=False) if said else None


def _notice(words: str) -> ShipNotice:
    """As an import writes it: the day we heard it, "" at the sale, a slash, and the day named."""
    heard_on, _slash, ship_on = words.partition("/")
    return ShipNotice(
        dt.date.fromisoformat(heard_on) if heard_on else None, dt.date.fromisoformat(ship_on)
    )
