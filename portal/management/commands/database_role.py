"""Give the portal's own database role its rights, and no more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from accounts.proof import database_role


class Command(BaseCommand):
    help = (
        "Give a role of the database what the portal needs: rows, and no table, trigger or "
        "function. Run it as the owner, after every migration; then the portal signs in as that "
        "role. See deploy/README.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the role, which is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                database_role.grant(options["name"])
        except database_role.Unfit as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{options['name']} may do what the portal does, and nothing else.")
