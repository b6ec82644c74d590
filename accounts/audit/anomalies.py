"""Uses without consent: each allowed use is checked against the row of the ledger that it names.

By the stored row and only for what is new, because a check of the whole log against the whole
ledger takes a quarter of a minute for 188,000 uses.
"""

import datetime as dt
import json
from typing import Any

from django.db import connection

from accounts.clock import now
from accounts.consent.catalogue import EVERYTHING, PURPOSES

#: What the catalogue knows, beside the uses since an instant and the rows that they name.
FIND = """
WITH possible AS (
    SELECT * FROM jsonb_to_recordset(%(possible)s::jsonb)
           AS p(purpose text, category text, locked boolean, free boolean)
), checked AS (
    SELECT use.id,
           CASE
           WHEN possible.purpose IS NULL THEN 'never'
           WHEN possible.locked THEN NULL
           WHEN named.id IS NULL AND EXISTS (SELECT FROM accounts_consentpruned AS pruned
                                              WHERE pruned.id = use.event_id) THEN NULL
           WHEN named.id IS NULL AND NOT possible.free THEN 'no_row'
           WHEN (named.subject, named.purpose, named.category)
                <> (use.subject, use.purpose, use.category) THEN 'other_row'
           WHEN named.decision <> 'grant' THEN 'not_on'
           WHEN named.valid_until <= use.used_at THEN 'ended'
           WHEN EXISTS (SELECT FROM accounts_consentevent AS later
                         WHERE later.purpose = use.purpose AND later.category = use.category
                           AND later.subject = use.subject AND later.decision <> 'grant'
                           AND later.seq > coalesce(named.seq, 0)
                           AND later.recorded_at < use.used_at) THEN 'turned_off'
           WHEN NOT possible.free
                AND (SELECT whole.decision FROM accounts_consentevent AS whole
                      WHERE whole.purpose = %(everything)s AND whole.category = %(everything)s
                        AND whole.subject = use.subject AND whole.recorded_at < use.used_at
                      ORDER BY whole.recorded_at DESC, whole.seq DESC LIMIT 1) = 'pause'
           THEN 'paused'
           WHEN named.version < (SELECT max(wording.version) FROM accounts_wording AS wording
                                  WHERE wording.purpose = use.purpose AND wording.material
                                    AND wording.published_at < use.used_at) THEN 'outdated'
           END AS kind
      FROM accounts_use AS use
      LEFT JOIN possible USING (purpose, category)
      LEFT JOIN accounts_consentevent AS named ON named.id = use.event_id
     WHERE use.allowed AND use.used_at >= %(since)s
)
INSERT INTO accounts_anomaly (use_id, kind, found_at)
SELECT id, kind, %(at)s FROM checked WHERE kind IS NOT NULL
    ON CONFLICT (use_id) DO NOTHING
"""


def find(since: dt.datetime) -> int:
    """Keep every use since then that was not allowed by what it rests on; how many are new."""
    asked = {
        "possible": json.dumps(possible()),
        "everything": EVERYTHING,
        "since": since,
        "at": now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND, asked)
        return cursor.rowcount


def possible() -> list[dict[str, Any]]:
    """Every use that somebody may allow. ``free``: on until it is turned off."""
    return [
        {
            "purpose": purpose.key,
            "category": category,
            "locked": purpose.locked,
            "free": purpose.default,
        }
        for purpose in PURPOSES.values()
        for category in purpose.categories
        if category not in purpose.never
    ]
