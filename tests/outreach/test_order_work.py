"""What one of us notes about an order, who may, and what the member then reads."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.clock import now
from accounts.models import AccessRecord, Member, User
from accounts.retention import RULES
from accounts.rights.column_words import row_words
from accounts.rights.rows import rows_of
from claims.answers.order import order_answer
from claims.answers.words import plain
from claims.facts import Choice, Deed, EntryType, Guard, OrderState
from claims.models import Order, OrderDeed
from claims.store.order_choices import choose
from claims.store.order_deeds import CannotRecord, Noted, note_refunds, record
from outreach.finding import is_still_found
from outreach.models import Message
from outreach.notices import NOTICES
from outreach.nudges import order_late
from outreach.order_telling import tell_of_refunds
from outreach.sending import send_due
from tests import make
from tests.claims.late_orders import chosen, late, says, shop

S, C = OrderState, Choice
DAY = dt.timedelta(days=1)


def page_of(order: Order) -> str:
    return reverse("outreach:order_deed_create", args=[order.pk])


def done(order: Order, by: User, deed: Deed, **more: Any) -> None:
    record(order.pk, Noted(deed=deed, who="Ines", **more), by=by, at=now())
    order.refresh_from_db()


def test_without_a_case_there_is_nothing_to_look_at(as_sana: Client, maya: Member) -> None:
    assert as_sana.get(page_of(late(maya))).status_code == 404
    assert not AccessRecord.objects.exists()


def test_what_a_member_chose_is_on_the_list_and_leads_to_the_order(
    as_sana: Client, maya: Member
) -> None:
    order = late(maya)
    chosen(order, C.WAIT)
    listed = as_sana.get(reverse("outreach:check_list"), {"kind": "help"}).content.decode()
    assert "They keep waiting. Look for it, and say what you did." in listed
    assert page_of(order) in listed
    assert "Reading lamp" not in listed


def test_the_late_dress(as_sana: Client, as_maya: Client, maya: Member, sana: User) -> None:
    order = late(maya)
    chosen(order, C.WAIT)
    for deed in ("found", "found", "hurried", "watching"):  # once with a doubled click
        told = as_sana.post(page_of(order), {"deed": deed}, follow=True).content.decode()
        assert "Noted. The member can read it now." in told
    assert AccessRecord.objects.get().what == AccessRecord.What.ORDER
    shown = [step.text for step in says(order).doing]
    assert [plain(one) for one in shown] == [
        "Found your parcel",
        "Asked UPS to speed it up",
        "One of us is watching it until it arrives",
    ]
    with pytest.raises(CannotRecord):  # before the fix
        done(order, sana, Deed.GOODWILL, cents=1000, words="anything", use_by=now().date())
    order.shipments.update(state=S.DELIVERED, state_at=now())
    Order.objects.filter(pk=order.pk).update(state=S.DELIVERED)
    as_sana.post(page_of(order), {"deed": "closed"})
    order.refresh_from_db()
    assert order.act_by is None


def test_cancelled_and_paid_back_from_end_to_end(maya: Member, sana: User, as_sana: Client) -> None:
    order = make.order(maya, S.PLACED)
    chosen(order, C.CANCEL)
    due = order.refund_due_on
    for _click in range(2):
        as_sana.post(page_of(order), {"deed": "cancelled"})
    order.refresh_from_db()
    assert (order.state, order.act_by) == (S.CANCELLED, due)
    assert not choose(order.pk, C.WAIT, by=sana, at=now())  # the point of no return
    assert not says(order).settled
    late_answer = says(order, now() + 30 * DAY)
    assert "It was not, and we are sorry." in plain(late_answer.date.sentence)
    assert late_answer.person_first
    today = now().date() - DAY
    as_sana.post(page_of(order), {"deed": "refunded", "on": str(today)})
    answer = says(order)
    assert plain(answer.date.sentence).startswith("We sent your money back on ")
    assert answer.settled
    notices = Message.objects.filter(notice="order_done", subject_id=order.pk)
    assert notices.count() == 2


def test_a_cancelled_parcel_on_its_way_is_no_contradiction(maya: Member, sana: User) -> None:
    order = late(maya, source=shop(takes_back=True))
    chosen(order, C.CANCEL)
    done(order, sana, Deed.CANCELLED)
    assert (order.state, order.conflict) == (S.CANCELLED, [])


def test_lists_hold_what_was_cancelled_where_its_page_says(maya: Member, sana: User) -> None:
    order = late(maya, source=shop(takes_back=True))
    order.shipments.update(detail="address")  # which asks something of the member
    orders = Order.objects.filter(pk=order.pk)
    assert orders.waiting_for_you().exists()
    chosen(order, C.CANCEL)
    assert not says(order).action.required
    assert orders.waiting_for_us().exists()
    done(order, sana, Deed.CANCELLED)
    assert orders.waiting_for_us().exists()  # for the money
    done(order, sana, Deed.REFUNDED, on=now().date())
    assert orders.done().exists()


def test_what_was_chosen_and_done_stands_in_a_copy_of_ones_data(maya: Member, sana: User) -> None:
    order = late(maya)
    chosen(order, C.WAIT)
    done(order, sana, Deed.WATCHING)
    for model in ("claims.OrderChoice", "claims.OrderDeed"):
        assert rows_of(RULES[model], maya).count() == 1
    told = row_words("claims.OrderChoice", {"choice": "wait", "looked": ["door", "safe"]})
    assert [cell.value for cell in told] == [
        "Keep waiting",
        "Around the door and the mailbox, In a safe place, like the garage or the porch",
    ]


def test_a_replacement_is_needed_by_the_same_day(maya: Member, sana: User) -> None:
    order = late(maya, source=shop(resends=True), needed_on=now().date() + 5 * DAY)
    again = make.order(maya, S.PLACED, number="ORD-AGAIN")
    chosen(order, C.REPLACE)
    done(order, sana, Deed.SENT_AGAIN, words="ORD-AGAIN")
    again.refresh_from_db()
    assert again.needed_on == order.needed_on
    assert says(order).options == ()


def test_a_refund_in_the_ledger_is_read_without_anybody_noting_it(maya: Member) -> None:
    order = make.order(maya, S.PLACED)
    chosen(order, C.CANCEL)
    balance = make.balance(maya, charge=0)
    refund = {"type": EntryType.REFUND, "order": order, "effective_on": order.cancelled_on}
    make.entry(balance, 2000, **refund)
    assert note_refunds(now()) == 0  # half of it
    make.entry(balance, 2200, **refund)
    assert note_refunds(now()) == 1
    order.refresh_from_db()
    assert (order.refunded_on, order.act_by) == (order.cancelled_on, None)
    assert (tell_of_refunds(now()), tell_of_refunds(now())) == (1, 0)
    told = Message.objects.get(notice="order_done")
    answer = order_answer(order.facts(), now=now(), zone=maya.time_zone)
    assert "sent" in " ".join(NOTICES["order_done"].words(told.context, answer).paragraphs)


def test_a_private_order_stays_private_on_the_desk_and_outside(
    as_sana: Client, maya: Member
) -> None:
    order = make.order(maya, S.PLACED, guard=Guard.HIV, seller="Quiet Pharmacy")
    chosen(order, C.CANCEL)
    shown = as_sana.get(page_of(order)).content.decode()
    assert "This item is private." in shown
    as_sana.post(page_of(order), {"deed": "cancelled"})
    send_due()
    outside = "".join(f"{one.subject}{one.body}" for one in mail.outbox)
    for word in ("Quiet Pharmacy", "Reading lamp", order.number):
        assert word not in shown or word == order.number
        assert word not in outside


def test_what_was_done_is_never_rewritten(maya: Member, sana: User) -> None:
    order = late(maya)
    done(order, sana, Deed.FOUND)
    with pytest.raises(Exception, match="append-only"):
        OrderDeed.objects.update(who="Somebody else")


def test_one_of_us_reads_where_the_member_looked(as_sana: Client, maya: Member) -> None:
    order = make.order(maya, S.DELIVERED)
    chosen(order, C.NOT_HERE, looked=["neighbors"], looked_on=now().date())
    shown = as_sana.get(page_of(order)).content.decode()
    assert "They say that it is not there." in shown
    assert "With my neighbors" in shown


def test_the_member_reads_what_we_found_out_and_may_choose_then(
    as_sana: Client, maya: Member
) -> None:
    order = make.order(maya, S.DELIVERED, source=shop(resends=True, takes_back=True))
    chosen(order, C.NOT_HERE)
    as_sana.post(page_of(order), {"deed": "answered"})  # no words, no answer
    assert not order.done.exists()
    as_sana.post(page_of(order), {"deed": "answered", "words": "the door of number 12"})
    answer = says(order)
    assert answer.headline == "You told us that your order did not arrive. We know more now."
    assert plain(answer.date.sentence).startswith("We told you on ")
    assert [plain(step.text) for step in answer.doing] == ["Found out: the door of number 12"]
    assert [one.kind for one in answer.options] == ["replace", "cancel", "turned_up"]
    assert Message.objects.filter(notice="order_done").count() == 1
    order.refresh_from_db()
    assert order.act_by is None
    assert chosen(order, C.CANCEL)
    assert order.refund_due_on is not None
    done(order, make.user(role="specialist"), Deed.REFUNDED, on=now().date())
    assert order.state == S.CANCELLED
    assert says(order).settled


def test_who_chose_is_not_told_again_that_it_may_be_late(maya: Member) -> None:
    today = now().date()
    order = late(maya, needed_on=today + 2 * DAY, expected_on=today + 5 * DAY)
    message = Message(member=maya, subject="order", subject_id=order.pk)
    assert is_still_found(order_late.NUDGE, message, now())
    chosen(order, C.WAIT)
    assert not is_still_found(order_late.NUDGE, message, now())


def test_a_specialist_may_stop_what_the_law_has_cancelled(maya: Member, sana: User) -> None:
    order = make.order(maya, S.PLACED, placed_on=now().date() - 60 * DAY)
    done(order, sana, Deed.CANCELLED)
    assert order.state == S.CANCELLED
    assert order.cancelled_on == order.placed_on + 31 * DAY
    assert order.refund_due_on is not None
