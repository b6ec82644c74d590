"""The parts of a balance: why it is owed, what is not asked for, and what paying late means."""

from collections.abc import Callable

from django.utils.safestring import mark_safe

from claims.answers.answer import Fact, Group
from claims.answers.balance_case import BalanceCase
from claims.answers.balance_disputes import being_checked, was_agreed, what_we_found
from claims.answers.balance_headline import late_fee
from claims.answers.balance_items import item_name
from claims.answers.balance_plan import plan_group
from claims.answers.entry import url as link_of
from claims.answers.payment import payments_group
from claims.answers.person import call_url
from claims.answers.words import day, join, money, say, short_day
from claims.answers.words import gettext as _
from claims.credit import item_of
from claims.due import StatementState, statement_state
from claims.explanations.entries import STATEMENTS, TYPES, what
from claims.facts import EntryFacts, EntryType, StatementFacts
from claims.instalments import MOST_MONTHS
from claims.item import ItemOwed

MOST_BILLS = 13  # a year of monthly bills, and the one before it
MOST_ROWS = 40
MOST_CREDITS = 6  # more are one sum
PAYMENTS = frozenset({EntryType.MEMBER_PAYMENT, EntryType.PAYER_PAYMENT})
Note = Callable[[tuple[ItemOwed, ...]], str]


def groups(case: BalanceCase) -> tuple[Group, ...]:
    if case.doubt:
        return ()
    found = (
        _why(case),
        _items(_("Do not pay these yet"), case.waiting, _waiting_note),
        being_checked(case),
        what_we_found(case),
        _above(case),
        plan_group(case),
        payments_group(case.facts.by_member, case.on_its_way, case.today),
        _spread(case),
        _if_not_paid(case),
        _bills(case),
    )
    return tuple(group for group in found if group is not None)


def _why(case: BalanceCase) -> Group | None:
    """One row for each charge on an unpaid bill and for what lowers it, then what that leaves."""
    if not case.due:
        return None
    asked = case.asked
    rows = [_row(case, entry) for entry in asked[:MOST_ROWS]]
    more = asked[MOST_ROWS:]
    if more:
        label = say(_("{n} more charges"), n=f"{len(more):,}")
        rows.append(Fact(label, money(sum(entry.cents for entry in more))))
    still_open = {number for number, _cents in case.account.by_statement}
    above = sum(cents for number, cents in case.account.beyond_asked if number in still_open)
    rest = case.due + above - sum(entry.cents for entry in asked)
    if rest:
        rows += _credits(case, rest)
    if above:
        rows.append(Fact(_("More than your share"), money(-above)))
    if len(rows) > 1:
        rows.append(Fact(_("You owe now"), money(case.due)))
    return Group(heading=_("Why you owe this"), facts=tuple(rows))


def _credits(case: BalanceCase, cents: int) -> list[Fact]:
    """What lowers these charges, a row each where that explains all of it."""
    bills = {number for number, _cents in case.account.by_statement}
    charged = {item_of(entry) for entry in case.asked}
    found = [
        entry
        for item in case.account.items
        if not item.held
        for entry in item.entries
        if entry.cents < 0 and (entry.statement in bills or item_of(entry) in charged)
    ]
    if len(found) > MOST_CREDITS or sum(entry.cents for entry in found) != cents:
        return [Fact(_("Paid or taken off already"), money(cents))]
    return [
        Fact(
            say(
                _("{what}, {date}"),
                what=_("Your payment, on its way")
                if entry.on_its_way
                else _(TYPES[entry.type])
                if entry.type in PAYMENTS
                else _("Taken off the bill"),
                date=short_day(entry.effective_on, today=case.today),
            ),
            money(entry.cents),
        )
        for entry in sorted(found, key=lambda entry: entry.effective_on)
    ]


def _row(case: BalanceCase, entry: EntryFacts) -> Fact:
    label = say(
        _("{what}, {date}"),
        what=what(entry),
        date=short_day(entry.effective_on, today=case.today),
    )
    return Fact(label, money(entry.cents), link_of(entry))


