"""What somebody broke, on purpose or not, costs its own record and never the import."""

import base64
import gzip
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.facts import EntryRecord, ShipmentRecord
from claims.sources import long_lines, parse
from claims.sources.refusal import Refusal
from claims.sources.values import cents
from tests.claims.sources.reading import HEARD, read

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


@pytest.mark.parametrize("system", ["easypost", "schemaorg", "ledger"])
def test_a_number_whose_exponent_no_decimal_holds_costs_its_line(system):
    refused, *rest = read(system, '{"a": 1e99999999999999999999}\n{}\n')
    assert isinstance(refused, Refusal)
    assert rest, "the next line was not read"


def test_a_line_of_fhir_in_another_encoding_costs_itself():
    other = json.dumps({"resourceType": "Organization"}).encode()
    told = b'{"resourceType": "Patient", "id": "p1", "birthDate": "\xe9"}'
    for content in (told + b"\n" + other, other + b"\n" + told + b"\n" + other):
        found = read("fhir", content)
        assert [one.found for one in found if isinstance(one, Refusal)] == [
            "text that is not UTF-8"
        ]
        assert len(found) == content.count(b"\n") + 1


def test_what_a_refusal_says_of_a_cell_in_another_encoding_can_be_stored():
    table = "account,member,id,type,amount,effective_on\nA-1,M-1,e1,charge,12.00,{}\n"
    for cell in ("17\xe9", "-\0-"):
        (refused,) = read("ledger", table.format(cell).encode("latin-1"))
        assert refused.field == "effective_on"
        assert refused.found.isprintable()


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
        'interactions:\n- !!int ""\n',
        "interactions:\n- !!timestamp x\n",
        'interactions:\n- "\\UFFFFFFFF"\n',
        "interactions:\n- response: {body: {string: !!binary ÿ}}\n",
    ],
    ids=range(11),
)
def test_a_recording_of_something_else_is_refused(recording):
    assert all(isinstance(one, Refusal) for one in read("aftership", recording))


@pytest.mark.parametrize("system", ["fhir", "easypost"])
@pytest.mark.parametrize("filling", [b"\n", b" "], ids=["lines", "one line"])
def test_a_bomb_is_refused_before_it_fills_the_memory(monkeypatch, system, filling):
    monkeypatch.setattr(long_lines, "LONGEST_DOCUMENT", 1_000_000)
    (refused,) = read(system, gzip.compress(b"{\n" + filling * 3_000_000))
    assert "1,000,000 bytes or fewer" in refused.expected


@pytest.mark.parametrize("system", ["fhir", "easypost", "ledger"])
def test_a_gzip_file_damaged_in_its_middle_is_refused(system):
    packed = bytearray(gzip.compress(bytes(range(33, 127)) * 50))
    packed[30:40] = b"\xff" * 10
    assert all(isinstance(one, Refusal) for one in read(system, bytes(packed)))


def recorded(answer: bytes) -> str:
    """A recording of one answer."""
    told = base64.b64encode(answer).decode()
    return f"interactions:\n- response: {{body: {{string: !!binary {told}}}}}\n"


