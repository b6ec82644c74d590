"""Write made-up feeds of any size, to try an installation out or to measure it."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.clock import now
from portal.synthetic.feeds import Feed

SIZES = {"members": 1_000, "claims": 5_000, "orders": 2_000, "entries": 10_000}


class Command(BaseCommand):
    help = (
        "Write files of made-up members, claims, orders, parcels and ledgers into a folder, as"
        " outside systems send them. The same seed, sizes and day write the same bytes. Says how to"
        " import them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the files go; made if it is not there")
        for name, size in SIZES.items():
            parser.add_argument(
                f"--{name}", type=int, default=size, help=f"how many; {size:,} if not said"
            )
        parser.add_argument("--seed", type=int, default=1, help="another number, other chances")
        parser.add_argument(
            "--until",
            type=dt.date.fromisoformat,
            default=now().date(),
            help="the last day of the feed, as 2026-03-17; today if not said",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = {name: options[name] for name in SIZES}
        if sizes["members"] < 1 or min(sizes.values()) < 0:
            raise CommandError("There must be one member or more, and no less than 0 of the rest.")
        feed = Feed(seed=options["seed"], until=options["until"], **sizes)
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        self.stdout.write("manage.py source fhir --enrolls")
        for (system, name), lines in feed.files().items():
            path = folder / name
            with path.open("wb", buffering=1 << 20) as file:
                file.writelines(lines())
            self.stdout.write(f"manage.py import {system} {path}")
