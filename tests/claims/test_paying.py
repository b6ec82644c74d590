"""Paying: the server decides how much, once; the provider's word counts, in any order, once."""

import datetime as dt
import html
import re
import threading
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from accounts.clock import now
from claims.answers.balance import balance_answer
from claims.answers.words import plain
from claims.facts import EntryFacts, EntryType, PaymentFacts, PaymentState
from claims.models import Dispute, Payment, PaymentEvent
from claims.on_its_way import on_its_way, with_payments
from claims.payments import provider
from claims.store import bill_disputes, payment_events, payments
from tests import make
from tests.claims import stripe
from tests.people import browser_of

DAY = dt.timedelta(days=1)
HOOK = "/hooks/payments/"


@pytest.fixture(scope="module")
def server():
    with stripe.running() as found:
        yield found


@pytest.fixture
def taker(server, settings):
    server.sessions.clear()
    server.by_key.clear()
    server.asked.clear()
    server.broken, server.refuses = 0, False
    settings.PAYMENTS = server.settings
    settings.PAYMENT_PROVIDER = "claims.payments.stripe.Stripe"
    return server


@pytest.fixture
def balance(maya):
    return make.billed(maya, 9000, 6500)


def text(page) -> str:
    return re.sub(r"<[^>]+>", "", html.unescape(page.content.decode()))


def new(balance) -> str:
    return f"{balance.get_absolute_url()}payments/new/"


def typed(what: str = "all", **more: str) -> dict[str, str]:
    return {"what": what, "form_key": str(uuid4())} | more


def said(balance):
    balance.refresh_from_db()
    return balance_answer(balance.facts(), now=now(), zone=balance.member.time_zone)


def pay(browser, balance, **form: str) -> Payment:
    """As far as the provider's page."""
    answer = browser.post(new(balance), typed(**form))
    assert answer.url.startswith(stripe.FAR_AWAY), answer
    return Payment.objects.order_by("-pk").first()


def tell(browser, told: dict) -> int:
    """The provider's message comes, and a worker reads it at once."""
    status = browser.post(HOOK, **stripe.signed(told)).status_code
    while payment_events.take(provider(), at=now()):
        pass
    return status


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"what": "part", "amount": "-3000"}, "Enter $0.01 or more."),
        ({"what": "part", "amount": "0"}, "Enter $0.01 or more."),
        ({"what": "part", "amount": "155.01"}, "Enter $155.00 or less. That is all you owe now."),
        ({"what": "part"}, "Enter an amount in dollars and cents, like 25.00."),
        ({"what": "part", "amount": "1e3"}, "Enter an amount in dollars and cents, like 25.00."),
        ({"what": "item entry 7"}, "Choose one of these. What you owe may have changed."),
        ({"what": ""}, "Choose what you want to pay."),
    ],
)
def test_t47_what_cannot_be_paid_is_refused_and_nothing_is_written(
    as_maya, balance, taker, form, problem
):
    page = as_maya.post(new(balance), typed() | form)
    assert page.status_code == 400
    assert problem in text(page)
    assert not Payment.objects.exists()
    assert not taker.asked


def test_the_member_goes_to_the_provider_and_the_amount_is_the_servers(as_maya, balance, taker):
    page = as_maya.get(new(balance))
    assert "We do not take card numbers here. You pay on the page of Stripe" in text(page)
    assert f"form-action 'self' {stripe.FAR_AWAY}" in page.headers["Content-Security-Policy"]
    payment = pay(as_maya, balance, amount="0.01")  # an amount beside “all” counts for nothing
    (session,) = taker.sessions.values()
    assert session["amount_total"] == payment.cents == 15500
    sent = str(session["form"])
    assert payment.reference in sent
    assert "Service" not in sent
    assert "Lakeside" not in sent
    assert "maya" not in sent.lower()


