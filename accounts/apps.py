"""Makes the app's checks known, and its wordings published."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import checks  # noqa: F401

        post_migrate.connect(publish_wordings, sender=self)


def publish_wordings(**_how: Any) -> None:
    """With each release, before any member can decide by its words."""
    from django.db import connection

    from accounts.consent import wordings
    from accounts.models import Wording

    if Wording._meta.db_table in connection.introspection.table_names():
        wordings.publish()
