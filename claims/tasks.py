"""What the worker does about sources: read, measure, tell, run again, clear away. Twice is once."""

import datetime as dt
import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.clock import now
from claims.alarm_mail import tell_operators
from claims.documents import checking, clearing
from claims.models import WebhookEvent
from claims.models.estimate import look
from claims.payments import provider
from claims.store import kept, payment_events
from claims.store.appeal_decisions import heed_sources
from claims.store.drift import watch
from claims.store.open_dates import note_all
from claims.store.order_deeds import note_refunds
from claims.store.promise_settlement import settle
from claims.store.readings import prune_readings, take_readings
from claims.store.request_answers import advance_all
from claims.store.reruns import run_waiting
from claims.store.second_looks import heed_all
from claims.store.webhook_events import take

logger = logging.getLogger(__name__)

AT_ONCE = 500  # events; then other tasks have their turn


@shared_task
def read_webhook_events() -> None:
    """Read what sources pushed. Any number of workers may do so at once."""
    for _ in range(AT_ONCE):
        if not take(now()):
            return
    hurry()


def hurry() -> None:
    """Ask a worker to read now. Without Redis the timetable does it, a minute later."""
    try:
        read_webhook_events.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of a webhook event; the timetable will")


@shared_task
def check_documents() -> None:
    """Check what members sent. Any number of workers may do so at once."""
    checking.release_quarantine(now())
    for _ in range(AT_ONCE):
        if not checking.take(now()):
            return


@shared_task
def see_what_came() -> None:
    """Claims that wait for their member, where what we asked for is here by now."""
    advance_all(now())
    heed_all(now())


@shared_task
def read_payment_events() -> None:
    """What the payment provider said, and what became of payments of which it said nothing."""
    taker = provider()
    if taker is None:
        return
    for _ in range(AT_ONCE):
        if not payment_events.take(taker, at=now()):
            break
    payment_events.look_after(taker, at=now())


def hurry_payments() -> None:
    """Ask a worker to read now. Without Redis the timetable does it, a minute later."""
    try:
        read_payment_events.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of a payment; the timetable will")


@shared_task
def check_sources() -> None:
    """Measure every source, also the silent ones, whose import never calls us."""
    take_readings()
    tell_operators()


@shared_task
def tell_of_alarms() -> None:
    """An import opens alarms by itself, and nobody should wait for the next check."""
    tell_operators()


@shared_task
def run_batches_again() -> None:
    run_waiting()


@shared_task
def build_estimates() -> None:
    """How long cases took, counted anew each night, and asked for more where too few dates were
    kept: what is found counts from the table that is made then."""
    from claims.store import estimates  # its arrays cost a page that loads this file 20 MB

    watch(now())
    estimates.build(now())
    look()


@shared_task
def heed_appeals() -> None:
    """See whether a payer's new decision answers an appeal, and let appeals follow their claims."""
    heed_sources(now())


@shared_task
def settle_dates() -> None:
    """See what came of the dates whose day has come, wherever the member is."""
    note_refunds(now())
    settle(now(), before=now().date() + dt.timedelta(days=2))


@shared_task
def note_dates() -> None:
    """Once a night: see what came of all dates; then note those of all that is open."""
    settle(now())
    note_all(now())


@shared_task
def clear_away() -> None:
    """What was kept for long enough: files, the bytes of webhook events, readings."""
    kept.prune(now())
    clearing.clear(now())
    WebhookEvent.objects.all().drop_bodies(now())
    prune_readings()
