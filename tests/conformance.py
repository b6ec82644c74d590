"""Takes every sample in and writes what became of it: docs/conformance.md, source by outcome.

    python -m tests.conformance ../shared/data/samples

Real imports into a database of its own (var/conformance), twice: the second must change nothing.
Nothing of it stays. Ends with 1 when a file is neither taken nor refused with a reason.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

os.environ["PORTAL_VAR"] = str(Path(__file__).resolve().parents[1] / "var" / "conformance")
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ["PORTAL_DEMO"] = "true"

import django
from django.core.management import call_command
from django.db import transaction
from msgspec import Struct

from portal import embedded

PAGE = Path(__file__).resolve().parents[1] / "docs" / "conformance.md"
NOT_SAMPLES = {".md", ".ts", ".csv"}  # where they come from, types and a table of codes
ORACLE = "EXPECTED_835.json"
ROOTS = {b"<TrackReply": "fedex", b"<TrackResponse": "usps", b"<tracking-detail": "canadapost"}
HEAD = """# What became of every sample

Made by `python -m tests.conformance FOLDER`; not written by hand. Each file was imported twice by
the same code as `manage.py import`. *Again* is what the second time changed: it must be 0. A
refusal always says file, line, field, what was expected and what happens now; the reasons are
listed below.

"""
COLUMNS = ("samples", "source", "files", "records", "landed", "held", "refused")
COLUMNS += ("fields left out", "of kinds not kept", "again")


class Outcome(Struct):
    """What came of the files of one folder that one source read."""

    files: int = 0
    read: int = 0
    landed: int = 0
    held: int = 0
    refused: int = 0
    left_out: int = 0
    not_kept: int = 0
    again: int = 0


def main(folder: Path) -> int:
    django.setup()
    embedded.start()
    call_command("migrate", verbosity=0)
    outcomes: dict[tuple[str, str], Outcome] = {}
    reasons: Counter[tuple[str, str, str, str]] = Counter()
    silent = []
    for path, system in samples(folder):
        row = outcomes.setdefault((path.relative_to(folder).parts[0], system), Outcome())
        if not take(path, system, row, reasons):
            silent.append(str(path.relative_to(folder)))
    PAGE.write_text(HEAD + table(outcomes) + because(reasons))
    for name in silent:
        sys.stdout.write(f"{name}: neither taken nor refused\n")
    sys.stdout.write(f"{sum(row.files for row in outcomes.values())} files: {PAGE}\n")
    return int(bool(silent) or any(row.again for row in outcomes.values()))


def samples(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file that a source may read, and the source."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        if path.suffix not in NOT_SAMPLES and path.name != ORACLE:
            yield path, system_of(path)


def system_of(path: Path) -> str:
    kind = path.parent.name
    if kind == "x12":
        return "x12_214" if b"ST*214" in path.read_bytes() else "x12"
    if kind == "carrier-xml":
        text = path.read_bytes()
        return next(system for root, system in ROOTS.items() if root in text)
    return kind if kind in ("aftership", "easypost", "shippo", "schemaorg") else "fhir"


def take(path: Path, system: str, row: Outcome, reasons: Counter) -> bool:
    """Import one file twice and undo both; whether anything at all became of it."""
    from accounts.clock import now
    from claims.models import Hold
    from claims.store.batch import Run, source_named

    with transaction.atomic():
        refusals: list = []
        source = source_named(system, system)
        source.enrolls = True
        source.save()
        run, again = (
            Run(system, file_name=path.name, now=now(), on_refusal=heard)
            for heard in (refusals.append, lambda _: None)
        )
        for one in (run, again):
            with path.open("rb", buffering=0) as stream:
                one.go(stream)
        holds = list(Hold.objects.values_list("reason", flat=True))
        transaction.set_rollback(True)
    batch = run.batch
    add(row, batch, run)
    row.again += again.batch.landed
    kind = path.parent.name
    for one in refusals:
        what = "left out" if one.warning else "refused"
        reasons[kind, what, one.field, f"expected {one.expected}, found {one.found}"] += 1
    for reason in holds:
        reasons[kind, "held", "", reason.replace("_", " ")] += 1
    return bool(batch.landed or batch.held or batch.refused or run.not_needed)


def add(row: Outcome, batch, run) -> None:
    row.files += 1
    row.read += batch.read
    row.landed += batch.landed + batch.unchanged  # a record that stands twice in its file
    row.held += batch.held
    row.refused += batch.refused
    row.left_out += batch.left_out
    row.not_kept += sum(run.not_needed.values())


def table(outcomes: dict[tuple[str, str], Outcome]) -> str:
    lines = [f"| {' | '.join(COLUMNS)} |\n", "|---" * len(COLUMNS) + "|\n"]
    for (kind, system), row in sorted(outcomes.items()):
        figures = [row.files, row.read, row.landed, row.held, row.refused]
        figures += [row.left_out, row.not_kept, row.again]
        lines.append(f"| {kind} | `{system}` | {' | '.join(f'{n:,}' for n in figures)} |\n")
    return "".join(lines)


def because(reasons: Counter) -> str:
    lines = ["\n## Why something was held, refused or left out\n\n"]
    lines.append("| samples | outcome | field | reason | times |\n|---|---|---|---|---|\n")
    for (kind, what, field, reason), times in sorted(reasons.items()):
        words = [kind, what, field and f"`{field}`", reason.replace("|", "\\|"), f"{times:,}"]
        lines.append(f"| {' | '.join(words)} |\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
