"""The effects test: what was done after something was turned off, counted from the use log."""

import datetime as dt
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from accounts.audit.words import category_name, purpose_name
from accounts.clock_words import moment, sentence

MOST_SHOWN = 20

#: Each time something was turned off, until it was turned on again or until the moment asked for.
#: The log dates a use by the database's clock under the member's lock, as the ledger dates a row.
EFFECTS = """
WITH told AS (
    SELECT id, purpose, category, decision, recorded_at,
           min(recorded_at) FILTER (WHERE decision = 'grant') OVER (
               PARTITION BY purpose, category ORDER BY seq
               ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
           ) AS ended_at
      FROM accounts_consentevent
     WHERE subject = %(subject)s AND recorded_at <= coalesce(%(at)s, 'infinity'::timestamptz)
)
SELECT told.id, told.purpose, told.category, told.recorded_at, told.ended_at,
       counted.read, counted.nudged, counted.refused
  FROM told, LATERAL (
           SELECT count(*) FILTER (WHERE allowed AND doing NOT LIKE 'nudge%%') AS read,
                  count(*) FILTER (WHERE allowed AND doing LIKE 'nudge%%') AS nudged,
                  count(*) FILTER (WHERE NOT allowed) AS refused
             FROM accounts_use
            WHERE subject = %(subject)s AND purpose = told.purpose AND category = told.category
              AND used_at > told.recorded_at
              AND used_at <= coalesce(told.ended_at, %(at)s, 'infinity')
       ) AS counted
 WHERE told.decision = 'withdraw' AND %(purpose)s IN ('', told.purpose)
 ORDER BY told.recorded_at DESC, told.id DESC
 LIMIT %(most)s
"""


class Effect(Struct, frozen=True):
    """``wrong``: something was done that should not have been."""

    sentence: str
    wrong: bool


def effects(subject: UUID, at: dt.datetime | None, purpose: str = "") -> list[Effect]:
    """One sentence for each time that something was turned off, the latest first. One query."""
    asked = {"subject": subject, "at": at, "purpose": purpose, "most": MOST_SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(EFFECTS, asked)
        return [effect(*row) for row in cursor.fetchall()]


def effect(
    _id: int,
    purpose: str,
    category: str,
    began: dt.datetime,
    ended: dt.datetime | None,
    read: int,
    nudged: int,
    refused: int,
) -> Effect:
    reads = ngettext("{n} read", "{n} reads", read).format(n=f"{read:,}")
    nudges = ngettext("{n} nudge", "{n} nudges", nudged).format(n=f"{nudged:,}")
    words = _("After “{purpose}” ({category}) was turned off on {time}: {reads}, {nudges}.")
    done = words.format(
        purpose=purpose_name(purpose),
        category=category_name(category),
        time=moment(began),
        reads=reads,
        nudges=nudges,
    )
    parts = [done]
    if refused:
        parts.append(
            ngettext("{n} try was refused.", "{n} tries were refused.", refused).format(
                n=f"{refused:,}"
            )
        )
    if ended:
        parts.append(sentence(_("It was turned on again on {time}."), time=moment(ended)))
    return Effect(" ".join(parts), wrong=bool(read or nudged))
