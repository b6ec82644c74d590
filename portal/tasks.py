"""The shell's own periodic work."""

from celery import shared_task
from django.core.cache import cache

from accounts.clock import now

HEARTBEAT = "heartbeat"


@shared_task
def heartbeat() -> None:
    """Leave word that beat and a worker are alive; read by the health page."""
    cache.set(HEARTBEAT, now().isoformat(), timeout=600)
