"""Print the table of law, or the arithmetic behind the dates of one claim."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import override

from accounts.clock import now
from claims.answers.claim_case import case_of
from claims.answers.claim_deadlines import APPEALABLE
from claims.deadlines.explain import explain
from claims.deadlines.table import in_lines, in_markdown
from claims.models import Claim

PAGE = Path("docs/deadlines.md")
HEAD_ENDS = "<!-- written by manage.py deadlines --write -->"


class Command(BaseCommand):
    help = (
        "Print every legal clock that the portal counts by, and what counsel has to decide. With"
        " --explain: the clocks of one claim and how their dates came about."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--explain", metavar="CLAIM", help="the id or the number of a claim")
        parser.add_argument(
            "--write", action="store_true", help=f"put the table into {PAGE}, after a change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            self.write()
        elif options["explain"]:
            self.explain(options["explain"].strip())
        else:
            self.stdout.write("\n".join(in_lines()))

    def write(self) -> None:
        page = settings.BASE_DIR / PAGE
        head = page.read_text().partition(HEAD_ENDS)[0]
        page.write_text("\n".join([f"{head}{HEAD_ENDS}", *in_markdown(), ""]))
        self.stdout.write(f"Wrote {PAGE}.")

    def explain(self, asked: str) -> None:
        claim = found(asked)
        facts = Claim.objects.own(claim.member, claim.pk)
        assert facts is not None
        with override("en"):
            case = case_of(facts, now=now(), zone=claim.member.time_zone)
            lines = explain(
                case.facts,
                due=case.due,
                window=case.window,
                refused=any(state in APPEALABLE for state in facts.conflict or (facts.state,)),
                today=case.law_today,
            )
            self.stdout.write("\n".join(lines))


def found(asked: str) -> Claim:
    """The one claim of an id or a number."""
    claims = Claim.objects.visible().select_related("member")
    try:
        claims = claims.filter(pk=UUID(asked))
    except ValueError:
        claims = claims.filter(number=asked)
    several = list(claims[:10])
    if not several:
        raise CommandError("No claim has this id or number.")
    if len(several) > 1:
        ids = "\n".join(str(claim.pk) for claim in several)
        raise CommandError(f"Several claims have this number. Ask by id:\n{ids}")
    return several[0]
