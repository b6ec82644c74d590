"""An order that one of us works on: whether they may open it, what they read, what they note."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import Member, User
from claims.answers.answer import Answer, Upcoming
from claims.answers.order import order_answer
from claims.answers.order_case import OrderCase, order_case
from claims.answers.order_doing import work_words
from claims.answers.words import day, local_date, say
from claims.facts import Choice, Deed, OrderState
from claims.models import Order, OrderChoice
from claims.store.order_deeds import Noted, record
from outreach.models import Booking, Call, CallRequest
from outreach.outbox import post
from outreach.subject import they_see

#: What a member is told of by a message of its own: what they chose or asked was carried out.
TOLD = (Deed.ANSWERED, Deed.CANCELLED, Deed.SENT_AGAIN, Deed.TO_COLLECT, Deed.REFUNDED)
LATELY = dt.timedelta(days=30)


class Work(Struct, frozen=True, kw_only=True):
    """What the page says, in finished words; of something private as little as can be."""

    title: str
    member: str
    wanted: str
    by: str
    looked: str
    they_see: str
    doing: tuple[Upcoming, ...]


def may_open(order: Order, at: dt.datetime) -> bool:
    """Only with a case to work on: something was asked of us, done lately, or spoken of."""
    if order.act_by is not None or order.done.filter(at__gt=at - LATELY).exists():
        return True
    about = {"subject": CallRequest.Subject.ORDER, "subject_id": order.pk}
    return any(model.objects.filter(**about).exists() for model in (CallRequest, Booking, Call))


def case_of(order: Order, at: dt.datetime) -> OrderCase:
    return order_case(order.facts(), now=at, zone=order.member.time_zone)


def work(order: Order, case: OrderCase, at: dt.datetime) -> Work:
    member: Member = order.member
    answer: Answer = order_answer(case.facts, now=at, zone=member.time_zone)
    by = None if case.settled else case.facts.act_by
    return Work(
        title=say(_("Order {number}"), number=order.number or str(order.pk)),
        member=say(
            "{name}, {number}",
            name=member.name,
            number=member.number,
        ),
        wanted=work_words(case.facts),
        by=say(_("We said by {date}."), date=day(by, today=local_date(at, member.time_zone)))
        if by
        else "",
        looked=looked_words(case),
        they_see=they_see(answer),
        doing=() if answer.guarded else answer.doing,
    )


def looked_words(case: OrderCase) -> str:
    """Where the member looked for what they miss, and when."""
    told = next((one for one in case.facts.told if one.choice is Choice.NOT_HERE), None)
    if told is None or case.state != OrderState.DISPUTED or not told.looked:
        return ""
    places = "; ".join(str(OrderChoice.Place(one).label) for one in told.looked)
    if told.looked_on is None:
        return say(_("They looked: {places}."), places=places)
    on = day(told.looked_on, today=case.today)
    return say(_("They looked: {places}. Last on {date}."), places=places, date=on)


def note(order: Order, noted: Noted, *, by: User, at: dt.datetime) -> None:
    """Keep it, and tell the member where what they chose was carried out."""
    with transaction.atomic():
        if record(order.pk, noted, by=by, at=at) and noted.deed in TOLD:
            post(
                order.member,
                "order_done",
                about=f"order:{order.pk}",
                purpose="service_messages",
                category="orders",
                key=f"{order.pk}:{noted.deed}:{at.isoformat()}",
            )
