"""JSON-LD as shops write it: lists left out around one value, names in full or short."""

from collections.abc import Mapping
from typing import Any

from claims.sources.values import text


def several(value: Any) -> list:
    """JSON-LD leaves out the list around a single value, and the value when there is none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def graph(content: Any) -> Any:
    """What stands inside "@graph", or the thing itself."""
    return content.get("@graph", content) if isinstance(content, Mapping) else content


def name(thing: Any, limit: int) -> str:
    """The name of a thing that may be given as its name only."""
    if isinstance(thing, Mapping):
        thing = thing.get("name")
    return text(thing, limit)


def types(found: Mapping) -> list[str]:
    return [last_part(one) for one in several(found.get("@type"))]


def last_part(value: Any) -> str:
    """ "https://schema.org/OrderInTransit" and {"@id": ...} as "OrderInTransit"."""
    if isinstance(value, Mapping):
        value = value.get("@id")
    return text(value, 200).rstrip("/").rpartition("/")[2].rpartition(":")[2][:80]
