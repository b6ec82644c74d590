"""What the worker does about people, their data and what they agreed to. Twice is once."""

import datetime as dt
import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.anomaly_mail import tell_of_anomalies
from accounts.audit import coverage, population
from accounts.audit.anomalies import find
from accounts.clock import now
from accounts.consent.expiry import record_expiries
from accounts.emergency_mail import tell_officers
from accounts.late_request_mail import tell_of_late_requests
from accounts.proof import checking, copying, officer_mail, watching
from accounts.proof.alarms import Kind, quiet, sound
from accounts.proof.note import NoKey
from accounts.proof.places import Differs, Unreachable
from accounts.proof.sealing import Broken, seal
from accounts.rights.requests import work_on_all
from accounts.rights.sweeping import sweep_all

logger = logging.getLogger(__name__)

LATELY = dt.timedelta(minutes=30)
A_DAY_AND_MORE = dt.timedelta(hours=26)
SEALS_AT_ONCE = 20


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


@shared_task
def tell_of_late_answers() -> None:
    """Once a day: officers and supervisors hear how many requests are late."""
    tell_of_late_requests()


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
    population.count_days(population.yesterday())


@shared_task
def count_consents() -> None:
    """Every ten minutes, so that the officer's pages need not."""
    population.count_now()
    coverage.count_now()


@shared_task
def seal_record() -> None:
    """Seal what was decided since the last minute, and bring it where else it is to go."""
    try:
        for _ in range(SEALS_AT_ONCE):
            if seal() is None:
                break
    except (Broken, Differs, NoKey, Unreachable) as problem:
        logger.exception("the consent record could not be sealed")
        sound(Kind.SEALER, str(problem))
    else:
        quiet(Kind.SEALER)
    try:
        copying.copy()
    except (Differs, Unreachable) as problem:
        logger.warning("a seal could not be copied", extra={"problem": str(problem)})
        sound(Kind.COPIES, str(problem))
    else:
        quiet(Kind.COPIES)
    officer_mail.tell_of_alarms()


@shared_task
def watch_guards() -> None:
    watching.watch()
    officer_mail.tell_of_alarms()


@shared_task
def check_record() -> None:
    """Once an hour, and whenever an officer asks."""
    checking.run_waiting()
    officer_mail.tell_of_alarms()


@shared_task
def mail_checkpoint() -> None:
    """Once a day: the newest head into mailboxes that no administrator of ours can reach."""
    officer_mail.send_checkpoint()
