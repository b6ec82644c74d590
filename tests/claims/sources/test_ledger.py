"""Money is read exactly or not at all, and a bad row costs only itself."""

import datetime as dt
import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.facts import EntryRecord, EntryType, StatementRecord
from claims.sources import ledger, rows
from claims.sources.refusal import Refusal
from claims.sources.rows import LONGEST_ROW
from claims.sources.values import cents, content_hash
from tests.claims.sources.reading import read

NOW = dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC)
HEADER = "account,member,id,type,amount,effective_on,with_payer,currency"


def row(amount: str = "84.20", kind: str = "charge", **fields: str) -> str:
    cells = {"id": "e1", "on": "2026-03-02", "with_payer": "", "currency": ""} | fields
    quoted = f'"{amount}"' if "," in amount else amount
    return ",".join(
        [
            "A-1",
            "M-1",
            cells["id"],
            kind,
            quoted,
            cells["on"],
            cells["with_payer"],
            cells["currency"],
        ]
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1,234.50", 123450),
        ("$1,234.50", 123450),
        ("1234.5", 123450),
        ("$5", 500),
        ("-12", -1200),
        ("-$12.00", -1200),
        ("(12.00)", -1200),
        ("($1,200.00)", -120000),
        (" 7.05 ", 705),
        ("0", 0),
        (12, 1200),
    ],
)
def test_an_amount_is_read_exactly(written, expected):
    assert cents(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        *("1.234,50", "1,23", "12,34.00", "1,2345", "5.005", "$-5", "5-", "(-5)", "5 USD", "1e3"),
        *("", "$", ".", "-", "()", "(5", "5)", "٣", "１", "NaN", "Infinity", "0x10", "5.", "--5"),
        *(None, True, [], {}, 1.5, "9" * 30),
    ],
)
def test_an_amount_that_can_mean_two_things_is_refused(written):
    assert cents(written) is None


@given(st.integers(-(10**12), 10**12), st.booleans(), st.booleans(), st.booleans())
def test_every_way_of_writing_an_amount_means_the_same_cents(number, commas, dollar, brackets):
    dollars, rest = divmod(abs(number), 100)
    words = f"{dollars:,}" if commas else str(dollars)
    words = f"{'$' if dollar else ''}{words}.{rest:02d}"
    if number < 0:
        words = f"({words})" if brackets else f"-{words}"
    assert cents(words) == number


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading_of_amounts(words):
    found = cents(words)
    assert found is None or isinstance(found, int)


def test_a_charge_is_read_with_its_day():
    (entry,) = read("ledger", f"{HEADER}\n{row()}\n")
    assert (entry.type, entry.cents) == (EntryType.CHARGE, 8420)
    assert entry.effective_on == dt.date(2026, 3, 2)
    assert entry.customer == ("member_number", "M-1")
    assert not entry.with_payer


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (row("1.234,50"), "amount"),
        (row("0"), "amount"),
        (row("-5"), "amount"),
        (row("5", kind="member_payment"), "amount"),
        (row(kind="gift"), "type"),
        (row(on="03/02/2026"), "effective_on"),
        (row(on="2026-02-30"), "effective_on"),
        (row(id=""), "id"),
        (row(with_payer="perhaps"), "with_payer"),
        (row(currency="EUR"), "currency"),
        ("A-1,M-1", ""),
    ],
)
def test_a_bad_row_is_refused_with_line_and_field_and_the_others_land(bad, field):
    one, refusal, other = read("ledger", "\n".join([HEADER, row(), bad, row(id="e3")]))
    assert isinstance(one, EntryRecord)
    assert isinstance(other, EntryRecord)
    assert (refusal.line, refusal.field) == (3, field)
    assert refusal.expected
    assert refusal.found
    assert refusal.now


def test_lines_are_counted_through_a_cell_of_two_lines():
    header = f"{HEADER},description"
    text = f'{header}\r\n{row()},"two\r\nlines"\r\n{row("x")},\r\n'
    entry, refusal = read("ledger", text)
    assert entry.description == "two\nlines"
    assert refusal.line == 4


def test_a_file_saved_by_a_spreadsheet_is_read():
    content = "\ufeff" + f"{HEADER}\r\n{row('1,234.50')}\r\n"
    (entry,) = read("ledger", gzip.compress(content.encode()))
    assert entry.cents == 123450


