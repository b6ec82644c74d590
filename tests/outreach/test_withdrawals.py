"""Sending against "off", on real connections: nothing leaves once a member was told that it is off.

A worker is held where it has read all that it decides by and has committed nothing. Whoever turns
messages off in that moment has to wait until it is done.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.db.models import Sum
from django.test import Client

from accounts.consent import decide
from accounts.models import Member
from outreach import sending
from outreach.channels import NotNow
from outreach.models import Delivery, Message
from outreach.models.message import WAITS
from outreach.sending import send_due
from tests.outreach.test_messages import NOON, ONE_CLICK, stop_link, told
from tests.people import browser_of

HELD = 0.15  # seconds: longer than turning it off takes where nobody has to wait

pytestmark = pytest.mark.django_db(transaction=True)


def consent(member: Member) -> None:
    choice = {("service_messages", "claims"): False}
    decide(member, choice, by=member.user, screen="test", language="en", key="off")


def one_click(member: Member) -> None:
    assert Client().post(stop_link(member), ONE_CLICK).status_code == 200


def reach(member: Member) -> None:
    times = {"quiet_from": "20:00", "quiet_until": "08:00"}
    assert browser_of(member.user).post("/inbox/reach/", times).status_code == 302


WAYS_OFF = (consent, one_click, reach)


class Gap:
    """A worker stops where ``place.name`` ends, until somebody lets it go on or it is tired."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        real = getattr(place, name)

        def held(*args: Any, **kwargs: Any) -> Any:
            answer = real(*args, **kwargs)
            self.reached.set()
            self.go_on.wait(HELD)
            return answer

        monkeypatch.setattr(place, name, held)


def worker() -> int:
    try:
        return send_due()
    finally:
        connection.close()


def tries(member: Member) -> int:
    """How often something was about to leave, as the database has it."""
    theirs = Delivery.objects.filter(message__member=member, dropped_at=None)
    return theirs.aggregate(all=Sum("attempts"))["all"] or 0


def left(off: Callable[[Member], None], member: Member, gap: Gap) -> tuple[int, int]:
    """How much had left when the member was told that it is off, and in the end."""
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(worker)
        assert gap.reached.wait(10)
        off(member)
        before = tries(member)
        gap.go_on.set()
        working.result(10)
    return before, tries(member)


@pytest.mark.parametrize("off", WAYS_OFF)
@time_machine.travel(NOON, tick=False)
def test_nothing_leaves_after_a_member_saw_off(
    maya: Member, monkeypatch: pytest.MonkeyPatch, off: Callable[[Member], None]
) -> None:
    told(maya)
    gap = Gap(monkeypatch, sending, "way_out")
    assert left(off, maya, gap) == (1, 1)
    mail.outbox.clear()
    told(maya)
    Message.objects.sent().update(read_at=NOON)  # else the first e-mail would stand for it
    send_due()
    assert not mail.outbox


@pytest.mark.parametrize("off", WAYS_OFF)
@time_machine.travel(NOON, tick=False)
def test_no_second_try_leaves_after_a_member_saw_off(
    maya: Member, monkeypatch: pytest.MonkeyPatch, off: Callable[[Member], None]
) -> None:
    told(maya)
    with monkeypatch.context() as away:
        away.setattr(sending.Failover, "send", not_now)
        send_due()
    mail.outbox.clear()
    at = NOON + 2 * WAITS[0]
    with time_machine.travel(at, tick=False):
        gap = Gap(monkeypatch, sending, "may_leave")
        assert left(off, maya, gap) == (2, 2)
        Delivery.objects.update(sent_at=None, next_at=at)
        mail.outbox.clear()
        send_due()
        assert not mail.outbox


def not_now(*_any: Any) -> None:
    raise NotNow("away", away=True)
