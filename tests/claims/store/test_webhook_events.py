"""What is pushed is never lost, is read once, reads like a file, and stops nobody else."""

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.conf import settings as portal
from django.db import Error, connection, connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from claims.facts import Trouble
from claims.models import Alarm, Claim, ClaimEvent, ImportBatch, Shipment, WebhookEvent, WebhookKey
from claims.models.webhook_event import KEPT, PARKED_KEPT, WAITS
from claims.store.batch import LOCK
from claims.store.webhook_events import _begin, _read, receive, take
from claims.tasks import check_sources, clear_away, read_webhook_events
from claims.webhook_signature import Signature
from tests.claims.sources import fhir_documents
from tests.claims.store import test_balances, test_orders
from tests.claims.store.landing import counts, land
from tests.claims.store.test_orders import FILES, everything
from tests.claims.webhooks import NOW, header, key_of, push, tracker

SECOND = dt.timedelta(seconds=1)
MANY = 16  # events for four workers at once


@pytest.fixture(autouse=True)
def stopped(settings) -> None:
    settings.PORTAL_NOW = NOW


def store(body: bytes | dict, *, key: WebhookKey | None = None, at: dt.datetime = NOW) -> int:
    """What the address does with a signed event before it answers."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = Signature(int(at.timestamp()), ())
    number = receive(key or key_of("easypost")[0], signature, raw, event_id="", at=at)
    assert number is not None
    return number


def poison() -> int:
    """An event that no code of ours can read: nobody knows its system any more."""
    key, _secret = key_of("easypost")
    key.system = "gone"
    return store(tracker("failure"), key=key)


def read_all(at: dt.datetime = NOW) -> None:
    while take(at):
        pass


def test_an_event_reads_like_a_file(db):
    number = store(tracker())
    read_all(NOW + SECOND)
    event = WebhookEvent.objects.get(pk=number)
    assert event.finished_at == NOW + SECOND
    assert (event.batch.file_name, event.batch.landed) == (f"webhook event {number}", 1)
    # It was heard when it came, however long nobody read it.
    assert Shipment.objects.get().events.get().received_at == NOW


CONTENTS = {
    "fhir": [fhir_documents.eob(), fhir_documents.eob(id="another")],
    "ledger": [test_balances.entry(statement="S-9"), test_balances.statement()],
    "schemaorg": [test_orders.order(), test_orders.order("ORD-2")],
    "easypost": [json.loads(tracker()), json.loads(tracker("delivered"))],
}


@pytest.mark.parametrize("system", CONTENTS)
def test_what_is_pushed_lands_as_the_same_file_would(db, system):
    documents = CONTENTS[system]
    with transaction.atomic():
        imported = land(system, documents, at=NOW)
        as_a_file = counts(imported), contents()
        transaction.set_rollback(True)
    store(json.dumps(documents).encode(), key=key_of(system, system)[0])
    read_all()
    assert (counts(WebhookEvent.objects.get().batch), contents()) == as_a_file
    assert as_a_file[0][0]  # or nothing was compared


def contents() -> tuple:
    """What is held of claims, orders and balances, without keys."""
    claims = Claim.objects.values_list("number", "state", "service", "provider")
    said = ClaimEvent.objects.values_list("state", "content_hash", "received_at")
    return sorted(claims), sorted(said), test_orders.everything(), test_balances.everything()


def test_events_are_read_in_the_order_in_which_they_came(db):
    first = store(tracker())
    second = store(tracker("delivered", "2026-11-21T10:00:00Z"), at=NOW + SECOND)
    assert take(NOW + SECOND)
    assert not WebhookEvent.objects.waiting().filter(pk=first).exists()
    assert WebhookEvent.objects.waiting().filter(pk=second).exists()


# Each example rolls back what it did, so it may share the database with the others.
@effort(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pushed=st.lists(st.sampled_from(sorted(FILES)), max_size=8),
    shuffled=st.randoms(use_true_random=False),
)
def test_neither_the_order_of_pushes_nor_doubles_change_where_things_end(db, pushed, shuffled):
    names = [*pushed, *FILES]
    shuffled.shuffle(names)
    assert _after(names) == _after_each_once()


@cache
def _after_each_once() -> tuple:
    return _after(list(FILES))


def _after(names: list[str]) -> tuple:
    """What is held after these were pushed and read, in this order; undone behind it."""
    with transaction.atomic():
        keys = {system: key_of(system, system)[0] for system, _ in FILES.values()}
        for number, name in enumerate(names):
            system, content = FILES[name]
            store(content, key=keys[system], at=NOW + number * SECOND)
            if number % 2:  # some are read at once, others wait for the next
                read_all(NOW + number * SECOND)
        read_all(NOW + len(names) * SECOND)
        assert not WebhookEvent.objects.waiting().exists()
        found = everything()
        transaction.set_rollback(True)
    return found


def test_a_poison_event_never_blocks_the_next(db, caplog):
    bad = poison()
    good = store(tracker(at="2026-11-21T10:00:00Z"))
    read_all()
    assert WebhookEvent.objects.get(pk=good).finished_at == NOW
    event = WebhookEvent.objects.get(pk=bad)
    assert (event.finished_at, event.parked_at, event.attempts) == (None, None, 1)
    assert event.next_at == NOW + WAITS[0]
    assert "Error in claims/" in event.reason
    assert "1Z9" not in event.reason + caplog.text


def test_a_poison_event_is_tried_ever_more_seldom_and_then_parked(db):
    bad = poison()
    at = NOW
    for wait in WAITS:
        read_all(at)
        assert not take(at + wait - SECOND)
        at += wait
    event = WebhookEvent.objects.get(pk=bad)
    assert (event.attempts, event.parked_at) == (len(WAITS), at - WAITS[-1])
    assert not take(at + dt.timedelta(days=9))
    assert not ImportBatch.objects.exists()


def test_an_alarm_opens_when_an_event_is_parked_and_closes_when_it_is_tried_anew(
    db, otto, mailoutbox
):
    bad = poison()
    at = NOW
    for wait in WAITS:
        check_sources()
        assert not Alarm.objects.filter(kind=Trouble.PARKED).exists(), "it may yet be read"
        read_all(at)
        at += wait
    check_sources()
    check_sources()
    alarm = Alarm.objects.get(kind=Trouble.PARKED)
    assert (alarm.source_id, alarm.value, alarm.closed_at) == ("easypost", 1, None)
    assert len(mailoutbox) == 1
    assert WebhookEvent.objects.get(pk=bad).again(at)
    check_sources()
    alarm.refresh_from_db()
    assert alarm.closed_at is not None
    assert not Alarm.objects.open().exists()


def test_a_parked_event_can_be_tried_anew_when_its_cause_is_mended(db):
    number = store(tracker())
    event = WebhookEvent.objects.get(pk=number)
    event.park(NOW, "a cause")
    read_all()
    assert not Shipment.objects.exists()
    assert event.again(NOW)
    read_all()
    event.refresh_from_db()
    assert (event.finished_at, event.batch.landed) == (NOW, 1)
    assert not event.again(NOW)


def test_an_event_whose_reading_fails_leaves_nothing_half_written(db):
    poison()
    read_all()
    assert not Shipment.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_event_that_somebody_else_has_read_meanwhile_is_left_alone(db):
    store(tracker())
    stalled = _begin(NOW)
    assert stalled is not None
    read_all(NOW + WAITS[0])
    _read(stalled, NOW + WAITS[1])
    assert not stalled.park(NOW + WAITS[1], "a cause")
    event = WebhookEvent.objects.get()
    assert (event.finished_at, event.reason) == (NOW + WAITS[0], "")
    assert ImportBatch.objects.count() == 1


def test_two_workers_at_once_read_each_event_once(transactional_db):
    key = key_of("easypost")[0]
    for n in range(MANY):
        store(tracker(tracking_code=f"1Z{n}"), key=key)
    taken: list[int] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        count = 0
        while take(NOW):
            count += 1
        taken.append(count)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(taken) == MANY
    assert max(taken) < MANY  # or they did not work together
    assert set(WebhookEvent.objects.values_list("attempts", flat=True)) == {1}
    assert ImportBatch.objects.count() == Shipment.objects.count() == MANY


def test_what_was_stored_when_everything_died_is_read_afterwards(
    transactional_db, live_server, nobody_reads
):
    _key, secret = key_of("easypost")
    body = tracker("delivered")
    assert push(live_server.url, "easypost", body, header(body, secret))[0] == 202
    assert not Shipment.objects.exists()
    read_webhook_events()  # as the timetable does when Redis is back
    assert Shipment.objects.get().state == "delivered"


WORKER = """
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = {name!r}
from claims.store.webhook_events import take
from accounts.clock import now
take(now())
"""


@contextmanager
def a_worker_in_the_middle() -> Iterator[subprocess.Popen]:
    """Another process that reads an event and has not committed it: the import's turn is ours."""
    name = portal.DATABASES["default"]["NAME"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORTAL_NOW": NOW.isoformat(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER.format(name=name)], env=environment, cwd=portal.BASE_DIR
        )
        try:
            for _ in range(300):
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    break
                assert worker.poll() is None
                time.sleep(0.1)
            yield worker
        finally:
            worker.kill()
            worker.wait()


