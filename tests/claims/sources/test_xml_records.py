"""Hostile XML is refused in a sentence, in flat memory, and what came before it landed."""

import gzip
import io
import tracemalloc

import pytest

from claims.facts import ShipmentRecord
from claims.sources import xml_records
from claims.sources.refusal import Refusal
from claims.sources.xml_records import Element
from tests.claims.sources.reading import read

GOOD = "<r><name>a</name></r>"
LAUGHS = """<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><l><r><name>&c;</name></r></l>"""
OUTSIDE = """<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><r><name>&x;</name></r></l>"""
PARAMETER = """<!DOCTYPE l SYSTEM "http://bad.example/l.dtd"><l><r/></l>"""


def records(content: str | bytes, name: str = "r") -> list[Element | Refusal]:
    raw = content.encode() if isinstance(content, str) else content
    return list(xml_records.xml_records(io.BytesIO(raw), name))


@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE, PARAMETER], ids=["laughs", "outside", "dtd"])
def test_a_document_type_is_refused_whole(bomb):
    (refusal,) = records(bomb)
    assert refusal.found == "a document type"


def test_an_entity_that_nobody_declared_is_refused():
    (refusal,) = records("<l><r>&x;</r></l>")
    assert isinstance(refusal, Refusal)


def test_what_came_before_the_damage_landed():
    first, refusal = records("<l>" + GOOD + "<r><broken></l>")
    assert first.said("name") == "a"
    assert (refusal.found, refusal.line) == ("mismatched tag", 1)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "text",
        "<l></l>",
        "<l>",
        b"\x00\x01\x02",
        b'<?xml version="1.0" encoding="klingon"?><l/>',
        b'<?xml version="1.0" encoding="big5"?><l/>',
        "<l><r/></l><l/>",
        "{}",
    ],
    ids=range(9),
)
def test_what_is_no_xml_with_records_ends_in_a_reason(content):
    *_, last = records(content)
    assert isinstance(last, Refusal)
    assert last.expected
    assert last.found


def test_depth_is_bounded_also_outside_the_records():
    (refusal,) = records("<a>" * 100_000)
    assert "inside each other" in refusal.found
    (refusal,) = records("<l><r>" + "<a>" * 100_000)
    assert "inside each other" in refusal.found


def endless(parts: list[bytes]):
    """A stream of the first part and then the second for ever."""

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.left = parts[0]
            self.read_so_far = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            while len(self.left) < len(buffer):
                self.left += parts[1]
            buffer[:] = self.left[: len(buffer)]
            self.left = self.left[len(buffer) :]
            self.read_so_far += len(buffer)
            assert self.read_so_far < 2**27, "it never stopped"
            return len(buffer)

    return Endless()


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (b"<l><r>", b"text " * 1000),
        (b"<l><r>", b"<e/>" * 1000),
        (b"<l><r><e a='", b"x" * 1000),
        (b"<l><!--", b"x" * 1000),
        (b"<l><r><![CDATA[", b"x" * 1000),
        (b"<l ", b"a" * 1000),
    ],
    ids=["text", "elements", "attribute", "comment", "cdata", "tag"],
)
def test_a_record_or_a_tag_without_end_is_refused_in_flat_memory(start, more):
    stream = endless([start, more])
    tracemalloc.start()
    *_, last = xml_records.xml_records(stream, "r")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(last, Refusal)
    assert peak < 40 * 2**20


def test_many_records_pass_in_flat_memory_also_zipped():
    bomb = gzip.compress(b"<l>" + GOOD.encode() * 50_000 + b"</l>")
    tracemalloc.start()
    count = sum(1 for _ in xml_records.xml_records(io.BytesIO(bomb), "r"))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 4 * 2**20


def test_any_encoding_that_xml_knows_is_read():
    told = "<l><r><name>Montréal</name></r></l>"
    for encoding in ("utf-8", "utf-16", "iso-8859-1", "windows-1252"):
        (record,) = records(f'<?xml version="1.0" encoding="{encoding}"?>{told}'.encode(encoding))
        assert record.said("name") == "Montréal"


def test_a_refusal_repeats_nothing_of_the_document():
    for found in records("<l><r><name>Maya Example</name></r><Maya"):
        if isinstance(found, Refusal):
            assert "Maya" not in repr(found)


def test_a_carriers_file_with_a_bomb_behind_a_parcel_keeps_the_parcel():
    event = (
        "<TrackSummary><EventCode>01</EventCode><EventDate>May 1, 2026</EventDate></TrackSummary>"
    )
    parcel = f'<TrackInfo ID="9205">{event}</TrackInfo>'
    first, refusal = read("usps", f"<TrackResponse>{parcel}<x>{'<y>' * 100}")
    assert isinstance(first, ShipmentRecord)
    assert isinstance(refusal, Refusal)
