"""What guards the record in the database is what the repository says; a look names what is not."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import GuardWatch, RecordAlarm
from accounts.proof import guard
from accounts.proof.watching import watch
from tests.conftest import NEVER_EMPTIED

HOW = "Read what differs, and where it is meant: python manage.py guard --write"


def change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(autouse=True)
def _as_outside_tests(db: None) -> None:
    """Our tests let `no_truncate` rest; the clock's look must not."""
    for table in NEVER_EMPTIED:
        change(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER no_truncate")


def test_the_guards_are_those_that_the_repository_holds() -> None:
    assert guard.look().differences == [], HOW
    assert guard.look().digest == guard.digest(guard.expected())


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "ALTER TABLE accounts_consentevent DISABLE TRIGGER append_only",
            "trigger append_only on accounts_consentevent OFF",
        ),
        (
            "ALTER TABLE accounts_consentevent ENABLE TRIGGER ledger_writes",
            "trigger ledger_writes on accounts_consentevent on",
        ),
        ("DROP TRIGGER append_only ON accounts_wording", "trigger append_only on accounts_wording"),
        (
            (
                "CREATE OR REPLACE FUNCTION accounts_refuse_change() RETURNS trigger"
                " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            ),
            "function accounts_refuse_change()",
        ),
        (
            "ALTER FUNCTION accounts_consent_write() SECURITY INVOKER",
            "function accounts_consent_write() invoker",
        ),
        (
            "ALTER FUNCTION accounts_consent_write() RESET search_path",
            "function accounts_consent_write() definer - v",
        ),
        (
            (
                "CREATE FUNCTION accounts_consent_field(words varchar) RETURNS bytea"
                " LANGUAGE sql AS $$ SELECT ''::bytea $$"
            ),
            "function accounts_consent_field(words character varying)",
        ),
        (
            "GRANT UPDATE ON accounts_consentevent TO PUBLIC",
            "grant on accounts_consentevent to everybody: UPDATE",
        ),
        (
            (
                "CREATE TRIGGER late BEFORE INSERT ON accounts_consentevent"
                " FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change()"
            ),
            "trigger late on accounts_consentevent",
        ),
        (
            "CREATE RULE lost AS ON INSERT TO accounts_consentevent DO INSTEAD NOTHING",
            "rule lost on accounts_consentevent",
        ),
        (
            "ALTER TABLE accounts_consentevent ENABLE ROW LEVEL SECURITY",
            "table accounts_consentevent row_security=t",
        ),
    ],
)
def test_a_change_of_a_guard_is_named(statement: str, named: str) -> None:
    before = guard.look().digest
    change(statement)
    seen = guard.look()
    assert seen.digest != before
    assert any(named in line for line in seen.differences), seen.differences


def test_the_clock_keeps_what_it_saw_and_raises_an_alarm_until_it_is_mended() -> None:
    watch()
    watch()
    assert GuardWatch.objects.count() == 1
    change("ALTER TABLE accounts_consentevent DISABLE TRIGGER append_only")
    watch()
    alarm = RecordAlarm.objects.open().get()
    assert alarm.kind == RecordAlarm.Kind.GUARDS
    assert "+ trigger append_only on accounts_consentevent OFF" in alarm.detail
    change("ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER append_only")
    watch()
    assert not RecordAlarm.objects.open().exists()
    assert [bool(one.differences) for one in GuardWatch.objects.order_by("pk")] == [
        False,
        True,
        False,
    ]


def test_the_command_says_what_differs_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("guard")
    assert "as they should be" in capsys.readouterr().out
    change("ALTER TABLE accounts_use DISABLE TRIGGER kept_six_years")
    with pytest.raises(CommandError, match="kept_six_years on accounts_use OFF"):
        call_command("guard")
