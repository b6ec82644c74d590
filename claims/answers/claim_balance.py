"""What the ledger holds about a claim, so that its page and the account say the same. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from claims.amounts import settled_amounts
from claims.answers.answer import Fact, Group
from claims.answers.words import gettext as _
from claims.answers.words import money
from claims.due import counted, owed
from claims.facts import AccountLines, ClaimFacts, ClaimUse, OnAccount
from claims.item import ItemOwed, paid_at_large
from claims.on_its_way import with_payments
from claims.rank import SHARED


def with_accounts(
    claims: list[ClaimFacts], accounts: Iterable[AccountLines], *, today: dt.date, until: dt.date
) -> list[ClaimFacts]:
    """The same claims, each with what the accounts hold about it.

    Lines are matched by the claim's id alone (see `by_number`). The whole account is read, because
    a payment may name no claim and still have paid it. ``until`` is the last day whose lines count.
    """
    shares = {facts.id: share_of(facts) for facts in claims}
    found: dict[str, list[OnAccount]] = {}
    for account in accounts:
        if any(entry.claim_id in shares for entry in account.entries):
            for claim, told in _by_claim(account, shares, today, until).items():
                found.setdefault(claim, []).append(told)
    if not found:
        return claims
    return [
        replace(facts, accounts=tuple(found[facts.id])) if facts.id in found else facts
        for facts in claims
    ]


def share_of(facts: ClaimFacts) -> int | None:
    """The most that the member owes of a claim in all, by the decision that stands; None: not said.

    What was paid at the visit is added, because some systems leave it out of what is owed. The
    database says the same (`claims.models.claim_share`); a test compares the two.
    """
    decided = facts.use is ClaimUse.CLAIM and facts.state in SHARED
    if facts.current is None or not decided or facts.conflict or facts.held:
        return None
    amounts = settled_amounts(facts.current)
    if amounts.member_owes is None:
        return None
    return amounts.member_owes + max(amounts.paid_by_member or 0, 0)


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
    account: AccountLines, shares: Mapping[str, int | None], today: dt.date, until: dt.date
) -> dict[str, OnAccount]:
    entries = tuple(
        replace(entry, share=shares[entry.claim_id]) if entry.claim_id in shares else entry
        for entry in with_payments(counted(account.entries, until), account.by_member.payments)
    )
    owes = owed(entries, account.statements, today)
    at_large = paid_at_large(entries)
    return {
        item.entries[0].claim_id: _told(account.id, item, what_is_left, at_large=at_large)
        for item, *what_is_left in zip(owes.items, owes.left, owes.asked, owes.over, strict=True)
        if item.entries[0].claim_id in shares
    }


def _told(
    account: str, item: ItemOwed, what_is_left: Iterable[int], *, at_large: bool
) -> OnAccount:
    left, asked, beyond = what_is_left
    moved = item.sums()
    from_account = max(item.total - left - beyond, 0)
    return OnAccount(
        id=account,
        billed=moved.billed,
        paid=moved.paid + (from_account if at_large else 0),
        taken_off=moved.taken_off + (0 if at_large else from_account),
        left=left,
        asked=asked,
        beyond=beyond,
        fees=moved.fees,
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
    ]
    if account.beyond:
        rows.append(Fact(_("More than your share"), money(account.beyond)))
    rows += [
        Fact(_("Account"), _("See every line"), f"/balances/{account.id}/"),
    ]
    return Group(heading=_("On your balance"), facts=tuple(rows))


def _left(account: OnAccount) -> str:
    if account.waiting:
        return _("An insurer still has to decide")
    return _("We are checking") if account.disputed else _("Left to pay")
