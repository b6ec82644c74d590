"""What was imported is kept, encrypted, for some days, and can be taken in again."""

import datetime as dt
import io
import json
import os
import secrets
import tracemalloc

import pytest
from django.db import connection

from accounts.clock import now
from claims.models import ImportBatch, LedgerEntry, Refusal
from claims.models.batch import GIVEN_UP, MOST_TRIES
from claims.store import kept, reruns
from claims.store.batch import Run
from claims.store.kept import FRAME, Copy, Damaged, Kept, is_kept, place
from claims.tasks import clear_away, run_batches_again

pytestmark = pytest.mark.django_db
GOOD = {"account": "A-1", "member": "M-1", "type": "charge", "amount": "12.00"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_IMPORTS = tmp_path / "imports"
    return settings.KEPT_IMPORTS


def keep(content: bytes, name: str = "0" * 64) -> None:
    copy = Copy()
    for start in range(0, len(content), 70_000):
        copy.write(content[start : start + 70_000])
    copy.keep(name)


def ledger(*ids: str, broken: int = 0) -> bytes:
    rows = [GOOD | {"id": one, "effective_on": "2026-03-17"} for one in ids]
    rows += [GOOD | {"id": f"b{n}", "effective_on": "soon"} for n in range(broken)]
    return "\n".join(map(json.dumps, rows)).encode()


def take_in(content: bytes, **options) -> ImportBatch:
    run = Run("ledger", file_name="day.ndjson", now=now(), keep=True, **options)
    return run.go(io.BytesIO(content))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_is_kept_reads_as_it_was(size):
    content = secrets.token_bytes(size)
    keep(content)
    with Kept("0" * 64) as stream:
        assert stream.read() == content


def test_what_is_kept_is_encrypted_and_for_our_user_only(folder):
    keep(b"Maya Torres " * 1000)
    (path,) = folder.iterdir()
    assert b"Maya" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("harm", ["changed", "cut", "shorter by a frame", "frames swapped"])
def test_what_was_tampered_with_is_refused_before_it_is_read(harm):
    keep(secrets.token_bytes(3 * FRAME))
    path = place("0" * 64)
    raw = bytearray(path.read_bytes())
    sealed = FRAME + kept.TAG
    first, second = slice(7, 7 + sealed), slice(7 + sealed, 7 + 2 * sealed)
    if harm == "changed":
        raw[100] ^= 1
    elif harm == "cut":
        del raw[-5:]
    elif harm == "shorter by a frame":
        del raw[7 + 2 * sealed :]
    else:
        raw[first], raw[second] = raw[second], raw[first]
    path.write_bytes(raw)
    with pytest.raises(Damaged), Kept("0" * 64) as stream:
        stream.read()


def test_another_secret_key_reads_nothing(settings):
    keep(b"words")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(Damaged), Kept("0" * 64) as stream:
        stream.read()


def test_keeping_a_large_file_takes_little_memory():
    tracemalloc.start()
    copy = Copy()
    for _ in range(600):
        copy.write(bytes(100_000))
    copy.keep("1" * 64)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * FRAME


def test_an_import_is_kept_under_the_hash_of_its_content(folder):
    batch = take_in(ledger("e1"))
    assert is_kept(batch.file_hash)
    take_in(ledger("e1"))
    assert len(list(folder.iterdir())) == 1, "the same content is kept once"


def test_what_its_reader_did_not_want_is_kept_too():
    content = b"not JSON at all\n" * 100_000
    batch = Run("easypost", file_name="x", now=now(), keep=True).go(io.BytesIO(content))
    with Kept(batch.file_hash) as stream:
        assert stream.read() == content


@pytest.mark.parametrize("why", ["dry", "no days"])
def test_nothing_is_kept_of_a_dry_run_or_when_no_day_is_set(settings, folder, why):
    settings.IMPORTS_KEPT_DAYS = 0 if why == "no days" else 30
    take_in(ledger("e1"), dry=why == "dry")
    assert not folder.exists() or not list(folder.iterdir())


def test_an_import_that_breaks_leaves_no_copy(folder):
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("unplugged")
            return super().read(size)

    with pytest.raises(OSError, match="unplugged"):
        Run("ledger", file_name="x", now=now(), keep=True).go(Broken(ledger("e1")))
    assert list(folder.iterdir()) == []


def test_an_import_goes_on_when_there_is_no_place_to_keep_it(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.KEPT_IMPORTS = tmp_path / "file" / "imports"
    batch = take_in(ledger("e1"))
    assert batch.finished_at is not None
    assert not is_kept(batch.file_hash)


def test_files_are_forgotten_after_their_days_and_broken_copies_after_one(folder):
    keep(b"old")
    keep(b"new", "1" * 64)
    (folder / "broken.part").write_bytes(b"")
    for name, days in (("0" * 64, 31), ("1" * 64, 29), ("broken.part", 2)):
        then = (now() - dt.timedelta(days=days)).timestamp()
        os.utime(folder / name, (then, then))
    clear_away()
    assert [path.name for path in folder.iterdir()] == ["1" * 64]


# Runs that an operator asks for


def test_a_run_that_was_asked_for_is_taken_up_by_the_worker(otto):
    first = take_in(ledger("e1", "e2", broken=3))
    again = first.run_again(by=otto, at=now())
    assert again.is_waiting()
    run_batches_again.delay()
    again.refresh_from_db()
    assert (again.read, again.landed, again.unchanged, again.refused) == (5, 0, 2, 3)
    assert (again.rerun_of, again.started_by, again.tries) == (first, otto, 1)
    assert again.finished_at is not None
    assert LedgerEntry.objects.count() == 2


def test_a_second_press_finds_the_first_run(otto):
    first = take_in(ledger("e1"))
    assert first.run_again(by=otto, at=now()) == first.run_again(by=otto, at=now())
    run_batches_again.delay()
    assert first.run_again(by=otto, at=now()).is_waiting(), "after its end, another may be asked"


def test_a_run_that_died_is_taken_up_again_without_counting_twice(otto):
    again = take_in(ledger("e1", broken=3)).run_again(by=otto, at=now())
    Refusal.objects.create(batch=again, expected="of the try that died", now="")
    ImportBatch.objects.filter(pk=again.pk).update(tries=1, read=500, refused=1)
    run_batches_again.delay()
    again.refresh_from_db()
    assert (again.read, again.refused, again.tries) == (4, 3, 2)
    assert again.refusals.count() == 3


def test_a_run_that_dies_each_time_is_given_up(otto):
    again = take_in(ledger("e1")).run_again(by=otto, at=now())
    ImportBatch.objects.filter(pk=again.pk).update(tries=MOST_TRIES)
    run_batches_again.delay()
    again.refresh_from_db()
    assert again.finished_at is None


def test_a_run_whose_file_is_gone_is_given_up_at_once(otto):
    first = take_in(ledger("e1"))
    again = first.run_again(by=otto, at=now())
    place(first.file_hash).unlink()
    run_batches_again.delay()
    again.refresh_from_db()
    assert (again.tries, again.finished_at) == (GIVEN_UP, None)


@pytest.mark.django_db(transaction=True)
def test_a_run_never_reads_another_kept_file_in_the_place_of_its_own(otto):
    first, other = take_in(ledger("e1")), take_in(ledger("e2"), slug="another")
    place(other.file_hash).replace(place(first.file_hash))
    again = first.run_again(by=otto, at=now())
    run_batches_again()
    again.refresh_from_db()
    assert (again.tries, again.read, again.finished_at) == (GIVEN_UP, 0, None)
    assert LedgerEntry.objects.filter(balance__source="ledger").count() == 1


def test_what_another_worker_runs_is_left_to_it(otto):
    again = take_in(ledger("e1")).run_again(by=otto, at=now())
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(reruns.LOCK, [again.pk])
    assert reruns.run_waiting() == 0
    other.close()
    with connection.cursor() as cursor:  # the server lets go a moment after the session ends
        cursor.execute(reruns.LOCK.replace("_try", ""), [again.pk])
        cursor.execute(reruns.UNLOCK, [again.pk])
    assert reruns.run_waiting() == 1