def test_what_was_paid_is_off_what_is_owed_at_once_and_never_twice(as_maya, balance, taker):
    item = next(
        iter(re.findall(r'value="(item [^"]+)"', as_maya.get(new(balance)).content.decode()))
    )
    payment = pay(as_maya, balance, what=item)
    waiting = text(as_maya.get(payment.get_absolute_url()))
    assert "We are waiting for Stripe to confirm your payment of" in waiting
    assert plain(said(balance).headline).startswith("You owe $155.00.")
    rest = 15500 - payment.cents
    tell(as_maya, taker.pay(payment.session))
    owed = f"You owe ${rest / 100:.2f}."
    assert plain(said(balance).headline).startswith(owed)
    page = text(as_maya.get(balance.get_absolute_url()))
    assert "Your payment, on its way" in page
    assert "You paid" in text(as_maya.get(payment.get_absolute_url()))
    payment.refresh_from_db()
    make.entry(balance, -payment.cents, effective_on=payment.paid_on, description="Card")
    assert plain(said(balance).headline).startswith(owed)
    assert "on its way" not in text(as_maya.get(balance.get_absolute_url()))


def test_an_item_that_was_paid_in_part_can_still_be_questioned(as_maya, maya, balance, taker):
    """What is on its way to the ledger is no line of it that could rest."""
    order = make.order(maya)
    make.entry(balance, 4000, order=order, statement=balance.statements.get(), description="Brace")
    payment = pay(as_maya, balance, what=f"item order {order.pk}")
    tell(as_maya, taker.pay(payment.session))
    tell(as_maya, stripe.refunded(taker.sessions[payment.session], 1000))
    assert plain(said(balance).headline).startswith("You owe $165.00.")
    wrong = {"reason": "amount", "words": "Too much.", "by": maya.user, "at": now()}
    told = bill_disputes.dispute(maya, balance.pk, f"order {order.pk}", **wrong)
    assert told.cents == 1000
    assert plain(said(balance).headline).startswith("You owe $155.00.")


def test_pressing_twice_and_in_two_tabs_is_one_page_of_the_provider(as_maya, balance, taker):
    form = typed()
    pages = {as_maya.post(new(balance), form).url for _ in range(2)}
    assert len(pages) == len(taker.sessions) == Payment.objects.count() == 1
    as_maya.post(new(balance), typed("part", amount="5.00"))
    assert [one["status"] for one in taker.sessions.values()] == ["expired", "open"]
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == [
        "expired",
        "open",
    ]


def test_who_has_paid_in_another_tab_does_not_pay_again(as_maya, balance, taker):
    payment = pay(as_maya, balance)
    taker.pay(payment.session)  # and no message came yet
    page = as_maya.post(new(balance), typed(), follow=True)
    assert len(taker.sessions) == 1
    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID
    assert "You do not owe anything" in text(page)


def test_a_provider_that_does_not_answer_is_asked_again_for_the_same(as_maya, balance, taker):
    taker.broken = 1  # it made the session, and the answer got lost
    page = as_maya.post(new(balance), typed(), follow=True)
    assert "Stripe did not answer. No money was taken. Try again in a minute." in text(page)
    payment = Payment.objects.get()
    assert payment.state == PaymentState.BEGUN
    answer = as_maya.post(f"{payment.get_absolute_url()}session/")
    assert answer.url.startswith(stripe.FAR_AWAY)
    assert len(taker.sessions) == 1
    assert {key for _path, key in taker.asked} == {str(payment.pk)}


def test_a_provider_that_refuses_leaves_a_way_to_pay(as_maya, balance, taker):
    taker.refuses = True
    page = text(as_maya.post(new(balance), typed(), follow=True))
    assert "did not go through" in page
    assert "call us" in page


def test_messages_count_once_in_whatever_order_they_come(as_maya, balance, taker):
    payment = pay(as_maya, balance)
    paid = taker.pay(payment.session)
    expired = stripe.event("checkout.session.expired", taker.sessions[payment.session])
    back = stripe.refunded(taker.sessions[payment.session], 500)
    for told in (back, paid, expired, paid):
        assert tell(as_maya, told) == 200
    payment.refresh_from_db()
    assert (payment.state, payment.refunded) == (PaymentState.PAID, 500)
    assert PaymentEvent.objects.count() == 3
    assert plain(said(balance).headline).startswith("You owe $5.00.")
    tell(as_maya, stripe.refunded(taker.sessions[payment.session], 15500))
    assert plain(said(balance).headline).startswith("You owe $155.00.")
    assert "We gave you back $155.00." in text(as_maya.get(payment.get_absolute_url()))


