"""Every check, named, in the order CI runs them: the quick ones first, the tests last."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from portal import catalogues


class Step(NamedTuple):
    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = {}


MANAGE = (sys.executable, "manage.py")

PRODUCTION = {
    "PORTAL_SECRET_KEY": "a-key-for-this-check-alone-" + "x1Y2z3" * 8,
    "PORTAL_ADDRESS": "https://portal.example.org",
    "PORTAL_DEMO": "false",
}

STEPS = (
    Step("lint", ("ruff", "check", ".")),
    Step("format", ("ruff", "format", "--check", ".")),
    Step("templates", ("djlint", "templates", "--lint", "--quiet")),
    Step("imports", ("lint-imports", "--no-logo")),
    Step("types", ("mypy",)),
    Step("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
    Step(
        "deployment",
        (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
        PRODUCTION,
    ),
    # The profile "ci" of Hypothesis asks the same examples each time, however slow the machine.
    Step(
        "tests",
        (
            "pytest",
            "-q",
            "-n",
            "2",
            "--dist",
            "loadscope",
            "--no-loadscope-reorder",
            "--hypothesis-profile",
            "ci",
        ),
    ),
)


class Command(BaseCommand):
    help = "Run every check; name some to run only those."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", choices=[[], *(step.name for step in STEPS)])

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        self.compile_catalogues()
        steps = [step for step in STEPS if not options["names"] or step.name in options["names"]]
        failed = [step.name for step in steps if not self.passes(step)]
        took = f"in {time.monotonic() - started:.0f} s"
        if failed:
            raise CommandError(f"{len(failed)} of {len(steps)} checks failed {took}: "
                               f"{', '.join(failed)}")  # fmt: skip
        self.stdout.write(f"All {len(steps)} checks passed {took}.")

    def compile_catalogues(self) -> None:
        try:
            catalogues.compile_changed(settings.LOCALE_PATHS[0])
        except catalogues.Unreadable as problem:
            raise CommandError(str(problem)) from problem

    def passes(self, step: Step) -> bool:
        """Run a step with its output shown as it comes."""
        self.stdout.write(f"── {step.name}")
        self.stdout.flush()
        started = time.monotonic()
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        code = subprocess.run(
            step.command,
            env=os.environ | {"PATH": path} | step.environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode
        result = "passed" if code == 0 else "FAILED"
        self.stdout.write(f"── {step.name} {result} in {time.monotonic() - started:.1f} s\n")
        self.stdout.flush()
        return code == 0
