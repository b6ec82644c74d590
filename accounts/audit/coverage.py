"""Wording versions, and how many members' yes rests on which: on v7 41,200, of them 12,031 anew."""

from collections import defaultdict
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.core.cache import cache
from django.db import connection
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.audit.words import purpose_name
from accounts.clock_words import moment
from accounts.consent.catalogue import PURPOSES
from accounts.models import Wording

FEWEST = 10
"""A number below this might point at people, so it is not shown."""

COUNTED_EVERY = 600  # seconds

KEPT = "wording-coverage"

#: A member has one row of a purpose with one category. Of the others by a set and not by
#: count(DISTINCT), which would sort every row of every member.
ON = """
SELECT purpose, version, count(*) FROM accounts_consentnow
 WHERE decision = 'grant' AND purpose <> ALL(%(wide)s) GROUP BY purpose, version
UNION ALL
SELECT purpose, version, count(*)
  FROM (SELECT DISTINCT purpose, version, subject FROM accounts_consentnow
         WHERE decision = 'grant' AND purpose = ANY(%(wide)s)) AS granted
 GROUP BY purpose, version
"""

#: Those who said yes to a version after they had said yes to an older one.
AGAIN = """
SELECT now.purpose, now.version, count(DISTINCT now.subject)
  FROM accounts_consentnow AS now
 WHERE now.decision = 'grant' AND now.version > 1
   AND EXISTS (SELECT FROM accounts_consentevent AS before
                WHERE before.purpose = now.purpose AND before.category = now.category
                  AND before.subject = now.subject
                  AND before.decision = 'grant' AND before.version < now.version)
 GROUP BY now.purpose, now.version
"""


def few(number: int) -> str:
    """A number of members, or that they are too few to say."""
    if 0 < number < FEWEST:
        return _("fewer than {n}").format(n=FEWEST)
    return f"{number:,}"


def coverage() -> list[dict[str, Any]]:
    """Each purpose that asks, with its versions, the newest first."""
    on, again = cache.get_or_set(KEPT, counted, COUNTED_EVERY)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in published():
        key = (row["purpose"], row["version"])
        found[row["purpose"]].append(version_row(row, on.get(key, 0), again.get(key, 0)))
    return [
        {"name": purpose_name(key), "id": key, "versions": found[key]}
        for key, purpose in PURPOSES.items()
        if found[key] and not purpose.locked
    ]


def count_now() -> None:
    """Count it so that no page has to; kept for longer than until the next time."""
    cache.set(KEPT, counted(), 3 * COUNTED_EVERY)


def counted() -> tuple[dict, dict]:
    """Members whose yes rests on each version, and of those who said yes to an older one before."""
    with connection.cursor() as cursor:
        wide = [one.key for one in PURPOSES.values() if len(one.categories) > 1]
        cursor.execute(ON, {"wide": wide})
        on = {(purpose, version): members for purpose, version, members in cursor.fetchall()}
        cursor.execute(AGAIN)
        again = {(purpose, version): members for purpose, version, members in cursor.fetchall()}
    return on, again


def published() -> Any:
    rows = Wording.objects.values("purpose", "version").annotate(
        since=Min("published_at"),
        asks=BoolOr("material"),
        languages=ArrayAgg("language", order_by="language"),
    )
    return rows.order_by("purpose", "-version")


def version_row(row: dict[str, Any], on: int, again: int) -> dict[str, Any]:
    words = _("On version {version}: {n}.").format(version=row["version"], n=few(on))
    if again:
        words += " " + _("Of them chose it again: {n}.").format(n=few(again))
    return {
        "url": reverse("accounts:wording_detail", args=[row["purpose"], row["version"]]),
        "label": _("Version {version}").format(version=row["version"]),
        "coverage": words,
        "since": moment(row["since"]),
        "languages": ", ".join(
            str(get_language_info(code)["name_translated"]) for code in row["languages"]
        ),
        "asked_again": row["asks"] and row["version"] > 1,
    }
