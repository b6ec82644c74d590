"""How good our dates would have been on the history of any process."""

import csv
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from claims.estimates.evaluation import PROTOCOLS, Outcome, Score, evaluate
from claims.estimates.log import EventLog, WrongLog, read

HEADINGS = ("log", "MAE (d)", "kept", "horizon (d)", "no date", "no median", "dates")
BASELINE = "  baseline"


def share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1:
        raise ArgumentTypeError(f"“{text}” is no share between 0 and 1, like 0.8")
    return number


class Command(BaseCommand):
    help = (
        "Measure the estimates on logs: CSV files with the columns case_id, activity and timestamp,"
        " and any others. Prints a line for each: the mean error of the median, how many promised"
        " dates were kept, how far ahead they were, and how often there was none. Ends with an"
        " error when a file could not be used, after the others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("logs", metavar="LOG", nargs="+", type=Path, help="a CSV file")
        parser.add_argument(
            "--protocol",
            choices=PROTOCOLS,
            default="deployed",
            help="paper: learned once from the oldest four fifths of the cases as they ended;"
            " deployed: learned anew each month from what was known by then (this if not said)",
        )
        parser.add_argument(
            "--share", type=share, default=0.8, help="how many dates to keep; 0.8 if not said"
        )
        parser.add_argument("--out", metavar="FILE", type=Path, help="also write them as CSV here")

    def handle(self, *args: Any, **options: Any) -> None:
        protocol, promised = options["protocol"], options["share"]
        self.stdout.write(f"Protocol {protocol}, {promised:.0%} promised.")
        width = max(len(BASELINE), *(len(path.name) for path in options["logs"]))
        self.stdout.write(line(HEADINGS, width))
        found = {}
        problems = []
        for path in options["logs"]:
            try:
                log = read(path)
                self.say_what_was_left_out(path, log)
                found[path] = evaluate(log, protocol, promised, str(path))
            except WrongLog as problem:
                problems.append(str(problem))
                continue
            score = found[path]
            self.stdout.write(line(cells(path.name, score.ours, score.predictions), width))
            self.stdout.write(line(cells(BASELINE, score.baseline, score.predictions), width))
        if options["out"]:
            write(options["out"], found, protocol, promised)
        if problems:
            raise CommandError("\n".join(problems))

    def say_what_was_left_out(self, path: Path, log: EventLog) -> None:
        if log.left_out:
            self.stderr.write(f"{log.left_out[0]} Left out, as {len(log.left_out)} rows in all.")
        if log.about_people:
            self.stderr.write(f"{path}: not used, about a person: {', '.join(log.about_people)}.")
        if log.all_different:
            names = ", ".join(log.all_different)
            self.stderr.write(f"{path}: not used, hardly two rows have the same: {names}.")


def cells(name: str, outcome: Outcome, predictions: int) -> tuple[str, ...]:
    return (
        name,
        days(outcome.mae),
        f"{outcome.coverage:.3f}",
        days(outcome.horizon),
        f"{outcome.no_date:.1%}",
        f"{outcome.no_median:.1%}",
        f"{predictions:,}",
    )


def days(number: float) -> str:
    """Three digits that say something, be it years or seconds."""
    return f"{number:.2f}" if number >= 1 or not number else f"{number:.3g}"


def line(cells: tuple[str, ...], width: int) -> str:
    name, *numbers = cells
    return f"{name:<{width}}" + "".join(f"{number:>13}" for number in numbers)


def write(path: Path, scores: dict[Path, Score], protocol: str, promised: float) -> None:
    outcomes = [*Outcome.__dataclass_fields__]
    fields = ["log", "protocol", "share", "predictions", "refits", *outcomes]
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, [*fields, *(f"baseline_{one}" for one in outcomes)])
            out.writeheader()
            for log, score in scores.items():
                row = {"log": log.name, "protocol": protocol, "share": promised}
                row |= {"predictions": score.predictions, "refits": score.refits}
                row |= asdict(score.ours)
                out.writerow(row | {f"baseline_{k}": v for k, v in asdict(score.baseline).items()})
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror or problem}.") from problem
