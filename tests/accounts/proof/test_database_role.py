"""The portal as a role that owns nothing: it works, and can switch nothing off."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.clock import now
from accounts.consent import allows
from accounts.models import AccessRecord, ConsentEvent, Member, Sweep, User, record_access
from accounts.models.consent_event import ConsentPruned
from accounts.proof import guard
from accounts.proof.database_role import EVERYWHERE, OF_THE_RECORD
from accounts.rights.clearing import Broom
from tests.accounts.proof.deciding import CHOICES, turn, turn_often
from tests.conftest import NEVER_EMPTIED
from tests.emptying import TABLES

FORBIDDEN = (
    "UPDATE accounts_consentevent SET decision = 'grant'",
    "DELETE FROM accounts_consentevent",
    "TRUNCATE accounts_consentevent CASCADE",
    "ALTER TABLE accounts_consentevent ADD x integer",
    "ALTER TABLE accounts_consentevent DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON accounts_consentevent",
    "CREATE TRIGGER x BEFORE INSERT ON accounts_consentevent EXECUTE FUNCTION suppress()",
    "ALTER FUNCTION accounts_refuse_change() RENAME TO another",
    "SET session_replication_role = replica",
    "CREATE TABLE accounts_another (x integer)",
    "INSERT INTO accounts_consentpruned SELECT FROM accounts_use",
    "UPDATE accounts_consentnow SET decision = 'grant'",
    "UPDATE accounts_use SET allowed = true",
)

RIGHTS = """
SELECT array_agg(one) FROM unnest(%s::text[]) AS one WHERE has_table_privilege(%s, one)
"""


@pytest.fixture
def role(django_db_setup: None) -> Iterator[str]:
    """A role of nobody's, made as the superuser, and gone when the test was rolled back."""
    if settings.EMBEDDED.isdisjoint({"postgres"}):
        pytest.skip("the superuser of a database that is not ours is nobody's to use")
    place = connection.settings_dict
    name = f"app_of_{place['NAME']}"
    address = {"host": place["HOST"], "port": place["PORT"], "dbname": place["NAME"]}
    with psycopg.connect(user="postgres", autocommit=True, **address) as own:
        own.execute(f"DROP ROLE IF EXISTS {name}")
        own.execute(f"CREATE ROLE {name}")
        own.execute(f"GRANT {name} TO {place['USER']}")
        yield name
        own.execute(f"DROP ROLE {name}")


def change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def as_application(role: str, maya: Member, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything from here on is done as that role."""
    for table in NEVER_EMPTIED:
        change(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate")
    call_command("database_role", role)
    call_command("database_role", role)  # twice is once
    change("SET CONSTRAINTS ALL IMMEDIATE")
    change(f"SET LOCAL ROLE {role}")
    return role


def test_s15_the_portal_works_as_a_role_that_owns_nothing(
    as_application: str, maya: Member, sana: User
) -> None:
    turn_often(maya)
    turn(maya, True)
    with transaction.atomic():
        assert allows(maya, *CHOICES[0], doing="opener")
    record_access(sana, AccessRecord.What.CALL_REQUEST, [(maya.pk, None)])
    assert Broom(before=now()).prune(ConsentEvent.objects.replaced()) == 4
    assert ConsentPruned.objects.count() == 4
    Broom(before=now()).remove(AccessRecord, AccessRecord.objects.filter(member=maya))
    assert Sweep.objects.count() == 2
    assert guard.look().differences == []


def test_in_every_table_it_may_do_what_the_portal_does_and_in_those_of_the_record_less(
    as_application: str, db: Any
) -> None:
    """A migration makes tables, and whoever gave the rights before it gave none to those."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)  # an import leaves tables of its session's own beside them
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(RIGHTS, [[*EVERYWHERE, "TRUNCATE", "TRIGGER"], table])
            assert set(cursor.fetchone()[0]) == set(OF_THE_RECORD.get(table, EVERYWHERE)), table
    assert len(tables) > 100


def test_it_can_neither_change_the_record_nor_switch_its_guards_off(
    as_application: str, maya: Member
) -> None:
    turn(maya, True)
    for statement in FORBIDDEN:
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            transaction.atomic(),
        ):
            change(statement)


def test_rights_that_it_should_not_have_are_named(as_application: str, role: str) -> None:
    change("RESET ROLE")
    change(f"GRANT UPDATE (decision) ON accounts_consentevent TO {role}")
    change(f"SET LOCAL ROLE {role}")
    assert guard.look().differences == ["+ grant on accounts_consentevent.decision to us: UPDATE"]


def test_a_role_that_could_switch_the_guards_off_is_refused(role: str, db: Any) -> None:
    with pytest.raises(CommandError, match="There is no role nobody"):
        call_command("database_role", "nobody")
    with pytest.raises(CommandError, match="could switch the guards off"):
        call_command("database_role", connection.settings_dict["USER"])
