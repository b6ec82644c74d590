"""All that is worked out about one account before a word is chosen. Pure."""

import datetime as dt

from msgspec import Struct, structs

from claims.answers.answer import Freshness
from claims.answers.freshness import asks_a_person_first, freshness
from claims.answers.person import portal_hours
from claims.answers.promise import told_by
from claims.answers.words import local_date
from claims.credit import PAID
from claims.deadlines.balance import BillingErrorDue, billing_error_due
from claims.due import Owed, counted, owed, pay_by
from claims.facts import BalanceFacts, EntryFacts, EntryType, Guard, PaymentFacts, StatementFacts
from claims.instalments import PlanStanding, standing
from claims.item import ItemOwed
from claims.on_its_way import on_its_way, with_payments


class BalanceCase(Struct, frozen=True, kw_only=True):
    """``bill`` is the oldest statement with something left to pay; ``today`` the member's day.

    ``facts`` holds the entries that count, and no other: see `counts_until`. ``account`` counts
    also what the member paid here and the ledger does not have yet.
    ``grace_by``: until then nobody calls late what was due and was checked meanwhile.
    ``never``: nothing was sent to us yet. ``doubt``: what is owed is not known, so nothing is
    asked for. ``told_by``: by when we call a member who asks now.
    """

    facts: BalanceFacts
    today: dt.date
    zone: str
    account: Owed
    bill: StatementFacts | None
    pay_by: dt.date | None
    grace_by: dt.date | None
    plan: PlanStanding | None
    freshness: Freshness
    freshness_line: str
    never: bool
    told_by: dt.date

    @property
    def doubt(self) -> bool:
        return self.never or self.facts.conflict

    @property
    def due(self) -> int:
        return 0 if self.doubt else self.account.due

    @property
    def outside_plan(self) -> int:
        """What is due by its bill's day; the rest by the days of the plan."""
        return self.due - (self.plan.left if self.plan else 0)

    @property
    def in_plan_only(self) -> bool:
        return self.plan is not None and not self.outside_plan

    @property
    def overdue(self) -> bool:
        """All that is due was due before today."""
        return self.due > 0 and self.pay_by is None

    @property
    def minimum(self) -> int | None:
        """What is left of the least that the bill asks for by its day; None: all of what is due.

        Only where one bill is open and its day is to come: of several nobody says which counts.
        """
        bill = self.bill
        if self.plan or bill is None or bill.minimum is None or len(self.account.by_statement) > 1:
            return None
        if self.pay_by is None or not self.due:
            return None
        paid = sum(
            entry.cents
            for item in self.account.items
            if not item.held
            for entry in item.entries
            if entry.type in PAID and entry.effective_on > bill.transmitted_on
        )
        left = max(bill.minimum + paid, 0)
        return left if left < self.due else None

    @property
    def late_fee_charged(self) -> bool:
        """Whether a line of the account is the fee that the bill names for paying late."""
        bill = self.bill
        return bill is not None and any(
            entry.type is EntryType.INTEREST
            and entry.cents == bill.late_fee
            and entry.effective_on > bill.due_on
            for entry in self.facts.entries
        )

    @property
    def settled(self) -> bool:
        account = self.account
        open_cents = (account.due, account.waiting, account.disputed, account.unbilled)
        return not self.doubt and not any(open_cents)

    @property
    def person_first(self) -> bool:
        return asks_a_person_first(self.freshness)

    @property
    def guarded(self) -> bool:
        return self.facts.guard is not Guard.NONE

    @property
    def waiting(self) -> tuple[ItemOwed, ...]:
        return tuple(item for item in self.account.items if item.waiting)

    @property
    def disputed(self) -> tuple[ItemOwed, ...]:
        return tuple(item for item in self.account.items if item.disputed and not item.waiting)

    @property
    def on_its_way(self) -> tuple[PaymentFacts, ...]:
        """What the member paid here, and the ledger does not have yet."""
        return on_its_way(self.facts.by_member.payments, self.facts.entries)

    @property
    def asked_items(self) -> tuple[tuple[ItemOwed, int], ...]:
        """What a bill that was sent asks for now, each with the cents: what may be questioned."""
        account = self.account
        if self.doubt:
            return ()
        found = zip(account.items, account.asked, strict=True)
        return tuple((item, cents) for item, cents in found if cents > 0 and not item.held)

    @property
    def asked(self) -> tuple[EntryFacts, ...]:
        """The charges on the bills that are not paid, newest first."""
        still_open = {number for number, _cents in self.account.by_statement}
        return tuple(
            entry
            for item in self.account.items
            if not item.held
            for entry in item.entries
            if entry.cents > 0 and entry.statement in still_open
        )

    @property
    def dispute(self) -> BillingErrorDue | None:
        """How long a letter about the newest unpaid bill may take; None when it is too late."""
        numbers = {number for number, _cents in self.account.by_statement}
        sent = [s.transmitted_on for s in self.facts.statements if s.number in numbers]
        if not sent or self.doubt:
            return None
        due = billing_error_due(max(sent))
        return due if due.notice_by >= self.today else None


def counts_until(now: dt.datetime, zone: str) -> dt.date:
    """The last day whose entries count: today for the member or for us, whichever is later."""
    return max(local_date(now, zone), local_date(now, portal_hours().zone))


def balance_case(facts: BalanceFacts, *, now: dt.datetime, zone: str) -> BalanceCase:
    today = local_date(now, zone)
    never = not facts.entries and not facts.statements
    facts = structs.replace(facts, entries=counted(facts.entries, counts_until(now, zone)))
    paid_here = facts.by_member.payments
    account = owed(with_payments(facts.entries, paid_here), facts.statements, today)
    fresh, line = freshness(
        facts.source,
        now=now,
        zone=zone,
        conflict=facts.conflict,
        never=never,
    )
    grace_by, in_grace = _grace(facts, account, today)
    account = structs.replace(account, past_due=max(account.past_due - in_grace, 0))
    days = [pay_by(account, facts.statements, today), grace_by]
    first = account.by_statement[0][0] if account.by_statement else ""
    return BalanceCase(
        facts=facts,
        today=today,
        zone=zone,
        account=account,
        bill=next((s for s in facts.statements if s.number == first), None),
        pay_by=min((one for one in days if one), default=None),
        grace_by=grace_by,
        plan=None if facts.conflict else _plan(facts, account, today),
        freshness=fresh,
        freshness_line=line,
        never=never,
        told_by=told_by(now, zone),
    )


def _grace(facts: BalanceFacts, account: Owed, today: dt.date) -> tuple[dt.date | None, int]:
    """Of what was disputed, found right and is past its bill's day: until when, and how much."""
    until: list[dt.date] = []
    cents = 0
    past = {bill.number for bill in facts.statements if bill.due_on < today}
    longer = [one for one in facts.by_member.disputes if one.pay_by and one.pay_by >= today]
    for item, asked in zip(account.items, account.asked, strict=True) if longer else ():
        lines = {entry.id for entry in item.entries if entry.statement in past}
        days = [one.pay_by for one in longer if one.pay_by and lines.intersection(one.entries)]
        if asked > 0 and days and not item.held:
            until.append(max(days))
            cents += asked
    return min(until, default=None), cents


def _plan(facts: BalanceFacts, account: Owed, today: dt.date) -> PlanStanding | None:
    plan = facts.by_member.plan
    if plan is None:
        return None
    return standing(plan, paid=paid_in_all(account), due=account.due, today=today)


def paid_in_all(account: Owed) -> int:
    """All that the member ever paid on an account, what they got back taken off."""
    return sum(item.sums().paid for item in account.items)
