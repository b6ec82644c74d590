"""What a member must pay now, from a ledger that also holds what others still have to pay.

The balance is the sum of all entries. What is *due* is less: only what stands on a statement that
was sent, that no payer still owes (openemr issue 7958 showed such money as the patient's), and
that nobody disputes. All amounts are cents; positive raises what is owed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import money, say
from claims.credit import item_of, settled
from claims.facts import EntryFacts, StatementFacts
from claims.item import ItemOwed, by_item


def counted(entries: Iterable[EntryFacts], until: dt.date) -> tuple[EntryFacts, ...]:
    """The entries that count: those whose day has come. All that is said of a balance starts here.

    ``until`` is today where the member is or where the ledger is kept, whichever is later.
    """
    return tuple(entry for entry in entries if entry.effective_on <= until)


class Owed(Struct, frozen=True, kw_only=True):
    """Each cent has one owner:
    ``balance == due + unbilled + waiting + disputed + beyond - credit``.
    """

    balance: int = 0
    due: int = 0  # asked of the member on a statement that was sent
    past_due: int = 0  # the part of ``due`` whose day has passed
    unbilled: int = 0  # no statement asks for it yet
    waiting: int = 0  # a payer still owes it, or may
    disputed: int = 0
    beyond: int = 0  # above the member's share of a claim: nobody has to pay it
    beyond_asked: tuple[tuple[str, int], ...] = ()  # the part of it on each statement that was sent
    credit: int = 0
    by_statement: tuple[tuple[str, int], ...] = ()  # still to pay, oldest due day first
    items: tuple[ItemOwed, ...] = ()
    left: tuple[int, ...] = ()  # of each item: what nothing was set against, all of a held one
    asked: tuple[int, ...] = ()  # of each item: the part of it on a statement that was sent
    over: tuple[int, ...] = ()  # of each item: what is above the member's share


def owed(
    entries: Iterable[EntryFacts], statements: Iterable[StatementFacts], today: dt.date
) -> Owed:
    """Who owes each cent of an account on a day, of the entries that count by then (`counted`).

    What lowers the debt goes to what it takes back, then to its own item, then to the statement
    that it names, then to the oldest due day, then to what is not billed yet; the rest is credit.
    Money of an item that waits for a payer or is disputed stays with that item: neither due nor
    credit. Of a claim no more is asked than the member's share: the account may be older than what
    was decided last.
    """
    items = by_item(entries)
    sent = {s.number: s for s in statements if s.transmitted_on <= today}
    open_items = [item for item in items if not item.held]
    limits = {
        item_of(item.entries[0]): limit
        for item in open_items
        if (limit := item.may_be_asked) is not None
    }
    rest = settled((e for item in open_items for e in item.entries), sent, limits)
    to_pay = rest.to_pay
    names = [item_of(item.entries[0]) for item in items]
    return Owed(
        balance=sum(item.total for item in items),
        due=sum(to_pay.values()),
        past_due=sum(cents for number, cents in to_pay.items() if sent[number].due_on < today),
        unbilled=rest.unbilled,
        waiting=sum(item.total for item in items if item.waiting),
        disputed=sum(item.total for item in items if item.disputed and not item.waiting),
        beyond=sum(rest.beyond.values()),
        beyond_asked=tuple((number, cents) for number, cents in rest.beyond_asked.items() if cents),
        credit=rest.credit,
        by_statement=tuple((number, cents) for number, cents in to_pay.items() if cents),
        items=items,
        left=tuple(
            item.total if item.held else rest.left[name]
            for item, name in zip(items, names, strict=True)
        ),
        asked=tuple(rest.asked[name] for name in names),
        over=tuple(rest.beyond.get(name, 0) for name in names),
    )


class StatementState(StrEnum):
    """Where a statement stands (research/claims.md 1.9).

    ADJUSTED, UPHELD, PLAN and COLLECTIONS need facts that a ledger and a statement do not hold.
    """

    DRAFT = "draft"
    ISSUED = "issued"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    DISPUTED = "disputed"
    PAST_DUE = "past_due"
    ADJUSTED = "adjusted"
    UPHELD = "upheld"
    PLAN = "plan"
    COLLECTIONS = "collections"


def statement_state(
    statement: StatementFacts, entries: Iterable[EntryFacts], account: Owed, today: dt.date
) -> StatementState:
    """Where one statement of an account stands; ``account`` is `owed` on the same day."""
    if statement.transmitted_on > today:
        return StatementState.DRAFT
    asked = [entry for entry in entries if entry.statement == statement.number and entry.cents > 0]
    if any(entry.disputed for entry in asked):
        return StatementState.DISPUTED
    left = dict(account.by_statement).get(statement.number, 0)
    if left and statement.due_on < today:
        return StatementState.PAST_DUE
    if left < sum(entry.cents for entry in asked):
        waits = any(entry.with_payer for entry in asked)
        if left:
            return StatementState.PARTLY_PAID
        return StatementState.ISSUED if waits else StatementState.PAID
    return StatementState.ISSUED if left else StatementState.PAID


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

    The window starts on the first of a month. What counts already though it is of tomorrow (see
    `counted`) stands in today's balance.
    """
    index = today.year * 12 + today.month - 1 - months
    start = dt.date(index // 12, index % 12 + 1, 1)
    changes: dict[dt.date, int] = defaultdict(int)
    for entry in entries:
        changes[min(max(entry.effective_on, start), today)] += entry.cents
    balance = changes.pop(start, 0)
    points = [(start, balance)]
    for day in sorted(changes):
        balance += changes[day]
        points.append((day, balance))
    if points[-1][0] != today:
        points.append((today, balance))
    return tuple(points)
