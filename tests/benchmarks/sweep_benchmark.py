"""Whom to write to, out of everybody: the rules and the news, beside the same search as plain SQL.

    python -m tests.benchmarks.sweep_benchmark [--members 20000] [--rounds 3]

Five claims, two orders and ten ledger entries a member, in var/sweep-MEMBERS with services of its
own, which stays for the next time: delete it by hand. One member in three allows reminders, one
claim in sixteen is followed. The first time writes a message for whatever is found; again finds
nothing new, and is the median of the rounds. Plain SQL is the same search, counted and not written,
on a connection without Django. Seconds of the clock; memory is the most that the process that
asked, and the one of PostgreSQL that answered, ever held.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

AT_ONCE = 1000  # members in one transaction: a lock each
USERS = """
WITH made AS (
  INSERT INTO accounts_user (id, email, password, role, is_staff, is_active, is_superuser,
                             created_at, demo_story)
  SELECT gen_random_uuid(), id || '@example.com', '!', 'member', false, true, false, now(), ''
    FROM accounts_member WHERE user_id IS NULL RETURNING id, email
)
UPDATE accounts_member member SET user_id = made.id
  FROM made WHERE made.email = member.id || '@example.com'
"""
SUBJECTS = "SELECT subject FROM accounts_member ORDER BY id"
YES = """
INSERT INTO accounts_consentevent (subject, receipt, key, purpose, category, decision, version,
                                   wording, language, screen, who, through, effective_at)
SELECT members.subject, gen_random_uuid(), 'sweep ' || category, 'care_reminders', category,
       'grant', wording.version, wording.sha256, 'en', 'persona', 'member', 'switch', now()
  FROM unnest(%(subjects)s::uuid[]) AS members(subject)
 CROSS JOIN unnest(ARRAY['claims', 'orders', 'balances']) AS category
  JOIN accounts_wording wording ON wording.language = 'en' AND wording.purpose = 'care_reminders'
   AND wording.version = (SELECT max(version) FROM accounts_wording
                           WHERE purpose = 'care_reminders')
 ORDER BY members.subject
"""
FOLLOWS = """
INSERT INTO outreach_follow (member_id, subject, subject_id, since, mark, told)
SELECT member_id, 'claim', id, now(), '', 0 FROM claims_claim
 WHERE superseded_by_id IS NULL AND right(id::text, 1) = '0'
ON CONFLICT DO NOTHING
"""
#: A feed has nothing that is due just now: one thing in sixteen is made so.
DUE = (
    """
UPDATE claims_order SET needed_on = current_date + 1, promised_delivery_on = current_date + 3
 WHERE right(id::text, 1) = '0'
""",
    """
UPDATE claims_claim SET notice_on = current_date - 180
 WHERE state IN ('denied', 'partially_denied') AND right(id::text, 1) = '1'
""",
    """
INSERT INTO outreach_message (member_id, notice, key, purpose, category, subject, subject_id,
                              context, why, posted_at, due_at, sent_at, title)
SELECT member_id, 'decided', id, 'service_messages', 'claims', 'claim', id,
       jsonb_build_object('state', state), '{}', ago.day, ago.day, ago.day, 'x'
  FROM claims_claim CROSS JOIN (SELECT now() - interval '5 days' AS day) ago
 WHERE state = 'denied' AND right(id::text, 1) = '2'
""",
)
STANDS = """
, followed AS MATERIALIZED (
  SELECT follow.mark, follow.member_id AS follower, touched.thing FROM touched
    JOIN outreach_follow follow ON follow.subject_id = touched.thing AND follow.ended_at IS NULL
)
SELECT count(*) FROM followed touched
  JOIN LATERAL ({marks}) stands ON stands.member_id = touched.follower
 WHERE touched.mark <> stands.mark
"""


def main() -> None:
    options = arguments()
    os.environ["PORTAL_VAR"] = str(
        Path(__file__).resolve().parents[2] / "var" / f"sweep-{options.members}"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    os.environ["PORTAL_DEMO"] = "true"
    import django
    from django.core.management import call_command

    django.setup()
    from portal import embedded

    embedded.start()
    call_command("migrate", verbosity=0)
    fill(options.members)
    report(options.rounds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=20_000, help="a multiple of 1,000")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def fill(members: int) -> None:
    from django.db import connection

    from accounts.consent.wordings import publish
    from outreach.models import Follow, Message
    from tests.benchmarks import crowd

    crowd.fill(members / crowd.WHOLE["members"], say)
    publish()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(USERS)
        if cursor.rowcount:
            cursor.execute(SUBJECTS)
            subjects = [subject for (subject,) in cursor.fetchall()][::3]
            for start in range(0, len(subjects), AT_ONCE):
                cursor.execute(YES, {"subjects": sorted(subjects[start : start + AT_ONCE])})
        Follow.objects.all().delete()
        Message.objects.all().delete()
        cursor.execute(FOLLOWS)
        say(f"{cursor.rowcount:,} claims are followed")
        for statement in DUE:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")


def report(rounds: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from outreach.finding import ALLOWED, find, values_of
    from outreach.nudges import NUDGES
    from outreach.sweep import EVERYTHING, TOUCHED, sweep_everything, values_for

    at, plain = timezone.now(), plain_connection()
    say(f"{'':<22}{'found':>9}{'first s':>10}{'again s':>10}{'plain s':>10}")
    for key, nudge in NUDGES.items():
        if nudge.gather is None:
            search = f"WITH {nudge.finds} {ALLOWED} SELECT count(*) FROM allowed"  # noqa: S608
            values = values_of(nudge, at)
            line(key, lambda n=nudge: len(find(n, at)), plain, search, values, rounds)
    search, values = followed(EVERYTHING, TOUCHED), values_for("claim", at)
    line("what is followed", lambda: sweep_everything(at), plain, search, values, rounds)
    pids = (os.getpid(), connection.connection.info.backend_pid, plain.info.backend_pid)
    names = ("this process", "its PostgreSQL", "PostgreSQL of the plain SQL")
    say(", ".join(f"{name} {most_held(pid)} MB" for name, pid in zip(names, pids, strict=True)))


def followed(everything: str, touched: str) -> str:
    """How the followed claims stand, counted where that is another than was told."""
    from outreach.marks import MARKS

    return touched.replace("{touched}", everything) + STANDS.replace("{marks}", MARKS["claim"])


def line(
    name: str,
    ours: Callable[[], int],
    plain: Any,
    search: str,
    values: dict[str, Any],
    rounds: int,
) -> None:
    began = time.perf_counter()
    found, first = ours(), time.perf_counter() - began
    again, beside = [], []
    for _round in range(rounds):
        began = time.perf_counter()
        ours()
        again.append(time.perf_counter() - began)
        began = time.perf_counter()
        plain.execute(search, values).fetchone()
        beside.append(time.perf_counter() - began)
    say(f"{name:<22}{found:>9,}{first:>10.2f}{median(again):>10.2f}{median(beside):>10.2f}")


def plain_connection() -> Any:
    import psycopg
    from django.db import connection

    held = connection.settings_dict
    return psycopg.connect(
        host=held["HOST"],
        port=held["PORT"] or None,
        user=held["USER"],
        password=held["PASSWORD"],
        dbname=held["NAME"],
        autocommit=True,
    )


def most_held(pid: int) -> int:
    """Megabytes, by the system's own count."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1000 if found else 0


if __name__ == "__main__":
    main()
