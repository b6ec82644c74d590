"""Seal the consent record now, or look after the key that signs it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.models import Seal
from accounts.proof import copying, sealing
from accounts.proof.note import NoKey, make_key
from accounts.proof.places import Differs, Unreachable


class Command(BaseCommand):
    help = (
        "Seal what was decided since the last seal; the worker does so every minute. With an"
        " option: make the key that PORTAL_SEAL_KEY names, or print the public key for officers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--make-key", action="store_true", help="make the key, once")
        parser.add_argument("--public-key", action="store_true", help="print the public key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["make_key"]:
                self.stdout.write(make_key(settings.SEAL_KEY, sealing.key_name()).public)
                return
            self.stdout.write(sealing.key().public if options["public_key"] else sealed())
        except FileExistsError as problem:
            raise CommandError(f"There is a key already: {settings.SEAL_KEY}") from problem
        except (sealing.Broken, Differs, NoKey, Unreachable) as problem:
            raise CommandError(str(problem)) from problem


def sealed() -> str:
    while sealing.seal():
        pass
    copying.copy()
    last = Seal.objects.latest_first().first()
    return last.note if last else "Nothing was decided yet, so there is nothing to seal."
