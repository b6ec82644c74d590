"""A payment plan, agreed and ended under the lock of its balance."""

import datetime as dt
from uuid import UUID

import msgspec
from django.db import transaction

from accounts.models import Member, User
from claims.answers.balance_case import paid_in_all
from claims.instalments import schedule
from claims.models import PaymentPlan
from claims.store.by_member import locked, refold


class CannotPlan(Exception):
    """What is owed changed since the terms were shown, or there is a plan already."""


@transaction.atomic
def agree(
    member: Member,
    balance: UUID,
    *,
    total: int,
    months: int,
    first_on: dt.date,
    terms: str,
    by: User,
    at: dt.datetime,
) -> PaymentPlan:
    """Keep what was shown: ``total`` must be what is owed at this instant."""
    account, case = locked(member, balance, at)
    if case.plan is not None or case.due != total:
        raise CannotPlan
    # Of the plan before nothing is left, or there would still be one.
    account.payment_plans.open().update(ended_at=at, ending=PaymentPlan.Ending.PAID)
    made = PaymentPlan.objects.create(
        balance=account,
        member=member,
        agreed_by=by,
        agreed_at=at,
        agreed_on=case.today,
        total=total,
        paid_before=paid_in_all(case.account),
        months=months,
        schedule=msgspec.to_builtins(schedule(total, first_on, months)),
        terms=terms,
    )
    made.refresh_from_db()
    refold(account, at)
    return made


@transaction.atomic
def cancel(plan: PaymentPlan, *, at: dt.datetime) -> bool:
    """The bills count by their own days again. False if it had ended."""
    account, _case = locked(plan.member, plan.balance_id, at)
    ended = PaymentPlan.objects.open().filter(pk=plan.pk)
    if not ended.update(ended_at=at, ending=PaymentPlan.Ending.CANCELLED):
        return False
    refold(account, at)
    return True
