"""Kill what sends messages, at random moments, and see that none is lost and none shown twice.

    python -m tests.faults.messages [--messages 20000] [--kills 12] [--off 200] [--seed 1]

Members by the thousand each have one message due. Celery's workers decide and send them to a mail
server of our own while the workers, and Redis, are killed with SIGKILL; some members turn messages
off meanwhile. At the end every message must stand in one inbox or be refused because of that, and
every delivery must have reached the server at least once; one that came twice must have come with
the same key, and none later than a moment after its member turned them off. Ends with 1 when any
of that is not so. The first messages are sent from here before anybody dies: their CPU is what one
costs.
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

from tests.faults.pace import ceiling_of, cost_at, kill, start_sink

WORKERS = 2
MOMENT = 0.5  # seconds in which what was decided before may still be on the wire
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
SELECT id, 'data_answered', 'one', 'service_messages', 'claims', '', '{}', '{}', now(), now()
  FROM members
"""


def main() -> None:
    options = arguments()
    django.setup()
    from portal import embedded

    embedded.start()
    return run(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--off", type=int, default=200, help="members who turn them off meanwhile")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def run(options: argparse.Namespace) -> None:
    kept = fresh_start(options.messages)
    ceiling = ceiling_of(kept)
    sink, port = start_sink(kept)
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    ours, databases = cost_at(port)
    dice, began = random.Random(options.seed), time.monotonic()
    workers = [worker() for _one in range(WORKERS)]
    killed, off, at_first = Counter[str](), dict[str, float](), still_open()
    try:
        while left := still_open():
            assert time.monotonic() - began < PATIENCE, f"{left} are never sent"
            ring()
            done = (options.messages - left) / options.messages
            turn_off(dice, round(options.off * done) - len(off), off)
            time.sleep(dice.uniform(0.5, 1.5))
            if killed.total() < options.kills and done > killed.total() / options.kills:
                killed[disturb(dice, workers)] += 1
    finally:
        took = time.monotonic() - began
        for one in (*workers, sink):
            kill(one)
    judge(
        kept,
        options.messages,
        off,
        f"{killed['worker']} workers and {killed['Redis']} times Redis"
        f" killed, {took:.0f} s, {at_first / took:.0f} a second (the server alone takes"
        f" {ceiling:.0f} from one sender), {ours:.1f} ms of CPU and {databases:.1f} of the"
        " database's for each of the first",
    )


def ring() -> None:
    """The timetable's work. Redis may be away: that costs a moment and no message."""
    from outreach.tasks import hurry_messages

    hurry_messages()


def disturb(dice: random.Random, workers: list[subprocess.Popen]) -> str:
    """Kill somebody with SIGKILL, and start them again; who it was."""
    place = dice.randrange(WORKERS + 1)
    if place < WORKERS:
        kill(workers[place])
        workers[place] = worker()
        return "worker"
    from django.conf import settings
    from redis import Redis

    from portal.embedded import redis

    pid = Redis(unix_socket_path=str(redis.path(settings.VAR))).info("server")["process_id"]
    os.kill(int(pid), signal.SIGKILL)
    time.sleep(dice.uniform(0.5, 3))
    redis.start(settings.VAR)
    return "Redis"


def turn_off(dice: random.Random, number: int, off: dict[str, float]) -> None:
    """So many members more turn messages off; when the portal told them that it is done."""
    from accounts.consent import decide
    from accounts.models import Member
    from outreach.models import Message

    waiting = list(Message.objects.open().values_list("member", flat=True)[:2000])
    for pk in dice.sample(waiting, min(number, len(waiting))):
        member = Member.objects.select_related("user").get(pk=pk)
        choice = {("service_messages", "claims"): False}
        decide(member, choice, by=member.user, screen="test", language="en", key=f"off {pk}")
        off[str(pk)] = time.time()


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
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--pool=solo"]
    command += ["--loglevel=critical", f"--hostname={time.monotonic_ns()}@faults"]
    return subprocess.Popen(
        command,
        env=running,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def still_open() -> int:
    from outreach.models import Delivery, Message

    return Message.objects.open().count() + Delivery.objects.open().count()


def judge(kept: Path, messages: int, off: dict[str, float], how: str) -> None:
    from django.conf import settings

    from outreach.models import Delivery, Message

    came = [line.split() for line in kept.read_text().splitlines()]
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    deliveries = Delivery.objects.filter(dropped_at=None).values_list("id", "message__member")
    member_of = {f"<{key}@{host}>": str(member) for key, member in deliveries}
    dropped = {f"<{key}@{host}>" for key in Delivery.objects.values_list("id", flat=True)}
    times = Counter(called for called, _at in came)
    lost, strange = member_of.keys() - times.keys(), times.keys() - dropped
    late = sum(float(at) > off.get(member_of.get(called, ""), 1e12) + MOMENT for called, at in came)
    shown, refused = Message.objects.sent().count(), Message.objects.refused().count()
    parked = Message.objects.parked().count() + Delivery.objects.parked().count()
    sys.stdout.write(
        f"{messages:,} messages, {how}: {shown:,} shown, {refused} refused "
        f"because {len(off)} members turned them off, {len(member_of):,} deliveries, "
        f"{len(lost)} lost, {len(came) - len(times)} came twice with their own key, "
        f"{len(strange)} with another, {late} after “off”, {parked} given up.\n"
    )
    good = shown + refused == messages and refused <= len(off)
    sys.exit(int(not good or bool(lost or strange or parked or late)))


if __name__ == "__main__":
    main()
