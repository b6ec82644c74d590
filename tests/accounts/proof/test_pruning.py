"""What is let go of the record leaves its digest, and the record stays whole around it."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.audit.anomalies import find
from accounts.clock import now
from accounts.consent import allows
from accounts.models import Anomaly, ConsentEvent, ConsentNow, LegalHold, Member, Sweep, User
from accounts.models.consent_event import ConsentPruned
from accounts.proof import checking, export, sealing
from accounts.proof.receipt import receipt
from accounts.regimes import Kind
from accounts.retention import RULES
from accounts.rights.requests import ask, work_on
from accounts.rights.sweeping import sweep
from tests.accounts.proof.deciding import CHOICES, seal, turn, turn_often

pytestmark = pytest.mark.usefixtures("seals")
COMMITTED = pytest.mark.django_db(transaction=True)

RULE = RULES["accounts.ConsentEvent"]
YEARS_7 = dt.timedelta(days=7 * 366)
Answer = Callable[[], dict]


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    """What the stand-alone verifier says of an export of now."""

    def run() -> dict:
        folder = tmp_path / f"export-{len(list(tmp_path.glob('export-*')))}"
        export.to_folder(folder)
        done = checking.verify(str(folder), "--key", sealing.key().public, "--json")
        return json.loads(done.stdout)

    return run


@COMMITTED
def test_what_was_replaced_long_ago_goes_but_for_its_digest_and_the_proof_holds(
    maya: Member, omar: Member, answer: Answer
) -> None:
    turn_often(maya, omar, rounds=4)
    seal()
    last = turn(maya, on=True)  # not sealed yet: the sealer takes digests too
    stood = set(ConsentNow.objects.values_list("event_id", flat=True))
    assert sweep(RULE, now()) == 0
    assert sweep(RULE, now() + YEARS_7) == 25 - len(stood)
    assert set(ConsentEvent.objects.values_list("pk", flat=True)) == stood
    assert set(ConsentPruned.objects.values_list("rule", flat=True)) == {"aged"}
    found = answer()
    assert (found["found"], found["rows"], found["pruned"]) == ([], 25, 25 - len(stood))
    seal()
    assert receipt(ConsentEvent.objects.get(pk=last.pk))
    turn_often(omar)
    seal()
    assert answer()["found"] == []


@COMMITTED
def test_s35_a_deletion_keeps_the_proof_as_digests_and_what_stands_or_was_signed(
    maya: Member, answer: Answer
) -> None:
    signed = ("health_suggestions", "health")
    turn_often(maya)
    kept = {turn(maya, True, signed).pk, turn(maya, False, signed).pk}
    turn(maya, True)
    with transaction.atomic():
        assert allows(maya, *CHOICES[0], doing="opener")
    turn(maya, False)
    seal()
    assert work_on(ask(maya, Kind.DELETION).pk)
    stood = set(ConsentNow.objects.values_list("event_id", flat=True))
    assert set(ConsentEvent.objects.values_list("pk", flat=True)) == stood | kept
    assert set(ConsentPruned.objects.values_list("rule", flat=True)) == {"asked"}
    assert answer()["found"] == []
    find(now() - dt.timedelta(hours=1))
    assert not Anomaly.objects.exists(), "what a use rested on is gone, and was there"


def test_a_legal_hold_keeps_the_content(maya: Member, nadia: User) -> None:
    turn_often(maya)
    LegalHold.objects.create(member=maya, why="A lawsuit", placed_by=nadia)
    assert sweep(RULE, now() + YEARS_7) == 0
    assert not ConsentPruned.objects.exists()


SWEPT = """
INSERT INTO accounts_sweep (model, "table", before, rows, trouble, at)
VALUES ('accounts.ConsentEvent', 'accounts_consentevent', now(), 0, '', now());
"""
PRUNE = "SELECT accounts_consent_prune(ARRAY[{old}::bigint]);"
DELETE = "DELETE FROM accounts_consentevent WHERE id = {new}"
UPDATE = "UPDATE accounts_consentevent SET decision = 'grant'"
UNDO = "DELETE FROM accounts_consentpruned"
FORGE = """
INSERT INTO accounts_consentpruned (id, xact, subject, seq, hash, rule)
SELECT id, xact, subject, seq, hash, 'aged' FROM accounts_consentevent
"""


@pytest.mark.parametrize(
    ("attempt", "says"),
    [
        (PRUNE, "append-only"),
        (SWEPT + DELETE, "stands"),
        (SWEPT + UPDATE, "append-only"),
        (SWEPT + FORGE, "append-only"),
        (SWEPT + PRUNE + UNDO, "append-only"),
    ],
)
def test_the_database_lets_nothing_go_in_another_way(maya: Member, attempt: str, says: str) -> None:
    old, new = turn(maya, True), turn(maya, False)
    statement = attempt.format(old=old.pk, new=new.pk)
    with (
        pytest.raises(DatabaseError, match=says),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (ConsentEvent.objects.count(), Sweep.objects.count()) == (2, 0)
