"""What belongs together in a ledger: all lines of one claim or order. Pure, in cents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from claims.credit import PAID, item_of
from claims.facts import EntryFacts, EntryType

OF_A_PAYER = frozenset(
    {EntryType.PAYER_PAYMENT, EntryType.ADJUSTMENT, EntryType.WRITE_OFF, EntryType.TRANSFER}
)
BILLED = frozenset({EntryType.CHARGE, EntryType.INTEREST, EntryType.TRANSFER})


class Moved(Struct, frozen=True, kw_only=True):
    """Cents of one item; ``fees`` for paying late are a part of ``billed``."""

    billed: int
    fees: int
    paid: int
    taken_off: int


class ItemOwed(Struct, frozen=True, kw_only=True):
    """All entries of one claim, one order, or one single entry that names neither."""

    entries: tuple[EntryFacts, ...]
    total: int
    waiting: bool
    disputed: bool

    @property
    def share(self) -> int | None:
        """What the member owes of it in all, by what was decided last; None: not known.

        A decision about its claim and one about a dispute may both stand: the lower counts.
        """
        shares = [next((e.share for e in self.entries if e.share is not None), None)]
        shares += [next((e.agreed for e in self.entries if e.agreed is not None), None)]
        return min((share for share in shares if share is not None), default=None)

    @property
    def costs(self) -> int:
        """What it costs the member in all by now, paid or not, without what paying late costs."""
        moved = self.sums()
        billed = moved.billed - moved.fees - moved.taken_off
        return billed if self.share is None else min(billed, self.share)

    @property
    def may_be_asked(self) -> int | None:
        """The share and what paying late costs, less what was paid for it; None: no limit."""
        if self.share is None:
            return None
        moved = self.sums()
        return max(self.share, 0) + moved.fees - moved.paid

    def sums(self) -> "Moved":
        """What was billed for it, paid by the member and taken off; a line taken back is none."""
        kinds = {entry.external_id: entry.type for entry in self.entries if entry.external_id}
        billed = fees = paid = taken_off = 0
        for entry in self.entries:
            # What takes a line back counts with that line.
            kind = kinds.get(entry.reversal_of, entry.type)
            if kind in BILLED:
                billed += entry.cents
                fees += entry.cents if kind is EntryType.INTEREST else 0
            elif kind in PAID:
                paid -= entry.cents
            else:
                taken_off -= entry.cents
        return Moved(billed=billed, fees=fees, paid=paid, taken_off=taken_off)

    @property
    def held(self) -> bool:
        """Nothing of it is asked for now."""
        return self.waiting or self.disputed


def by_item(entries: Iterable[EntryFacts]) -> tuple[ItemOwed, ...]:
    """Entries of one claim or order belong together: one that waits for a payer holds them all."""
    entries = tuple(entries)
    reversed_ids = {entry.reversal_of for entry in entries if entry.reversal_of}
    groups: dict[str, list[EntryFacts]] = defaultdict(list)
    corrections = []
    for entry in entries:
        if entry.reversal_of and _names_nothing(entry):
            corrections.append(entry)
        else:
            groups[item_of(entry)].append(entry)
    if corrections:  # last, because the first of a group names the item
        posted = {e.external_id: e for e in sorted(entries, key=lambda e: e.id) if e.external_id}
        for entry in corrections:
            groups[item_of(_corrected(entry, posted))].append(entry)
    return tuple(
        ItemOwed(
            entries=tuple(group),
            total=sum(entry.cents for entry in group),
            waiting=any(e.with_payer and e.external_id not in reversed_ids for e in group)
            or _undecided(group),
            disputed=any(entry.disputed for entry in group),
        )
        for group in groups.values()
    )


def _names_nothing(entry: EntryFacts) -> bool:
    return not (entry.claim_id or entry.claim_number or entry.order_id or entry.order_number)


def _corrected(entry: EntryFacts, posted: Mapping[str, EntryFacts]) -> EntryFacts:
    """The line that all of this corrects; a ledger that goes in circles is left where it began."""
    found, seen = entry, {entry.external_id}
    while _names_nothing(found) and found.reversal_of in posted and found.reversal_of not in seen:
        seen.add(found.reversal_of)
        found = posted[found.reversal_of]
    return found


def _undecided(entries: Iterable[EntryFacts]) -> bool:
    """Nobody pays for a claim before it is decided, whatever the bill says (T48).

    Until the ledger itself knows of a later decision: what a payer paid, moved or took off.
    """
    entries = tuple(entries)
    since = max((e.undecided_on for e in entries if e.undecided_on), default=None)
    return since is not None and not any(
        e.type in OF_A_PAYER and e.cents < 0 and e.effective_on > since for e in entries
    )


def paid_at_large(entries: Iterable[EntryFacts]) -> bool:
    """Whether all that lowers the account as a whole was paid by the member."""
    named = ("claim_id", "claim_number", "order_id", "order_number")
    at_large = (e for e in entries if e.cents < 0 and not any(getattr(e, n) for n in named))
    return all(entry.type in PAID for entry in at_large)
