"""A payment plan: exact to the cent, on days that exist, in the same words for everyone."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.clock import now, today
from claims.answers.balance import balance_answer
from claims.answers.payment_plan import terms
from claims.answers.words import plain
from claims.facts import PaymentPlanFacts
from claims.instalments import months_for, schedule, split, standing
from claims.models import PaymentPlan
from claims.store import payment_plans
from tests import make

DAY = dt.timedelta(days=1)
FIRST = dt.date(2027, 1, 31)


def text(page) -> str:
    return re.sub(r"<[^>]+>", "", html.unescape(page.content.decode()))


@given(st.integers(2, 10**9), st.integers(2, 12))
@settings(max_examples=60)
def test_what_is_paid_in_parts_adds_up_and_the_first_carry_the_rest(total, months):
    parts = split(total, months)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


def test_t44_a_plan_from_the_31st_is_paid_on_the_last_day_of_shorter_months():
    days = [one.on.isoformat()[5:] for one in schedule(60_00, FIRST, 6)]
    assert days == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    said = [plain(one) for one in terms(schedule(60_00, FIRST, 6), FIRST).sentences]
    assert "In a shorter month you pay on its last day." in said


def test_no_month_asks_for_nothing():
    assert months_for(3) == (2, 3)
    assert months_for(1) == ()
    assert months_for(10**6) == tuple(range(2, 13))


PLAN = PaymentPlanFacts(
    id="1", agreed_on=FIRST, total=100_00, paid_before=500, schedule=schedule(100_00, FIRST, 3)
)


@given(st.integers(0, 15_000), st.integers(0, 20_000), st.integers(-10, 120))
@settings(max_examples=80)
def test_a_plan_never_asks_for_more_than_is_owed_or_was_agreed(paid, due, days):
    found = standing(PLAN, paid=paid, due=due, today=FIRST + days * DAY)
    rest = min(max(100_00 - max(paid - 500, 0), 0), due)
    if found is None:
        assert rest == 0
        return
    assert found.left == rest == sum(one.cents for one in found.open)
    assert found.asked <= found.left
    assert found.missed == sum(one.cents for one in found.open if one.on < FIRST + days * DAY)


def test_what_falls_away_is_taken_off_the_end():
    found = standing(PLAN, paid=500, due=50_00, today=FIRST)
    assert [one.cents for one in found.open] == [33_34, 16_66]


@pytest.fixture
def balance(maya):
    return make.billed(maya, 9000, 2500)


def new(balance) -> str:
    return f"{balance.get_absolute_url()}plan/new/"


def chosen(balance, months: int = 3, total: int = 11500, **more) -> dict[str, object]:
    today = now().date()
    return {"months": months, "first_on": today.isoformat(), "total": total} | more


def said(balance):
    balance.refresh_from_db()
    return balance_answer(balance.facts(), now=now(), zone=balance.member.time_zone)


def test_the_terms_are_read_first_and_then_agreed_to(as_maya, balance):
    choices = chosen(balance)
    page = text(as_maya.get(new(balance)))
    assert "3 months: about $38.34 each month" in page
    assert "I agree" not in page
    read = text(as_maya.get(new(balance), {k: choices[k] for k in ("months", "first_on")}))
    assert "You pay $115.00 in 3 payments, one each month." in read
    assert "It does not come out even, so the first ones are one cent more." in read
    assert not PaymentPlan.objects.exists()
    page = as_maya.post(new(balance), choices, follow=True)
    assert "$115.00 is left to pay." in text(page)
    plan = PaymentPlan.objects.get()
    assert sum(one["cents"] for one in plan.schedule) == plan.total == 11500
    assert "You pay $115.00 in 3 payments, one each month." in plan.terms


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"months": "13"}, "Choose one of these."),
        ({"months": "1"}, "Choose one of these."),
        ({"first_on": "soon"}, "Enter a day, like 2026-03-20."),
        ({"first_on": "2020-01-01"}, "Enter a day from today on, within a month."),
    ],
)
def test_terms_that_cannot_be_are_refused_in_words(as_maya, balance, typed, problem):
    page = as_maya.get(new(balance), chosen(balance) | typed)
    assert problem in text(page)
    as_maya.post(new(balance), chosen(balance) | typed)
    assert not PaymentPlan.objects.exists()


def test_what_is_owed_is_decided_here_and_not_by_the_form(as_maya, balance):
    page = as_maya.post(new(balance), chosen(balance, total=300), follow=True)
    assert "What you owe has changed. Look at the terms again." in text(page)
    assert not PaymentPlan.objects.exists()


def agree(balance, *, months: int = 3, first_on: dt.date | None = None) -> PaymentPlan:
    return payment_plans.agree(
        balance.member,
        balance.pk,
        total=said_due(balance),
        months=months,
        first_on=first_on or now().date(),
        terms="As shown.",
        by=balance.member.user,
        at=now(),
    )


def said_due(balance) -> int:
    return sum(balance.entries.values_list("cents", flat=True))


def test_the_balance_says_the_next_payment_a_missed_one_and_the_end(as_maya, balance):
    agree(balance, first_on=now().date() + DAY)
    found = said(balance)
    assert plain(found.headline).startswith("You owe $115.00. Your plan: pay $38.34 by ")
    assert "There is no late fee while you keep to your plan." in plain(found.call)
    assert "late fee of" not in plain(found.call)
    page = text(as_maya.get(balance.get_absolute_url()))
    assert "Your payment plan" in page
    assert ": on a plan" in page
    with time_machine.travel(now() + 5 * DAY, tick=False):
        found = said(balance)
        assert "A payment of $38.34 was due on" in plain(found.headline)
        assert "You can still pay it, and your plan goes on." in plain(found.call)
        make.entry(balance, -3834, effective_on=today(balance.member.time_zone))
        assert "Your plan: pay $38.33 by" in plain(said(balance).headline)
        make.entry(balance, -7666, effective_on=today(balance.member.time_zone))
        assert plain(said(balance).headline) == "You do not owe anything."


def test_a_new_charge_is_not_in_the_plan(balance):
    agree(balance)
    make.entry(balance, 1000, statement=balance.statements.get())
    found = said(balance)
    assert plain(found.headline).startswith("You owe $125.00. Pay $10.00 by ")
    assert "$115.00 of it is in your plan. The next payment is $38.34" in plain(found.call)


def test_an_item_in_dispute_is_taken_off_the_end_of_the_plan(balance):
    agree(balance)
    make.dispute(balance)
    assert plain(said(balance).headline).startswith("You owe $25.00. Your plan: pay $25.00 by ")


def test_a_balance_has_one_open_plan(maya, balance):
    made = agree(balance)
    with pytest.raises(payment_plans.CannotPlan):
        agree(balance)
    made.pk = None
    made._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_a_plan_that_is_ended_leaves_the_bill_as_it_was(as_maya, balance):
    before = said(balance).headline
    agree(balance)
    address = f"{balance.get_absolute_url()}plan/ending/"
    assert "End the plan?" in text(as_maya.get(address))
    page = as_maya.post(address, follow=True)
    assert "Your plan has ended." in text(page)
    assert said(balance).headline == before
    assert as_maya.post(address).url == as_maya.get(address).url == balance.get_absolute_url()
    assert "This plan has ended." in text(as_maya.get(f"{balance.get_absolute_url()}plan/"))
    agree(balance)


def test_another_plan_may_follow_one_that_was_paid(balance):
    first = agree(balance)
    make.entry(balance, -11500, effective_on=today(balance.member.time_zone))
    make.entry(balance, 5000, statement=balance.statements.get())
    payment_plans.agree(
        balance.member,
        balance.pk,
        total=5000,
        months=2,
        first_on=now().date(),
        terms="As shown.",
        by=balance.member.user,
        at=now(),
    )
    first.refresh_from_db()
    assert first.ending == "paid"
