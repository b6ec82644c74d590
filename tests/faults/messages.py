"""Kill what sends messages, at random moments, and see that none is lost and none shown twice.

    python -m tests.faults.messages [--messages 20000] [--kills 8] [--seed 1]

Members by the thousand each have one message due. Workers decide and send them to a mail server of
our own while they are killed with SIGKILL. At the end every message must stand in one inbox, and
every delivery must have reached the server at least once; one that came twice must have come with
the same key. Ends with 1 when any of that is not so.
"""

import argparse
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

os.environ["PORTAL_VAR"] = str(Path(__file__).resolve().parents[2] / "var" / "faults")
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ["PORTAL_DEMO"] = "true"

import django

WORKERS = 2
PATIENCE = 1800  # seconds without the end
FILL = """
WITH people AS (
  INSERT INTO accounts_user (id, email, password, role, is_staff, is_active, is_superuser,
                             created_at, demo_story)
  SELECT gen_random_uuid(), 'person' || n || '@example.com', '!', 'member', false, true, false,
         now(), ''
    FROM generate_series(1, %(messages)s) n RETURNING id, email
), confirmed AS (
  INSERT INTO account_emailaddress (user_id, email, verified, "primary")
  SELECT id, email, true, true FROM people
), members AS (
  INSERT INTO accounts_member (user_id, number, preferred_name, legal_name, pronunciation, language,
                               time_zone, theme, made_at)
  SELECT id, split_part(email, '@', 1), 'Pat', '', '', 'en', %(zone)s, 'system', now()
    FROM people RETURNING id
)
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, context, why,
                              posted_at, due_at)
SELECT id, 'fault', 'one', 'service_messages', 'claims', '', '{}', '{}', now(), now() FROM members
"""


def main() -> None:
    options = arguments()
    django.setup()
    declare()
    if options.worker:
        return work()
    from portal import embedded

    embedded.start()
    return run(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def declare() -> None:
    """A notice about nothing in particular, so that no claim needs to be made."""
    from outreach.notice import Kind, Notice, nameless
    from outreach.notices import NOTICES

    NOTICES["fault"] = Notice(
        key="fault",
        version=1,
        kind=Kind.ASKED,
        about="",
        words=lambda _context, _answer: nameless(),
        why=lambda _context: "",
    )


def work() -> None:
    """What a worker does, again and again, until it is killed."""
    from outreach.sending import send_due

    while True:
        if send_due() == 0:
            time.sleep(0.5)


def run(options: argparse.Namespace) -> None:
    kept = fresh_start(options.messages)
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.sink", str(kept)], stdout=subprocess.PIPE, text=True
    )
    assert sink.stdout
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{sink.stdout.readline().strip()}"
    dice, began, killed = random.Random(options.seed), time.monotonic(), 0
    workers = [worker() for _one in range(WORKERS)]
    try:
        while left := still_open():
            assert time.monotonic() - began < PATIENCE, f"{left} are never sent"
            time.sleep(dice.uniform(0.5, 1.5))
            done = options.messages - left
            if killed < options.kills and done > options.messages * killed / options.kills:
                place = dice.randrange(WORKERS)
                kill(workers[place])
                workers[place], killed = worker(), killed + 1
    finally:
        took = time.monotonic() - began
        for one in (*workers, sink):
            kill(one)
    judge(kept, options.messages, killed, took)


def fresh_start(messages: int) -> Path:
    """A database with one due message for each of so many members, where it is noon."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from portal.embedded import postgres
    from tests.faults.__main__ import administer

    name = postgres.address(settings.VAR)["NAME"]
    connection.close()
    administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    call_command("migrate", verbosity=0)
    hours = dt.datetime.now(dt.UTC).hour - 12
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"messages": messages, "zone": f"Etc/GMT{hours:+d}"})
        cursor.execute("ANALYZE")
    kept = settings.VAR / "sink"
    kept.write_text("")
    return kept


def worker() -> subprocess.Popen:
    # What the other faults stop, the clock, has to go on here: a lease ends by it.
    running = {name: value for name, value in os.environ.items() if name != "PORTAL_NOW"}
    command = [sys.executable, "-m", "tests.faults.messages", "--worker"]
    return subprocess.Popen(command, env=running, start_new_session=True)


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()


def still_open() -> int:
    from outreach.models import Delivery, Message

    return Message.objects.open().count() + Delivery.objects.open().count()


def judge(kept: Path, messages: int, killed: int, took: float) -> None:
    from django.conf import settings

    from outreach.models import Delivery, Message

    came = Counter(kept.read_text().split())
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    keys = Delivery.objects.values_list("id", flat=True)
    wanted = {f"<{key}@{host}>" for key in keys}
    lost, strange = wanted - came.keys(), came.keys() - wanted
    twice = sum(number - 1 for number in came.values())
    shown = Message.objects.sent().count()
    parked = Message.objects.parked().count() + Delivery.objects.parked().count()
    sys.stdout.write(
        f"{messages:,} messages, {killed} kills, {took:.0f} s, {messages / took:.0f} a second: "
        f"{shown:,} shown, {len(wanted):,} deliveries, {len(lost)} lost, {twice} came twice with "
        f"their own key, {len(strange)} with another, {parked} given up.\n"
    )
    good = shown == len(wanted) == messages and not (lost or strange or parked)
    sys.exit(int(not good))


if __name__ == "__main__":
    main()
