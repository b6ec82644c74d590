"""Uses against withdrawals, on real connections: nothing is used after "off" is acknowledged."""

import itertools
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.consent import Reason, allows
from accounts.models import ConsentEvent, Member, Use
from tests.accounts.consent import CHECKED, ask, turn

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 100
SENDERS, SENDS = 4, 5  # a round: 2,000 uses in all
HAND_OFF = 0.0005  # seconds that a provider takes, in the transaction that asked


def in_threads(*works: Callable[[], object]) -> list:
    """What each returns, having run at once, each on a connection of its own."""

    def alone(work: Callable[[], object]) -> object:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(alone, works))


def test_s10_of_two_thousand_sends_none_happens_after_the_member_saw_off(maya: Member) -> None:
    handed_off, acknowledged = [], {}

    def sends() -> None:
        for number in range(ROUNDS):
            together.wait()
            for _ in range(SENDS):
                with transaction.atomic():
                    if ask(maya):
                        time.sleep(HAND_OFF)
                        handed_off.append((number, time.monotonic()))
            together.wait()

    def withdraws() -> None:
        for number in range(ROUNDS):
            turn(maya, True, f"on {number}")
            together.wait()
            time.sleep(random.uniform(0, 0.01))
            turn(maya, False, f"off {number}")
            acknowledged[number] = time.monotonic()
            together.wait()

    together = threading.Barrier(SENDERS + 1, timeout=30)
    in_threads(withdraws, *[sends] * SENDERS)
    late = [one for one in handed_off if one[1] > acknowledged[one[0]]]
    assert late == []
    asked = Use.objects.filter(subject=maya.subject)
    assert asked.count() == ROUNDS * SENDERS * SENDS
    assert asked.filter(allowed=True).count() == len(handed_off)
    assert 0 < len(handed_off) < asked.count(), "nobody met anybody: this proves nothing"


def test_s10_no_use_is_dated_after_the_withdrawal_that_it_did_not_see(maya: Member) -> None:
    turn(maya, True, "on")
    in_threads(
        lambda: [in_a_transaction(maya) for _ in range(40)],
        lambda: (time.sleep(0.02), turn(maya, False, "off")),
    )
    off = ConsentEvent.objects.get(decision="withdraw")
    assert not Use.objects.filter(allowed=True, used_at__gt=off.recorded_at).exists()
    assert not Use.objects.filter(allowed=False, used_at__lt=off.recorded_at).exists()
    assert set(Use.objects.filter(allowed=False).values_list("event_id", flat=True)) <= {off.pk}


def in_a_transaction(member: Member) -> bool:
    with transaction.atomic():
        return bool(ask(member))


def test_s09_what_was_queued_before_the_withdrawal_is_refused_and_each_refusal_is_a_row(
    maya: Member,
) -> None:
    turn(maya, True, "on")
    queue = [f"nudge {number}" for number in range(100)]
    off = turn(maya, False, "off").events[0]
    with transaction.atomic():
        sent = [job for job in queue if allows(maya, *CHECKED, doing=job)]
    assert sent == []
    refused = Use.objects.refused().filter(reason=Reason.WITHDRAWN, event=off)
    assert refused.count() == len(queue)


def test_s11_a_worker_that_dies_holding_the_lock_delays_nobody(maya: Member) -> None:
    turn(maya, True, "on")
    asked, gone = threading.Event(), threading.Event()

    def dies() -> None:
        transaction.set_autocommit(False)
        with transaction.atomic():
            ask(maya)
        asked.set()
        connection.connection.pgconn.finish()  # without a word, as a killed process does
        gone.set()

    def withdraws() -> float:
        asked.wait(5)
        began = time.monotonic()
        turn(maya, False, "off")
        return time.monotonic() - began

    _, took = in_threads(dies, withdraws)
    assert took < 2
    with transaction.atomic():
        assert ask(maya).reason is Reason.WITHDRAWN
    assert not Use.objects.filter(allowed=True).exists()


def test_s17_a_gate_that_waits_too_long_says_no(maya: Member) -> None:
    turn(maya, True, "on")
    holds, asked = threading.Event(), threading.Event()

    def decides() -> None:
        with transaction.atomic():
            turn(maya, False, "off")
            holds.set()
            asked.wait(10)
            transaction.set_rollback(True)

    def asks() -> Reason:
        holds.wait(5)
        with transaction.atomic():
            reason = ask(maya).reason
            connection.cursor().execute("SELECT 1")  # and the transaction goes on
        asked.set()
        return reason

    assert in_threads(decides, asks)[1] is Reason.UNAVAILABLE


def test_decisions_at_once_are_one_chain_and_one_key_is_one_row(maya: Member) -> None:
    def decides(name: str) -> Callable[[], object]:
        flips = itertools.cycle((True, False))
        return lambda: [turn(maya, next(flips), f"{name} {number}") for number in range(20)]

    in_threads(*[decides(name) for name in "abcd"], *[lambda: turn(maya, True, "same")] * 2)
    rows = list(ConsentEvent.objects.of(maya.subject).reverse())
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    previous = bytes(32)
    for row in rows:
        assert bytes(row.previous) == previous
        previous = bytes(row.hash)
    assert len([row for row in rows if row.key == "same"]) <= 1
