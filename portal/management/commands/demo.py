"""Made-up members who between them show every state and every doubt."""

import shutil
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from accounts.clock import now
from portal.demo.load import is_loaded, load
from portal.demo.people import table
from portal.demo.sources import keep_sources


class Command(BaseCommand):
    help = "Fill the database with made-up people, and say how to sign in as them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="empty the whole database first; dates then count from today again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("This portal is not a demo: set PORTAL_DEMO=true where it is one.")
        if options["reset"]:
            empty()
        if is_loaded():
            keep_sources(now())
        else:
            load(now())
        if options["verbosity"]:
            self.stdout.write(table(settings.PORTAL_ADDRESS))


def empty() -> None:
    """Begin with nothing. Not by deleting rows: what members decided refuses that, as it must.

    The seals of a record that is gone go with it, or the next one would be called broken.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", interactive=False, verbosity=0)
    shutil.rmtree(settings.SEALS, ignore_errors=True)
