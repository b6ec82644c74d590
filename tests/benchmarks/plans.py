"""What PostgreSQL plans for every query of every page, and which tables it would read whole."""

import json
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, Role
from claims.models import Balance, Claim, Order
from tests import make

LARGE = 20_000  # rows; of fewer, reading all is what a planner should do
SIZES = """
SELECT relname, reltuples::bigint, pg_total_relation_size(oid) FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= 1
 ORDER BY 3 DESC
"""


def tables() -> list[tuple[str, int, int]]:
    """(table, rows, bytes with indexes), the largest first."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        return cursor.fetchall()


def scans(member: Member) -> list[str]:
    """Each page that reads a large table whole, and which one."""
    large = {name for name, rows, _bytes in tables() if rows > LARGE}
    found = []
    for browser, addresses in ((signed_in(member.user), pages_of(member)), staff()):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(address, headers={"host": "localhost"})
            assert answer.status_code == 200, (address, answer.status_code)
            for query in queries:
                whole = {table for table in read_whole(query["sql"]) if table in large}
                found += [f"{address}: {table}: {query['sql'][:300]}" for table in sorted(whole)]
    return found


def pages_of(member: Member) -> list[str]:
    """A member's pages, of theirs and of the largest things that they may have."""
    things = [model.objects.for_member(member).first() for model in (Claim, Order, Balance)]
    own = [thing.get_absolute_url() for thing in things if thing]
    lists = [f"/{name}/" for name in ("claims", "orders", "balances")]
    narrowed = [f"{path}?{query}" for path in lists for query in ("q=visit", "show=you", "show=us")]
    return ["/", "/search/?q=visit", "/approvals/", *lists, *narrowed, *own]


def staff() -> tuple[Client, list[str]]:
    person = make.user(f"officer{time.time_ns()}@example.com", role=Role.SPECIALIST)
    return signed_in(person), ["/desk/", "/desk/checks/", "/desk/checks/?kind=orders"]


def signed_in(user: Any) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def read_whole(query: str) -> set[str]:
    """Tables that PostgreSQL would read from end to end for a query."""
    if not query.lstrip().upper().startswith(("SELECT", "WITH")):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query.replace('%', '%%')}", [])
        plan = cursor.fetchone()[0]
    return set(_sequential((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]))


def _sequential(node: dict) -> list[str]:
    below = [name for one in node.get("Plans", []) for name in _sequential(one)]
    return [*below, node["Relation Name"]] if node["Node Type"] == "Seq Scan" else below
