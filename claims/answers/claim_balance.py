"""What the ledger holds about one claim, so that its page and the account say the same. Pure."""

import datetime as dt
from collections.abc import Iterable

from claims.answers.answer import Fact, Group
from claims.answers.words import gettext as _
from claims.answers.words import money
from claims.due import ItemOwed, counted, owed
from claims.facts import AccountLines, EntryFacts, EntryType

BILLED = frozenset({EntryType.CHARGE, EntryType.INTEREST, EntryType.TRANSFER})
PAID = frozenset({EntryType.MEMBER_PAYMENT, EntryType.REFUND})


def on_your_balance(
    accounts: Iterable[AccountLines], keys: frozenset[str], *, today: dt.date, until: dt.date
) -> tuple[Group, ...]:
    """One group for each account that has lines of the claim; ``keys`` are its id and number.

    The whole account is read, because a payment may name no claim and still have paid it.
    ``until`` is the last day whose lines count.
    """
    groups = []
    for account in accounts:
        entries = counted(account.entries, until)
        owes = owed(entries, account.statements, today)
        for item, left in zip(owes.items, owes.left, strict=True):
            if {item.entries[0].claim_id, item.entries[0].claim_number} & keys:
                groups.append(_group(account.id, item, left, _paid_at_large(entries)))
    return tuple(groups)


def _paid_at_large(entries: Iterable[EntryFacts]) -> bool:
    """Whether all that lowers the account as a whole was paid by the member."""
    named = ("claim_id", "claim_number", "order_id", "order_number")
    at_large = (e for e in entries if e.cents < 0 and not any(getattr(e, n) for n in named))
    return all(entry.type in PAID for entry in at_large)


def _group(account: str, item: ItemOwed, left: int, paid_at_large: bool) -> Group:
    kinds = {entry.external_id: entry.type for entry in item.entries}
    billed = paid = taken_off = 0
    for entry in item.entries:
        # What takes a line back counts with that line.
        kind = kinds.get(entry.reversal_of, entry.type)
        if kind in BILLED:
            billed += entry.cents
        elif kind in PAID:
            paid -= entry.cents
        else:
            taken_off -= entry.cents
    from_account = max(item.total - left, 0)
    if paid_at_large:
        paid += from_account
    else:
        taken_off += from_account
    rows = [Fact(_("Billed"), money(billed))]
    if taken_off:
        rows.append(Fact(_("Paid by an insurer or taken off"), money(taken_off)))
    rows += [
        Fact(_("You paid"), money(paid)),
        Fact(_left(item), money(left)),
        Fact(_("Account"), _("See every line"), f"/balances/{account}/"),
    ]
    return Group(heading=_("On your balance"), facts=tuple(rows))


def _left(item: ItemOwed) -> str:
    if item.waiting:
        return _("An insurer still has to decide")
    return _("We are checking") if item.disputed else _("Left to pay")
