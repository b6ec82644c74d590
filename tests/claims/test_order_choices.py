"""What a member may choose about a late order, when, and what then becomes of it."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.clock import now
from accounts.models import Member, MemberIdentifier, User
from claims.answers.words import plain
from claims.deadlines.calendar import is_business_day
from claims.deadlines.delay import Silence, shipping
from claims.deadlines.order import refund_by
from claims.facts import Choice, Deed, OrderRecord, OrderState, ShipNotice
from claims.models import Order, OrderChoice
from claims.store.order_deeds import Noted, record
from claims.store.order_folds import refold
from claims.store.orders import land_orders
from claims.store.shipments import lock
from tests import make
from tests.claims.late_orders import chosen, late, offers, says, shop
from tests.people import browser_of

S, C = OrderState, Choice
DAY = dt.timedelta(days=1)
PLACED = dt.date(2026, 10, 5)
SHIP_BY = dt.date(2026, 11, 4)


# The law


def test_T41_silence_agrees_to_a_delay_of_30_days_and_cancels_one_of_31() -> None:
    heard = SHIP_BY - 5 * DAY
    short = shipping(PLACED, [ShipNotice(heard, dt.date(2026, 12, 4))])
    assert (short.silence, short.due.ship_by) == (Silence.CONSENTS, dt.date(2026, 12, 4))
    long = shipping(PLACED, [ShipNotice(heard, dt.date(2026, 12, 5))])
    assert (long.silence, long.answer_by) == (Silence.CANCELS, dt.date(2026, 12, 4))
    assert long.due.cancelled_on == dt.date(2026, 12, 5)
    assert long.due.refund_by == dt.date(2026, 12, 15)


def test_T41_silence_to_a_second_notice_cancels_on_the_day_that_was_agreed() -> None:
    notices = [
        ShipNotice(SHIP_BY - 5 * DAY, SHIP_BY + 10 * DAY),
        ShipNotice(SHIP_BY + 8 * DAY, SHIP_BY + 20 * DAY),
    ]
    silent = shipping(PLACED, notices)
    assert (silent.silence, silent.answer_by) == (Silence.CANCELS, SHIP_BY + 10 * DAY)
    agreed = shipping(PLACED, notices, agreed_on=SHIP_BY + 9 * DAY)
    assert (agreed.silence, agreed.due.ship_by) == (Silence.NONE, SHIP_BY + 20 * DAY)


def test_a_notice_that_comes_when_the_day_has_passed_needs_a_yes() -> None:
    notices = [ShipNotice(SHIP_BY + DAY, SHIP_BY + 10 * DAY)]
    assert shipping(PLACED, notices).due.cancelled_on == SHIP_BY + DAY
    assert shipping(PLACED, notices, agreed_on=SHIP_BY + 2 * DAY).due.ship_by == (
        SHIP_BY + 10 * DAY
    )


def test_who_agrees_to_wait_without_a_day_is_held_to_none() -> None:
    assert shipping(PLACED, agreed_on=SHIP_BY + 3 * DAY).waits
    assert not shipping(PLACED, agreed_on=SHIP_BY - 3 * DAY).waits


@given(
    st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31)),
    st.lists(st.tuples(st.integers(-5, 60), st.integers(1, 90)), max_size=4),
    st.one_of(st.none(), st.integers(0, 120)),
)
def test_money_comes_back_seven_working_days_after_the_day_that_is_cancelled(
    placed: dt.date, told: list[tuple[int, int]], agreed: int | None
) -> None:
    heard = sorted(told)
    notices = [ShipNotice(placed + n * DAY, placed + (n + m) * DAY) for n, m in heard]
    agreed_on = None if agreed is None else placed + agreed * DAY
    found = shipping(placed, notices, agreed_on=agreed_on)
    due = found.due
    assert due.cancelled_on == due.ship_by + DAY
    assert due.ship_by >= placed + 30 * DAY  # no notice takes time away from the buyer
    assert due.refund_by == refund_by(due.cancelled_on)
    between = [
        due.cancelled_on + n * DAY for n in range(1, (due.refund_by - due.cancelled_on).days + 1)
    ]
    assert sum(map(is_business_day, between)) == 7
    assert (found.silence is Silence.CANCELS) == (found.answer_by is not None)


def test_T40_who_cancels_what_should_have_shipped_has_money_due_since_that_day(
    maya: Member,
) -> None:
    order = make.order(maya, S.LABEL_CREATED, placed_on=PLACED)
    at = dt.datetime(2026, 11, 12, 18, tzinfo=dt.UTC)
    titles = [plain(one.title) for one in says(order, at).options]
    assert titles == ["Keep waiting", "Cancel and get $42.00 back by Tuesday, November 17"]
    assert chosen(order, C.CANCEL, at)
    assert order.cancelled_on == dt.date(2026, 11, 5)
    assert order.refund_due_on == dt.date(2026, 11, 17)


def test_T40_who_waits_all_the_same_is_not_told_that_it_is_cancelled(maya: Member) -> None:
    order = make.order(maya, S.LABEL_CREATED, placed_on=PLACED)
    at = dt.datetime(2026, 11, 12, 18, tzinfo=dt.UTC)
    assert "By law it counts as cancelled" in plain(says(order, at).law)
    assert chosen(order, C.WAIT, at)
    assert plain(says(order, at).law) == "You can cancel until it ships."
    assert "wait" not in [one.kind for one in says(order, at).options]


def test_T41_a_second_notice_is_told_with_what_silence_does(maya: Member) -> None:
    notices = ["/2026-11-04", "2026-11-01/2026-11-14", "2026-11-10/2026-11-30"]
    order = make.order(maya, S.PLACED, placed_on=PLACED, ship_notices=notices)
    answer = says(order, dt.datetime(2026, 11, 12, 18, tzinfo=dt.UTC))
    assert plain(answer.law) == (
        "Example Supplies now says it ships by Monday, November 30. "
        "If you say nothing by Saturday, November 14, the order is cancelled. "
        "Your money must then be sent back by Tuesday, November 24."
    )
    assert plain(answer.action.sentence) == (
        "If you still want it, tell us by Saturday, November 14."
    )


def test_each_day_that_a_shop_names_for_shipping_is_kept(maya: Member) -> None:
    source = make.source("shop", "orders")
    MemberIdentifier.objects.create(member=maya, system="shop", value="1")
    heard = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    for number, ship_on in enumerate((SHIP_BY, SHIP_BY, None, SHIP_BY + 10 * DAY)):
        record = OrderRecord(
            source="shop",
            key="7",
            content_hash=make.digest(),
            customer=("shop", "1"),
            number="ORD-7",
            state=S.PLACED,
            received_at=heard + number * DAY,
            placed_on=PLACED,
            promised_ship_on=ship_on,
        )
        land_orders([record], make.batch(source))
    order = Order.objects.get(number="ORD-7")
    assert order.ship_notices == ["/2026-11-04", "2026-11-04/2026-11-14"]
    first, second = order.brief().ship_notices
    assert (first.heard_on, second.ship_on) == (None, dt.date(2026, 11, 14))


# What may be chosen


def test_what_a_seller_and_a_carrier_cannot_do_is_not_offered(maya: Member) -> None:
    assert offers(late(maya, source=make.source("plain", "orders"))) == ["wait", "collect"]
    able = shop(resends=True, takes_back=True)
    assert offers(late(maya, source=able)) == ["wait", "replace", "collect", "cancel"]


def test_what_has_not_shipped_may_be_cancelled_at_any_time(maya: Member) -> None:
    order = make.order(maya, S.LABEL_CREATED)
    assert offers(order) == ["cancel"]
    assert chosen(order, C.CANCEL)
    today = now().astimezone(dt.timezone(dt.timedelta(hours=-6))).date()
    assert order.cancelled_on is not None
    assert order.cancelled_on in (today, today + DAY)
    assert order.refund_due_on == refund_by(order.cancelled_on)
    answer = says(order)
    assert answer.headline == "You cancelled this order."
    assert plain(answer.date.sentence).startswith("You get $42.00 back by")
    assert not answer.settled


def test_the_option_names_the_amount_and_the_legal_day(maya: Member) -> None:
    order = late(maya, source=shop(resends=True, takes_back=True))
    option = next(one for one in says(order).options if one.kind == "cancel")
    assert plain(option.title).startswith("Cancel and get $42.00 back by ")


def test_a_doubled_click_is_one_choice(maya: Member) -> None:
    order = late(maya)
    assert chosen(order, C.WAIT)
    assert chosen(order, C.WAIT)
    assert OrderChoice.objects.filter(order=order).count() == 1


def test_a_member_may_change_their_mind_until_it_is_done(maya: Member) -> None:
    order = make.order(maya, S.PLACED)
    assert chosen(order, C.CANCEL)
    assert offers(order) == ["wait"]
    assert chosen(order, C.WAIT)
    assert (order.cancelled_on, order.refund_due_on) == (None, None)
    told = Order.objects.with_choices().get(pk=order.pk).facts().told
    assert [one.choice for one in told] == [C.WAIT, C.CANCEL]


def test_what_has_shipped_without_trouble_leaves_nothing_to_choose(maya: Member) -> None:
    order = make.order(maya, S.IN_TRANSIT)
    assert not chosen(order, C.CANCEL)
    assert not OrderChoice.objects.exists()


def test_a_choice_is_never_rewritten(maya: Member) -> None:
    order = late(maya)
    chosen(order, C.WAIT)
    for change in (
        lambda: OrderChoice.objects.update(choice=C.CANCEL),
        lambda: OrderChoice.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_who_says_that_it_is_not_there_reads_by_when_we_find_out(maya: Member) -> None:
    order = make.order(maya, S.DELIVERED)
    assert offers(order) == ["not_here"]
    assert chosen(order, C.NOT_HERE, looked=["door", "neighbors"])
    assert chosen(order, C.NOT_HERE)  # a doubled click
    assert OrderChoice.objects.get(order=order).looked == ["door", "neighbors"]
    assert order.state == S.DISPUTED
    answer = says(order)
    assert answer.headline == "You told us that your order did not arrive. We are looking."
    assert plain(answer.date.sentence).startswith("We find out where it was left, and tell you by")
    assert answer.date.more_by == order.act_by
    assert next(moment.who for moment in answer.timeline) == "from you"
    assert chosen(order, C.TURNED_UP)
    assert (order.state, order.act_by) == (S.DELIVERED, None)


def test_a_shop_that_says_delivered_again_does_not_close_what_the_member_misses(
    maya: Member,
) -> None:
    order = make.order(maya, S.DELIVERED)
    chosen(order, C.NOT_HERE)
    order.events.create(
        source=order.source, content_hash="again", state=S.DELIVERED, received_at=now()
    )
    refold({order.pk}, now())
    order.refresh_from_db()
    assert order.state == S.DISPUTED


# Pages


def page_of(order: Order, choice: Choice) -> str:
    return reverse("claims:order_choice_create", args=[order.pk, choice.value])


def test_a_member_cancels_on_a_page_and_reads_the_day(as_maya: Client, maya: Member) -> None:
    order = make.order(maya, S.PLACED)
    address = page_of(order, C.CANCEL)
    assert "You do not have to say why." in as_maya.get(address).content.decode()
    told = as_maya.post(address, follow=True).content.decode()
    assert "You cancelled this order." in told
    assert "We cancelled it for you." in told
    assert "Keep the order" in told


def test_what_can_no_longer_be_chosen_leads_to_what_can(as_maya: Client, maya: Member) -> None:
    order = make.order(maya, S.IN_TRANSIT)
    for answer in (
        as_maya.get(page_of(order, C.CANCEL), follow=True),
        as_maya.post(page_of(order, C.CANCEL), follow=True),
    ):
        assert "You cannot choose that any more." in answer.content.decode()
    assert as_maya.get(f"{order.get_absolute_url()}choices/burn/").status_code == 404


def test_somebody_who_helps_reads_of_it_and_chooses_nothing(maya: Member) -> None:
    tom = make.user()
    make.trusted_person(maya, tom)
    order = late(maya)
    browser = browser_of(tom)
    grant = maya.trusted_people.get()
    browser.post(reverse("accounts:helping_create", args=[grant.pk]))
    assert "Keep waiting" not in browser.get(order.get_absolute_url()).content.decode()
    assert browser.post(page_of(order, C.WAIT)).status_code == 403


def test_the_page_of_an_order_asks_nothing_more_for_what_was_chosen(
    as_maya: Client, maya: Member, sana: User
) -> None:
    order = late(maya)
    as_maya.get(order.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        as_maya.get(order.get_absolute_url())
    chosen(order, C.WAIT)
    for deed in (Deed.FOUND, Deed.WATCHING):
        record(order.pk, Noted(deed=deed, who="Ines"), by=sana, at=now())
    with CaptureQueriesContext(connection) as after:
        told = as_maya.get(order.get_absolute_url()).content.decode()
    assert "is watching it until it arrives" in told
    assert len(after) == len(before)


@pytest.mark.django_db(transaction=True)
def test_cancelled_and_shipped_at_once_never_pass_each_other() -> None:
    """The one that comes first counts: money back is promised for what had not shipped."""
    maya = make.member("Maya")
    order = make.order(maya, S.LABEL_CREATED)
    (parcel,) = order.shipments.all()
    shipped = threading.Event()

    def ship() -> None:
        with transaction.atomic():
            lock()
            shipped.set()
            parcel.events.create(
                source=parcel.source,
                content_hash="scan",
                state=S.IN_TRANSIT,
                occurred_at=now(),
                received_at=now(),
            )
            parcel.state, parcel.state_at = S.IN_TRANSIT, now()
            parcel.save()
            refold({order.pk}, now())
        connection.close()

    carrier = threading.Thread(target=ship)
    carrier.start()
    assert shipped.wait(10)
    assert not chosen(order, C.CANCEL)
    carrier.join()
    assert (order.state, order.choice, order.refund_due_on) == (S.IN_TRANSIT, "", None)
