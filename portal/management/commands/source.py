"""Make a source, or say what it may: enroll people, send orders again, take them back."""

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
        parser.add_argument(
            "--resends",
            action=BooleanOptionalAction,
            help="whether this shop sends an order again, at no cost, when it does not arrive",
        )
        parser.add_argument(
            "--takes-back",
            action=BooleanOptionalAction,
            help="whether this shop cancels an order that is on its way",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = self.found(options["source"], options["system"] or options["source"])
        for right in ("enrolls", "resends", "takes_back"):
            if options[right] is not None and getattr(source, right) != options[right]:
                setattr(source, right, options[right])
                source.save(update_fields=[right])
                told = {"source": source.slug, right: options[right]}
                logger.warning("source right changed", extra=told)
        may = ["enrolls people" if source.enrolls else "does not enroll people"]
        may += ["sends orders again"] if source.resends else []
        may += ["cancels what is on its way"] if source.takes_back else []
        self.stdout.write(f"“{source.slug}” ({source.get_kind_display()}) {', '.join(may)}.")

    def found(self, slug: str, system: str) -> Source:
        known = Source.objects.filter(pk=slug).first()
        if known is None and system not in SYSTEMS:
            raise CommandError(
                f"There is no source “{slug}”. Make it with --system: {', '.join(SYSTEMS)}."
            )
        if not NAME.fullmatch(slug):
            raise CommandError("A source is named by letters, digits, - and _, 50 at most.")
        return known or source_named(system, slug)
