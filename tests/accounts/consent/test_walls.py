"""Nothing reads what is remembered but through the gate: in the code, and in the queries."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.consent import allows
from accounts.models import Activity, Member
from accounts.views import persona
from tests import tripwire
from tests.accounts.consent import turn
from tests.tripwire import HERE, REMEMBERED, THEIR_OWN, UngatedRead

#: Who may name a model of what is remembered, beside the pages of the member's own (`THEIR_OWN`).
#: A path here is a decision: whoever reads for an optional purpose asks the gate and stands here.
MAY_NAME = {
    "ConsentNow": (
        *("accounts/consent/", "accounts/audit/", "accounts/proof/"),
        "outreach/models/pulse.py",  # whose words others may read: those who signed for it
    ),
    # Messages look only for whom one could be about; who gets it, the gate says when it is sent.
    "accounts_consentnow": (
        *("accounts/audit/", "accounts/proof/"),
        *("outreach/finding.py", "outreach/nudges/"),
    ),
    # One query for all of a call screen, told by its caller what the gate allowed.
    "accounts_activity": ("outreach/call_sheet.py",),
    "accounts_preference": ("outreach/call_sheet.py",),
    "Activity": (
        *("outreach/first_words.py", "outreach/nudges/checked_twice.py"),
        "outreach/effects.py",
    ),
    "Inference": ("outreach/guesses.py", "outreach/remembered.py"),
    "Preference": ("outreach/call_screen.py", "outreach/remembered.py"),
    # What is never to be worked out or asked again: it holds no value.
    "Suppression": ("accounts/see_question.py", "outreach/guesses.py"),
}
OWN_WORDS = ("accounts/models/", "accounts/forms/persona.py")
ONLY_NOTICES = "claims/views/"
BEYOND = re.compile(r"\bActivity\b(?!\.Kind\b|\.objects\.notice\b)")
"""Those may write down that something was checked, and read nothing."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for app in ("accounts", "claims", "outreach", "portal"):
        for path in sorted((HERE / app).rglob("*.py")):
            name = str(path.relative_to(HERE))
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text(), name)


def named_in(tree: ast.Module) -> set[str]:
    """Models that a file imports, or reaches by their name in words or from a member."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {name for name in MAY_NAME if node.value.lower() == f"accounts.{name.lower()}"}
            found |= {
                table for table in (*REMEMBERED, "accounts_consentnow") if table in node.value
            }
        elif isinstance(node, ast.Attribute) and node.attr in ("inferences", "preferences"):
            found.add(node.attr)
    return found


def test_s13_only_the_gate_and_the_members_own_pages_name_what_is_remembered() -> None:
    strangers = []
    for name, tree in sources():
        if name.startswith((*THEIR_OWN, *OWN_WORDS)):
            continue
        found = named_in(tree) & {*MAY_NAME, *REMEMBERED, "inferences", "preferences"}
        for model in found:
            if model == "Activity" and name.startswith(ONLY_NOTICES):
                if len(BEYOND.findall((HERE / name).read_text())) > 1:  # the import
                    strangers.append(f"{name} does more with Activity than note it")
            elif not name.startswith(MAY_NAME.get(model, ())):
                strangers.append(f"{name} names {model}")
    assert strangers == []


def test_the_tripwire_knows_every_table_of_what_is_remembered() -> None:
    models = (name for name in MAY_NAME if name.istitle() or name == "ConsentNow")
    tables = {apps.get_model("accounts", name)._meta.db_table for name in models}
    assert tables - {"accounts_consentnow", "accounts_suppression"} == set(REMEMBERED)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch):
    """Read Activity as if a page of the desk did."""
    monkeypatch.setattr(tripwire, "who_reads", lambda _frame: "outreach/views/desk.py")
    return lambda member: list(Activity.objects.filter(member=member))


def test_s13_a_query_that_did_not_ask_trips(maya: Member, read) -> None:
    with pytest.raises(UngatedRead, match=r"outreach/views/desk\.py reads accounts_activity"):
        read(maya)
    with pytest.raises(UngatedRead), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_member m JOIN accounts_activity a ON true")


def test_s13_s16_a_query_passes_after_a_yes_in_its_transaction_alone(maya: Member, read) -> None:
    with transaction.atomic():
        assert not allows(maya, "see_what_i_checked", "activity", doing="opener")
        with pytest.raises(UngatedRead):
            read(maya)
    turn(maya, True, "on")
    with transaction.atomic():
        assert allows(maya, "see_what_i_checked", "activity", doing="opener")
        assert read(maya) == []
    with pytest.raises(UngatedRead):
        read(maya)


def test_a_yes_to_one_kind_opens_no_other(maya: Member, read) -> None:
    turn(maya, True, "on", ("draft_summaries", "calls"))
    with transaction.atomic():
        assert allows(maya, "draft_summaries", "calls", doing="draft")
        with pytest.raises(UngatedRead):
            read(maya)


def test_the_nearest_file_of_ours_is_who_reads(maya: Member) -> None:
    assert tripwire.who_reads(sys._getframe()) == "tests/accounts/consent/test_walls.py"
    assert Path(persona.__file__).relative_to(HERE).as_posix().startswith(THEIR_OWN)


@pytest.mark.parametrize("category", ["health", "unknown", "claims"])
def test_s19_the_database_refuses_a_guess_from_what_is_guarded(maya: Member, category) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_inference (member_id, about, category, value, times,"
            " worked_out_at) VALUES (%s, 'call_time', %s, 'morning', 3, now())",
            [maya.pk, category],
        )
