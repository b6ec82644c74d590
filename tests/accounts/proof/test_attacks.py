"""The attacks of a database administrator: each is found, by row, by the stand-alone verifier.

Each is done as the database's superuser with the triggers off, which are on again before anybody
looks. The verifier is a program of its own that sees an export, the checkpoints and the public key.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from accounts.models import ConsentEvent, ConsentNow, Member
from accounts.proof import checking, export, sealing
from tests.accounts.proof.deciding import CHOICES, seal, turn, turn_often

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seals")]

TABLES = {
    "accounts_consentevent": (
        *("ledger_writes", "ledger_projects", "append_only", "leaves_its_digest"),
    ),
    "accounts_consentnow": ("follows_the_ledger",),
}
NOBODY = UUID("3f0c8b44-0000-4000-8000-000000000000")

#: The form that is hashed, written by an administrator who has read docs/consent.md.
FORM = """
CREATE FUNCTION pg_temp.form(e accounts_consentevent) RETURNS bytea LANGUAGE sql AS $$
SELECT string_agg(
    coalesce(int4send(octet_length(field)) || field, '\\xffffffff'), '' ORDER BY place
)
FROM unnest(ARRAY[
    convert_to('porchlight consent 1', 'UTF8'),
    convert_to(e.subject::text, 'UTF8'),
    convert_to(e.seq::text, 'UTF8'),
    convert_to(e.id::text, 'UTF8'),
    convert_to(e.xact::text, 'UTF8'),
    e.nonce,
    e.previous,
    convert_to(e.receipt::text, 'UTF8'),
    convert_to(e.key, 'UTF8'),
    convert_to(e.purpose, 'UTF8'),
    convert_to(e.category, 'UTF8'),
    convert_to(e.decision, 'UTF8'),
    convert_to((extract(epoch FROM e.recorded_at) * 1000000)::bigint::text, 'UTF8'),
    convert_to((extract(epoch FROM e.effective_at) * 1000000)::bigint::text, 'UTF8'),
    convert_to((extract(epoch FROM e.valid_until) * 1000000)::bigint::text, 'UTF8'),
    convert_to(e.version::text, 'UTF8'),
    e.wording,
    convert_to(e.language, 'UTF8'),
    convert_to(e.screen, 'UTF8'),
    convert_to(e.who, 'UTF8'),
    convert_to(e.through, 'UTF8'),
    convert_to(e.by::text, 'UTF8')
]) WITH ORDINALITY AS f(field, place)
$$
"""
#: And what they do so that the chain fits again.
MEND_CHAIN = """
DO $$
DECLARE
    row accounts_consentevent;
    place integer := 0;
    before bytea := decode(repeat('00', 32), 'hex');
BEGIN
    FOR row IN SELECT * FROM accounts_consentevent WHERE subject = '{subject}' ORDER BY seq LOOP
        place := place + 1;
        row.seq := place;
        row.previous := before;
        before := sha256(pg_temp.form(row));
        UPDATE accounts_consentevent SET seq = place, previous = row.previous, hash = before
         WHERE id = row.id;
    END LOOP;
END $$
"""
#: And so that what stands now is what the ledger says.
MEND_NOW = """
DELETE FROM accounts_consentnow;
INSERT INTO accounts_consentnow
    (subject, purpose, category, event_id, decision, recorded_at, effective_at, valid_until,
     version, who, through)
SELECT DISTINCT ON (subject, purpose, category) subject, purpose, category, id, decision,
       recorded_at, effective_at, valid_until, version, who, through
FROM accounts_consentevent ORDER BY subject, purpose, category, seq DESC
"""
COLUMNS = [field.column for field in ConsentEvent._meta.concrete_fields if field.column != "id"]
BACK_DATED = f"""
WITH base AS (SELECT * FROM accounts_consentevent ORDER BY id LIMIT 1)
INSERT INTO accounts_consentevent ({", ".join(f'"{name}"' for name in COLUMNS)})
SELECT {{values}} FROM base RETURNING id
"""  # noqa: S608 - of our own columns


@contextmanager
def as_administrator() -> Iterator[psycopg.Cursor[Any]]:
    """The superuser, with nothing in the way; everything is as before when it is done."""
    place = connection.settings_dict
    if settings.EMBEDDED.isdisjoint({"postgres"}):
        pytest.skip("the superuser of a database that is not ours is nobody's to use")
    address = {"host": place["HOST"], "port": place["PORT"], "dbname": place["NAME"]}
    with psycopg.connect(user="postgres", **address) as own, own.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (True,)
        cursor.execute(FORM)
        for table, triggers in TABLES.items():
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield cursor
        for table, triggers in TABLES.items():
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


Verify = Callable[[], set[tuple[int | None, str]]]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """What the verifier finds in an export of now: rows and kinds."""

    def run() -> set[tuple[int | None, str]]:
        number = len(list(tmp_path.glob("export-*")))
        folder = tmp_path / f"export-{number}"
        export.to_folder(folder)
        done = checking.verify(str(folder), "--key", sealing.key().public, "--json")
        assert done.returncode in {0, 1}, done.stderr
        found = {(row, kind) for row, kind, _says in json.loads(done.stdout)["found"]}
        assert done.returncode == bool(found)
        return found

    return run


@pytest.fixture
def rows(maya: Member, omar: Member, verify: Verify) -> list[ConsentEvent]:
    """Two members' decisions, sealed twice and found whole, and one more that is not sealed."""
    turn_often(maya, omar)
    seal()
    turn_often(maya, omar)
    seal()
    turn(omar, True)
    assert verify() == set()
    return list(ConsentEvent.objects.order_by("pk"))


