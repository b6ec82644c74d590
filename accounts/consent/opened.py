"""What the gate has let through in the transactions that run, for the tripwire of the tests."""

from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.transaction import Atomic

_opened: WeakKeyDictionary[Atomic, set[tuple[UUID, str]]] = WeakKeyDictionary()


def open_for(subject: UUID, category: str) -> None:
    """Remember it until the innermost transaction or savepoint ends."""
    _opened.setdefault(connection.atomic_blocks[-1], set()).add((subject, category))


def is_open(category: str) -> bool:
    """Whether the gate said yes for this category in a transaction that has not ended."""
    return any(
        category == one for block in connection.atomic_blocks for _, one in _opened.get(block, ())
    )
