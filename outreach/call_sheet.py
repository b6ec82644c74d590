"""What a call screen shows of a member's past with us, in one query: every statement is a wait."""

import datetime as dt
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from accounts.models import Member

MOST_CALLS = 5
MOST_PROMISES = 20

_PARTS = {
    "promises": """
SELECT l.id, l.text, l.language, l.translated, l.owner, l.due_on
  FROM outreach_summaryline l JOIN outreach_call c USING (summary_id)
 WHERE c.member_id = %(member)s AND l.kind = 'agreed' AND l.kept_at IS NULL
 ORDER BY l.due_on, l.id LIMIT %(promises)s
""",
    "earlier": """
SELECT c.began_at, coalesce(s.name, '') AS name,
       (SELECT json_agg(
               json_build_array(l.kind, l.text, l.language, l.translated) ORDER BY l.number)
          FROM outreach_summaryline l WHERE l.summary_id = c.summary_id) AS lines,
       (SELECT json_agg(w.text ORDER BY w.made_at, w.id)
          FROM outreach_correction w WHERE w.summary_id = c.summary_id) AS wrong
  FROM outreach_call c LEFT JOIN outreach_specialist s ON s.user_id = c.specialist_id
 WHERE c.member_id = %(member)s AND c.summary_id IS NOT NULL
 ORDER BY c.began_at DESC, c.id DESC LIMIT %(calls)s
""",
    "activity": """
SELECT DISTINCT kind, day FROM accounts_activity
 WHERE member_id = %(member)s AND day > %(since)s ORDER BY day DESC, kind
""",
    "told": """
SELECT about, words FROM accounts_preference WHERE member_id = %(member)s ORDER BY about
""",
}


class Line(Struct, frozen=True):
    id: UUID
    text: str
    language: str
    translated: str
    owner: str
    due_on: dt.date


class Past(Struct, frozen=True, array_like=True):
    kind: str
    text: str
    language: str
    translated: str


class Before(Struct, frozen=True):
    began_at: dt.datetime
    name: str
    lines: list[Past] | None
    wrong: list[str] | None


class Checked(Struct, frozen=True):
    kind: str
    day: dt.date


class Told(Struct, frozen=True):
    about: str
    words: str


class Sheet(Struct, frozen=True):
    promises: tuple[Line, ...] = ()
    earlier: tuple[Before, ...] = ()
    activity: tuple[Checked, ...] = ()
    told: tuple[Told, ...] = ()


def sheet(member: Member, *, since: dt.date, activity: bool, told: bool) -> Sheet:
    """``activity`` and ``told``: the gate said yes to these, in the transaction that runs."""
    off = {name for name, on in (("activity", activity), ("told", told)) if not on}
    parts = ", ".join(
        f"'{name}', coalesce((SELECT json_agg(part) FROM ({query}) part), '[]')"  # noqa: S608 - ours
        for name, query in _PARTS.items()
        if name not in off
    )
    asked: dict[str, UUID | int | dt.date] = {
        "member": member.pk,
        "since": since,
        "calls": MOST_CALLS,
        "promises": MOST_PROMISES,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_build_object({parts})::text", asked)
        return msgspec.json.decode(cursor.fetchone()[0], type=Sheet)
