"""What an order of JSON-LD holds and costs: its items, their prices, its total."""

from collections.abc import Iterator, Mapping
from typing import Any

from claims.facts import Item
from claims.sources.jsonld import name, several
from claims.sources.values import cents, text

MOST_ITEMS = 9_999


def items(found: Mapping) -> Iterator[Item]:
    listed = several(found.get("orderedItem")) or several(found.get("acceptedOffer"))
    for item in listed:
        if isinstance(item, str):
            yield Item(name=text(item, 300))
        elif isinstance(item, Mapping):
            thing = item.get("orderedItem") or item.get("itemOffered") or item
            called = name(thing, 300)
            if called:
                price = next((cents(p) for p, _c in _prices_of(item) if p is not None), None)
                yield Item(name=called, quantity=_quantity(item), price=price)


def _quantity(item: Mapping) -> int:
    stated = item.get("orderQuantity") or item.get("eligibleQuantity")
    if isinstance(stated, Mapping):
        stated = stated.get("value")
    try:
        number = int(stated or 1)
    except (TypeError, ValueError, OverflowError):
        return 1
    return min(max(number, 1), MOST_ITEMS)


def total(found: Mapping) -> int | None:
    """The order's price, else its invoice's; never a sum of ours, which would miss tax and post."""
    invoice = found.get("partOfInvoice")
    due = invoice.get("totalPaymentDue") if isinstance(invoice, Mapping) else None
    stated = found.get("price")
    if stated is None and isinstance(due, Mapping):
        stated = due.get("price") or due.get("value")
    return cents(stated)


def prices(found: Mapping) -> Iterator[tuple[Any, str]]:
    """Every (price, currency) of an order."""
    yield from _prices_of(found)
    for item in several(found.get("orderedItem")) + several(found.get("acceptedOffer")):
        if isinstance(item, Mapping):
            yield from _prices_of(item)
    invoice = found.get("partOfInvoice")
    if isinstance(invoice, Mapping) and isinstance(invoice.get("totalPaymentDue"), Mapping):
        due = invoice["totalPaymentDue"]
        yield (
            due.get("price") or due.get("value"),
            text(due.get("priceCurrency") or due.get("currency"), 10),
        )


def _prices_of(one: Mapping) -> Iterator[tuple[Any, str]]:
    for place in (one, *several(one.get("offers")), *several(one.get("priceSpecification"))):
        if isinstance(place, Mapping) and ("price" in place or "priceCurrency" in place):
            yield place.get("price"), text(place.get("priceCurrency"), 10)
