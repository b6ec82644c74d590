"""How long a search for a time takes, how many calls can be booked a second, and any of them twice.

    python -m tests.benchmarks.scheduling_benchmark [--specialists 200] [--attempts 10000]

On a database of its own, in var/scheduling. Prints: a search among all specialists for 14 days,
60 % booked (target: p95 under 50 ms); bookings a second beside the plain INSERT of the same row
into two tables that refuse nothing, round after round (target: 0.5 of it), by one, eight and 48
threads of one process, each on a warm connection of its own, every booking and every INSERT a
transaction that waits for the disk; and as many attempts as asked for by 48 connections at once on
far fewer times (target: none twice, none lost, no error).
"""

import argparse
import datetime as dt
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from uuid import uuid4

VAR = Path(__file__).resolve().parents[2] / "var" / "scheduling"
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
BOOKED = 0.6
CONNECTIONS, SCARCE = 48, 12  # specialists on whom the crowd presses
CALLS_A_DAY = 8  # of a specialist
WARM = 10  # bookings of a connection before those that count
#: The same row, by a statement of its own, into a table that refuses nothing: bare, and with the
#: foreign keys and the index of a specialist's day that every list of calls needs.
CEILINGS = """
DROP TABLE IF EXISTS bare, keyed;
CREATE TABLE bare (LIKE outreach_booking INCLUDING DEFAULTS);
CREATE TABLE keyed (LIKE outreach_booking INCLUDING DEFAULTS);
ALTER TABLE bare ADD PRIMARY KEY (id);
ALTER TABLE keyed ADD PRIMARY KEY (id),
      ADD FOREIGN KEY (member_id) REFERENCES accounts_member,
      ADD FOREIGN KEY (specialist_id) REFERENCES accounts_user;
CREATE INDEX ON keyed (specialist_id, lower(during));
"""
PLAIN = """
INSERT INTO {table} (member_id, specialist_id, during, state, subject, phone, say_who, voicemail,
       way, interpreter_language, speaker, note, key, reasons, sequence, tries, made_at)
VALUES (%s, %s, tstzrange(%s, %s), 'booked', '', '+13125550142', true, false, 'phone', '', '', '',
        %s, '{{}}', 0, 0, %s) RETURNING id
"""
OVERLAPS = """
SELECT count(*) FROM outreach_booking a JOIN outreach_booking b
    ON a.id < b.id AND a.during && b.during
   AND (a.specialist_id = b.specialist_id OR a.member_id = b.member_id)
 WHERE a.state = 'booked' AND b.state = 'booked' AND a.made_at >= %s
"""


def main() -> None:
    options = arguments()
    start()
    from accounts.clock import now

    at = now()
    forget()
    members = people(100_000)  # three calls each at most, and a quick disk books ten thousands
    fill(options.specialists, members, at)
    searches(members, at, options.searches)
    bookings(members, options.specialists, at, options.seconds, options.rounds)
    crowd(members, options.attempts, at)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--specialists", type=int, default=200)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def start() -> None:
    os.environ["PORTAL_VAR"] = str(VAR)
    os.environ["PORTAL_DEMO"] = "true"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from portal import catalogues, embedded

    catalogues.compile_changed(settings.LOCALE_PATHS[0])
    embedded.start()
    call_command("migrate", verbosity=0)
    from portal import wsgi  # noqa: F401 - a search looks for dead cycles as often as a web process


def forget() -> None:
    """Empty tables: rows that were deleted would slow ours down and not the plain ones."""
    from django.db import connection

    from outreach.models import Specialist

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outreach_booking, outreach_keeper CASCADE")
    Specialist.objects.all().delete()


def people(number: int) -> list:
    """Members, and as many users, among whom a foreign key looks a specialist up."""
    from accounts.models import Member, User
    from tests import make
    from tests.many import copies

    if User.objects.count() < number:
        copies(a_user(), number, id="gen_random_uuid()", email="nth || email")
    if Member.objects.count() < number:
        one = Member.objects.first() or make.member("Bench", signs_in=False, number="")
        copies(one, number, subject="gen_random_uuid()")
    return list(Member.objects.all()[:number])


def fill(specialists: int, members: list, at: dt.datetime) -> None:
    """Specialists in four zones; of their times of two weeks so many are booked."""
    from django.db import connection

    from outreach.models import Booking
    from outreach.scheduling.slots import instant, starts
    from tests import make

    dice = random.Random(14)
    rows, turn = [], 0
    for number in range(specialists):
        zone = ZONES[number % len(ZONES)]
        who = make.specialist(f"S{number}", a_user(), zone=zone, daily_maximum=50)
        for begin in starts(worker_like(who), at):
            if dice.random() >= BOOKED:
                continue
            turn += 1
            begins = instant(begin)
            rows.append(
                Booking(
                    member=members[turn % len(members)],
                    specialist=who.user,
                    during=(begins, begins + dt.timedelta(minutes=30)),
                    subject="claim",
                    subject_id=uuid4(),
                    phone="+13125550142",
                    key=uuid4(),
                    made_at=at - dt.timedelta(days=1),
                )
            )
    Booking.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    say(f"{specialists} specialists, {Booking.objects.count():,} calls booked")


def a_user():
    """Without a password, because to keep one takes longer than all the rest."""
    from accounts.models import Role, User

    return User.objects.create(email=f"{uuid4()}@example.com", role=Role.SPECIALIST)


