"""Putting right: a broken word opens one case by itself, with an owner; goodwill comes last."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, User
from claims.answers.promise import open_for
from claims.answers.words import plain
from claims.facts import Guard, OrderState
from claims.models import Order, OrderDeed
from outreach.goodwill import FLOORS, NotFixed, TooMuch, give, left, noted_of
from outreach.models import Goodwill, Message, Pulse, Recovery
from outreach.models.recovery import MOST_OF_A_CASE, MOST_OF_A_MONTH
from outreach.recovering import (
    BEGUN_IN,
    NotYet,
    alarm_of_untouched,
    failures,
    open_recoveries,
    step,
)
from outreach.recovery_report import how_well, report
from tests import make
from tests.claims.late_orders import late, says
from tests.outreach.test_crowd import at_once

DAY = dt.timedelta(days=1)
DESK = "/desk/recoveries/"

pytestmark = pytest.mark.django_db


def words(page) -> str:
    return " ".join(plain(page.content.decode()).split())


def fixed(owner: Member, user: User) -> Recovery:
    """An order that came at last, and is put right."""
    order = make.order(owner, OrderState.DELIVERED)
    case = make.recovery(owner, user, failure="date", subject="order", subject_id=order.pk)
    for what in ("told", "dated", "fixed"):
        step(case, what, "", by=user, at=make.now())
    case.refresh_from_db()
    return case


def add(case: Recovery, cents: int, by: User) -> None:
    at = make.now()
    give(case, cents, "time", noted_of(case, cents, str(uuid4()), by=by, at=at), by=by, at=at)


def test_a_date_that_passes_opens_one_case_with_an_owner_and_its_member_is_told(
    as_maya: Client, maya: Member, omar: Member
) -> None:
    dana = make.specialist("Dana")
    claim = make.claim(maya)
    make.late_date(claim)
    make.late_date(make.claim(omar), ago=30)  # history
    assert open_recoveries(make.now()) == 1
    assert open_recoveries(make.now()) == 0
    case = Recovery.objects.get()
    assert (case.member, case.failure, case.owner) == (maya, "date", dana.user)
    assert Message.objects.get().notice == "recovery_opened"
    assert case.get_absolute_url() in as_maya.get(claim.get_absolute_url()).content.decode()
    page = words(as_maya.get(case.get_absolute_url()))
    assert "We told you a date and did not keep it. We are sorry." in page
    assert "Dana is putting it right." in page
    assert Client().get(case.get_absolute_url()).status_code == 302


def test_an_order_that_misses_its_day_opens_a_case_and_one_that_only_moves_does_not(
    maya: Member,
) -> None:
    make.specialist("Dana")
    soon = make.now().date() + 3 * DAY
    make.order(maya, expected_on=soon, needed_on=soon + DAY)
    assert open_recoveries(make.now()) == 0
    make.order(maya, expected_on=soon, needed_on=soon - DAY)
    make.thread(maya, at=make.now() - 5 * DAY)
    assert open_recoveries(make.now()) == 2
    assert {one.failure for one in Recovery.objects.all()} == {"order", "answer"}


def test_what_has_a_case_is_not_even_read_again(maya: Member) -> None:
    make.specialist("Dana")
    claims = [make.claim(maya) for _number in range(3)]
    for claim in claims:
        make.late_date(claim)
    assert open_recoveries(make.now()) == 3
    make.late_date(claims[0])  # a second one, while the first is being put right
    with CaptureQueriesContext(connection) as asked:
        assert list(failures(make.now())) == []
    assert len(asked) == 4, "one for each kind of failure"


def test_supervisors_hear_once_of_what_nobody_began_in_two_hours_in_which_we_are_open(
    maya: Member, sana: User, ruth: User
) -> None:
    friday = dt.datetime(2026, 3, 13, 23, tzinfo=dt.UTC)  # 7pm in New York: an hour before we close
    monday = dt.datetime(2026, 3, 16, 13, tzinfo=dt.UTC)
    assert open_for(BEGUN_IN, friday) == monday
    case = make.recovery(maya, sana, opened_at=friday, begin_by=monday)
    assert alarm_of_untouched(monday) == 0
    at = monday + dt.timedelta(minutes=1)
    assert (alarm_of_untouched(at), alarm_of_untouched(at)) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == [ruth.email]
    assert "/desk/recoveries/" in sent.body
    assert maya.preferred_name not in sent.body
    step(case, "told", "", by=sana, at=at)
    assert not Recovery.objects.untouched(at).exists()


def test_the_report_says_how_well_we_put_right(maya: Member, sana: User) -> None:
    at = make.now()
    first, second = make.claim(maya), make.claim(maya)
    for claim in (first, second):
        make.recovery(maya, sana, failure="date", subject="claim", subject_id=claim.pk)
    asked_at = at - dt.timedelta(hours=2)
    make.call_request(maya, subject="claim", subject_id=second.pk, asked_at=asked_at)
    for number, came in enumerate((at, at - 3 * DAY)):
        order = make.order(maya, OrderState.DELIVERED, needed_on=(at - 2 * DAY).date())
        order.shipments.update(state_at=came)
        make.recovery(maya, sana, failure="order", subject="order", subject_id=order.pk)
        answered = {"answered_at": at, "understood": ("yes", "no")[number]}
        Pulse.objects.create(
            member=maya, moment="recovery", thing=order.pk, asked_at=at, **answered
        )
    make.late_date(first)
    assert [plain(row[1]) for row in how_well(at - 7 * DAY, at).rows] == [
        "3 of 4",
        "1 of 2",
        "0 of 1",
        "1 of 2",
    ]


def test_each_step_is_read_as_it_happens_and_the_floor_is_everybodys(
    as_sana: Client, as_maya: Client, maya: Member, sana: User
) -> None:
    order = late(maya)
    case = make.recovery(maya, sana, failure="order", subject="order", subject_id=order.pk)
    at = f"{DESK}{case.pk}/"
    assert case.get_failure_display() in words(as_sana.get(DESK))
    early = words(as_sana.post(at, {"what": "fixed", "words": ""}))
    assert "Everybody gets this first: Told them that we are late, and why." in early
    as_sana.post(at, {"what": "told", "words": "A storm."})
    as_sana.post(at, {"what": "told", "words": "A storm."})  # pressed twice
    page = words(as_maya.get(case.get_absolute_url()))
    assert page.count("Told you that we are late, and why: A storm.") == 1
    assert "The order has not come to its end yet." in words(
        as_sana.post(at, {"what": "fixed", "words": ""})
    )
    order.shipments.update(state=OrderState.DELIVERED, state_at=make.now())
    Order.objects.filter(pk=order.pk).update(state=OrderState.DELIVERED)
    assert as_sana.post(at, {"what": "fixed", "words": ""}).status_code == 302
    (group,) = says(order).beside
    assert "we added $10.00 to your account" in plain(group.note)
    assert "we added $10.00 to your account" in words(as_maya.get(case.get_absolute_url()))
    assert left(sana, make.now()) == MOST_OF_A_MONTH, "out of nobody's budget"


def test_goodwill_waits_for_the_fix_and_needs_a_reason(
    as_sana: Client, as_ruth: Client, maya: Member, sana: User
) -> None:
    order = make.order(maya, OrderState.DELIVERED)
    case = make.recovery(maya, sana, failure="date", subject="order", subject_id=order.pk)
    with pytest.raises(NotFixed):
        add(case, 500, sana)
    with pytest.raises(NotYet):
        step(case, "fixed", "", by=sana, at=make.now())
    assert left(sana, make.now()) == MOST_OF_A_MONTH
    done = fixed(maya, sana)
    at = f"{DESK}{done.pk}/goodwill/"
    assert "Choose why." in words(as_sana.post(at, {"dollars": "5"}))
    assert as_sana.post(at, {"dollars": "5", "reason": "time"}).status_code == 302
    assert as_sana.post(at, {"dollars": "46", "reason": "time"}).status_code == 200
    assert Goodwill.objects.get().cents == 500
    (*_tables, given) = report(make.now())
    assert given.rows == (("sana@example.com", "1", "<bdi>$5.00</bdi>"),)
    assert "There is no target" in words(as_ruth.get(f"{DESK}goodwill/"))


def test_what_is_private_is_not_named_on_the_desk(
    as_sana: Client, maya: Member, sana: User
) -> None:
    claim = make.claim(maya, guard=Guard.UNKNOWN, service="Methadone")
    case = make.recovery(maya, sana, failure="date", subject="claim", subject_id=claim.pk)
    assert "Methadone" not in words(as_sana.get(DESK)) + words(as_sana.get(f"{DESK}{case.pk}/"))


@pytest.mark.django_db(transaction=True)
def test_caps_hold_when_many_press_at_once() -> None:
    sana, maya = make.user("s@example.com", role="specialist"), make.member("Maya")
    one = fixed(maya, sana)
    others = [fixed(maya, sana) for _number in range(7)]

    def press(case: Recovery) -> int:
        try:
            add(case, 3_000, sana)
        except TooMuch:
            return 0
        return 1

    assert sum(at_once(press, [one] * 4)) == 1, "of one case"
    add(one, MOST_OF_A_CASE - 3_000, sana)
    assert sum(at_once(press, others)) == 7
    spent = 5_000 + 7 * 3_000
    assert left(sana, make.now()) == MOST_OF_A_MONTH - spent == 4_000
    last = [fixed(maya, sana) for _number in range(3)]
    assert sum(at_once(press, last)) == 1, "of one month"


def test_a_doubled_press_adds_once_and_what_is_charged_is_what_the_member_has(
    as_sana: Client, maya: Member, sana: User
) -> None:
    order = make.order(maya, OrderState.DELIVERED)
    case = make.recovery(maya, sana, failure="order", subject="order", subject_id=order.pk)
    for what in ("told", "fixed"):  # the floor is added a moment before
        step(case, what, "", by=sana, at=make.now())
    form = {"dollars": "5", "reason": "time", "note": "Sorry"}
    for _press in range(2):
        page = as_sana.post(f"{DESK}{case.pk}/goodwill/", form, follow=True)
    assert "it counts once" in words(page)
    as_sana.post(f"{DESK}{case.pk}/goodwill/", form | {"dollars": "7"})
    case.refresh_from_db()
    given = OrderDeed.objects.filter(order=order, deed="goodwill").order_by("cents")
    assert list(given.values_list("cents", flat=True)) == [500, 700, FLOORS["order"]]
    assert MOST_OF_A_MONTH - left(sana, make.now()) == case.goodwill == 1_200
