"""Orders: the list, one order, the day it is needed by, and whose they are."""

import datetime as dt
import html
from itertools import product

import pytest

from accounts.clock import today
from claims.answers.order import order_answer
from claims.facts import OrderState
from claims.models import Order
from tests import make
from tests.claims.test_claims import alone, few_at_a_time, filters_with_each, home_with_each


def words_of(page) -> str:
    return html.unescape(page.content.decode())


def test_the_list_shows_ones_own_orders(as_maya, maya, omar):
    make.order(maya, number="ORD-MINE")
    make.order(omar, number="ORD-HIS")
    assert len(as_maya.get("/orders/").context["answers"]) == 1


def test_another_members_order_does_not_exist_for_you(as_maya, omar):
    order = make.order(omar)
    assert as_maya.get(order.get_absolute_url()).status_code == 404
    assert as_maya.get(f"{order.get_absolute_url()}needed-by/").status_code == 404
    asked = as_maya.post(f"{order.get_absolute_url()}needed-by/", {"needed_on": "2099-01-01"})
    assert asked.status_code == 404


@pytest.mark.parametrize("state", list(OrderState))
def test_every_state_has_a_page_and_a_row(as_maya, maya, state):
    order = make.order(maya, state)
    page = as_maya.get(order.get_absolute_url())
    assert page.context["answer"].headline in page.content.decode()
    assert page.context["answer"].headline in as_maya.get("/orders/").content.decode()


@pytest.mark.parametrize("state", list(OrderState))
def test_the_filters_show_what_home_shows(maya, state):
    conflicts, details = ([], ["delivered", "in_transit"]), ("", "address", "weather")
    for kinds in few_at_a_time(product(conflicts, details)):
        with alone():
            made = [make.order(maya, state, conflict=conflict) for conflict, _detail in kinds]
            for order, (_conflict, detail) in zip(made, kinds, strict=True):
                order.shipments.update(detail=detail)
            shown = filters_with_each(Order, maya, made, order_answer)
            assert shown == home_with_each(maya, made), kinds


@pytest.mark.parametrize("words", ["insulin", "ord-77", "$42.00", "acme", "1zabc", "acme insulin"])
def test_the_search_box_finds_item_number_seller_parcel_and_total(as_maya, maya, words):
    order = make.order(maya, summary="Insulin pump", number="ORD-77", seller="Acme", total=4200)
    order.shipments.update(tracking_code="1ZABC")
    make.order(maya, summary="Chair", number="ORD-88", seller="Oak", total=100)
    assert len(as_maya.get("/orders/", {"q": words}).context["answers"]) == 1


def test_a_member_says_by_when_an_order_is_needed(as_maya, maya):
    order = make.order(maya)
    day = today(maya.time_zone) + dt.timedelta(days=4)
    page = as_maya.post(f"{order.get_absolute_url()}needed-by/", {"needed_on": day}, follow=True)
    order.refresh_from_db()
    assert order.needed_on == day
    assert "We saved the day you need it by." in words_of(page)
    assert "You need it by" in words_of(page)


def test_a_needed_by_day_may_be_taken_back(as_maya, maya):
    order = make.order(maya, needed_on=today(maya.time_zone))
    as_maya.post(f"{order.get_absolute_url()}needed-by/", {"needed_on": ""})
    order.refresh_from_db()
    assert order.needed_on is None


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2020-01-01", "The day must be today or later."),
        ("soon", "Enter a day, like 2026-03-20."),
    ],
)
def test_a_needed_by_day_is_a_day_to_come(as_maya, maya, day, problem):
    order = make.order(maya)
    page = as_maya.post(f"{order.get_absolute_url()}needed-by/", {"needed_on": day})
    order.refresh_from_db()
    assert problem in words_of(page)
    assert order.needed_on is None


def test_a_list_without_orders_says_so(as_maya):
    assert "You do not have any orders yet." in words_of(as_maya.get("/orders/"))


def test_an_order_that_goes_back_is_not_asked_when_it_is_needed(as_maya, maya):
    asked = "Need it by a certain day?"
    moving, back = make.order(maya), make.order(maya, OrderState.RETURNING)
    assert asked in as_maya.get(moving.get_absolute_url()).content.decode()
    assert asked not in as_maya.get(back.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("parcels", "asked"),
    [
        ([("exception", "weather")], True),
        ([("exception", "lost")], False),
        ([("exception", "damaged")], False),
        ([("exception", "lost"), ("delivered", "")], False),
        ([("exception", "lost"), ("in_transit", "")], True),
        ([("disputed", "")], False),
    ],
)
def test_when_it_is_needed_is_asked_only_where_a_parcel_may_come(as_maya, maya, parcels, asked):
    (state, detail), *others = parcels
    order = make.order(maya, state)
    order.shipments.update(detail=detail)
    for state, detail in others:
        make.shipment(order, state, detail=detail)
    page = words_of(as_maya.get(order.get_absolute_url()))
    assert ("Need it by a certain day?" in page) is asked
