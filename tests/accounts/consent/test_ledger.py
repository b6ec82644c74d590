"""The ledger: numbered, chained and dated by the database, and changed by nobody."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.clock import now
from accounts.models import AccessRecord, ConsentEvent, ConsentNow, Use, Wording
from accounts.models.access_record import record_access
from accounts.rights.clearing import Broom
from tests.accounts.consent import turn
from tests.conftest import NEVER_EMPTIED


def field(value) -> bytes:
    if value is None:
        return b"\xff\xff\xff\xff"
    if isinstance(value, dt.datetime):
        value = (value - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return len(raw).to_bytes(4) + raw


def form(row: ConsentEvent) -> bytes:
    """The hashed form as docs/consent.md says it, built without the database."""
    names = (
        "subject_id seq id xact nonce previous receipt key purpose category decision recorded_at "
        "effective_at valid_until version wording language screen who through by"
    )
    return field("porchlight consent 1") + b"".join(
        field(getattr(row, name)) for name in names.split()
    )


def test_each_row_is_the_digest_of_what_it_says_and_of_the_row_before(maya, omar):
    turn(maya, True, "on")
    turn(omar, True, "another")
    turn(maya, False, "off")
    signed = ("share_with_others", "orders")
    turn(maya, True, "signed", signed, who="paper", through="paper", effective_at=now())
    previous = bytes(32)
    rows = ConsentEvent.objects.of(maya.subject).reverse()
    assert [row.seq for row in rows] == [1, 2, 3]
    for row in rows:
        assert bytes(row.previous) == previous
        assert hashlib.sha256(form(row)).digest() == bytes(row.hash)
        previous = bytes(row.hash)
    assert ConsentEvent.objects.of(omar.subject).get().seq == 1


def test_the_database_dates_and_numbers_a_row_whatever_is_asked(maya):
    turn(maya, True, "on")
    row = ConsentEvent.objects.get()
    long_ago = now() - dt.timedelta(days=900)
    row.pk, row.seq, row.hash, row.recorded_at, row.key = None, 7, bytes(32), long_ago, "forged"
    row._state.adding = True
    row.save(force_insert=True)
    row = ConsentEvent.objects.get(key="forged")
    assert row.seq == 2
    assert row.recorded_at > long_ago
    assert hashlib.sha256(form(row)).digest() == bytes(row.hash)


@pytest.mark.parametrize("table", NEVER_EMPTIED)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET {} = 'plan'",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
    ],
)
def test_the_database_refuses_every_change(maya, sana, table, change):
    with connection.cursor() as cursor:
        turn(maya, True, "on")
        record_access(sana, AccessRecord.What.CALL_REQUEST, [(maya.pk, None)])
        Use.objects.create(
            subject_id=maya.subject,
            purpose="plan",
            category="claims",
            doing="test",
            allowed=True,
            reason="locked",
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in NEVER_EMPTIED:
            cursor.execute(f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER no_truncate")
        column = {"accounts_accessrecord": "reason", "accounts_consentpruned": "rule"}.get(
            table, "purpose"
        )
        if table == "accounts_consentpruned":
            turn(maya, False, "off")
            Broom(before=now()).prune(ConsentEvent.objects.replaced())
        with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
            cursor.execute(change.format(table, column))
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        assert cursor.fetchone()[0]


def test_nobody_writes_how_things_stand_but_the_ledger(maya):
    turn(maya, True, "on")
    held = ConsentNow.objects.get(subject=maya.subject)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentNow.objects.create(
            subject_id=maya.subject,
            purpose="share_with_others",
            category="orders",
            event=held.event,
            decision="grant",
            recorded_at=now(),
            effective_at=now(),
            who="member",
            through="switch",
        )


@pytest.mark.django_db
def test_every_trigger_fires_whatever_the_session_says():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal AND tgname <> %s "
            "AND tgrelid = ANY(%s::regclass[])",
            ["no_truncate", list(NEVER_EMPTIED)],
        )
        found = cursor.fetchall()
    assert len(found) == 12
    assert {state for _name, state in found} == {"A"}


def test_a_wording_carries_the_digest_of_its_text(maya):
    turn(maya, True, "on")
    wording = Wording.objects.get(purpose="see_what_i_checked", language="en")
    assert bytes(wording.sha256) == hashlib.sha256(wording.text.encode()).digest()
    assert bytes(ConsentEvent.objects.get().wording) == bytes(wording.sha256)
