"""What every test may ask for."""

import pytest

from portal import embedded


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start PostgreSQL and Redis for the first test that needs a database, and only then."""
    embedded.start()
