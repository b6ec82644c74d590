"""Made-up members who between them show every state and every doubt."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

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
            call_command("flush", interactive=False, verbosity=0)
        if is_loaded():
            keep_sources(now())
        else:
            load(now())
        if options["verbosity"]:
            self.stdout.write(table(settings.PORTAL_ADDRESS))
