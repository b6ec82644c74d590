"""Which orders: the ways in which a member's orders are chosen and put in order."""

import datetime as dt
from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, When

from accounts.models import Member
from claims.answers.answer import Tag
from claims.explanations.order_states import ORDER_STATES, TROUBLES
from claims.facts import Choice, OrderFacts, OrderState
from claims.models.order_choice import done_of, told_of
from claims.models.order_item import OrderItem
from claims.models.promise import newest_of_order
from claims.models.search import MOST_WORDS, any_contains, cents_in
from claims.models.shipment import Shipment
from claims.models.withheld import orders_for

# The database sorts orders as their answers do; a test compares the two state by state.
SETTLED = tuple(state for state, words in ORDER_STATES.items() if words.settled)
ASKS = tuple(s for s, words in ORDER_STATES.items() if words.tag is Tag.WAITING_FOR_YOU)
ASKING_TROUBLES = tuple(detail for detail, trouble in TROUBLES.items() if trouble.ask)
DOUBTFUL = Q(conflict__len__gt=0)
OWED = Q(refund_due_on__isnull=False, refunded_on=None)
DONE = Q(state__in=SETTLED) & ~DOUBTFUL & ~OWED
TO_HELP = Q(act_by__isnull=False)
STANDING = (Choice.WAIT, Choice.REPLACE, Choice.COLLECT, Choice.CANCEL)
TO_CHECK = ~Q(conflict=[]) | Q(state=OrderState.UNRECOGNISED)


class OrderQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's, and what whoever helps them may see: the one door to orders."""
        theirs = self.filter(member=member)
        return orders_for(theirs, member.acting) if member.acting else theirs

    def with_answer(self) -> Self:
        """Load what a brief answer reads: one query, and one for all the shipments."""
        shipments = Shipment.objects.select_related("source").order_by("pk")
        orders = self.annotate(said=newest_of_order()).select_related("source")
        return orders.prefetch_related(Prefetch("shipments", queryset=shipments))

    def with_choices(self) -> Self:
        """The same, and all that was chosen and done about it, in the same query."""
        return self.with_answer().annotate(all_told=told_of(), all_done=done_of())

    def facts(self) -> list[OrderFacts]:
        """What a list row of each reads; two queries for all."""
        return [order.brief() for order in self.with_answer()]

    def to_check(self) -> Self:
        """What we asked a person to check: systems disagree, or a status nobody knows."""
        return self.filter(TO_CHECK)

    def to_help(self) -> Self:
        """What one of us has to do because a member chose or told us something."""
        return self.filter(TO_HELP)

    def facts_of(self, keys: Iterable[UUID]) -> list[OrderFacts]:
        """The same for keys that are known already, in their order."""
        keys = list(keys)
        by_key = {order.pk: order for order in self.model.objects.filter(pk__in=keys).with_answer()}
        return [by_key[key].brief() for key in keys if key in by_key]

    def recent(self) -> Self:
        """What changed last comes first."""
        return self.order_by(F("changed_at").desc(), F("id").desc())

    def waiting_for_you(self) -> Self:
        """The member must pay, fetch or be there."""
        return self.filter(_waits_for_member())

    def may_still_ask(self, today: dt.date) -> Self:
        """As for claims; of orders the state says it all."""
        return self.none()

    def done(self) -> Self:
        return self.filter(DONE)

    def waiting_for_us(self) -> Self:
        """All the rest, so that a state nobody foresaw is still in a list."""
        return self.exclude(_waits_for_member()).exclude(DONE)

    def open(self) -> Self:
        """What is still to come; what waits for the member comes first."""
        waits_first = Case(When(_waits_for_member(), then=0), default=1)
        return self.exclude(DONE).order_by(waits_first, F("changed_at").desc(), F("id").desc())

    def matching(self, words: str) -> Self:
        """Those in which every word stands: number, seller, item, tracking code or the total."""
        orders = self
        for word in words.split()[:MOST_WORDS]:
            orders = orders.filter(_says(word))
        return orders


def _waits_for_member() -> Q:
    in_trouble = Shipment.objects.filter(
        order=OuterRef("pk"), state=OrderState.EXCEPTION, detail__in=ASKING_TROUBLES
    )
    asks = Q(state__in=ASKS) | (Q(state=OrderState.EXCEPTION) & Exists(in_trouble))
    return asks & ~DOUBTFUL & ~Q(choice=Choice.CANCEL)


def _says(word: str) -> Q:
    parcels = Shipment.objects.filter(order=OuterRef("pk"), tracking_code__icontains=word)
    items = OrderItem.objects.filter(order=OuterRef("pk"), name__icontains=word)
    says = any_contains(word, "number", "seller", "summary") | Exists(parcels) | Exists(items)
    cents = cents_in(word)
    return says if cents is None else says | Q(total=cents)
