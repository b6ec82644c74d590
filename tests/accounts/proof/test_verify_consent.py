"""The verifier on exports as files: a whole record passes, and each change is named by its row."""

import gc
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from accounts.consent import verify_consent
from tests.accounts.proof import exports
from tests.accounts.proof.exports import KEY, Row, hashed, in_order, seal, stands, write

COUNT, EVERY = 60, 8  # rows, and rows in a seal; the last four are beyond it
SEALED = COUNT // EVERY * EVERY
LEDGER = list(exports.rows(COUNT, members=5))

Change = Callable[[list[Row]], Any]


class Said(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run_alone(*arguments: Any) -> Said:
    """As an officer runs it: another program, without the portal and outside its folder."""
    command = (sys.executable, "-I", verify_consent.__file__, *map(str, arguments))
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    return Said(done.returncode, done.stdout, done.stderr)


def verify(*arguments: Any) -> Said:
    """The same in our process, which saves a start of Python."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = verify_consent.main([str(one) for one in arguments])
    finally:
        gc.enable()
    return Said(code, out.getvalue(), err.getvalue())


def found(folder: Path, *arguments: Any) -> set[tuple[int | None, str]]:
    answer = verify(folder, "--key", KEY.public, "--json", *arguments)
    assert answer.returncode in {0, 1}, answer.stderr
    wrong = {(row, kind) for row, kind, _says in json.loads(answer.stdout)["found"]}
    assert answer.returncode == bool(wrong)
    return wrong


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export of a whole record."""
    folder = write(tmp_path / "export", LEDGER, stands(LEDGER))
    seal(folder, LEDGER, EVERY)
    return folder


def tampered(folder: Path, ledger: list[Row]) -> Path:
    """The same seals, other rows, and how things stand mended to fit them."""
    return write(folder, in_order(ledger), stands(ledger))


def chain_mended(ledger: list[Row]) -> list[Row]:
    """Every hash reckoned anew, as whoever knows how the ledger is built would do."""
    last: dict[str, tuple[int, str]] = {}
    mended = []
    for row in sorted(ledger, key=lambda row: (row["subject"], int(row["seq"]))):
        seq, previous = last.get(row["subject"], (0, bytes(32).hex()))
        mended.append(hashed(row | {"seq": str(seq + 1), "previous": previous}))
        last[row["subject"]] = (seq + 1, mended[-1]["hash"])
    return in_order(mended)


def test_a_whole_record_is_said_to_be(folder: Path) -> None:
    answer = run_alone(folder, "--key", KEY.public)
    assert answer.returncode == 0, answer.stderr
    assert "The record is whole: 60 rows, 56 of them sealed by 7 checkpoints." in answer.stdout


def test_a_zip_and_a_key_in_a_file_are_read_too(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_text(KEY.public + "\n")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        for file in folder.rglob("*"):
            packed.write(file, file.relative_to(folder))
    answer = verify(tmp_path / "export.zip", "--key", tmp_path / "key.pub")
    assert answer.returncode == 0, answer.stderr
    assert "whole: 60 rows" in answer.stdout


def test_an_empty_record_is_whole_and_not_sealed(tmp_path: Path) -> None:
    answer = verify(write(tmp_path / "export", []), "--key", KEY.public)
    assert answer.returncode == 0
    assert "nothing is sealed" in answer.stdout


def test_rows_of_one_member_may_be_committed_in_another_order(tmp_path: Path) -> None:
    ledger = list(exports.rows(20, members=1))
    for number in (4, 9, 15):  # numbered first, committed later
        one, other = ledger[number], ledger[number + 1]
        one["xact"], other["xact"] = str(int(other["xact"]) + 1), one["xact"]
    ledger = chain_mended(ledger)
    folder = write(tmp_path / "export", ledger, stands(ledger))
    seal(folder, ledger, 20)
    assert found(folder) == set()


def test_a_flipped_decision_is_named(folder: Path) -> None:
    ledger = [dict(row) for row in LEDGER]
    ledger[20]["decision"] = "withdraw" if ledger[20]["decision"] == "grant" else "grant"
    write(folder, ledger, stands(LEDGER))
    assert (21, "content") in found(folder)
    assert {row for row, _kind in found(folder)} == {21}
    assert run_alone(folder, "--key", KEY.public).returncode == 1


@pytest.mark.parametrize("column", [name for name in verify_consent.LEDGER if name != "hash"])
def test_a_change_of_any_column_is_found(folder: Path, column: str) -> None:
    ledger = [dict(row) for row in LEDGER]
    old = ledger[20][column]
    if column in {"nonce", "previous", "wording"}:
        ledger[20][column] = "00" * (len(old) // 2) if old.strip("0") else "11" * (len(old) // 2)
    elif column in {"id", "xact", "seq", "recorded_at", "effective_at", "valid_until", "version"}:
        ledger[20][column] = str(int(old or 1) + 1_000)
    else:
        ledger[20][column] = "x" + old[1:]
    assert found(write(folder, in_order(ledger), stands(LEDGER)))


def test_a_change_of_how_things_stand_alone_is_named(folder: Path) -> None:
    now = [dict(row) for row in stands(LEDGER)]
    now[3]["decision"] = "grant" if now[3]["decision"] == "withdraw" else "withdraw"
    write(folder, LEDGER, now)
    assert found(folder) == {(int(now[3]["event"]), "projection")}


def test_what_stands_without_a_row_and_a_row_without_standing_are_named(folder: Path) -> None:
    now = [dict(row) for row in stands(LEDGER)]
    now[0]["category"] = "health"
    write(folder, LEDGER, now)
    assert found(folder) == {(int(now[0]["event"]), "projection")}


def test_a_deleted_row_is_named(folder: Path) -> None:
    write(folder, [row for row in LEDGER if row["id"] != "21"], stands(LEDGER))
    assert (21, "missing") in found(folder)
    assert {row for row, kind in found(folder) if kind == "missing"} == {21}


def test_a_members_last_row_that_is_deleted_is_named(folder: Path) -> None:
    last = next(row for row in reversed(LEDGER[:SEALED]) if last_of(row))
    ledger = [row for row in LEDGER if row is not last]
    assert found(tampered(folder, ledger)) == {(int(last["id"]), "missing")}


def last_of(row: Row) -> bool:
    """Whether it is its member's last."""
    return not any(
        other["subject"] == row["subject"] and int(other["seq"]) > int(row["seq"])
        for other in LEDGER
    )


def test_a_chain_that_was_rewritten_to_fit_is_named(folder: Path) -> None:
    ledger = [dict(row) for row in LEDGER]
    ledger[20]["decision"] = "withdraw" if ledger[20]["decision"] == "grant" else "grant"
    after = {int(row["id"]) for row in LEDGER[20:SEALED] if row["subject"] == LEDGER[20]["subject"]}
    wrong = found(tampered(folder, chain_mended(ledger)))
    assert wrong == {(number, "rewritten") for number in after}


def test_a_member_who_was_removed_is_named_row_by_row(folder: Path) -> None:
    gone = LEDGER[20]["subject"]
    ledger = [row for row in LEDGER if row["subject"] != gone]
    rows = {int(row["id"]) for row in LEDGER[:SEALED] if row["subject"] == gone}
    assert found(tampered(folder, ledger)) == {(number, "missing") for number in rows}


def stranger(number: int, xact: str, at: str) -> Row:
    """A valid first row of a member who never decided."""
    row = dict(LEDGER[0]) | {"id": str(number), "xact": xact, "recorded_at": at, "seq": "1"}
    row |= {"subject": "3f0c8b44-0000-4000-8000-000000000000", "previous": bytes(32).hex()}
    return hashed(row | {"effective_at": at})


def test_a_row_put_in_among_old_ones_is_named(folder: Path) -> None:
    row = stranger(900, LEDGER[20]["xact"], LEDGER[20]["recorded_at"])
    assert found(tampered(folder, [*LEDGER, row])) == {(900, "inserted")}


def test_a_back_dated_row_beyond_the_seal_is_named(folder: Path) -> None:
    row = stranger(900, "5000", LEDGER[20]["recorded_at"])
    assert found(tampered(folder, [*LEDGER, row])) == {(900, "dated")}


def test_a_back_dated_row_is_named_though_the_next_seal_took_it(folder: Path) -> None:
    ledger = in_order([*LEDGER, stranger(900, "5000", LEDGER[20]["recorded_at"])])
    write(folder, ledger, stands(ledger))
    later = folder.with_name("later")
    seal(later, ledger, len(ledger))  # by the honest sealer, who reads what the database holds
    for file in (later / "checkpoints").iterdir():
        file.rename(folder / "checkpoints" / file.name)
    assert found(folder) == {(900, "dated")}


def test_two_changes_at_once_are_both_named(folder: Path) -> None:
    row = stranger(900, LEDGER[9]["xact"], LEDGER[9]["recorded_at"])
    back = stranger(901, "5000", LEDGER[20]["recorded_at"])
    back = hashed(back | {"subject": "3f0c8b44-0000-4000-8000-000000000001"})
    gone = next(one for one in reversed(LEDGER[:SEALED]) if last_of(one))
    ledger = [one for one in [*LEDGER, row, back] if one is not gone]
    wrong = {(900, "inserted"), (901, "dated"), (int(gone["id"]), "missing")}
    assert found(tampered(folder, ledger)) == wrong


def test_without_the_list_of_sealed_rows_the_checkpoints_still_narrow_it_down(folder: Path) -> None:
    for file in (folder / "checkpoints").glob("*.rows"):
        file.unlink()
    ledger = [row for row in LEDGER if row["id"] != "21"]
    answer = verify(tampered(folder, chain_mended(ledger)), "--key", KEY.public)
    assert answer.returncode == 1
    assert "The first 24 rows are not those" in answer.stdout
    assert "the first 16 are as they were sealed" in answer.stdout


def test_a_list_of_sealed_rows_that_was_changed_too_is_not_believed(folder: Path) -> None:
    file = folder / "checkpoints" / "000000000024.rows"
    file.write_text(
        "".join(line + "\n" for line in file.read_text().splitlines() if line[:2] != "21")
    )
    ledger = [row for row in LEDGER if row["id"] != "21"]
    assert (None, "head") in found(tampered(folder, chain_mended(ledger)))


def test_a_checkpoint_that_somebody_else_signed_is_found(folder: Path) -> None:
    forged = folder / "checkpoints" / "000000000024.checkpoint"
    forged.write_text(forged.read_text().replace("\n24\n", "\n25\n"))
    assert found(folder) == {(None, "signature")}


def test_an_officers_own_checkpoint_finds_a_record_that_was_sealed_anew(
    folder: Path, tmp_path: Path
) -> None:
    """By whoever has the key and the folder of checkpoints too: only the mail is out of reach."""
    mail = tmp_path / "mail.txt"
    note = (folder / "checkpoints" / "000000000056.checkpoint").read_text()
    mail.write_text("The record as of today:\r\n\r\n" + note.replace("\n", "\r\n") + "\r\nBye\r\n")
    ledger = chain_mended([row for row in LEDGER if row["id"] != "21"])
    for file in (folder / "checkpoints").iterdir():
        file.unlink()
    seal(tampered(folder, ledger), ledger, EVERY)
    assert found(folder) == set()
    assert found(folder, "--checkpoint", mail) == {(None, "head")}


def test_pruned_rows_still_prove_what_is_around_them(folder: Path) -> None:
    numbers = {"1", "2", "21"}
    pruned = [row | {"rule": "six years"} for row in LEDGER if row["id"] in numbers]
    write(folder, [row for row in LEDGER if row["id"] not in numbers], stands(LEDGER), pruned)
    assert found(folder) == set()
    pruned[2]["hash"] = "00" * 32
    write(folder, [row for row in LEDGER if row["id"] not in numbers], stands(LEDGER), pruned)
    assert (21, "rewritten") in found(folder)


def test_a_row_that_stands_is_never_only_a_hash(folder: Path) -> None:
    """An administrator who reduces a "no" to its hash, so that an older "yes" seems to stand."""
    last = max((row for row in LEDGER if row["subject"] == LEDGER[0]["subject"]), key=by_seq)
    rest = [row for row in LEDGER if row is not last]
    write(folder, rest, stands(rest), [last | {"rule": "aged"}])
    assert (int(last["id"]), "pruned") in found(folder)


def by_seq(row: dict[str, str]) -> int:
    return int(row["seq"])


def test_a_large_record_is_checked_by_two_processes_with_the_same_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_consent.os, "cpu_count", lambda: 2)
    key = verify_consent.Key(KEY.public)
    ledger = [row | {"screen": "other"} if row["id"] == "9" else row for row in LEDGER]
    write(folder, ledger, stands(ledger))
    small = verify_consent.check(verify_consent.Export(folder), key)
    monkeypatch.setattr(verify_consent, "LARGE", 0)
    large = verify_consent.check(verify_consent.Export(folder), key)
    assert large.found == small.found
    assert [(one.row, one.kind) for one in large.found] == [(9, "content")]


def test_what_cannot_be_read_is_said_and_is_not_called_whole(folder: Path, tmp_path: Path) -> None:
    (folder / "now.csv").write_text("subject,purpose\n")
    answer = run_alone(folder, "--key", KEY.public)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "The columns of now.csv are not subject, purpose" in answer.stderr
    assert verify(tmp_path / "nothing", "--key", KEY.public).returncode == 2
    assert verify(folder, "--key", KEY.public.replace("+", "+0", 1)).returncode == 2
    write(folder, LEDGER, stands(LEDGER))
    (folder / "ledger.csv").unlink()
    assert "has no ledger.csv" in verify(folder, "--key", KEY.public).stderr


def test_a_row_that_is_cut_short_or_stands_twice_is_said(folder: Path) -> None:
    write(folder, [*LEDGER[:21], LEDGER[20], *LEDGER[21:]], stands(LEDGER))
    assert "Row 21 stands twice" in verify(folder, "--key", KEY.public).stderr
    lines = (folder / "ledger.csv").read_text().splitlines()
    (folder / "ledger.csv").write_text("\n".join([*lines[:3], lines[3][:40]]))
    assert "Line 4 of ledger.csv is cut short" in verify(folder, "--key", KEY.public).stderr
