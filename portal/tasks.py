"""The shell's own periodic work."""

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from accounts.clock import now

HEARTBEAT = "heartbeat"


@shared_task
def heartbeat() -> None:
    """Leave word that beat and a worker are alive; read by the health page."""
    cache.set(HEARTBEAT, now().isoformat(), timeout=600)


@shared_task
def keep_demo_fresh() -> None:
    """Let the demo's outside systems be heard again, or all its answers would grow stale."""
    from portal.demo.load import is_loaded
    from portal.demo.sources import keep_sources

    if settings.PORTAL_DEMO and is_loaded():
        keep_sources(now())
