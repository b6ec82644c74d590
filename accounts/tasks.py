"""What the worker does about people, their data and what they agreed to. Twice is once."""

import datetime as dt
import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.anomaly_mail import tell_of_anomalies
from accounts.audit.anomalies import find
from accounts.audit.population import count_days, yesterday
from accounts.clock import now
from accounts.consent.expiry import record_expiries
from accounts.emergency_mail import tell_officers
from accounts.rights.requests import work_on_all
from accounts.rights.sweeping import sweep_all

logger = logging.getLogger(__name__)

LATELY = dt.timedelta(minutes=30)
A_DAY_AND_MORE = dt.timedelta(hours=26)


@shared_task
def tell_of_emergencies() -> None:
    """Emergency access is told at once; this is also the clock for one that nobody reviews."""
    tell_officers()


@shared_task
def sweep_away() -> None:
    """Once a night: delete what was kept for long enough."""
    sweep_all(now())


@shared_task
def answer_data_requests() -> None:
    """Make copies and delete, as members asked."""
    work_on_all()


def hurry() -> None:
    """Ask a worker to do so now. Without Redis the timetable does it, a minute later."""
    try:
        answer_data_requests.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of a data request; the timetable will")


@shared_task
def note_expiries() -> None:
    """The gate says no by the clock already; this makes the ledger say when it ended."""
    record_expiries()


@shared_task
def find_anomalies() -> None:
    """Check the uses of the last half hour against what they rest on."""
    find(now() - LATELY)
    tell_of_anomalies()


@shared_task
def close_the_day() -> None:
    """Once a night: check the whole day's uses once more, and count who had what on at its end."""
    find(now() - A_DAY_AND_MORE)
    tell_of_anomalies()
    count_days(yesterday())