def _items(heading: str, items: tuple[ItemOwed, ...], note: Note) -> Group | None:
    if not items:
        return None
    return Group(
        heading=heading,
        facts=tuple(
            Fact(item_name(item), money(item.total), link_of(item.entries[0])) for item in items
        ),
        note=note(items),
    )


def _above(case: BalanceCase) -> Group | None:
    """What the account shows of a claim above the member's share: nobody has to pay it."""
    account = case.account
    found = [(i, over) for i, over in zip(account.items, account.over, strict=True) if over]
    if not found:
        return None
    facts = [
        Fact(
            item_name(item),
            say(
                _("{more} more than your share of {share}"),
                more=money(over),
                share=money(max(item.share or 0, 0)),
            ),
            link_of(item.entries[0]),
        )
        for item, over in found
    ]
    note = _(
        "Your plan has decided what your share is. This account does not know it, or is older. "
        "What your plan decided counts. If somebody asks you for more, call us before you pay."
    )
    if all(was_agreed(item) for item, _over in found):
        note = _(
            "We agreed with you that this is wrong. This account does not know it yet. "
            "If somebody asks you for it, call us before you pay."
        )
    return Group(heading=_("More than your share: do not pay it"), facts=tuple(facts), note=note)


def _waiting_note(items: tuple[ItemOwed, ...]) -> str:
    payers = [e.payer for item in items for e in item.entries if e.with_payer and e.payer]
    if not payers:
        return _("An insurer still has to decide. You see it here when it has.")
    return say(
        _("We are waiting for {payer}. You see it here when it has decided."),
        payer=", ".join(dict.fromkeys(payers)),
    )


def _spread(case: BalanceCase) -> Group | None:
    """The same words for everyone, whatever they owe."""
    if not case.due or case.plan:
        return None
    return Group(
        heading=_("Spread the cost"),
        facts=(
            Fact(
                _("Help with costs"),
                _("Ask us what there is"),
                call_url(f"balance:{case.facts.id}"),
            ),
        ),
        note=say(
            _("You can pay in up to {n} months. It does not change your care or your coverage."),
            n=MOST_MONTHS,
        ),
    )


def _if_not_paid(case: BalanceCase) -> Group | None:
    if not case.due or case.in_plan_only:
        return None
    if case.pay_by is None:
        heading: str = _("If you do not pay")
        plan = _("You can still ask for a plan.")
    else:
        plan = _("You can still ask for a plan after that.")
        heading = say(_("If you do not pay by {date}"), date=day(case.pay_by, today=case.today))
    return Group(
        heading=heading,
        note=join(late_fee(case), plan),
    )


def _bills(case: BalanceCase) -> Group | None:
    """Each bill of the last year or so, newest first, and where it stands."""
    facts, today = case.facts, case.today
    sent = [bill for bill in facts.statements if bill.transmitted_on <= today][:MOST_BILLS]
    if not sent:
        return None
    rows = [
        Fact(
            say(
                _("Bill {number}, sent on {date}"),
                number=bill.number,
                date=short_day(bill.transmitted_on, today=today),
            ),
            say(
                _("{amount}: {status}"),
                amount=money(bill.closing),
                status=mark_safe(_bill_status(case, bill)),
            ),
        )
        for bill in sent
    ]
    return Group(heading=_("Your bills"), facts=tuple(rows))


def _bill_status(case: BalanceCase, bill: StatementFacts) -> str:
    """Where a bill stands; what is left of a disputed one is due all the same."""
    if bill.number in dict(case.account.beyond_asked):
        return _("it asks for more than your share")
    if case.in_plan_only and dict(case.account.by_statement).get(bill.number):
        return _(STATEMENTS[StatementState.PLAN])
    state = statement_state(bill, case.facts.entries, case.account, case.today)
    if state is StatementState.DISPUTED and dict(case.account.by_statement).get(bill.number):
        return _("we are checking a part of it, not all")
    return _(STATEMENTS[state])
