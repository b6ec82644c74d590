"""What sources pushed and nobody has read: how many wait, which are parked and why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.clock import now
from claims.models import WebhookEvent
from claims.tasks import hurry

MOST = 50


class Command(BaseCommand):
    help = (
        "Show events that wait and events that failed at every try, with the reason. Ends with 1"
        " when some are parked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", metavar="ID", type=int, nargs="+", help="try these parked events anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self.again(options["again"])
        else:
            self.show()

    def again(self, numbers: list[int]) -> None:
        found = WebhookEvent.objects.in_bulk(numbers)
        tried = [number for number in numbers if number in found and found[number].again(now())]
        if tried:
            hurry()
            self.stdout.write(f"Tried anew: {', '.join(map(str, tried))}.")
        if missed := sorted(set(numbers) - set(tried)):
            listed = ", ".join(map(str, missed))
            raise CommandError(f"Not parked, or its body is forgotten: {listed}.", returncode=1)

    def show(self) -> None:
        waiting = WebhookEvent.objects.waiting()
        parked = WebhookEvent.objects.parked().order_by("pk")
        first = waiting.order_by("received_at").first()
        since = f", the first since {first.received_at:%Y-%m-%d %H:%M} UTC" if first else ""
        self.stdout.write(f"{waiting.count():,} wait{since}. {parked.count():,} parked.")
        for event in parked[:MOST]:
            self.stdout.write(
                f"{event.pk}  {event.source_id}  {event.received_at:%Y-%m-%d %H:%M} UTC"
                f"  {event.reason}"
            )
        if parked.exists():
            raise SystemExit(1)
