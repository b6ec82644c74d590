"""What the worker does about sources: measure, tell, run again, clear away. Twice is once."""

from celery import shared_task

from accounts.clock import now
from claims.alarm_mail import tell_operators
from claims.store import kept
from claims.store.readings import prune_readings, take_readings
from claims.store.reruns import run_waiting


@shared_task
def check_sources() -> None:
    """Measure every source, also the silent ones, whose import never calls us."""
    take_readings()
    tell_operators()


@shared_task
def run_batches_again() -> None:
    run_waiting()


@shared_task
def clear_away() -> None:
    """What was kept for long enough: imported files and readings."""
    kept.prune(now())
    prune_readings()
