"""What lowers a debt, set against what it lowers, the nearest first. Pure, in cents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping

from msgspec import Struct

from claims.facts import EntryFacts, EntryType, StatementFacts

PAID = frozenset({EntryType.MEMBER_PAYMENT, EntryType.REFUND})


class Settled(Struct, frozen=True):
    """What stays after everything was set against something; ``left`` and ``asked`` by item.

    ``asked`` is the part of ``left`` that stands on a statement that was sent. What is ``beyond``
    the limit of its item is in none of the others; ``beyond_asked`` of it is on such a statement.
    """

    to_pay: dict[str, int]  # by statement, the oldest due day first
    unbilled: int
    credit: int
    left: dict[str, int]
    asked: dict[str, int]
    beyond: dict[str, int]
    beyond_asked: dict[str, int]  # by statement


def item_of(entry: EntryFacts) -> str:
    claim = entry.claim_id or entry.claim_number
    order = entry.order_id or entry.order_number
    if claim:
        return f"claim {claim}"
    return f"order {order}" if order else f"entry {entry.id}"


class _Part:
    """An entry, and how much of it nothing has been set against yet (cents, positive)."""

    __slots__ = ("entry", "item", "left", "statement")

    def __init__(self, entry: EntryFacts, sent: Collection[str]) -> None:
        self.entry = entry
        self.item = item_of(entry)
        self.left = abs(entry.cents)
        self.statement = entry.statement if entry.statement in sent else ""


def _item_and_statement(part: _Part) -> Hashable:
    return (part.item, part.statement) if part.statement else ""


Key = Callable[[_Part], Hashable]

# What a credit may be set against, nearest first: (key of a charge, key of a credit). Equal keys
# belong together; "" belongs to nothing.
OF_ITS_OWN: tuple[tuple[Key, Key], ...] = (
    (lambda charge: charge.entry.external_id, lambda credit: credit.entry.reversal_of),
    (lambda charge: charge.entry.reversal_of, lambda credit: credit.entry.external_id),
    (_item_and_statement, _item_and_statement),
    (lambda charge: charge.item, lambda credit: credit.item),
)
AT_LARGE: tuple[tuple[Key, Key], ...] = (
    (lambda charge: charge.statement, lambda credit: credit.statement),
    (lambda charge: "any", lambda credit: "any"),
)


def settled(
    entries: Iterable[EntryFacts], sent: dict[str, StatementFacts], limits: Mapping[str, int]
) -> Settled:
    """Set each credit against the charge that it is nearest to; ``sent`` by number.

    ``limits`` says of an item how much of it may be asked at most once its own credits are set.
    What the member paid is for nothing above that; what others paid at large may be for it.
    """
    parts = [_Part(entry, sent) for entry in entries]
    charges = [part for part in parts if part.entry.cents > 0]
    lowering = [part for part in parts if part.entry.cents < 0]
    charges.sort(key=lambda part: _oldest_first(part, sent))
    of_others = [part for part in lowering if part.entry.type not in PAID]
    for keys in OF_ITS_OWN:
        _set_against(charges, lowering, *keys)
    for keys in AT_LARGE:
        _set_against(charges, of_others, *keys)
    beyond, beyond_asked = _cut(charges, limits)
    for keys in AT_LARGE:
        _set_against(charges, lowering, *keys)
    to_pay = dict.fromkeys(sorted(sent, key=lambda number: (sent[number].due_on, number)), 0)
    left: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    for charge in charges:
        left[charge.item] += charge.left
        if charge.statement:
            to_pay[charge.statement] += charge.left
            asked[charge.item] += charge.left
    return Settled(
        to_pay=to_pay,
        unbilled=sum(charge.left for charge in charges if not charge.statement),
        credit=sum(credit.left for credit in lowering),
        left=left,
        asked=asked,
        beyond=beyond,
        beyond_asked=beyond_asked,
    )


def _set_against(
    charges: list[_Part], lowering: list[_Part], charge_key: Key, credit_key: Key
) -> None:
    pools: dict[Hashable, list[_Part]] = defaultdict(list)
    for credit in lowering:
        key = credit_key(credit)
        if credit.left and key:
            pools[key].append(credit)
    for charge in charges:
        pool = pools.get(charge_key(charge), [])
        while charge.left and pool:
            used = min(charge.left, pool[-1].left)
            charge.left -= used
            pool[-1].left -= used
            if not pool[-1].left:
                pool.pop()


def _cut(charges: list[_Part], limits: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Take off what is above the limit of an item, the newest first: by item and by statement."""
    rest = {item: max(limit, 0) for item, limit in limits.items()}
    beyond: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    for charge in charges:
        if charge.item not in rest:
            continue
        more = max(charge.left - rest[charge.item], 0)
        charge.left -= more
        rest[charge.item] -= charge.left
        beyond[charge.item] += more
        if charge.statement:
            asked[charge.statement] += more
    return beyond, asked


def _oldest_first(part: _Part, sent: dict[str, StatementFacts]) -> tuple:
    due_on = sent[part.statement].due_on if part.statement else dt.date.max
    return due_on, part.statement, part.entry.effective_on, part.entry.external_id, part.entry.id
