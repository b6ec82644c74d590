"""A file read in a process beside ours: the same records, in order, and nothing left over."""

import datetime as dt
import io

import psutil
import pytest

from claims.sources import beside, parse, reader
from portal.synthetic.feeds import Feed
from tests.claims.sources.fhir_documents import eob, ndjson
from tests.claims.sources.reading import SAMPLES

AT = dt.datetime(2026, 11, 22, 6, 0, 0, 123456, tzinfo=dt.UTC)
FEED = Feed(seed=3, until=AT.date(), members=80, claims=400, orders=300, entries=500)
FILES = [(system, lines) for (system, _name), lines in FEED.files().items()]


def readers() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if reader.__name__ in one.cmdline()]


def both(system: str, content: bytes) -> tuple[list, list]:
    known = {"source": system, "received_at": AT}
    near = list(beside.parse(system, io.BytesIO(content), **known))
    return near, list(parse(system, io.BytesIO(content), **known))


@pytest.mark.parametrize(("system", "lines"), FILES)
def test_it_reads_what_we_would_read(system, lines):
    near, here = both(system, b"".join(lines()))
    assert len(here) > 100
    assert near == here
    assert not readers()


def test_it_refuses_what_we_would_refuse():
    broken = ndjson(eob(), eob(status="draft"), {"resourceType": "Organization"}) + b"{\n<x>\n"
    near, here = both("fhir", broken)
    assert near == here
    assert len(here) == 5


@pytest.mark.parametrize("content", [b"", b"<xml/>", b"ISA*00*", b"\x1f\x8b\x08"])
def test_what_is_no_such_file_is_refused_as_ever(content):
    near, here = both("fhir", content)
    assert near == here
    assert near


@pytest.mark.parametrize(
    ("system", "folder"), [("fhir", "carin-bb"), ("x12", "x12"), ("easypost", "easypost")]
)
def test_samples_read_alike(system, folder):
    files = [one for one in sorted((SAMPLES / folder).rglob("*")) if one.is_file()][:6]
    if not files:
        pytest.skip("no samples here")
    for file in files:
        near, here = both(system, file.read_bytes())
        assert near == here, file


def test_who_stops_listening_leaves_nobody_behind():
    endless = io.BytesIO(ndjson(*[eob()] * 5_000))
    found = beside.parse("fhir", endless, source="fhir", received_at=AT)
    next(found)
    assert readers()
    found.close()
    assert not readers()


def test_a_reader_that_dies_is_no_end_of_the_file():
    endless = io.BytesIO(ndjson(*[eob()] * 20_000))
    found = beside.parse("fhir", endless, source="fhir", received_at=AT)
    next(found)
    readers()[0].kill()
    with pytest.raises(ChildProcessError, match="Import it again"):
        list(found)


class Torn(io.RawIOBase):
    """A file on a disk that fails behind the first block."""

    def __init__(self, content: bytes) -> None:
        self.blocks = [content]

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        if not self.blocks:
            raise OSError(5, "Input/output error")
        return self.blocks.pop()


def test_a_disk_that_fails_is_said():
    found = beside.parse("fhir", Torn(ndjson(eob())), source="fhir", received_at=AT)
    with pytest.raises(OSError, match="Input/output"):
        list(found)
