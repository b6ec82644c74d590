"""Write what members sent and answered, for the plan's systems to take in."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management import BaseCommand, CommandError

from claims.models import Source
from claims.request_bundle import bundle
from claims.store.met_requests import met_since


class Command(BaseCommand):
    help = (
        "Write the requests that members have met, one FHIR Bundle a line: the Task that asked,"
        " completed, with a DocumentReference for each file and a QuestionnaireResponse for each"
        " form. It is members' health data: mind where it goes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="whose claims, e.g. fhir")
        parser.add_argument(
            "--since",
            metavar="INSTANT",
            default="1970-01-01T00:00:00Z",
            help="only what was met since then, e.g. 2026-03-17T00:00:00Z",
        )
        parser.add_argument("--files", action="store_true", help="with the content of each file")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Source.objects.filter(pk=options["source"]).exists():
            raise CommandError(f"There is no source {options['source']}.")
        try:
            since = dt.datetime.fromisoformat(options["since"])
        except ValueError as problem:
            raise CommandError("Write the instant like 2026-03-17T00:00:00Z.") from problem
        if since.tzinfo is None:
            raise CommandError("Write the instant with its zone, like 2026-03-17T00:00:00Z.")
        for done in met_since(options["source"], since, files=options["files"]):
            self.stdout.write(msgspec.json.encode(bundle(done)).decode())