def test_a_file_in_another_encoding_is_refused_row_by_row():
    header = f"{HEADER},description"
    raw = f"{header}\n{row()},caf\u00e9\n{row(id='e2')},tea\n".encode("latin-1")
    refusal, entry = read("ledger", raw)
    assert refusal.field == "description"
    assert entry.external_id == "e2"


def test_a_file_without_column_names_says_what_is_missing():
    (refusal,) = read("ledger", row())
    assert refusal.now == "Nothing of this file landed."


def test_a_column_we_do_not_know_is_a_warning():
    warning, entry = read("ledger", f"{HEADER},colour\n{row()},blue\n")
    assert warning.warning
    assert isinstance(entry, EntryRecord)


STATEMENT = {
    "record": "statement",
    "account": "A-1",
    "member": "urn:oid:1.2|77",
    "number": "S-9",
    "transmitted_on": "2026-04-15",
    "due_on": "2026-05-10",
    "opening": "0",
    "charges": 84.2,
    "payments": "20.00",
    "closing": "64.20",
    "late_fee": "",
}


def test_a_statement_is_read_from_json():
    (statement,) = read("ledger", json.dumps(STATEMENT))
    assert isinstance(statement, StatementRecord)
    assert (statement.charges, statement.closing, statement.late_fee) == (8420, 6420, None)
    assert statement.customer == ("urn:oid:1.2", "77")


def test_a_statement_that_does_not_add_up_is_refused():
    (refusal,) = read("ledger", json.dumps([STATEMENT | {"closing": "64.21"}]))
    assert refusal.field == "closing"


def test_a_statement_due_before_it_was_sent_is_refused():
    (refusal,) = read("ledger", json.dumps([STATEMENT | {"due_on": "2026-04-14"}]))
    assert refusal.field == "due_on"


def test_statements_come_before_the_entries_that_name_them():
    entry = {"account": "A-1", "member": "M-1", "id": 7, "type": "charge", "amount": 1}
    entry["effective_on"] = "2026-03-02"
    both = json.dumps({"entries": [entry, 3], "statements": [STATEMENT]})
    statement, found, refusal = read("ledger", both)
    assert isinstance(statement, StatementRecord)
    assert (found.external_id, found.cents) == ("7", 100)
    assert isinstance(refusal, Refusal)


def test_the_hash_follows_the_content_and_nothing_else():
    (one,) = read("ledger", f"{HEADER}\n{row()}")
    (other,) = read("ledger", f"{HEADER}\n\n{row('$84.20')}\n")
    assert one.content_hash == other.content_hash
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})


class Endless(io.RawIOBase):
    """Sound rows, and then one without an end; it counts what was taken of it."""

    def __init__(self, start: bytes, again: bytes) -> None:
        self.start, self.again, self.taken = start, again, 0

    def read(self, size: int = -1) -> bytes:
        if self.start:
            found, self.start = self.start[:size], self.start[size:]
            return found
        turn = self.taken % len(self.again)
        self.taken += size
        if self.taken > 64 * LONGEST_ROW:
            raise AssertionError("it would have been read whole")
        return (self.again * (size // len(self.again) + 2))[turn : turn + size]


@pytest.mark.parametrize("again", [b"a" * 64, b'"a\nb",'])
def test_a_row_without_an_end_is_refused_in_bounded_memory(again):
    stream = Endless(f"{HEADER}\n{row()}\n".encode(), again)
    sound, refusal = ledger.parse(stream, source="ledger", received_at=NOW)
    assert isinstance(sound, EntryRecord)
    assert refusal.line == 3
    assert refusal.expected == "a row of 1,048,576 characters or fewer"
    assert stream.taken < 4 * LONGEST_ROW


def test_a_heading_without_an_end_is_refused():
    (refusal,) = ledger.parse(Endless(b"", b"a" * 64), source="ledger", received_at=NOW)
    assert "1,048,576 characters" in refusal.expected


def test_many_empty_lines_are_no_long_row(monkeypatch):
    monkeypatch.setattr(rows, "LONGEST_ROW", 200)
    text = f"{HEADER}\n" + "\n" * 500 + row() + "\n"
    stream = io.BytesIO(text.encode())
    (sound,) = ledger.parse(stream, source="ledger", received_at=NOW)
    assert isinstance(sound, EntryRecord)
