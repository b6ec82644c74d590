"""Kill what imports, at random moments, and see that nothing is lost, doubled or half done.

    python -m tests.faults [--rounds 50] [--seed 1] [--claims 3000]

Each round imports a synthetic feed into an empty database while the importer, PostgreSQL or the
worker that reads pushed events is killed with SIGKILL; then everything is simply run again. The
digests of all tables must be those of a run that nobody disturbed. Ends with 1 when any differs.
"""

import argparse
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
os.environ["PORTAL_NOW"] = "2026-11-20T12:00:00Z"
os.environ["CELERY_WORKER_CONCURRENCY"] = "1"

import django
import psycopg
from django.conf import settings
from django.core.management import call_command

from portal import embedded
from portal.embedded import postgres

TARGETS = ("importer", "PostgreSQL", "worker")
CLEAN = "clean"  # a database with tables and nothing in them; each round starts from a copy
PATIENCE = 240  # seconds for one run, killed or not
MANAGE = (sys.executable, "manage.py")


def main() -> None:
    options = arguments()
    django.setup()
    embedded.start()
    feed = feed_of(options.claims)
    empty_database(first=True)
    began = time.monotonic()
    undisturbed(feed)
    wanted, took = digests(), time.monotonic() - began
    say(f"Undisturbed: {took:.1f} s.")
    dice, kills, wrong = random.Random(options.seed), 0, 0
    for number in range(1, options.rounds + 1):
        empty_database()
        killed = disturbed(feed, dice, took)
        kills += len(killed)
        found = digests()
        differs = [name for name in wanted if found[name] != wanted[name]]
        wrong += bool(differs)
        say(f"{number:>3}: killed {', '.join(killed) or 'nobody'}: {differs or 'no difference'}")
    say(f"{options.rounds} rounds, {kills} kills, {wrong} differences.")
    sys.exit(int(bool(wrong)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--claims", type=int, default=3_000)
    return parser.parse_args()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def feed_of(claims: int) -> list[tuple[str, Path]]:
    """(system, file) of a feed, in the order in which it is imported."""
    folder = settings.VAR / "feed"
    sizes = {"members": claims // 5, "claims": claims, "orders": claims // 5, "entries": claims}
    words = [f"--{name}={size}" for name, size in sizes.items()]
    call_command("synthesise", str(folder), *words, "--until=2026-11-20", stdout=sys.stderr)
    keep_apart(folder / "4-trackers.ndjson")
    systems = {"3-orders.ndjson": "schemaorg", "4-trackers.ndjson": "easypost"}
    systems |= {"5-ledger.csv": "ledger"}
    return [(systems.get(one.name, "fhir"), one) for one in sorted(folder.iterdir())]


def keep_apart(trackers: Path) -> None:
    """Let some trackers come by webhook alone."""
    lines = trackers.read_bytes().splitlines(keepends=True)
    pushed = len(lines) // 3
    (settings.VAR / "pushed.ndjson").write_bytes(b"".join(lines[:pushed]))
    trackers.write_bytes(b"".join(lines[pushed:]))


def empty_database(*, first: bool = False) -> None:
    """A copy of the database without rows: rows that nobody may truncate cannot be emptied."""
    from django.db import connection

    connection.close()
    name = postgres.address(settings.VAR)["NAME"]
    administer(f"DROP DATABASE {name} WITH (FORCE)")
    if not first:
        return administer(f"CREATE DATABASE {name} TEMPLATE {CLEAN}")
    administer(f"DROP DATABASE IF EXISTS {CLEAN} WITH (FORCE)", f"CREATE DATABASE {name}")
    call_command("migrate", verbosity=0)
    call_command("source", "fhir", enrolls=True, stdout=sys.stderr)
    connection.close()
    return administer(f"CREATE DATABASE {CLEAN} TEMPLATE {name}")


def administer(*statements: str) -> None:
    address = postgres.address(settings.VAR)
    with psycopg.connect(
        host=address["HOST"], user=address["USER"], dbname="postgres", autocommit=True
    ) as server:
        for statement in statements:
            server.execute(statement)


def undisturbed(feed: list[tuple[str, Path]]) -> None:
    push()
    for system, path in feed:
        start_import(system, path).wait(timeout=PATIENCE)
    read_pushed()


def disturbed(feed: list[tuple[str, Path]], dice: random.Random, took: float) -> list[str]:
    """The same with one to three kills on the way; whom they hit. Ends when all went in."""
    push()
    moments = sorted(dice.uniform(0.3, 0.8 * took) for _ in range(dice.randint(1, 3)))
    killed: list[str] = []
    began = time.monotonic()
    for system, path in feed:
        while True:
            hit = import_once(system, path, moments, began, dice)
            killed += hit
            if not hit:
                break
            mend()
    for _moment in range(dice.randint(0, 2)):
        worker = start_worker()
        time.sleep(dice.uniform(0.5, 4.0))
        killed.append(kill("worker", worker))
    read_pushed()
    return killed


def import_once(
    system: str, path: Path, moments: list[float], began: float, dice: random.Random
) -> list[str]:
    """One run of the importer; who was killed during it. Without a kill it must end well."""
    importing = start_import(system, path)
    killed = []
    while importing.poll() is None:
        if moments and time.monotonic() - began > moments[0]:
            moments.pop(0)
            killed.append(kill(dice.choice(TARGETS[:2]), importing))
        assert time.monotonic() - began < PATIENCE, f"{path.name} does not end"
        time.sleep(0.01)
    assert killed or importing.returncode in (0, 1), f"{path.name}: {importing.returncode}"
    return killed


def start_import(system: str, path: Path) -> subprocess.Popen:
    command = [*MANAGE, "import", system, str(path), "--verbosity=0"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def kill(target: str, process: subprocess.Popen) -> str:
    """SIGKILL to the target; for PostgreSQL, to the server itself."""
    if target == "PostgreSQL":
        server = postgres._running(settings.VAR / "postgres")
        if server is not None:
            server.kill()
        return target
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return target


def mend() -> None:
    """Bring back what was killed; our own connection to it is of no use any more."""
    from django.db import connection

    connection.close()
    embedded.mend()


def start_worker() -> subprocess.Popen:
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--pool=solo"]
    worker = subprocess.Popen(
        [*command, "--loglevel=error", "--without-gossip", "--without-mingle"],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    nudge()
    return worker


def nudge() -> None:
    """What the timetable does. A try that was cut short is due again at once, not in a minute."""
    from claims.models import WebhookEvent
    from claims.tasks import read_webhook_events

    mend()
    WebhookEvent.objects.waiting().update(next_at=settings.PORTAL_NOW)
    read_webhook_events.apply_async()


def read_pushed() -> None:
    """Let a worker read what was pushed, to the end."""
    from claims.models import WebhookEvent

    worker = start_worker()
    try:
        began = time.monotonic()
        while WebhookEvent.objects.waiting().exists():
            assert time.monotonic() - began < PATIENCE, "the pushed events are never read"
            time.sleep(0.5)
            if int(time.monotonic() - began) % 5 == 4:
                nudge()
        assert not WebhookEvent.objects.parked().exists()
    finally:
        kill("worker", worker)


def push() -> None:
    """Store tracker events as a webhook does; they are in no file."""
    from claims.models import Source, WebhookEvent

    mend()
    source, _new = Source.objects.get_or_create(slug="easypost", kind=Source.Kind.CARRIER)
    lines = (settings.VAR / "pushed.ndjson").read_bytes().splitlines()
    WebhookEvent.objects.bulk_create(
        WebhookEvent(
            source=source,
            system="easypost",
            event_id=f"evt_{number}",
            signed_digest=f"{number:064}",
            body_digest=f"{number:064}",
            body=line,
            received_at=settings.PORTAL_NOW,
            next_at=settings.PORTAL_NOW,
        )
        for number, line in enumerate(lines)
    )


def digests() -> dict[str, str]:
    from tests.faults import digest

    mend()
    return digest.digests()


if __name__ == "__main__":
    main()