def test_a_worker_that_is_killed_while_it_reads_loses_nothing(transactional_db):
    number = store(tracker("delivered"))
    with a_worker_in_the_middle() as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    event = WebhookEvent.objects.get(pk=number)
    assert (event.attempts, event.finished_at) == (1, None)
    assert not ImportBatch.objects.exists()
    assert not take(NOW)  # its try counts until the next is due
    read_all(NOW + WAITS[0])
    assert Shipment.objects.get().state == "delivered"
    assert ImportBatch.objects.count() == 1


def test_an_event_that_kills_every_worker_is_parked_too(db):
    number = store(tracker())
    WebhookEvent.objects.filter(pk=number).update(attempts=len(WAITS))
    assert not take(NOW)
    event = WebhookEvent.objects.get(pk=number)
    assert (event.parked_at, event.reason) == (NOW, "the worker ended while it read this")


def test_a_slow_worker_keeps_its_event_however_long_it_takes(transactional_db):
    number = store(tracker())
    with a_worker_in_the_middle():
        late = NOW + 2 * WAITS[0]
        assert not _elsewhere(late)
    assert WebhookEvent.objects.get(pk=number).attempts == 1


def _elsewhere(at: dt.datetime) -> bool:
    """Whether another connection finds something to read."""
    found: list[bool] = []

    def work() -> None:
        found.append(take(at))
        connections.close_all()

    other = threading.Thread(target=work)
    other.start()
    other.join()
    return found[0]


