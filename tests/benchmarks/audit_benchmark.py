"""The officer's pages over a ledger of a million rows: seconds to the first page of each.

    python -m tests.benchmarks.audit_benchmark [--rows 1000000] [--members 100000] [--rounds 5]

Runs in var/benchmark with services of its own. The rows are written by the ledger's own triggers,
so they are numbered, chained and projected as those of members are. Filled once: a second run with
as many rows only measures. Wall seconds of this process and its database, the median of the rounds,
after the worker counted, as it does every ten minutes; the target is 1 second.
"""

import argparse
import os
import time
from pathlib import Path
from statistics import median

os.environ["PORTAL_VAR"] = str(Path(__file__).resolve().parents[2] / "var" / "benchmark")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
os.environ["PORTAL_DEMO"] = "true"

import django
from django.core.management import call_command

from portal import embedded

TARGET = 1.0
AT_ONCE = 1000  # members in one transaction: a lock each

MEMBERS = """
INSERT INTO accounts_member (number, preferred_name, legal_name, pronunciation, language, time_zone,
                             theme, made_at)
SELECT 'AUDIT-' || nth, 'Member', 'Member Example', '', 'en', 'America/New_York', 'system', now()
  FROM generate_series((SELECT count(*) + 1 FROM accounts_member WHERE number LIKE 'AUDIT-%%'),
                       %(members)s) AS nth
"""
SUBJECTS = "SELECT subject FROM accounts_member WHERE number LIKE 'AUDIT-%%' ORDER BY id"

#: So many rows of each member: on, off, on again, through five purposes.
EVENTS = """
INSERT INTO accounts_consentevent (subject, receipt, key, purpose, category, decision, version,
                                   wording, language, screen, who, through, effective_at)
SELECT members.subject, gen_random_uuid(), 'audit-' || nth,
       wording.purpose, CASE wording.purpose
           WHEN 'care_reminders' THEN 'claims'
           WHEN 'remember_choices' THEN 'choices' ELSE 'activity' END,
       CASE WHEN (nth / 5 + ascii(members.subject::text)) %% 2 = 0
            THEN 'grant' ELSE 'withdraw' END,
       1, wording.sha256, 'en',
       'persona', 'member', 'switch', now()
  FROM unnest(%(subjects)s::uuid[]) AS members(subject)
 CROSS JOIN generate_series(0, %(each)s - 1) AS nth
  JOIN accounts_wording AS wording
       ON wording.language = 'en' AND wording.version = 1
      AND wording.purpose = (ARRAY['see_what_i_checked', 'care_reminders', 'help_after_check',
                                   'remember_choices', 'improve_site'])[1 + nth %% 5]
 ORDER BY members.subject, nth
"""
USES = """
INSERT INTO accounts_use (subject, purpose, category, doing, allowed, reason, event_id, version)
SELECT subject, purpose, category, 'opener', true, 'granted', event_id, version
  FROM accounts_consentnow WHERE decision = 'grant' LIMIT 200000
"""


def main() -> None:
    options = arguments()
    django.setup()
    embedded.start()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    fill(options.members, options.rows // options.members)
    measure(options.rounds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def fill(members: int, each: int) -> None:
    from django.db import connection

    from accounts.consent.wordings import publish
    from accounts.models import ConsentEvent

    publish()
    began, before = time.perf_counter(), ConsentEvent.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"members": members})
        cursor.execute(SUBJECTS)
        subjects = [subject for (subject,) in cursor.fetchall()]
        for start in range(before // each, len(subjects), AT_ONCE):
            chunk = sorted(subjects[start : start + AT_ONCE])
            cursor.execute(EVENTS, {"subjects": chunk, "each": each})
        if ConsentEvent.objects.count() > before:
            cursor.execute(USES)
        cursor.execute("VACUUM ANALYZE")
    rows = ConsentEvent.objects.count()
    seconds = time.perf_counter() - began
    print(f"{rows:,} rows in the ledger, {rows - before:,} new in {seconds:.0f} s")  # noqa: T201


def measure(rounds: int) -> None:
    """Interleaved, so that what else the machine does falls on all alike."""
    from django.test import Client

    from accounts.models import Member, Role, User
    from accounts.tasks import count_consents
    from tests import make

    officer = User.objects.filter(role=Role.PRIVACY_OFFICER).first()
    officer = officer or make.user("audit@example.com", role=Role.PRIVACY_OFFICER)
    member = Member.objects.get(number="AUDIT-500")
    look = make.inspection(member, officer, "The benchmark asks")
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(officer)
    pages = {
        "home": "/audit/",
        "all decisions": "/audit/decisions/",
        "all decisions, filtered": "/audit/decisions/?purpose=care_reminders&decision=withdraw",
        "all decisions, none found": "/audit/decisions/?who=officer",
        "all decisions, far back": "/audit/decisions/?after=1000",
        "one member": f"/audit/members/{look.pk}/",
        "one member, as of": f"/audit/members/{look.pk}/?day=2026-11-22&time=12:00",
        "one member's decisions": f"/audit/members/{look.pk}/decisions/",
        "how many allow what": "/audit/population/",
        "wording": "/audit/wording/",
        "use without consent": "/audit/anomalies/",
        "who looked": "/audit/looks/",
    }
    began = time.perf_counter()
    count_consents()
    print(f"{'the worker counts':28} {time.perf_counter() - began:8.3f} s, every ten minutes")  # noqa: T201
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(rounds):
        for name, address in pages.items():
            began = time.perf_counter()
            assert browser.get(address).status_code == 200, address
            taken[name].append(time.perf_counter() - began)
    for name, seconds in taken.items():
        verdict = "" if median(seconds) < TARGET else "  over the target"
        print(f"{name:28} {median(seconds):8.3f} s{verdict}")  # noqa: T201


if __name__ == "__main__":
    main()
