"""A member's receipt holds by itself, and against the record when somebody changed it."""

from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import ConsentEvent, Member, RecordAlarm
from accounts.proof import checking, export, sealing
from tests.accounts.proof.deciding import seal, turn, turn_often
from tests.people import browser_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seals")]


def asked(member: Member, event: ConsentEvent) -> str:
    address = reverse("accounts:consent_receipt", args=[event.pk])
    answer = browser_of(member.user).get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def verify(*arguments: object) -> "checking.subprocess.CompletedProcess[str]":
    return checking.verify(*map(str, arguments), "--key", sealing.key().public)


def without_triggers(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_consentevent DISABLE TRIGGER leaves_its_digest")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER leaves_its_digest")


def test_a_receipt_says_what_was_decided_and_proves_it_alone(
    maya: Member, omar: Member, tmp_path: Path
) -> None:
    turn_often(maya, omar)
    seal()
    (tmp_path / "receipt.txt").write_text(asked(maya, ConsentEvent.objects.of(maya.subject)[0]))
    done = verify("--receipt", tmp_path / "receipt.txt")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "receipt.txt holds: row " in done.stdout
    assert "withdraw of care_reminders, claims" in done.stdout


def test_every_receipt_of_every_seal_holds(maya: Member, omar: Member, tmp_path: Path) -> None:
    for _ in range(3):
        turn_often(maya, omar)
        seal()
    paths = []
    for event in ConsentEvent.objects.of(maya.subject):
        paths.append(tmp_path / f"{event.pk}.txt")
        paths[-1].write_text(asked(maya, event))
    done = verify(*(part for path in paths for part in ("--receipt", path)))
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(" holds: ") == 18


def test_a_receipt_that_somebody_changed_does_not_hold(maya: Member, tmp_path: Path) -> None:
    event = turn(maya, True)
    seal()
    lines = asked(maya, event).splitlines()
    lines[1] = lines[1].replace("A", "B", 1)
    (tmp_path / "receipt.txt").write_text("\n".join(lines) + "\n")
    done = verify("--receipt", tmp_path / "receipt.txt")
    assert done.returncode in {1, 2}
    assert " holds: " not in done.stdout


def test_a_receipt_finds_a_record_that_lost_its_row_and_was_sealed_anew(
    maya: Member, omar: Member, tmp_path: Path, seals: Path
) -> None:
    """By somebody who has the database, the key and the folder of checkpoints."""
    turn_often(maya, omar)
    seal()
    event = ConsentEvent.objects.of(maya.subject)[0]
    (tmp_path / "receipt.txt").write_text(asked(maya, event))
    without_triggers(f"DELETE FROM accounts_consentevent WHERE id = {event.pk}")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_seal")
        cursor.execute("DELETE FROM accounts_sealtile")
    for file in seals.iterdir():
        file.unlink()
    seal()
    export.to_folder(tmp_path / "export")
    done = verify(tmp_path / "export", "--receipt", tmp_path / "receipt.txt")
    assert done.returncode == 1
    assert f"row {event.pk}: withdraw of care_reminders, claims" in done.stdout


def test_a_receipt_waits_for_the_seal_and_says_so(maya: Member) -> None:
    event = turn(maya, True)
    address = reverse("accounts:consent_receipt", args=[event.pk])
    answer = browser_of(maya.user).get(address, follow=True)
    assert "ready in about a minute" in answer.content.decode()


def test_where_the_proof_fails_officers_are_alarmed_and_no_receipt_is_given(maya: Member) -> None:
    turn_often(maya)
    seal()
    last, *_rest, first = ConsentEvent.objects.of(maya.subject)
    without_triggers(f"DELETE FROM accounts_consentevent WHERE id = {first.pk}")  # noqa: S608
    address = reverse("accounts:consent_receipt", args=[last.pk])
    answer = browser_of(maya.user).get(address, follow=True)
    assert "We could not make this receipt." in answer.content.decode()
    assert RecordAlarm.objects.open().get().kind == RecordAlarm.Kind.BROKEN


def test_members_find_receipts_and_the_verifier_where_their_decisions_stand(maya: Member) -> None:
    event = turn(maya, True)
    page = browser_of(maya.user).get(reverse("accounts:history")).content.decode()
    assert reverse("accounts:consent_receipt", args=[event.pk]) in page
    assert reverse("accounts:record_verifier") in page
    assert sealing.key().public in page
