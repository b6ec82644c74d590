"""Bring the Spanish catalogue up to date with the code and the templates; say what it lacks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from portal import catalogues
from portal.wording import catalogue_path, faults, update, words_in_use


class Command(BaseCommand):
    help = (
        "Extract every translatable string into locale/es/LC_MESSAGES/django.po and compile it. "
        "Fill in each empty msgstr, then run it again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        used = words_in_use(settings.BASE_DIR)
        path = catalogue_path("es")
        if not options["check"]:
            update(path, used)
            catalogues.compile_changed(settings.LOCALE_PATHS[0])
        wrong = faults(path, used)
        for fault in wrong:
            self.stdout.write(fault)
        if wrong and options["check"]:
            raise CommandError(f"{len(wrong)} strings need work: run manage.py messages.")
        self.stdout.write(f"{len(used)} strings, {len(wrong)} need work.")
