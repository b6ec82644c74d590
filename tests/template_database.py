"""An empty database with every migration applied, which each test database is copied from.

To apply the migrations takes ten seconds and to copy what they made takes one, so they run once
for all workers, for the browser's own database and for the next run, until a migration changes.
"""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate

from accounts.apps import publish_wordings

PREFIX = "template_of_tests_"
OF_OTHERS = ("Django", "django-allauth")  # who else brings migrations


def use_template() -> None:
    """Have the test databases of this process copied from the template; make it if need be."""
    name = PREFIX + digest()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        there = [row[0] for row in cursor.fetchall()]
        if name not in there:
            for old in there:
                cursor.execute(f"DROP DATABASE {old}")
            make(f"{PREFIX}in_the_making")
            # A name of its own only once it is whole: who is killed half-way leaves no template.
            cursor.execute(f"ALTER DATABASE {PREFIX}in_the_making ALLOW_CONNECTIONS false")
            cursor.execute(f"ALTER DATABASE {PREFIX}in_the_making RENAME TO {name}")
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def digest() -> str:
    """Of all migrations: ours by content, others' by the version that brings them."""
    found = hashlib.sha256(" ".join(version(one) for one in OF_OTHERS).encode())
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")):
        found.update(Path(path).read_bytes())
    return found.hexdigest()[:16]


def make(name: str) -> None:
    naming = connection.settings_dict["TEST"]
    gc.disable()  # the models of each migration stay until the last: a seventh went on looking
    usual, naming["NAME"], outside = naming["NAME"], name, connection.settings_dict["NAME"]
    try:
        with no_wordings():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        gc.enable()
        connection.close()
        naming["NAME"], connection.settings_dict["NAME"] = usual, outside
        settings.DATABASES["default"]["NAME"] = outside


@contextmanager
def no_wordings() -> Iterator[None]:
    """They are published by each database for itself: no migration changes when a word does."""
    accounts = apps.get_app_config("accounts")
    post_migrate.disconnect(publish_wordings, sender=accounts)
    yield
    post_migrate.connect(publish_wordings, sender=accounts)