def of(rows: list[ConsentEvent], member: Member) -> list[ConsentEvent]:
    return [row for row in rows if row.subject_id == member.subject]


def test_1_a_decision_is_flipped(rows: list[ConsentEvent], maya: Member, verify: Verify) -> None:
    target = of(rows, maya)[1]
    with as_administrator() as cursor:
        cursor.execute(
            "UPDATE accounts_consentevent SET decision = 'withdraw' WHERE id = %s", [target.pk]
        )
    assert verify() == {(target.pk, "content")}


def test_2_only_what_stands_now_is_changed(maya: Member, verify: Verify) -> None:
    row = turn(maya, True)
    seal()
    with as_administrator() as cursor:
        cursor.execute("UPDATE accounts_consentnow SET decision = 'withdraw'")
    assert verify() == {(row.pk, "projection")}


def test_3_an_event_in_the_middle_is_deleted(
    rows: list[ConsentEvent], maya: Member, verify: Verify
) -> None:
    mine = of(rows, maya)
    with as_administrator() as cursor:
        cursor.execute("DELETE FROM accounts_consentevent WHERE id = %s", [mine[4].pk])
    assert verify() == {(mine[4].pk, "missing"), (mine[5].pk, "chain")}


def test_4_a_members_last_event_is_deleted_and_what_stands_is_mended(
    rows: list[ConsentEvent], maya: Member, verify: Verify
) -> None:
    last = of(rows, maya)[-1]
    with as_administrator() as cursor:
        cursor.execute("DELETE FROM accounts_consentevent WHERE id = %s", [last.pk])
        cursor.execute(MEND_NOW)
    assert verify() == {(last.pk, "missing")}


def test_5_a_decision_is_flipped_and_the_members_chain_reckoned_anew(
    rows: list[ConsentEvent], maya: Member, verify: Verify
) -> None:
    mine = of(rows, maya)
    with as_administrator() as cursor:
        cursor.execute(
            "UPDATE accounts_consentevent SET decision = 'withdraw' WHERE id = %s", [mine[1].pk]
        )
        cursor.execute(MEND_CHAIN.format(subject=maya.subject))
        cursor.execute(MEND_NOW)
    assert verify() == {(row.pk, "rewritten") for row in mine[1:]}


def test_6_a_member_is_removed_entirely(
    rows: list[ConsentEvent], maya: Member, verify: Verify
) -> None:
    with as_administrator() as cursor:
        cursor.execute("DELETE FROM accounts_consentnow WHERE subject = %s", [maya.subject])
        cursor.execute("DELETE FROM accounts_consentevent WHERE subject = %s", [maya.subject])
    assert verify() == {(row.pk, "missing") for row in of(rows, maya)}


def put_in(cursor: psycopg.Cursor[Any], xact: str) -> int:
    """A valid first row of a member who never decided, dated as the first of all."""
    changed = {"subject": f"'{NOBODY}'::uuid", "seq": "1", "xact": xact}
    values = ", ".join(changed.get(name, f'base."{name}"') for name in COLUMNS)
    cursor.execute(BACK_DATED.format(values=values))
    found = cursor.fetchone()
    assert found
    cursor.execute(MEND_CHAIN.format(subject=NOBODY))
    cursor.execute(MEND_NOW)
    return found[0]


def test_7_a_back_dated_row_is_put_in_with_an_old_transaction(
    rows: list[ConsentEvent], verify: Verify
) -> None:
    with as_administrator() as cursor:
        number = put_in(cursor, "base.xact")
    assert verify() == {(number, "inserted")}


def test_7b_a_back_dated_row_is_put_in_with_a_fresh_transaction(
    rows: list[ConsentEvent], verify: Verify
) -> None:
    with as_administrator() as cursor:
        number = put_in(cursor, "pg_current_xact_id()::text::bigint")
    assert verify() == {(number, "dated")}


def test_7c_and_the_sealer_sealed_it_before_anybody_looked(
    rows: list[ConsentEvent], verify: Verify
) -> None:
    with as_administrator() as cursor:
        number = put_in(cursor, "pg_current_xact_id()::text::bigint")
    assert seal() is not None
    assert verify() == {(number, "dated")}


def test_nothing_inside_the_database_sees_the_gravest_of_them(
    rows: list[ConsentEvent], maya: Member
) -> None:
    """Why there is a seal: after a rewrite that fits, the ledger's own checks are content."""
    with as_administrator() as cursor:
        cursor.execute("DELETE FROM accounts_consentnow WHERE subject = %s", [maya.subject])
        cursor.execute("DELETE FROM accounts_consentevent WHERE subject = %s", [maya.subject])
        cursor.execute(
            "SELECT count(*) FROM accounts_consentevent e WHERE hash <> sha256(pg_temp.form(e))"
        )
        assert cursor.fetchone() == (0,)
    assert ConsentNow.objects.count() == len(CHOICES)
