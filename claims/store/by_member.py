"""What a member does about a balance: one at a time, under the lock of its row."""

import datetime as dt
from uuid import UUID

import msgspec

from accounts.models import Member
from claims.answers.balance_case import BalanceCase, balance_case
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from claims.facts import ByMember
from claims.models import Balance
from claims.models.dispute import told_of
from claims.models.payment import said_of


def locked(member: Member, pk: UUID, at: dt.datetime) -> tuple[Balance, BalanceCase]:
    """The balance, so that nobody disputes, pays or plans beside us; what it stands at now.

    Raises Balance.DoesNotExist where it is not theirs.
    """
    held = Balance.objects.for_member(member).select_related("source")
    balance = held.select_for_update(of=("self",)).get(pk=pk)
    return balance, balance_case(balance.facts(), now=at, zone=member.time_zone)


def refold(balance: Balance, at: dt.datetime) -> None:
    """Write beside the balance what lists and answers need of what the member did."""
    today = local_date(at, portal_hours().zone)
    plan = balance.payment_plans.open().first()
    told = ByMember(
        disputes=told_of(balance, today),
        plan=plan.facts() if plan else None,
        payments=said_of(balance, today),
    )
    balance.by_member = msgspec.to_builtins(told)
    balance.changed_at = at
    balance.save(update_fields=["by_member", "changed_at"])
