"""Whatever stands between ST and SE of a 277 or a 271 is read or refused: nothing crashes."""

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.facts import AccumulatorRecord, ClaimRecord, CoverageRecord
from claims.sources import parse
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.reading import HEARD, read
from tests.claims.sources.x12_files import interchange, transaction

ELEMENTS = st.sampled_from(
    (
        *(
            "",
            "0",
            "1",
            "C",
            "F",
            "B",
            "A",
            "G",
            "IND",
            "FAM",
            "30",
            "98^UC",
            "23",
            "29",
            "24",
            "32",
        ),
        *("22", "23", "19", "PT", "IL", "QC", "03", "PR", "1P", "MI", "M-1", "JONES", "Y", "DY"),
        *("A7:33:IL", "P3:317", "F2", "E0:1", "Z9:::", ":", "F3F:1", "20260510", "20261301"),
        *("20260101-20261231", "20260510-x", "RD8", "D8", "1319", "99999", "150.00", "-5", "1e9"),
        *(
            "0.2",
            "1.005",
            "VS",
            "1K",
            "EJ",
            "BLT",
            "472",
            "291",
            "050",
            "HC:99213",
            "\x00",
            "ñ" * 90,
        ),
        "9" * 70,
    )
)
NAMES = (
    "BHT",
    "HL",
    "NM1",
    "TRN",
    "STC",
    "REF",
    "DTP",
    "SVC",
    "EB",
    "LS",
    "LE",
    "INS",
    "MSG",
    "AAA",
)
SEGMENTS = st.builds(
    lambda name, elements: "*".join((name, *elements)),
    st.sampled_from(NAMES),
    st.lists(ELEMENTS, max_size=13),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["271", "277"]), st.lists(SEGMENTS, max_size=25))
def test_no_content_of_a_transaction_breaks_the_reading(kind, segments):
    head = ["BHT*0022*11*T1*20260512*0810", "HL*1**22*0", "NM1*IL*1*JONES*PAT****MI*M-1001"]
    for start in ([], head, [*head, "TRN*2*ACC-1"]):
        found = read("x12", interchange(transaction(*start, *segments, kind=kind)))
        kinds = AccumulatorRecord | ClaimRecord | CoverageRecord | NotNeeded | Refusal
        assert all(isinstance(one, kinds) for one in found)
        for one in found:
            if isinstance(one, ClaimRecord):
                assert one.key
                assert len(one.number) <= 80
                assert len(one.happening.code) <= 120


FAT = "*" * 60_000  # one segment of empty elements


def opened(*segments: str, kind: str) -> str:
    """A transaction before its end."""
    return transaction(*segments, kind=kind).rpartition("SE*")[0]


def most_memory(system: str, content: str) -> tuple[list, int]:
    """What was found, and the bytes that lay in memory beside the file."""
    stream = io.BytesIO(content.encode())
    tracemalloc.start()
    try:
        found = list(parse(system, stream, source="s", received_at=HEARD))
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("kind", "begin", "fat"),
    [
        ("835", ["LX*1", "CLP*A*1*5*5**12*CN-1"], "REF"),
        ("277", ["HL*1**22*0", "TRN*2*A"], "REF"),
        ("271", ["HL*1**22*0"], "EB"),
        ("214", ["B10*1*2*UPSN"], "AT7*X6"),
    ],
)
def test_what_has_large_segments_is_refused_before_it_fills_the_memory(kind, begin, fat):
    system = "x12_214" if kind == "214" else "x12"
    content = opened(*begin, kind=kind) + f"{fat}{FAT}~" * 300 + "SE*1*0001~"
    found, most = most_memory(system, content)
    assert any(isinstance(one, Refusal) and not one.warning for one in found)
    assert most < 90_000_000, "300 of them take 150 MB"


def test_of_the_people_in_a_status_only_those_it_is_about_are_kept():
    begin = opened("HL*1**22*0", kind="277")
    _found, most = most_memory(
        "x12", begin + "".join(f"NM1*K{n}*1{FAT[:2000]}~" for n in range(8_000))
    )
    assert most < 40_000_000
