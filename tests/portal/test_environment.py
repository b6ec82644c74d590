"""The environment is typed, refused in a sentence when wrong, and documented as it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.environment import VARIABLES, WrongValue, read

ROOT = Path(__file__).parents[2]

WRONG = {
    "PORT": "eighty",
    "LISTEN": " ",
    "WORKERS": "-1",
    "DATABASE_URL": "sqlite:///db.sqlite3",
    "REDIS_URL": "http://localhost",
    "CELERY_BROKER_URL": "memory://",
    "PORTAL_ADDRESS": "my.example.org",
    "PORTAL_ALLOWED_HOSTS": ",",
    "PORTAL_PROXIES": "one",
    "PORTAL_SECRET_KEY": "short",
    "PORTAL_DEMO": "maybe",
    "PORTAL_DEBUG": "2",
    "PORTAL_DRAFTS": "perhaps",
    "PORTAL_NOW": "2026-03-08T01:59:00",
    "PORTAL_SESSION_MINUTES": "0.5",
    "PORTAL_PHONE": "555-0100",
    "PORTAL_HOURS": "always",
    "PORTAL_CLOSED": "2026-11-31",
    "PORTAL_DATE_SHARES": "decision=9",
    "PORTAL_LOGS": "xml",
    "PORTAL_VAR": " ",
    "PORTAL_IMPORTS_DAYS": "-1",
    "PORTAL_DOCUMENTS": " ",
    "PORTAL_DOCUMENT_MB": "-1",
    "PORTAL_HOLDOUT": "51",
    "CLAMAV_URL": "clamd",
    "PORTAL_SEAL_KEY": " ",
    "PORTAL_SEALS": " ",
    "PORTAL_SEALS_BUCKET": "https://s3.example.org/seals",
    "PORTAL_PAYMENTS": "https://api.stripe.com?name=Stripe",
    "PORTAL_PAYMENTS_SECRET": "whsec_1",
    "EMAIL_URL": "pigeon://coop",
    "PORTAL_SECOND_EMAIL_URL": "pigeon://loft",
    "PORTAL_MAIL_SECRET": "short",
    "PORTAL_TEXTS": "https://AC1:token@api.twilio.com",
    "PORTAL_PUSH_KEY": "c2hvcnQ",
    "PORTAL_MAIL_FROM": " ",
}


def test_every_variable_has_a_wrong_value_here() -> None:
    assert set(WRONG) == {variable.name for variable in VARIABLES}


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_a_wrong_value_is_refused_in_one_sentence(variable) -> None:
    with pytest.raises(WrongValue) as refused:
        read({variable.name: WRONG[variable.name]})
    sentence = str(refused.value)
    assert variable.name in sentence
    assert variable.expects in sentence
    assert (WRONG[variable.name] in sentence) is not variable.is_secret


def test_an_empty_environment_is_a_demo_on_this_machine() -> None:
    values = read({})
    assert values["PORT"] == 8000
    assert values["DATABASE_URL"] is None


def test_a_real_database_is_read_from_its_address() -> None:
    database = read({"DATABASE_URL": "postgres://portal:secret@db:5433/portal"})["DATABASE_URL"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "portal")


def test_a_frozen_instant_is_kept_in_utc() -> None:
    instant = read({"PORTAL_NOW": "2026-03-08T01:59:00-06:00"})["PORTAL_NOW"]
    assert instant.isoformat() == "2026-03-08T07:59:00+00:00"


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (sys.executable, "manage.py", *arguments),
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_environment_ends_every_command_with_a_sentence_and_no_traceback() -> None:
    done = manage("check", PORT="eighty")
    assert done.returncode == 2
    assert done.stderr == (
        "The environment variable PORT is “eighty”; it must be a port from 1 to 65535.\n"
    )


def test_outside_the_demo_a_secret_key_is_required() -> None:
    done = manage("check", PORTAL_DEMO="false", PORTAL_SECRET_KEY="")
    assert done.returncode == 2
    assert "PORTAL_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_readme_has_this_table() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*) \| (.*) \| (.*) \|$", README, re.MULTILINE)
    ours = [(v.name, v.expects, v.shown_default or f"`{v.default}`", v.meaning) for v in VARIABLES]
    assert rows == ours


README = (ROOT / "README.md").read_text()
