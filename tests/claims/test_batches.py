"""An operator reads what an import refused, takes it home as a file, and runs the import again."""

import csv
import io
import json
import tracemalloc

import pytest
from django.core.management import call_command

from accounts.clock import now
from claims.models import ImportBatch, LedgerEntry
from claims.store.kept import place
from claims.store.refusals import MOST_KEPT
from claims.tasks import run_batches_again
from tests import make
from tests.claims.test_sources import page, text
from tests.many import copies

GOOD = {"account": "A-1", "member": "M-1", "type": "charge", "amount": "12.00"}


@pytest.fixture
def imported(db, settings, tmp_path) -> ImportBatch:
    """A ledger of one good row and two bad ones, taken in by the command."""
    settings.KEPT_IMPORTS = tmp_path / "imports"
    days = {"e1": "2026-03-17", "e2": "soon", "e3": "later"}
    path = tmp_path / "ledger.ndjson"
    path.write_text(
        "\n".join(json.dumps(GOOD | {"id": key, "effective_on": on}) for key, on in days.items())
    )
    with pytest.raises(SystemExit):
        call_command("import", "ledger", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    return ImportBatch.objects.get()


def test_a_page_says_what_came_and_groups_what_was_refused(as_otto, imported):
    said = text(page(as_otto, imported.get_absolute_url()))
    assert "Read 3 records: 1 new or changed, 0 already here, 0 held, 2 refused." in said
    assert "2 records Field effective_on Expected a day like 2026-03-17" in said
    assert "Lines 2, 3." in said
    assert "The command line, or the portal itself" in said


def test_only_the_first_lines_of_many_are_named(as_otto):
    batch = make.batch()
    copies(make.refusal(batch), 50, line="line + nth")
    said = text(page(as_otto, batch.get_absolute_url()))
    assert "51 records" in said
    assert "Lines 7, 8, 9, 10, 11 and more." in said


def test_fields_that_were_left_out_come_after_records_that_were(as_otto):
    batch = make.batch()
    copies(make.refusal(batch, field="unit", warning=True), 9)
    make.refusal(batch)
    said = text(page(as_otto, batch.get_absolute_url()))
    assert said.index("1 record ") < said.index("10 fields left out")


def test_of_very_many_refusals_the_page_says_how_many_are_kept(as_otto):
    batch = make.batch(refused=MOST_KEPT + 1, left_out=MOST_KEPT)
    make.refusal(batch)
    said = text(page(as_otto, batch.get_absolute_url()))
    assert "10,001 records were refused. The first 10,000 are kept." in said
    assert "fields were left out. The first" not in said


def test_kinds_of_refusals_are_paged(as_otto):
    batch = make.batch()
    for number in range(25):
        make.refusal(batch, field=f"field-{number:02}")
    assert "field-24" not in page(as_otto, batch.get_absolute_url())
    assert "field-24" in page(as_otto, f"{batch.get_absolute_url()}?page=2")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Ended"),
        ({"finished_at": None}, "Cut short: it did not reach the end of its file."),
        ({"finished_at": None, "seen_at": "now"}, "Running now."),
        ({"finished_at": None, "rerun": 0}, "Waiting for the worker"),
        ({"finished_at": None, "rerun": 1}, "The worker takes it up again by itself."),
        ({"finished_at": None, "rerun": 3}, "Cut short: it did not reach the end of its file."),
        ({"finished_at": None, "rerun": 9}, "It did not run: its file is gone or cannot be read."),
    ],
    ids=["ended", "cut short", "running", "waiting", "broke off", "given up", "no file"],
)
def test_where_an_import_stands(as_otto, fields, words):
    if fields.get("seen_at"):
        fields = fields | {"seen_at": now()}
    if "rerun" in fields:
        fields = fields | {"rerun_of": make.batch(), "tries": fields["rerun"]}
        del fields["rerun"]
    assert words in text(page(as_otto, make.batch(**fields).get_absolute_url()))


