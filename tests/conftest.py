"""What every test may ask for."""

import pytest
from django.conf import settings

from portal import catalogues, embedded


def pytest_configure() -> None:
    """Compile changed translations, so that a test of words reads today's."""
    catalogues.compile_changed(settings.LOCALE_PATHS[0])


pytest_plugins = ["tests.people"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start PostgreSQL and Redis for the first test that needs a database, and only then."""
    embedded.start()