def test_a_recorded_answer_is_not_unpacked_without_end(monkeypatch):
    tracker = json.dumps(HISTORIES["easypost"] | {"tracking_details": []}).encode()
    assert isinstance(read("easypost", recorded(gzip.compress(tracker)))[0], ShipmentRecord)
    bomb = recorded(gzip.compress(b"0" * 50_000_000))
    tracemalloc.start()
    (refused,) = read("easypost", bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "bytes or fewer in an answer" in refused.expected
    assert most < 30_000_000


def test_mappings_that_merge_each_other_are_not_multiplied():
    merged = ["- &a0 {x: 1}"]
    merged += [f"- &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 9)]
    found = read("easypost", "interactions:\n" + "\n".join(merged) + "\n")
    assert all(isinstance(one, Refusal) for one in found)


class Long:
    """A stream with ``length`` blanks in its middle, which it does not hold."""

    def __init__(self, start: bytes, length: int, end: bytes) -> None:
        self.start, self.left, self.end = start, length, end

    def read(self, size: int) -> bytes:
        got, self.start = self.start[:size], self.start[size:]
        if not got and self.left:
            got = b" " * min(size, self.left)
            self.left -= len(got)
        if not got:
            got, self.end = self.end[:size], self.end[size:]
        return got


LINES = {
    "fhir": {"resourceType": "Organization"},
    "easypost": HISTORIES["easypost"] | {"tracking_details": []},
    "ledger": GOOD,
}


@pytest.mark.parametrize("system", LINES)
@pytest.mark.parametrize("before", [True, False], ids=["in the middle", "first"])
def test_a_line_that_is_too_long_is_refused_once_and_the_next_one_lands(
    monkeypatch, system, before
):
    monkeypatch.setattr(long_lines, "LONGEST_DOCUMENT", 1_000_000)
    sound = json.dumps(LINES[system]) + "\n"
    start = (sound if before else "") + '{"a": "'
    stream = Long(start.encode(), 5_000_000, f'"}}\n{sound}'.encode())
    found = list(parse(system, stream, source=system, received_at=HEARD))
    (refused,) = [one for one in found if isinstance(one, Refusal)]
    assert refused.line == (2 if before else 1)
    assert refused.expected == "1,000,000 bytes or fewer in a line"
    assert len(found) == (3 if before else 2)


@pytest.mark.parametrize("first", [b"{\n", b'{"a": "' + b"b" * 600_000 + b'",\n'])
def test_one_document_of_fhir_over_many_lines_is_held_to_its_whole_length(monkeypatch, first):
    monkeypatch.setattr(long_lines, "LONGEST_DOCUMENT", 1_000_000)
    stream = Long(first + b'"c": "', 700_000 if len(first) > 9 else 1_100_000, b'"\n}\n')
    (refused,) = parse("fhir", stream, source="fhir", received_at=HEARD)
    assert refused.expected == "1,000,000 bytes or fewer, or one document a line"
    assert refused.found == "a larger document"
    assert refused.line is None


def test_the_rest_of_a_line_that_is_too_long_fills_no_memory(monkeypatch):
    monkeypatch.setattr(long_lines, "LONGEST_DOCUMENT", 1_000_000)
    stream = Long(b'{"a": "', 300_000_000, b"")
    tracemalloc.start()
    (refused,) = parse("easypost", stream, source="easypost", received_at=HEARD)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.found == "a longer one"
    assert most < 10_000_000


def test_a_line_without_an_end_is_told_from_one_that_is_only_too_long(monkeypatch):
    monkeypatch.setattr(long_lines, "LONGEST_DOCUMENT", 1_000_000)
    monkeypatch.setattr(long_lines, "LONGEST_SKIP", 3)
    stream = Long(b'{"a": "', 10_000_000, b'"}\n{}\n')
    *_, last = parse("easypost", stream, source="easypost", received_at=HEARD)
    assert last.now == "Nothing behind it was read."


@pytest.mark.parametrize("system", ["fedex", "usps", "canadapost", "x12_214"])
@given(cut=st.integers(0, 700), put=st.binary(max_size=30))
def test_a_carriers_file_with_bytes_changed_never_stops_an_import(system, cut, put):
    whole = {
        "fedex": b"<TrackDetails><TrackingNumber>1</TrackingNumber><Events><Timestamp>2026-11-20"
        b"</Timestamp><EventType>DL</EventType></Events></TrackDetails>",
        "usps": b'<TrackInfo ID="1"><TrackSummary><EventCode>01</EventCode><EventDate>May 1, 2026'
        b"</EventDate><EventTime>9:01 am</EventTime></TrackSummary></TrackInfo>",
        "canadapost": b"<tracking-detail><pin>1</pin><significant-events><occurrence>"
        b"<event-identifier>20</event-identifier><event-date>2026-11-20</event-date>"
        b"</occurrence></significant-events></tracking-detail>",
        "x12_214": b"ST*214*1~B10*1*2*UPSN~AT7*AF*NS***20261120*1135*ET~MS1*RENO*NV~SE*5*1~",
    }[system]
    found = read(system, whole[:cut] + put + whole[cut:])
    assert found
    assert all(isinstance(one, ShipmentRecord | Refusal) for one in found)
