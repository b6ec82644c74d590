"""What a member must pay now, from a ledger that also holds what others still have to pay.

The balance is the sum of all entries. What is *due* is less: only what stands on a statement that
was sent, that no payer still owes (openemr issue 7958 showed such money as the patient's), and
that nobody disputes. All amounts are cents; positive raises what is owed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import money, say
from claims.facts import BalanceFacts, EntryFacts, Pool, StatementFacts


class ItemOwed(Struct, frozen=True, kw_only=True):
    """All entries of one claim, one order, or one single entry that names neither."""

    entries: tuple[EntryFacts, ...]
    total: int
    waiting: bool
    disputed: bool

    @property
    def held(self) -> bool:
        """Nothing of it is asked for now."""
        return self.waiting or self.disputed


class Owed(Struct, frozen=True, kw_only=True):
    """Each cent has one owner: ``balance == due + unbilled + waiting + disputed - credit``."""

    balance: int = 0
    due: int = 0  # asked of the member on a statement that was sent
    past_due: int = 0  # the part of ``due`` whose day has passed
    unbilled: int = 0  # no statement asks for it yet
    waiting: int = 0  # a payer still owes it, or may
    disputed: int = 0
    credit: int = 0
    by_statement: tuple[tuple[str, int], ...] = ()  # still to pay, oldest due day first
    items: tuple[ItemOwed, ...] = ()


def owed(
    entries: Iterable[EntryFacts], statements: Iterable[StatementFacts], today: dt.date
) -> Owed:
    """Who owes each cent of an account on a day.

    A payment that names a statement pays that one first; every other credit pays the oldest due
    day first, then what is not billed yet; what is left is credit. Money of an item that waits for
    a payer or is disputed stays with that item: it is neither due nor a credit.
    """
    items = by_item(entries)
    return owed_in(pools(items), statements, today, items)


def account(facts: BalanceFacts, today: dt.date) -> Owed:
    """The same from what we hold: by the pools of the whole ledger, however long it is.

    ``items`` are those of the entries in the facts, which may be only the latest.
    """
    items = by_item(facts.entries)
    return owed_in(facts.pools or pools(items), facts.statements, today, items)


def owed_in(
    ledger: Iterable[Pool],
    statements: Iterable[StatementFacts],
    today: dt.date,
    items: tuple[ItemOwed, ...] = (),
) -> Owed:
    """The rule itself, over pools (see `owed`)."""
    ledger = tuple(ledger)
    sent = {s.number: s for s in statements if s.transmitted_on <= today}
    to_pay, unbilled, paid = _sorted_out(ledger, sent)
    to_pay, left = _pay(to_pay, paid)
    return Owed(
        balance=sum(_total(pool) for pool in ledger),
        due=sum(to_pay.values()),
        past_due=sum(cents for number, cents in to_pay.items() if sent[number].due_on < today),
        unbilled=max(unbilled - left, 0),
        waiting=sum(_total(pool) for pool in ledger if pool.waiting),
        disputed=sum(_total(pool) for pool in ledger if pool.disputed and not pool.waiting),
        credit=max(left - unbilled, 0),
        by_statement=tuple((number, cents) for number, cents in to_pay.items() if cents),
        items=items,
    )


def due_now(
    entries: Iterable[EntryFacts], statements: Iterable[StatementFacts], today: dt.date
) -> int:
    """Cents the member is asked for: on a sent statement, with no payer, not disputed."""
    return owed(entries, statements, today).due


def by_item(entries: Iterable[EntryFacts]) -> tuple[ItemOwed, ...]:
    """Entries of one claim or order belong together: one that waits for a payer holds them all."""
    entries = tuple(entries)
    reversed_ids = {entry.reversal_of for entry in entries if entry.reversal_of}
    groups: dict[str, list[EntryFacts]] = defaultdict(list)
    for entry in entries:
        groups[_item_of(entry)].append(entry)
    return tuple(
        ItemOwed(
            entries=tuple(group),
            total=sum(entry.cents for entry in group),
            waiting=any(e.with_payer and e.external_id not in reversed_ids for e in group),
            disputed=any(entry.disputed for entry in group),
        )
        for group in groups.values()
    )


def pools(items: Iterable[ItemOwed]) -> tuple[Pool, ...]:
    """Entries summed by their fate; the query in ``Balance`` does the same, and a test says so."""
    charged: dict[tuple[str, bool, bool], int] = defaultdict(int)
    credited: dict[tuple[str, bool, bool], int] = defaultdict(int)
    for item in items:
        for entry in item.entries:
            sums = charged if entry.cents > 0 else credited
            sums[entry.statement, item.waiting, item.disputed] += entry.cents
    return tuple(
        Pool(
            statement=fate[0],
            waiting=fate[1],
            disputed=fate[2],
            charged=charged[fate],
            credited=credited[fate],
        )
        for fate in sorted({*charged, *credited})
    )


def pay_by(account: Owed, statements: Iterable[StatementFacts], today: dt.date) -> dt.date | None:
    """The first coming day by which something must be paid; None when none is to come."""
    open_numbers = {number for number, _cents in account.by_statement}
    days = [s.due_on for s in statements if s.number in open_numbers and s.due_on >= today]
    return min(days, default=None)


def payment_problem(cents: object, due: int) -> str:
    """Why this payment cannot be taken, in words, or "" (openemr issue 10013 took -30.00).

    ``cents`` is whatever was asked for: only a whole number from 1 to ``due`` passes.
    """
    if not isinstance(cents, int) or isinstance(cents, bool):
        return _("Enter an amount in dollars and cents, like 25.00.")
    if due <= 0:
        return _("You do not owe anything now.")
    if cents <= 0:
        return say(_("Enter {amount} or more."), amount=money(1))
    if cents > due:
        return say(_("Enter {amount} or less. That is all you owe now."), amount=money(due))
    return ""


def balance_over_time(
    entries: Iterable[EntryFacts], today: dt.date, months: int = 12
) -> tuple[tuple[dt.date, int], ...]:
    """(day, balance at its end), oldest first: where the window starts, each change, and today.

    The window starts on the first of a month. Entries dated after today are left out.
    """
    return changes_over_time(((e.effective_on, e.cents) for e in entries), today, months)


def changes_over_time(
    moved: Iterable[tuple[dt.date, int]], today: dt.date, months: int = 12
) -> tuple[tuple[dt.date, int], ...]:
    """The same from (day, cents) in any order."""
    index = today.year * 12 + today.month - 1 - months
    start = dt.date(index // 12, index % 12 + 1, 1)
    changes: dict[dt.date, int] = defaultdict(int)
    for day, cents in moved:
        if day <= today:
            changes[max(day, start)] += cents
    balance = changes.pop(start, 0)
    points = [(start, balance)]
    for day in sorted(changes):
        balance += changes[day]
        points.append((day, balance))
    if points[-1][0] != today:
        points.append((today, balance))
    return tuple(points)


def _item_of(entry: EntryFacts) -> str:
    claim = entry.claim_id or entry.claim_number
    order = entry.order_id or entry.order_number
    if claim:
        return f"claim {claim}"
    return f"order {order}" if order else f"entry {entry.id}"


def _total(pool: Pool) -> int:
    return pool.charged + pool.credited


def _sorted_out(
    ledger: tuple[Pool, ...], sent: dict[str, StatementFacts]
) -> tuple[dict[str, int], int, dict[str, int]]:
    """Charges by sent statement (oldest due day first), charges not billed, and what was paid."""
    to_pay = dict.fromkeys(sorted(sent, key=lambda number: (sent[number].due_on, number)), 0)
    unbilled = 0
    paid: dict[str, int] = defaultdict(int)
    for pool in ledger:
        if pool.waiting or pool.disputed:
            continue
        is_sent = pool.statement in sent
        paid[pool.statement if is_sent else ""] -= pool.credited
        if is_sent:
            to_pay[pool.statement] += pool.charged
        else:
            unbilled += pool.charged
    return to_pay, unbilled, paid


def _pay(to_pay: dict[str, int], paid: dict[str, int]) -> tuple[dict[str, int], int]:
    """What is left to pay on each statement, and the credit that no statement took."""
    named = {number: min(cents, paid.get(number, 0)) for number, cents in to_pay.items()}
    rest = sum(paid.values()) - sum(named.values())
    left = {}
    for number, cents in to_pay.items():
        used = min(cents - named[number], rest)
        left[number] = cents - named[number] - used
        rest -= used
    return left, rest
