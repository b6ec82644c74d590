"""The Celery app and the one timetable. The table is the queue; this is the clock."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging, task_prerun, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

MINUTE, HOUR = 60, 3600


def every(seconds: int, task: str) -> dict[str, Any]:
    """A line of the timetable; what no worker took until it is asked for again is forgotten."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


app = Celery("portal")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    # Who asks for a task does not wait for a Redis that is away: the timetable asks again. Kombu's
    # own default is to try for six seconds, which a page and a webhook would hang.
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_connect_timeout": 1.0,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    },
    timezone="UTC",
    enable_utc=True,
    beat_schedule={
        "heartbeat": every(MINUTE, "portal.tasks.heartbeat"),
        "webhook events": every(MINUTE, "claims.tasks.read_webhook_events"),
        "documents": every(MINUTE, "claims.tasks.check_documents"),
        "payments": every(MINUTE, "claims.tasks.read_payment_events"),
        "sources": every(5 * MINUTE, "claims.tasks.check_sources"),
        "what came": every(MINUTE, "claims.tasks.see_what_came"),
        "alarms": every(MINUTE, "claims.tasks.tell_of_alarms"),
        "emergencies": every(MINUTE, "accounts.tasks.tell_of_emergencies"),
        "expiries": every(HOUR, "accounts.tasks.note_expiries"),
        "anomalies": every(10 * MINUTE, "accounts.tasks.find_anomalies"),
        "consents": every(10 * MINUTE, "accounts.tasks.count_consents"),
        "day of consent": {
            "task": "accounts.tasks.close_the_day",
            "schedule": crontab(hour=0, minute=20),  # UTC, whose days are counted
            "options": {"expires": 6 * HOUR},
        },
        "runs": every(MINUTE, "claims.tasks.run_batches_again"),
        "news": every(MINUTE, "outreach.tasks.find_news"),
        "late promises": every(10 * MINUTE, "outreach.tasks.tell_of_late_promises"),
        "own choices": every(HOUR, "outreach.tasks.tell_of_own_choices"),
        "how it was": every(10 * MINUTE, "outreach.tasks.ask_how_it_was"),
        "answers about data": every(10 * MINUTE, "outreach.tasks.tell_of_answers_about_data"),
        "messages": every(15, "outreach.tasks.send_messages"),
        "receipts": every(MINUTE, "outreach.tasks.read_receipts"),
        "nudges": every(15 * MINUTE, "outreach.tasks.find_whom_to_write"),
        "offers": {
            "task": "outreach.tasks.find_whom_to_help",
            "schedule": crontab(minute=20),  # of every hour: it is early somewhere
            "options": {"expires": HOUR},
        },
        "all news": {
            "task": "outreach.tasks.find_all_news",
            "schedule": crontab(hour=9, minute=40),
            "options": {"expires": 6 * HOUR},
        },
        "guesses": {
            "task": "outreach.tasks.work_out_guesses",
            "schedule": crontab(hour=9, minute=50),
            "options": {"expires": 6 * HOUR},
        },
        "estimates": {
            "task": "claims.tasks.build_estimates",
            "schedule": crontab(hour=8, minute=10),  # UTC: night everywhere in the country
            "options": {"expires": 6 * HOUR},
        },
        "appeals": every(MINUTE, "claims.tasks.heed_appeals"),
        "dates": every(30 * MINUTE, "claims.tasks.settle_dates"),
        "nightly dates": {
            "task": "claims.tasks.note_dates",
            "schedule": crontab(hour=9, minute=10),  # after the estimates of the night
            "options": {"expires": 6 * HOUR},
        },
        "clearing": every(HOUR, "claims.tasks.clear_away"),
        "data requests": every(MINUTE, "accounts.tasks.answer_data_requests"),
        "late requests": {
            "task": "accounts.tasks.tell_of_late_answers",
            "schedule": crontab(hour=13, minute=0),  # UTC: morning in the east of the country
            "options": {"expires": 6 * HOUR},
        },
        "retention": {
            "task": "accounts.tasks.sweep_away",
            "schedule": crontab(hour=7, minute=40),
            "options": {"expires": 6 * HOUR},
        },
        "seals": every(MINUTE, "accounts.tasks.seal_record"),
        "guards": every(5 * MINUTE, "accounts.tasks.watch_guards"),
        "record checks": every(MINUTE, "accounts.tasks.check_record"),
        "checkpoint mail": {
            "task": "accounts.tasks.mail_checkpoint",
            "schedule": crontab(hour=12, minute=10),  # UTC: before the day's work in the country
            "options": {"expires": 6 * HOUR},
        },
        "calls": every(MINUTE, "outreach.tasks.look_after_calls"),
        "demo": every(10 * MINUTE, "portal.tasks.keep_demo_fresh"),
    },
)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


# The supervisor of a made-up demo may be root; a real portal runs as its own user (deploy/).
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")


@setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Being here is enough: Celery then leaves the settings' LOGGING alone."""


@worker_init.connect
@beat_init.connect
def start_services(**_kwargs: Any) -> None:
    """For a worker started by hand; under `manage.py run` the services are already there."""
    from portal import embedded

    embedded.start()


@task_prerun.connect
def keep_estimates(**_kwargs: Any) -> None:
    """A worker renders answers too, and says the same days as the pages."""
    from claims.models.estimate import keep_current

    keep_current()
