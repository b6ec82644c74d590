"""What the ledger holds about a claim, so that its page and the account say the same. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from claims.answers.answer import Fact, Group
from claims.answers.words import gettext as _
from claims.answers.words import money
from claims.due import ItemOwed, counted, owed
from claims.facts import AccountLines, ClaimFacts, EntryFacts, EntryType, OnAccount

BILLED = frozenset({EntryType.CHARGE, EntryType.INTEREST, EntryType.TRANSFER})
PAID = frozenset({EntryType.MEMBER_PAYMENT, EntryType.REFUND})


def with_accounts(
    claims: list[ClaimFacts], accounts: Iterable[AccountLines], *, today: dt.date, until: dt.date
) -> list[ClaimFacts]:
    """The same claims, each with what the accounts hold about it.

    Lines are matched by the claim's id alone (see `by_number`). The whole account is read, because
    a payment may name no claim and still have paid it. ``until`` is the last day whose lines count.
    """
    ids = {facts.id for facts in claims}
    found: dict[str, list[OnAccount]] = {}
    for account in accounts:
        if any(entry.claim_id in ids for entry in account.entries):
            for claim, told in _by_claim(account, ids, today, until).items():
                found.setdefault(claim, []).append(told)
    if not found:
        return claims
    return [
        replace(facts, accounts=tuple(found[facts.id])) if facts.id in found else facts
        for facts in claims
    ]


def by_number(account: AccountLines, claims: Iterable[ClaimFacts]) -> AccountLines:
    """The account, in which lines that only have the number of one of these claims name it.

    Numbers are unlike only for one person: all claims are the account's own member's.
    """
    numbers: Mapping[str, str] = {facts.number: facts.id for facts in claims if facts.number}
    entries = tuple(
        replace(entry, claim_id=numbers[entry.claim_number])
        if not entry.claim_id and entry.claim_number in numbers
        else entry
        for entry in account.entries
    )
    return replace(account, entries=entries)


def on_your_balance(accounts: Iterable[OnAccount]) -> tuple[Group, ...]:
    """One group for each account."""
    return tuple(_group(account) for account in accounts)


def _by_claim(
    account: AccountLines, ids: set[str], today: dt.date, until: dt.date
) -> dict[str, OnAccount]:
    entries = counted(account.entries, until)
    owes = owed(entries, account.statements, today)
    paid_at_large = _paid_at_large(entries)
    return {
        item.entries[0].claim_id: _told(account.id, item, left, asked, paid_at_large)
        for item, left, asked in zip(owes.items, owes.left, owes.asked, strict=True)
        if item.entries[0].claim_id in ids
    }


def _paid_at_large(entries: Iterable[EntryFacts]) -> bool:
    """Whether all that lowers the account as a whole was paid by the member."""
    named = ("claim_id", "claim_number", "order_id", "order_number")
    at_large = (e for e in entries if e.cents < 0 and not any(getattr(e, n) for n in named))
    return all(entry.type in PAID for entry in at_large)


def _told(account: str, item: ItemOwed, left: int, asked: int, paid_at_large: bool) -> OnAccount:
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
    return OnAccount(
        id=account,
        billed=billed,
        paid=paid,
        taken_off=taken_off,
        left=left,
        asked=asked,
        waiting=item.waiting and left > 0,
        disputed=item.disputed and left > 0,
    )


def _group(account: OnAccount) -> Group:
    rows = [Fact(_("Billed"), money(account.billed))]
    if account.taken_off:
        rows.append(Fact(_("Paid by an insurer or taken off"), money(account.taken_off)))
    rows += [
        Fact(_("You paid"), money(account.paid)),
        Fact(_left(account), money(account.left)),
        Fact(_("Account"), _("See every line"), f"/balances/{account.id}/"),
    ]
    return Group(heading=_("On your balance"), facts=tuple(rows))


def _left(account: OnAccount) -> str:
    if account.waiting:
        return _("An insurer still has to decide")
    return _("We are checking") if account.disputed else _("Left to pay")
