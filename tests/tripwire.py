"""Fails whatever reads what is remembered of a member without having asked the gate.

It sees every statement of every connection of Django, however the model was reached; not COPY and
not the bare connection of psycopg, which nothing of ours uses for these tables.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.db.backends.signals import connection_created

from accounts.consent import opened

#: The tables of what is remembered, and the category of the catalogue that each is.
REMEMBERED = {
    "accounts_activity": "activity",
    "accounts_inference": "choices",
    "accounts_preference": "choices",
}
READ = re.compile(rf'(?<!DELETE )\b(?:FROM|JOIN)\s+"?({"|".join(REMEMBERED)})\b', re.IGNORECASE)

HERE = Path(__file__).resolve().parents[1]
#: Where members see, change, take along or delete their own, and what deletes by rule: no purpose
#: of the catalogue, so no consent. A path here is a decision; add one only for such a thing.
THEIR_OWN = (
    "accounts/choice_words.py",
    "accounts/consent/kept.py",
    "accounts/persona_words.py",
    "accounts/retention/",
    "accounts/rights/",
    "accounts/undo.py",
    "accounts/views/activity.py",
    "accounts/views/choice.py",
    "accounts/views/inference.py",
    "accounts/views/persona.py",
    "accounts/views/preference.py",
    "portal/demo/",
    "tests/",
)
BETWEEN = ("accounts/models/", "accounts/keyset.py", "portal/quick.py", "tests/tripwire.py")
"""Code that reads for whoever calls it."""


class UngatedRead(AssertionError):
    """A statement read what is remembered, and nobody had asked whether it may."""


def trip(execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if isinstance(sql, str) and "accounts_" in sql and (found := READ.findall(sql)):
        for table in {table.lower() for table in found}:
            if not opened.is_open(REMEMBERED[table]):
                reader = who_reads(sys._getframe())
                if not reader.startswith(THEIR_OWN):
                    raise UngatedRead(f"{reader} reads {table} without asking the gate: {sql}")
    return execute(sql, params, many, context)


def who_reads(frame: FrameType | None) -> str:
    """The nearest file of ours, as a path in the project, that no other reads through."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(HERE) and ".venv" not in path.parts:
            name = str(path.relative_to(HERE))
            if not name.startswith(BETWEEN):
                return name
        frame = frame.f_back
    return "nobody of ours"


def lay(connection: Any, **_signal: Any) -> None:
    """On each connection, as it is made; those of the threads of a test server too."""
    if trip not in connection.execute_wrappers:
        connection.execute_wrappers.append(trip)


def on_all_connections() -> None:
    connection_created.connect(lay, dispatch_uid="tripwire")
