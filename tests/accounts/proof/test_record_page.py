"""“Is the record whole?”: the sentence first, what is wrong by row, and everything to check it."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import tasks
from accounts.clock import now
from accounts.consent import verify_consent
from accounts.models import AuditExport, GuardWatch, Member, RecordAlarm, RecordCheck, Seal, User
from accounts.proof import checking, sealing
from tests.accounts.proof.deciding import seal_record, turn, turn_often
from tests.people import browser_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seals")]


@pytest.fixture
def page(nadia: User) -> Callable[[], str]:
    browser = browser_of(nadia)

    def read() -> str:
        return browser.get(reverse("accounts:record")).content.decode()

    return read


def test_a_record_that_is_whole_is_said_to_be_and_when_it_was_checked(
    maya: Member, page: Callable[[], str]
) -> None:
    turn_often(maya)
    seal_record()
    tasks.check_record()
    assert "The record is whole: 6 rows, sealed " in page()
    assert "Checked " in page()
    assert sealing.key().public in page()
    assert "6 rows, " in page()


def test_before_anything_was_decided_or_checked_the_page_says_so(page: Callable[[], str]) -> None:
    assert "was not checked yet" in page()
    seal_record()
    tasks.check_record()
    assert "Nobody has decided anything yet" in page()


def test_what_is_wrong_is_named_by_row_and_officers_are_told_once(
    maya: Member, nadia: User, page: Callable[[], str]
) -> None:
    turn_often(maya)
    seal_record()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_consentevent DISABLE TRIGGER append_only")
        cursor.execute(
            "UPDATE accounts_consentevent SET screen = 'other' WHERE seq = 3 RETURNING id"
        )
        (row,) = cursor.fetchone()
        cursor.execute("ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER append_only")
    tasks.check_record()
    tasks.check_record()
    shown = page()
    assert "The record is NOT whole: 1 thing is wrong." in shown
    assert f"Row {row}" in shown
    assert "its content does not fit its hash" in shown
    (told,) = mail.outbox
    assert told.to == [nadia.email]
    assert reverse("accounts:record") in told.body
    assert str(row) not in told.subject + told.body


def test_a_check_can_be_asked_for_and_is_asked_for_once(
    maya: Member, nadia: User, page: Callable[[], str]
) -> None:
    turn(maya, True)
    seal_record()
    tasks.check_record()
    browser = browser_of(nadia)
    browser.post(reverse("accounts:record_check_create"))
    assert RecordCheck.objects.finished().count() == 2  # tests run a task at once
    assert checking.ask()
    assert not checking.ask()
    assert "starts within a minute" in page()


def test_the_check_of_the_hour_is_made_once_an_hour() -> None:
    tasks.check_record()
    tasks.check_record()
    assert RecordCheck.objects.count() == 1
    RecordCheck.objects.update(asked_at=now() - checking.EVERY)
    tasks.check_record()
    assert RecordCheck.objects.count() == 2


def test_rows_that_wait_too_long_for_a_seal_are_said_to(
    maya: Member, page: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    turn(maya, True)
    assert "1 row waits for a seal" in page()
    assert "too long" not in page()
    monkeypatch.setattr("accounts.proof.words.LATE", checking.EVERY * 0)
    assert "That is too long" in page()


def test_a_sealer_that_cannot_work_is_an_alarm_until_it_can(
    maya: Member, page: Callable[[], str], seals: Path
) -> None:
    seals.write_text("a file is in the way")
    turn(maya, True)
    seal_record()
    assert "The record could not be sealed." in page()
    assert "Alarms that are over" not in page()
    seals.unlink()
    seal_record()
    assert not RecordAlarm.objects.open().exists()
    assert "Alarms that are over" in page()


def test_an_officer_downloads_all_that_the_verifier_needs(
    maya: Member, omar: Member, nadia: User, tmp_path: Path
) -> None:
    turn_often(maya, omar)
    seal_record()
    turn(omar, True)
    browser = browser_of(nadia)
    answer = browser.get(reverse("accounts:record_export"))
    packed = b"".join(answer.streaming_content)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert names == [
        *("ledger.csv", "now.csv", "pruned.csv"),
        *("checkpoints/000000000012.checkpoint", "checkpoints/000000000012.rows"),
    ]
    (tmp_path / "record.zip").write_bytes(packed)
    program = browser.get(reverse("accounts:record_verifier")).content
    (tmp_path / "verify.py").write_bytes(program)
    assert program == Path(verify_consent.__file__).read_bytes()
    done = checking.verify(str(tmp_path / "record.zip"), "--key", sealing.key().public)
    assert done.returncode == 0, done.stderr
    assert "whole: 13 rows, 12 of them sealed by 1 checkpoints" in done.stdout
    log = AuditExport.objects.get()
    assert (log.by, log.rows) == (nadia, 13)
    assert log.sha256 == hashlib.sha256(packed).hexdigest()


def test_the_page_costs_the_same_however_long_the_record_is(
    maya: Member, omar: Member, nadia: User, django_assert_max_num_queries: Any
) -> None:
    turn_often(maya, omar, rounds=8)
    seal_record()
    tasks.watch_guards()
    tasks.check_record()
    browser = browser_of(nadia)
    with django_assert_max_num_queries(14):
        browser.get(reverse("accounts:record"))


def test_the_checkpoint_of_the_day_comes_by_mail_once(maya: Member, nadia: User) -> None:
    turn(maya, True)
    seal_record()
    tasks.mail_checkpoint()
    tasks.mail_checkpoint()
    (told,) = mail.outbox
    assert Seal.objects.get().note in told.body
    key = verify_consent.Key(sealing.key().public)
    found, forged = verify_consent.checkpoints_in(told.body, "mail", key)
    assert [one.size for one in found] == [1]
    assert not forged


def test_the_guards_stand_on_the_page(nadia: User, page: Callable[[], str]) -> None:
    GuardWatch.objects.create(digest="ab" * 32, first_seen_at=now(), last_seen_at=now())
    assert "The guards are as they should be." in page()
    assert "ab" * 32 in page()


def test_officers_reach_the_page_from_where_they_begin(nadia: User) -> None:
    browser: Client = browser_of(nadia)
    assert reverse("accounts:record") in browser.get(reverse("accounts:audit")).content.decode()
