"""Make a source, or say whether it enrolls people."""

import logging
from argparse import ArgumentParser, BooleanOptionalAction
from typing import Any

from django.core.management import BaseCommand, CommandError

from claims.models import Source
from claims.sources import SYSTEMS
from claims.store.batch import source_named
from portal.management.commands.webhook_key import NAME

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Say what a source may. One that enrolls says who is a member: number, name, birthday, and"
        " how to reach them. Give that to your enrollment feed alone: whoever controls such a feed"
        " can put an e-mail address on a member who has not signed up, and sign up as them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="its name, as import --as takes it")
        parser.add_argument("--system", help=f"of a new one, if not its name: {', '.join(SYSTEMS)}")
        parser.add_argument(
            "--enrolls", action=BooleanOptionalAction, help="whether it says who is a member"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = self.found(options["source"], options["system"] or options["source"])
        if options["enrolls"] is not None and source.enrolls != options["enrolls"]:
            source.enrolls = options["enrolls"]
            source.save(update_fields=["enrolls"])
            told = {"source": source.slug, "enrolls": source.enrolls}
            logger.warning("source right changed", extra=told)
        may = "enrolls people" if source.enrolls else "does not enroll people"
        self.stdout.write(f"“{source.slug}” ({source.get_kind_display()}) {may}.")

    def found(self, slug: str, system: str) -> Source:
        known = Source.objects.filter(pk=slug).first()
        if known is None and system not in SYSTEMS:
            raise CommandError(
                f"There is no source “{slug}”. Make it with --system: {', '.join(SYSTEMS)}."
            )
        if not NAME.fullmatch(slug):
            raise CommandError("A source is named by letters, digits, - and _, 50 at most.")
        return known or source_named(system, slug)