def test_bytes_are_forgotten_after_their_time_and_the_rest_stays(db, settings):
    good, bad = store(tracker()), poison()
    for n in range(len(WAITS)):
        read_all(NOW + dt.timedelta(days=n))
    waiting = store(tracker("delivered", "2026-11-21T10:00:00Z"))
    settings.PORTAL_NOW = NOW + KEPT + SECOND
    clear_away()
    assert WebhookEvent.objects.get(pk=good).body is None
    assert WebhookEvent.objects.get(pk=bad).body is not None
    settings.PORTAL_NOW = NOW + PARKED_KEPT + dt.timedelta(days=9)
    clear_away()
    assert WebhookEvent.objects.get(pk=bad).body is None
    assert not WebhookEvent.objects.get(pk=bad).again(NOW)
    assert WebhookEvent.objects.get(pk=waiting).body is not None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims_webhookevent SET body = 'x'",
        "UPDATE claims_webhookevent SET source_id = 'shippo'",
        "UPDATE claims_webhookevent SET received_at = now()",
        "UPDATE claims_webhookevent SET signed_digest = ''",
        "DELETE FROM claims_webhookevent",
    ],
)
def test_the_database_refuses_to_change_what_came(db, change):
    key_of("shippo", "shippo")
    store(tracker())
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_flood_leaves_other_tasks_their_turn(db, monkeypatch):
    monkeypatch.setattr("claims.tasks.AT_ONCE", 2)
    key = key_of("easypost")[0]
    for n in random.sample(range(100), 5):
        store(tracker(tracking_code=f"1Z{n}"), key=key)
    read_webhook_events()
    assert not WebhookEvent.objects.waiting().exists()
