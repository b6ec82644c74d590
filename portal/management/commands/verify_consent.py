"""Check the consent record here and now, as officers check it elsewhere."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.proof import checking, export, sealing


class Command(BaseCommand):
    help = (
        "Export the consent record and run the stand-alone verifier over it. Who does not trust"
        " this machine runs accounts/consent/verify_consent.py elsewhere: docs/consent.md."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with TemporaryDirectory(prefix="record-", dir=settings.VAR) as folder:
            whole = Path(folder) / "export"
            export.to_folder(whole)
            done = checking.verify(str(whole), "--key", sealing.key().public)
        self.stdout.write(done.stdout)
        if done.returncode:
            raise CommandError(
                done.stderr or "The record is not whole.", returncode=done.returncode
            )
