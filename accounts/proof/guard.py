"""What guards the record inside the database: triggers and whether they are on, functions, grants.

How they should look stands in `guards.txt` beside this file, line by line, reviewed like code;
`manage.py guard --write` writes it anew after a migration changed them. A test compares it, and so
does the clock every five minutes: whoever turns a trigger off is seen, and what they turned off is
named. A look between two looks is not seen; see “Still open” in docs/consent.md.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from accounts.proof import database_role

EXPECTED = Path(__file__).with_name("guards.txt")

GUARDED = (
    "accounts_accessrecord",
    "accounts_consentevent",
    "accounts_consentnow",
    "accounts_consentpruned",
    "accounts_use",
    "accounts_wording",
)
"""The tables whose guards are watched."""

LINES = """
WITH tables AS (
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND c.relname = ANY(%s)
), used AS (
    SELECT DISTINCT t.tgfoid AS oid FROM pg_trigger t JOIN tables ON tables.oid = t.tgrelid
    WHERE NOT t.tgisinternal
    UNION
    SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.proname ~ '^accounts_(consent_|wording_|is_swept$)'
)
SELECT format('table %%s row_security=%%s forced=%%s owner=%%s', relname, relrowsecurity,
              relforcerowsecurity, CASE WHEN relowner = datdba THEN 'portal' ELSE 'another' END)
FROM tables, pg_database WHERE datname = current_database()
UNION ALL
SELECT format('grant on %%s to %%s: %%s', given.name,
              CASE WHEN given.grantee = 0 THEN 'everybody'
                   WHEN given.grantee = current_user::regrole THEN 'us'
                   ELSE given.grantee::regrole::text END, given.privilege_type)
FROM (
    SELECT relname AS name, relowner, a.grantee, a.privilege_type
    FROM tables, aclexplode(relacl) a
    UNION ALL
    SELECT format('%%s.%%s', relname, attname), relowner, a.grantee, a.privilege_type
    FROM tables JOIN pg_attribute ON attrelid = tables.oid, aclexplode(attacl) a
) AS given WHERE given.grantee <> given.relowner
UNION ALL
SELECT format('revoked on %%s from its owner: %%s', relname, missing)
FROM tables, unnest(ARRAY['INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE']) missing
WHERE tables.relacl IS NOT NULL AND NOT EXISTS (
    SELECT FROM aclexplode(tables.relacl) a
    WHERE a.grantee = tables.relowner AND a.privilege_type = missing)
UNION ALL
SELECT format('trigger %%s on %%s %%s %%s', t.tgname, tables.relname,
    CASE t.tgenabled WHEN 'A' THEN 'always' WHEN 'O' THEN 'on' WHEN 'D' THEN 'OFF'
                     ELSE 'replica' END,
    encode(sha256(convert_to(pg_get_triggerdef(t.oid), 'UTF8')), 'hex'))
FROM pg_trigger t JOIN tables ON tables.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT format('rule %%s on %%s', r.rulename, tables.relname)
FROM pg_rewrite r JOIN tables ON tables.oid = r.ev_class
UNION ALL
SELECT format('policy %%s on %%s', p.polname, tables.relname)
FROM pg_policy p JOIN tables ON tables.oid = p.polrelid
UNION ALL
SELECT format('function %%s(%%s) %%s %%s %%s %%s', p.proname,
    pg_get_function_identity_arguments(p.oid),
    CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END,
    coalesce(array_to_string(p.proconfig, ','), '-'),
    p.provolatile,
    encode(sha256(convert_to(pg_get_functiondef(p.oid), 'UTF8')), 'hex'))
FROM pg_proc p JOIN used ON used.oid = p.oid
UNION ALL
SELECT format('event trigger %%s %%s', evtname, evtenabled) FROM pg_event_trigger
UNION ALL
SELECT format('our role: superuser=%%s bypasses_row_security=%%s replication=%%s',
              rolsuper, rolbypassrls, rolreplication)
FROM pg_roles WHERE rolname = current_user
"""

OWNED = "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = %s"


class Guards(NamedTuple):
    """``differences``: "-" what is missing, "+" what should not be there."""

    digest: str
    differences: list[str]


def found() -> list[str]:
    """The guards as the database has them, a line each."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [list(GUARDED)])
        return sorted(line for (line,) in cursor.fetchall())


def expected() -> list[str]:
    """What the repository says, and what `manage.py database_role` gives where we own nothing."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED, [connection.settings_dict["NAME"]])
        (we_own,) = cursor.fetchone()
    lines = EXPECTED.read_text().splitlines()
    return lines if we_own else sorted([*lines, *database_role.expected()])


def digest(lines: list[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def look() -> Guards:
    have, want = found(), expected()
    missing = [f"- {line}" for line in want if line not in have]
    strange = [f"+ {line}" for line in have if line not in want]
    return Guards(digest(have), missing + strange)


def write() -> int:
    """Take the guards as they are for how they should be; how many lines."""
    lines = found()
    EXPECTED.write_text("".join(f"{line}\n" for line in lines))
    return len(lines)
