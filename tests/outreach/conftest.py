"""Who calls, and when it is, in the tests of calls; and who carries texts."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from outreach.models import Specialist
from tests import make
from tests.outreach import texts
from tests.outreach.test_bookings import TUESDAY


@pytest.fixture
def tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def dana(db: None) -> Specialist:
    """Trained for everything; English only."""
    return make.specialist("Dana")


@pytest.fixture
def provider(settings: Any) -> Iterator[texts.Provider]:
    with texts.running() as server:
        settings.TEXTS = [server.held]
        yield server
