"""Finds a member's own claims, approvals, orders and balance lines by the words in them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import now
from accounts.models import Member
from claims.answers.claim import claim_answer
from claims.answers.order import order_answer
from claims.answers.words import say
from claims.models import Approval, Claim, LedgerEntry, Order
from claims.models.claim_account import on_accounts
from claims.views.balances import rows as entry_rows
from claims.views.listing import shown

MOST_FOUND = 10
"""Of one kind; one more is read, to know whether there are more."""


def found_for(member: Member, words: str) -> dict[str, Any]:
    """The context of the search page: what was found of each kind, at most ten each."""
    if not words:
        kinds = ("claims", "approvals", "orders", "entries")
        return {kind: [] for kind in kinds} | {"nothing": False, "found": ""}
    claims = Claim.objects.for_member(member).but_approvals().matching(words).recent()
    approvals = Approval.objects.for_member(member).matching(words).recent()
    orders = Order.objects.for_member(member).matching(words).recent()
    entries = LedgerEntry.objects.for_member(member).matching(words)
    at, zone = now(), member.time_zone
    read = slice(MOST_FOUND + 1)
    billed = on_accounts(claims[read].facts(), at, zone, reader=member)
    found = {
        "claims": shown(member, billed, claim_answer, at),
        "approvals": shown(member, approvals[read].facts(), claim_answer, at),
        "orders": shown(member, orders[read].facts(), order_answer, at),
        "entries": entry_rows(entries[read], at, zone),
    }
    number = sum(min(len(rows), MOST_FOUND) for rows in found.values())
    more = {f"more_{kind}": len(rows) > MOST_FOUND for kind, rows in found.items()}
    first = {kind: rows[:MOST_FOUND] for kind, rows in found.items()}
    return first | more | {"nothing": not number, "found": found_in_words(number)}


def found_in_words(number: int) -> str:
    if not number:
        return _("Nothing found.")
    return say(ngettext("{n} thing found.", "{n} things found.", number), n=number)