def worker_like(who):
    from outreach.scheduling.slots import Worker
    from tests.make import NINE_TO_FIVE

    return Worker(zone=who.zone, shifts=NINE_TO_FIVE, daily_maximum=50)


def searches(members: list, at: dt.datetime, number: int) -> None:
    from outreach.scheduling.need import Need
    from outreach.scheduling.search import choices

    free = len(choices(members[0], Need(), at, each=10_000))
    say(f"{free:,} free times for one member")
    for words, each in (("one press", 3), ("every free time", 10_000)):
        took = []
        for turn in range(number):
            began = time.perf_counter()
            choices(members[turn], Need(), at + dt.timedelta(minutes=turn), each=each)
            took.append((time.perf_counter() - began) * 1000)
        p95 = quantiles(took, n=20)[-1]
        say(f"search, {words}: p50 {median(took):.1f} ms, p95 {p95:.1f} ms; the target is 50.")


def bookings(members: list, specialists: int, at: dt.datetime, seconds: float, rounds: int) -> None:
    """Each booking is of a time of its own: nobody waits for another's, as on most days."""
    from django.db import connection

    from outreach.models import Specialist
    from outreach.scheduling.book import Ask, try_one
    from outreach.scheduling.matching import Caller, Choice
    from outreach.scheduling.need import Need
    from outreach.scheduling.slots import minute

    with connection.cursor() as cursor:
        cursor.execute(CEILINGS)
    keys = list(Specialist.objects.values_list("pk", flat=True))
    Specialist.objects.update(daily_maximum=30_000)
    far = minute(at + dt.timedelta(days=400))
    turns = iter(range(10_000_000))

    def place() -> tuple:
        turn = next(turns)
        day, hour = divmod(turn // len(keys), CALLS_A_DAY)
        begin = far + day * 24 * 60 + hour * 60
        return members[turn % len(members)], keys[turn % len(keys)], begin

    def ours() -> None:
        member, key, begin = place()
        choice = Choice(caller=Caller(user_id=key, name=""), begin=begin, reasons=(), price=0)
        ask = Ask(need=Need(subject="claim", subject_id=uuid4()), phone="+13125550142", key=uuid4())
        assert try_one(member, ask, choice, at) is not None

    def plain(table: str) -> Callable[[], None]:
        statement = PLAIN.format(table=table)

        def insert() -> None:
            member, key, begin = place()
            begins = dt.datetime.fromtimestamp(begin * 60, dt.UTC)
            values = [member.pk, key, begins, begins + dt.timedelta(minutes=30), uuid4(), at]
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                cursor.fetchone()

        return insert

    ways = {"ours": ours, "bare": plain("bare"), "keyed": plain("keyed")}
    for clients in (1, 8, CONNECTIONS):
        found: dict[str, list[float]] = {name: [] for name in ways}
        for _round in range(rounds):
            for name, do in ways.items():
                found[name].append(rate(do, clients, seconds))
        mine, bare, keyed = (median(found[name]) for name in ways)
        say(
            f"{clients} at once: {mine:,.0f} bookings a second; plain INSERT, bare {bare:,.0f} "
            f"({mine / bare:.2f}), with its keys {keyed:,.0f} ({mine / keyed:.2f}); "
            "the target is 0.5."
        )


def rate(do: Callable[[], None], clients: int, seconds: float) -> float:
    """How often a second all of them do it together, once each of their connections is warm."""
    from django.db import connection

    all_warm = threading.Barrier(clients)

    def work(_number: int) -> tuple[int, float]:
        for _turn in range(WARM):
            do()
        all_warm.wait()
        done, began = 0, time.perf_counter()
        while time.perf_counter() < began + seconds:
            do()
            done += 1
        took = time.perf_counter() - began
        connection.close()
        return done, took

    with ThreadPoolExecutor(clients) as pool:
        return sum(done / took for done, took in pool.map(work, range(clients)))


def crowd(members: list, attempts: int, at: dt.datetime) -> None:
    """Everybody wants a call from a few people who have a few times left."""
    from outreach.models import Booking
    from outreach.scheduling.book import Ask, book
    from outreach.scheduling.need import Need

    forget()
    few(at)

    def press(number: int) -> str:
        ask = Ask(need=Need(), phone="+13125550142", key=uuid4())
        try:
            booked = book(members[number % len(members)], ask, at)
        except Exception as problem:  # noqa: BLE001 - counted and named
            return type(problem).__name__
        return "booked" if booked else "none left"

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        found = Counter(pool.map(press, range(attempts)))
    took = time.perf_counter() - began
    rows = Booking.objects.count()
    say(
        f"{attempts:,} attempts by {CONNECTIONS} at once, {took:.0f} s: {dict(found)}; {rows} rows."
    )
    lost = found["booked"] - rows
    say(f"booked twice: {overlaps(at)}; lost: {lost}; the target is 0 and 0, no errors.")


def few(at: dt.datetime) -> None:
    """Specialists who work on one day of a week alone."""
    from tests import make

    tomorrow = (at + dt.timedelta(days=1)).weekday()
    times = ((tomorrow, dt.time(9), dt.time(17)),)
    for number in range(SCARCE):
        make.specialist(f"C{number}", a_user(), hours=times, daily_maximum=50, zone=ZONES[1])


def overlaps(at: dt.datetime) -> int:
    """Pairs of calls that one person has at the same time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS, [at - dt.timedelta(days=2)])
        return cursor.fetchone()[0]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
