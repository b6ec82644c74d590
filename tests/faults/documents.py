"""Kill who sends and who checks, at random moments, and see that no file is lost or made up.

    python -m tests.faults.documents [--files 60] [--kills 25] [--seed 1]

Files come piece by piece into a process that is killed with SIGKILL, and go on where the portal
says that they broke off; a worker that checks them is killed too. At the end every file must be
there byte for byte, and none may have counted as received before its last byte was sent.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

os.environ["PORTAL_VAR"] = str(Path(__file__).resolve().parents[2] / "var" / "faults")
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ["PORTAL_DEMO"] = "true"

import django

PIECE = 200_000
PATIENCE = 200  # seconds without the end


def main() -> None:
    options = arguments()
    django.setup()
    if options.sender:
        return send(options.files)
    if options.worker:
        return check()
    from portal import embedded

    embedded.start()
    return run(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sender", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def content_of(number: int) -> bytes:
    """The same for every process: up to two megabytes of text that nobody has twice."""
    dice = random.Random(number)
    return (f"file {number} {dice.random()} " * 40_000).encode()[: dice.randrange(1, 2_000_000)]


def send(files: int) -> None:
    """Send every file, from where it broke off: what a browser does after the portal was away."""
    import io

    from accounts.clock import now
    from accounts.models import Member
    from claims.documents import resuming
    from claims.models import Document

    member = Member.objects.select_related("user").get()
    for number in range(files):
        content = content_of(number)
        digest = hashlib.sha256(content).hexdigest()
        if Document.objects.kept().filter(content_hash=digest).exists():
            continue
        document = resuming.begin(
            member,
            member.user,
            about(),
            "",
            name=f"{number}.txt",
            size=len(content),
            content_hash=digest,
            at=now(),
        )
        while document.state == "receiving":
            offset = document.offset
            piece = content[offset : offset + PIECE]
            document = resuming.append(document, offset, io.BytesIO(piece), len(piece))


def check() -> None:
    from accounts.clock import now
    from claims.documents import checking

    while True:
        if not checking.take(now()):
            time.sleep(0.1)


def about() -> str:
    from claims.models import Claim

    return f"claim:{Claim.objects.get().pk}"


def run(options: argparse.Namespace) -> None:
    fresh_start()
    dice, began, killed = random.Random(options.seed), time.monotonic(), 0
    processes = {what: start(what, options) for what in ("--sender", "--worker")}
    try:
        while left := options.files - ended():
            assert time.monotonic() - began < PATIENCE, f"{left} are never checked"
            time.sleep(dice.uniform(0.5, 2.5))
            count_early()
            if killed < options.kills:
                what = dice.choice(list(processes))
                kill(processes[what])
                make_due()
                processes[what], killed = start(what, options), killed + 1
            elif processes["--sender"].poll() is not None and left:
                make_due()
    finally:
        for one in processes.values():
            kill(one)
    judge(options.files, killed)


def fresh_start() -> None:
    """A database with one member and one claim."""
    import shutil

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from portal.embedded import postgres
    from tests import make
    from tests.faults.__main__ import administer

    name = postgres.address(settings.VAR)["NAME"]
    connection.close()
    administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    shutil.rmtree(settings.KEPT_DOCUMENTS, ignore_errors=True)
    call_command("migrate", verbosity=0)
    make.claim(make.member("Maya"))


def start(what: str, options: argparse.Namespace) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.faults.documents", what, "--files", str(options.files)]
    # What the other faults stop, the clock, has to go on here: a try is due again by it.
    running = {name: value for name, value in os.environ.items() if name != "PORTAL_NOW"}
    return subprocess.Popen(command, env=running, start_new_session=True)


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()


def ended() -> int:
    """Files that are checked; without a virus checker they wait for one."""
    from claims.models import Document

    return Document.objects.filter(state__in=("received", "quarantined", "refused")).count()


def make_due() -> None:
    """A try that was cut short is due again at once, not in five minutes."""
    from accounts.clock import now
    from claims.models import Document

    Document.objects.filter(state="checking").update(next_at=now(), tries=0)


def count_early() -> None:
    from claims.models import Document

    early = Document.objects.filter(received_at__isnull=False).exclude(content_hash__in=hashes())
    assert not early.exists(), "a file counts that was not sent whole"


def hashes() -> set[str]:
    if not HASHES:
        HASHES.update(hashlib.sha256(content_of(number)).hexdigest() for number in range(200))
    return HASHES


HASHES: set[str] = set()


def judge(files: int, killed: int) -> None:
    from claims.documents import open_document
    from claims.models import Document

    lost = changed = 0
    for number in range(files):
        content = content_of(number)
        rows = Document.objects.filter(content_hash=hashlib.sha256(content).hexdigest())
        kept = [one for one in rows if one.state in Document.KEPT]
        lost += not kept
        changed += sum(open_document(one).read() != content for one in kept)
    refused = Document.objects.filter(state="refused").count()
    twice = Document.objects.count() - files
    sys.stdout.write(
        f"{files} files, {killed} kills: {lost} lost, {changed} changed, {refused} refused, "
        f"{twice} too many.\n"
    )
    sys.exit(int(bool(lost or changed or refused or twice)))


if __name__ == "__main__":
    main()
