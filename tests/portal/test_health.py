import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_is_open_to_a_monitor(client: Client) -> None:
    assert client.get("/health/").json() == {"database": "ok", "redis": "ok"}
