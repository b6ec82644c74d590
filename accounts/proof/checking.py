"""The full check: an export, read by the same program that officers run on their own machines."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction

from accounts.clock import now
from accounts.models import RecordCheck
from accounts.proof import export
from accounts.proof.alarms import Kind, quiet, sound
from accounts.proof.sealing import key

VERIFIER = Path(settings.BASE_DIR) / "accounts" / "consent" / "verify_consent.py"
EVERY = dt.timedelta(hours=1)
MOST_KEPT = 100  # findings


def ask() -> bool:
    """Ask for a check; false where one waits already."""
    _check, is_new = RecordCheck.objects.get_or_create(
        started_at=None, defaults={"asked_at": now()}
    )
    return is_new


def run_waiting() -> RecordCheck | None:
    """Run the check that waits, or one of the hour's; None where it is not time for one."""
    with transaction.atomic():
        waiting = RecordCheck.objects.waiting().select_for_update(skip_locked=True).first()
        if waiting is None and RecordCheck.objects.filter(asked_at__gt=now() - EVERY).exists():
            return None
        check = waiting or RecordCheck(asked_at=now())
        check.started_at = now()
        check.save()
    run(check)
    return check


def run(check: RecordCheck) -> None:
    with TemporaryDirectory(prefix="record-", dir=settings.VAR) as folder:
        whole = Path(folder) / "export"
        export.to_folder(whole)
        done = verify(str(whole), "--key", key().public, "--json")
    if done.stdout:
        answer = json.loads(done.stdout)
        check.rows, check.sealed = answer["rows"], answer["sealed"]
        check.wrong, check.found = answer["wrong"], answer["found"][:MOST_KEPT]
    else:
        check.problem = done.stderr.strip()
    check.finished_at = now()
    check.save()
    if check.is_whole:
        quiet(Kind.BROKEN)
    else:
        sound(Kind.BROKEN, check.problem or f"{check.wrong}")


def verify(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The stand-alone verifier, as a program of its own: it knows nothing of ours."""
    return subprocess.run(
        (sys.executable, "-I", str(VERIFIER), *arguments),
        capture_output=True,
        text=True,
        check=False,
    )