@pytest.mark.parametrize(
    ("kind", "headline"),
    [
        ("checkout.session.async_payment_failed", "You owe $155.00."),
        ("checkout.session.async_payment_succeeded", "You do not owe anything"),
    ],
)
def test_a_bank_that_takes_days_is_waited_for(as_maya, balance, taker, kind, headline):
    payment = pay(as_maya, balance)
    tell(as_maya, taker.pay(payment.session, status="unpaid"))
    assert "You do not owe anything" in plain(said(balance).headline)
    assert "Your bank can take some days." in text(as_maya.get(payment.get_absolute_url()))
    tell(as_maya, stripe.event(kind, taker.sessions[payment.session]))
    assert headline in plain(said(balance).headline)


def test_only_the_provider_is_believed_and_only_now(client, as_maya, balance, taker):
    payment = pay(as_maya, balance)
    paid = taker.pay(payment.session)
    for forged in (
        stripe.signed(paid, secret="whsec_another"),
        stripe.signed(paid, at=now().timestamp() - 600),
        stripe.signed(paid) | {"headers": {}},
    ):
        assert client.post(HOOK, **forged).status_code == 401
    good = stripe.signed(paid)
    assert client.post(HOOK, **(good | {"data": good["data"] + b" "})).status_code == 401
    assert not PaymentEvent.objects.exists()
    payment.refresh_from_db()
    assert payment.state == PaymentState.OPEN


def test_another_amount_than_ours_is_left_to_a_person(as_maya, as_otto, balance, taker):
    payment = pay(as_maya, balance)
    told = taker.pay(payment.session)
    told["data"]["object"]["amount_total"] = 1
    tell(as_maya, told)
    payment.refresh_from_db()
    assert payment.state == PaymentState.OPEN
    event = PaymentEvent.objects.get()
    assert event.parked_at
    waiting = text(as_maya.get(payment.get_absolute_url()))
    assert "A person is looking at your payment of $155.00." in waiting
    assert "1 message about a payment needs a person" in text(as_otto.get("/sources/"))
    here = "/payments/messages/"
    assert "The amount is not the one that we asked for." in text(as_otto.get(here))
    as_otto.post(f"{here}{event.pk}/tries/new/")
    assert payment_events.take(provider(), at=now())  # and it does not fit this time, either
    empty = as_otto.post(f"{here}{event.pk}/end/", {"outcome": "paid"})
    assert "Write how you know." in text(empty)
    as_otto.post(f"{here}{event.pk}/end/", {"outcome": "paid", "note": "The page of Stripe."})
    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID
    assert "No message needs a person." in text(as_otto.get(here))


def test_a_payment_of_which_no_message_came_is_asked_about(as_maya, balance, taker):
    payment = pay(as_maya, balance)
    taker.pay(payment.session)
    payment_events.look_after(provider(), at=now() + dt.timedelta(hours=2))
    payment.refresh_from_db()
    assert payment.state == PaymentState.PAID


def test_a_plans_payment_counts_for_the_plan_at_once(as_maya, balance, taker):
    from tests.claims.test_payment_plans import agree

    agree(balance, months=5)
    page = text(as_maya.get(new(balance)))
    assert "The next of your plan: $31.00" in page
    payment = pay(as_maya, balance, what="plan")
    assert payment.cents == 3100
    tell(as_maya, taker.pay(payment.session))
    plan = text(as_maya.get(f"{balance.get_absolute_url()}plan/"))
    assert "$124.00 is left to pay." in plan


def test_without_a_provider_a_person_takes_the_payment(as_maya, balance, settings):
    settings.PAYMENT_PROVIDER = ""
    page = as_maya.get(new(balance), follow=True)
    assert page.redirect_chain[-1][0] == f"{balance.get_absolute_url()}payments/"
    assert as_maya.post(HOOK).status_code == 404
    assert (
        f"{balance.get_absolute_url()}payments/"
        in as_maya.get(balance.get_absolute_url()).content.decode()
    )


def test_another_members_payment_does_not_exist(as_omar, as_maya, balance, taker):
    payment = pay(as_maya, balance)
    assert as_omar.get(payment.get_absolute_url()).status_code == 404
    assert as_omar.post(f"{payment.get_absolute_url()}session/").status_code == 404
    assert as_omar.post(new(balance), typed()).status_code == 404


