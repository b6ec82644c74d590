"""Write the consent record into files that anyone can check."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.proof import export


class Command(BaseCommand):
    help = (
        "Write the consent record, how it stands now and its checkpoints into a new .zip, or a new"
        " folder. It names nobody, but treat it as members' data. verify_consent.py checks it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path, help="a .zip or a folder to make")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["path"]
        try:
            export.to_zip(path) if path.suffix == ".zip" else export.to_folder(path)
        except FileExistsError as problem:
            raise CommandError(f"{path} is there already.") from problem
        self.stdout.write(f"Wrote {path}.")
