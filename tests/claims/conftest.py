"""What tests of claims may ask for."""

from collections.abc import Iterator

import pytest

from portal.celery import app
from tests.claims.clamd import clamd

__all__ = ["clamd", "nobody_reads"]


@pytest.fixture
def nobody_reads() -> Iterator[None]:
    """No worker and no Redis: what is pushed can only be stored."""
    broker = app.conf.broker_url
    app.conf.task_always_eager = False
    _ask("redis://127.0.0.1:1/0")
    yield
    app.conf.task_always_eager = True
    _ask(broker)


def _ask(broker: str) -> None:
    """Connect to another broker from now on: Celery keeps the connections that it made."""
    app.conf.broker_url = broker
    app._pool = app.amqp._producer_pool = None
