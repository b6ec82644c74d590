"""Look at what guards the consent record inside the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.proof import guard


class Command(BaseCommand):
    help = (
        "Compare the triggers, functions and grants that guard the consent record with those of"
        " accounts/proof/guards.txt, and name what differs. Ends with 1 where something does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--write", action="store_true", help="take them as they are now, after a migration"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            self.stdout.write(f"Wrote {guard.write()} lines. Read them before you commit them.")
            return
        seen = guard.look()
        if seen.differences:
            raise CommandError(
                "\n".join(["The guards are not as they should be:", *seen.differences])
            )
        self.stdout.write(f"The guards are as they should be. Digest {seen.digest}")