# The file of what was refused


def whole(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_download_reads_as_the_file_that_the_command_writes(as_otto, imported, tmp_path):
    for kind in ("csv", "jsonl"):
        answer = as_otto.get(f"{imported.get_absolute_url()}refused.{kind}")
        assert answer["Content-Disposition"].endswith(f'refused-{imported.pk}.{kind}"')
        with pytest.raises(SystemExit):
            call_command(
                *("import", "ledger", str(tmp_path / "ledger.ndjson"), "--dry-run"),
                *("--rejects", str(tmp_path / f"rejects.{kind}")),
                stdout=io.StringIO(),
                stderr=io.StringIO(),
            )
        with (tmp_path / f"rejects.{kind}").open(newline="") as written:
            assert whole(answer) == written.read()


def test_no_spreadsheet_takes_a_cell_for_a_formula(as_otto):
    batch = make.batch(file_name="=cmd|' /C calc'!A0")
    make.refusal(batch, field="@SUM(1)", found="+1", expected="-2", now="\t3")
    answer = as_otto.get(f"{batch.get_absolute_url()}refused.csv")
    (_head, cells) = csv.reader(io.StringIO(whole(answer)))
    assert cells == ["'=cmd|' /C calc'!A0", "7", "'@SUM(1)", "'-2", "'+1", "'\t3", "False"]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_twenty_thousand_refusals_stream(as_otto, kind):
    batch = make.batch()
    address = f"{batch.get_absolute_url()}refused.{kind}"
    whole(as_otto.get(address))  # what a first request loads is not measured
    copies(make.refusal(batch), 20_000, line="nth")
    tracemalloc.start()
    answer = as_otto.get(address)
    longest = lines = 0
    for piece in answer.streaming_content:
        longest = max(longest, len(piece))
        lines += piece.count(b"\n")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lines == 20_001 + (kind == "csv")
    assert longest < 200_000
    assert most < 4_000_000  # as for a few


# Running it again


def test_an_operator_runs_an_import_again_and_sees_its_end(as_otto, imported, otto):
    address = f"{imported.get_absolute_url()}runs/new/"
    assert "Nothing counts twice" in page(as_otto, address)
    here = as_otto.post(address)
    assert "Waiting for the worker" in text(page(as_otto, here.url))
    waiting = text(page(as_otto, here.url))
    assert "Look again" in waiting
    assert "Nothing was refused so far." in waiting
    assert "We do not have the whole file" not in waiting
    run_batches_again.delay()
    said = text(page(as_otto, here.url))
    assert "Read 3 records: 0 new or changed, 1 already here, 0 held, 2 refused." in said
    assert "Started by otto@example.com" in said
    assert "Look again" not in said
    assert "Later runs of this file" in page(as_otto, imported.get_absolute_url())
    assert LedgerEntry.objects.count() == 1


def test_asking_hurries_the_worker(as_otto, imported, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        here = as_otto.post(f"{imported.get_absolute_url()}runs/new/")
    assert "Ended" in text(page(as_otto, here.url))


def test_two_presses_are_one_run(as_otto, imported):
    address = f"{imported.get_absolute_url()}runs/new/"
    assert as_otto.post(address).url == as_otto.post(address).url


@pytest.mark.parametrize("step", ["", "runs/new/"])
def test_when_the_file_is_gone_the_page_says_what_to_do(as_otto, imported, step):
    place(imported.file_hash).unlink()
    said = text(page(as_otto, imported.get_absolute_url() + step))
    assert "We do not have the whole file of this import. We keep files for 30 days." in said
    assert "Ask for the file to be sent again" in said


def test_nothing_runs_without_its_file(as_otto, imported):
    place(imported.file_hash).unlink()
    assert as_otto.post(f"{imported.get_absolute_url()}runs/new/").status_code == 200
    assert ImportBatch.objects.count() == 1
