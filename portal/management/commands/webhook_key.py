"""Make, list and retire the secrets with which sources sign what they push."""

import re
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from accounts.clock import now
from claims.models import Source, WebhookKey
from claims.sources import SYSTEMS
from claims.store.batch import source_named

NAME = re.compile(r"[a-zA-Z0-9_-]{1,50}")
KNOWN = (*SYSTEMS, *settings.PUSHED)


class Command(BaseCommand):
    help = (
        "Make a key for a source that pushes events, and print its secret once. Keys count side by"
        " side: make a new one, give it to the sender, then retire the old one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="what stands in its address /hooks/…/")
        parser.add_argument(
            "--system", help=f"how its events are read, if not by its name: {', '.join(KNOWN)}"
        )
        parser.add_argument("--retire", metavar="ID", type=int, help="end this key now")
        parser.add_argument("--list", action="store_true", help="show its keys, never a secret")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["source"]
        if options["list"]:
            self.show(slug)
        elif options["retire"] is not None:
            self.retire(slug, options["retire"])
        else:
            self.make(slug, options["system"] or slug)

    def make(self, slug: str, system: str) -> None:
        if system not in KNOWN:
            raise CommandError(
                f"We do not read “{system}”. Name one with --system: {', '.join(KNOWN)}."
            )
        if not NAME.fullmatch(slug):
            raise CommandError("A source is named by letters, digits, - and _, 50 at most.")
        at = now()
        key, secret = WebhookKey.objects.make(source_named(system, slug), system, at=at)
        self.stdout.write(f"Key {key.pk} of “{slug}” counts from now. Its secret, shown once:")
        self.stdout.write(secret)

    def retire(self, slug: str, number: int) -> None:
        key = WebhookKey.objects.filter(pk=number, source=slug).first()
        if key is None:
            raise CommandError(f"“{slug}” has no key {number}.")
        if not key.retire(now()):
            raise CommandError(f"Key {number} has ended already.")
        self.stdout.write(f"Key {number} of “{slug}” counts no more.")

    def show(self, slug: str) -> None:
        if not Source.objects.filter(pk=slug).exists():
            raise CommandError(f"There is no source “{slug}”.")
        for key in WebhookKey.objects.filter(source=slug).order_by("pk"):
            until = f"until {key.until_at:%Y-%m-%d %H:%M} UTC" if key.until_at else "still counts"
            begun = f"from {key.from_at:%Y-%m-%d %H:%M} UTC"
            self.stdout.write(f"{key.pk}  {key.system}  {begun}, {until}")
