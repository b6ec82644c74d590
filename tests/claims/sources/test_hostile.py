"""What somebody broke, on purpose or not, costs its own record and never the import."""

import gzip
import json

import pytest

from claims.facts import EntryRecord, ShipmentRecord
from claims.sources import documents
from claims.sources.fhir import reading
from claims.sources.refusal import Refusal
from claims.sources.values import cents
from tests.claims.sources.reading import read

HISTORIES = {
    "easypost": {"object": "Tracker", "tracking_code": "1", "carrier": "USPS", "status": "unknown"},
    "aftership": {"tracking_number": "1", "slug": "usps", "tag": "Pending"},
    "shippo": {
        "tracking_number": "1",
        "carrier": "usps",
        "tracking_status": {"status": "TRANSIT", "status_date": "2026-11-20T10:00:00Z"},
    },
}
NAMES = {
    "easypost": "tracking_details",
    "aftership": "checkpoints",
    "shippo": "tracking_history",
}
GOOD = {
    "account": "A-1",
    "member": "M-1",
    "id": "e1",
    "type": "charge",
    "amount": "12.00",
    "effective_on": "2026-03-17",
}


@pytest.mark.parametrize("system", HISTORIES)
@pytest.mark.parametrize("history", [5, True, 1.5, "once", {"a": 1}])
def test_a_history_that_is_no_list_does_not_stop_the_next_tracker(system, history):
    broken = json.dumps(HISTORIES[system] | {NAMES[system]: history})
    sound = json.dumps(HISTORIES[system] | {NAMES[system]: [], "tracking_code": "2"})
    *_, last = read(system, f"{broken}\n{sound}\n")
    assert isinstance(last, ShipmentRecord | Refusal)


@pytest.mark.parametrize("entries", [5, 1.5, True, "text"])
def test_a_heading_without_a_list_is_refused(entries):
    refused, landed = read("ledger", json.dumps({"entries": entries}) + "\n" + json.dumps(GOOD))
    assert isinstance(refused, Refusal)
    assert isinstance(landed, EntryRecord)


@pytest.mark.parametrize(
    "written", ["9" * 5000, "$" + "9" * 5000 + ".00", 10**5000], ids=["bare", "dollars", "number"]
)
def test_more_digits_than_money_has_are_no_amount(written):
    assert cents(written) is None


@pytest.mark.parametrize("number", ["1e400000000", "1e999999999", "-1e999999999", "1e-999999999"])
def test_a_number_that_is_too_large_to_multiply_is_refused(number):
    line = json.dumps(GOOD).replace('"12.00"', number)
    refused, landed = read("ledger", f"{line}\n{json.dumps(GOOD)}\n")
    assert (refused.field, type(landed)) == ("amount", EntryRecord)


@pytest.mark.parametrize(
    "recording",
    [
        "interactions: 5\n",
        "interactions: {a: 1}\n",
        "interactions:\n- 2026-99-99\n",
        "interactions:\n- response: {body: {string: 5}}\n",
        "interactions:\n- response: {body: {string: [1]}}\n",
        "interactions: " + "[" * 5000 + "\n",
        "interactions:text\n",
    ],
    ids=range(7),
)
def test_a_recording_of_something_else_is_refused(recording):
    assert all(isinstance(one, Refusal) for one in read("aftership", recording))


@pytest.mark.parametrize("system", ["fhir", "easypost"])
@pytest.mark.parametrize("filling", [b"\n", b" "], ids=["lines", "one line"])
def test_a_bomb_is_refused_before_it_fills_the_memory(monkeypatch, system, filling):
    for module in (documents, reading):
        monkeypatch.setattr(module, "LONGEST_DOCUMENT", 1_000_000)
    (refused,) = read(system, gzip.compress(b"{\n" + filling * 3_000_000))
    assert "1,000,000 bytes or fewer" in refused.expected


@pytest.mark.parametrize("system", ["fhir", "easypost", "ledger"])
def test_a_gzip_file_damaged_in_its_middle_is_refused(system):
    packed = bytearray(gzip.compress(bytes(range(33, 127)) * 50))
    packed[30:40] = b"\xff" * 10
    assert all(isinstance(one, Refusal) for one in read(system, bytes(packed)))
