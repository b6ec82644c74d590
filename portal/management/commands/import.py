# ruff: noqa: N999 - the command is called import
"""Take in files of an outside system: what is good lands, what is not is named with its reason."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from accounts.clock import now
from claims.sources import SYSTEMS
from claims.sources.beside import LARGE
from claims.store import refusals
from claims.store.batch import COUNTS, Run
from portal.progress import Bar
from portal.rejects import Report

ALL_GOOD, SOME_REFUSED, NOTHING_READ = 0, 1, 2
MOST_LISTED = 20  # kinds or fields by their names


class Command(BaseCommand):
    help = (
        "Take in files. Importing one twice changes nothing, and one that was cut short may simply"
        " be imported again. Ends with 0 when all went in, 1 when some of it was refused, 2 when"
        " nothing could be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", metavar="SOURCE", help=f"one of: {', '.join(SYSTEMS)}")
        parser.add_argument("paths", metavar="PATH", nargs="+", help="a file, or a folder of files")
        parser.add_argument(
            "--as", dest="slug", default="", help="the source's own name, if not its system's"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything, write nothing"
        )
        parser.add_argument(
            "--rejects",
            metavar="FILE",
            type=Path,
            help="also write what was refused to this file: .csv, or else a JSON object a line",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["system"] not in SYSTEMS:
            raise CommandError(
                f"There is no source “{options['system']}”. Choose one of: {', '.join(SYSTEMS)}.",
                returncode=NOTHING_READ,
            )
        with Report(options["rejects"], self.stderr) as report:
            runs = [self.take(path, options, report) for path in files(options["paths"])]
        done = [run for run in runs if run]
        if options["verbosity"]:
            self.stdout.write(summary(done, missed=len(runs) - len(done), dry=options["dry_run"]))
        if code := verdict(done, missed=len(runs) - len(done)):
            sys.exit(code)

    def take(self, path: Path, options: dict[str, Any], report: Report) -> Run | None:
        """One file; None when it cannot be opened."""
        run = Run(
            options["system"],
            file_name=path.name,
            now=now(),
            slug=options["slug"],
            dry=options["dry_run"],
            keep=True,
            apart=path.is_file() and path.stat().st_size > LARGE,
            on_refusal=lambda refusal: report.add(path, refusal),
        )
        try:
            with path.open("rb", buffering=0) as stream:
                bar = Bar(path.name, path.stat().st_size, self.stderr)
                run.go(stream, lambda at: bar.show(at, run.batch.read))
                bar.clear()
        except OSError as problem:
            self.stderr.write(f"{path}: {problem.strerror or problem}.")
            return None
        return run


def files(paths: list[str]) -> Iterator[Path]:
    """The files that are meant, those of a folder in the order of their names."""
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file())
        else:
            yield path


def summary(runs: list[Run], *, missed: int, dry: bool) -> str:
    """What happened, in a few sentences."""
    total = {name: sum(getattr(run.batch, name) for run in runs) for name in COUNTS}
    said = [
        f"Read {count(total['read'], 'record')} from {count(len(runs), 'file')}:",
        f"{total['landed']:,} new or changed,",
        f"{total['unchanged']:,} already here, {total['refused']:,} refused.",
    ]
    if total["held"]:
        said.append(f"{total['held']:,} held until a person has looked: see /holds/.")
    if total["left_out"]:
        fields = listed(run.fields for run in runs)
        said.append(
            f"{count(total['left_out'], 'field')} left out of records that landed: {fields}."
        )
    if kinds := listed(run.not_needed for run in runs):
        said.append(f"Of kinds that we do not keep: {kinds}.")
    kept = refusals.MOST_KEPT
    if any(max(run.batch.refused, run.batch.left_out) > kept for run in runs):
        said.append(f"The page of an import shows the first {kept:,}; --rejects FILE has all.")
    if missed:
        said.append(f"{count(missed, 'file')} could not be opened.")
    if dry:
        said.append("This was a dry run: nothing was written.")
    return " ".join(said)


def listed(counted: Iterable[Counter[str]]) -> str:
    """ "12 Organization, 3 Location and 5 others": the most frequent, by their names."""
    total = sum(counted, start=Counter[str]())
    named = sorted(total.most_common(MOST_LISTED))
    words = ", ".join(f"{number:,} {name}" for name, number in named)
    rest = total.total() - sum(number for _name, number in named)
    return f"{words} and {rest:,} others" if rest else words


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def verdict(runs: list[Run], *, missed: int) -> int:
    """The exit code."""
    refused = sum(run.batch.refused for run in runs)
    read = sum(run.batch.read for run in runs) - refused
    if not read and (refused or missed):
        return NOTHING_READ
    return SOME_REFUSED if refused or missed else ALL_GOOD