def at_once(*acts) -> list[object]:
    """Run these beside each other, each in a connection of its own; what came of each."""
    found: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def act(place: int) -> None:
        try:
            ready.wait(5)
            found[place] = acts[place]()
        except Exception as problem:  # noqa: BLE001 - the test looks at it
            found[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[place]) for place in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_races_pay_once_and_never_pay_for_what_rests(maya, taker):
    """Two presses of one form, two tabs, and a dispute beside a payment of everything."""
    balance = make.billed(maya, 9000, 6500)
    form, other = typed(), typed()
    browsers = [browser_of(maya.user) for _ in range(3)]
    at_once(
        lambda: browsers[0].post(new(balance), form),
        lambda: browsers[1].post(new(balance), form),
        lambda: browsers[2].post(new(balance), other),
    )
    assert Payment.objects.under_way().count() == 1
    open_pages = [one for one in taker.sessions.values() if one["status"] == "open"]
    assert len(open_pages) == 1
    payments.let_go(Payment.objects.under_way().get(), provider(), at=now())
    item = f"entry {balance.entries.get(cents=6500).pk}"
    wrong = {"reason": "amount", "words": "Twice.", "by": maya.user, "at": now()}
    all_of_it = {"kind": "all", "provider": "Stripe", "by": maya.user, "at": now()}
    results = at_once(
        lambda: bill_disputes.dispute(maya, balance.pk, item, **wrong),
        lambda: payments.begin(maya, balance.pk, form_key=uuid4(), cents=15500, **all_of_it),
    )
    assert isinstance(results[0], Dispute)
    paid = Payment.objects.under_way().first()
    if paid is None:
        assert isinstance(results[1], payments.CannotPay)
    else:
        assert paid.cents == 15500  # it came first, and the rest is credit


PAID = PaymentFacts(
    id="p",
    reference="PLABC",
    cents=2000,
    state=PaymentState.PAID,
    on=dt.date(2026, 3, 2),
    paid_on=dt.date(2026, 3, 2),
)


def line(cents: int, day: int = 3, **more) -> EntryFacts:
    return EntryFacts(
        id=str(more.pop("id", day)),
        type=EntryType.MEMBER_PAYMENT,
        cents=-cents,
        effective_on=dt.date(2026, 3, day),
        **more,
    )


@pytest.mark.parametrize(
    ("entries", "waits"),
    [
        ((), 1),
        ((line(2000),), 0),
        ((line(2100),), 1),
        ((line(2000, description="Web PLABC", day=20),), 0),
        ((line(5000, description="Web PLABC"),), 0),
        ((replace(line(2000), effective_on=dt.date(2026, 2, 20)),), 1),  # of an earlier visit
    ],
)
def test_a_line_of_the_ledger_takes_the_place_of_its_payment(entries, waits):
    assert len(on_its_way((PAID,), entries)) == waits


def test_the_line_of_a_payment_that_was_given_back_is_no_other_payments():
    back = replace(PAID, id="a", reference="PLX", state=PaymentState.REFUNDED, refunded=2000)
    assert [one.id for one in on_its_way((back, PAID), (line(2000),))] == ["p"]


@given(st.lists(st.integers(1, 3), max_size=5), st.lists(st.integers(1, 3), max_size=5))
@settings(max_examples=60)
def test_no_payment_is_subtracted_twice_and_no_line_serves_two(paid, posted):
    made = tuple(replace(PAID, id=str(n), reference=f"PL{n}X", cents=c) for n, c in enumerate(paid))
    lines = tuple(line(cents, id=f"l{n}") for n, cents in enumerate(posted))
    lowered = -sum(one.cents for one in with_payments(lines, made))
    common = sum(min(paid.count(n), posted.count(n)) * n for n in (1, 2, 3))
    assert lowered == sum(paid) + sum(posted) - common


def test_who_goes_back_and_changes_the_amount_pays_that_amount(as_maya, balance, taker):
    """The browser keeps the form as it was, with its key."""
    form = typed("part", amount="50.00")
    as_maya.post(new(balance), form)
    as_maya.post(new(balance), form | {"amount": "20.00"})
    assert Payment.objects.under_way().get().cents == 2000
    (asked_for,) = [one for one in taker.sessions.values() if one["status"] == "open"]
    assert asked_for["amount_total"] == 2000


def test_a_message_that_no_row_can_hold_does_not_stop_the_others(db, client, taker):
    told = stripe.event("checkout.session.completed", {"id": "cs\0", "payment_status": "paid"})
    assert tell(client, told) == 400
    assert not PaymentEvent.objects.exists()
