"""The grammar of X12: whatever separators, however wrapped, whole or cut, in flat memory."""

import gzip
import io
import tracemalloc

import pytest

from claims.sources.refusal import Refusal
from claims.sources.x12.segments import transactions
from claims.sources.x12.tape import LONGEST_SEGMENT
from tests.claims.sources.x12_files import (
    GS,
    ISA,
    Endless,
    interchange,
    separated,
    told,
    transaction,
)

ONE = transaction("BPR*I*5.00", "SVC*HC:99213*5")
BODY = [["BPR", "I", "5.00"], ["SVC", "HC:99213", "5"]]


def only(content: str | bytes) -> list:
    """The segments of a file with one transaction and nothing wrong."""
    ((found, segments),), refused = told(content)
    assert refused == []
    assert found.ended
    return segments


def test_a_transaction_knows_its_envelope_and_yields_what_is_between_st_and_se():
    ((found, segments),), refused = told(interchange(ONE))
    assert (found.kind, found.version, found.sender) == ("835", "005010X221A1", "PLAN")
    assert (found.interchange, found.group, found.control) == ("000000001", "1", "0001")
    assert (found.component, found.repetition) == (":", "^")
    assert segments == BODY
    assert refused == []


def test_a_segment_gives_its_elements_as_x12_counts_them_and_nothing_for_those_that_are_missing():
    found = next(iter(transactions(io.BytesIO(interchange(ONE).encode()))))
    first = next(iter(found))
    assert (first.id, first.number) == ("BPR", 4)
    assert (first.element(2), first.element(9)) == ("5.00", "")


@pytest.mark.parametrize(
    ("element", "component", "terminator"),
    [
        ("*", ":", "~"),
        ("|", ">", "\n"),
        ("*", "|", "\r"),
        ("*", ":", "\r\n"),
        ("^", "<", "\x1c"),
        ("\x1d", "\x1f", "…"),
        (",", ":", "'"),
        ("*", ":", "~\n"),
        ("*", ":", "~\r\n"),
        ("*", ":", "~ \n\n"),
    ],
)
def test_separators_are_read_from_the_isa(element, component, terminator):
    text = separated(interchange(ONE), element, component, terminator).replace(
        "1147" + element + "^", "1147" + element + "!"
    )
    assert only(text) == [["BPR", "I", "5.00"], ["SVC", f"HC{component}99213", "5"]]


def test_a_terminator_that_is_no_utf8_is_one_byte():
    assert only(interchange(ONE).encode().replace(b"~", b"\x85")) == BODY


@pytest.mark.parametrize("width", [9, 64, 80])
def test_a_file_that_was_wrapped_to_lines_is_read(width):
    text = interchange(ONE)
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    assert only("\r\n".join(lines)) == BODY


def test_an_isa_that_was_trimmed_is_read():
    assert only(interchange(ONE).replace(" ", "")) == BODY


def test_many_interchanges_each_with_its_separators():
    other = separated(interchange(ONE), "|", ">", "\n").replace("|^|", "|!|")
    found, refused = told(interchange(ONE) + "\n" + other + interchange(ONE, ONE))
    assert [one.component for one, _ in found] == [":", ">", ":", ":"]
    assert refused == []


@pytest.mark.parametrize("start", ["", GS, "\n\n  "])
@pytest.mark.parametrize("marks", ["*:~", "|>\n", "*:~\n"])
def test_a_file_without_envelope_shows_its_separators_in_its_first_segment(start, marks):
    end = "GE*1*1~" if start == GS else ""
    text = separated(start + ONE + end, marks[0], marks[1], marks[2:])
    assert [one[0] for one in only(text)] == ["BPR", "SVC"]


def test_gzip_and_a_byte_order_mark_do_not_matter():
    assert only(gzip.compress(b"\xef\xbb\xbf" + interchange(ONE).encode())) == BODY


def test_letters_that_are_not_utf8_are_read_and_said_once():
    text = interchange(transaction("NM1*QC*1*PEÑA", "NM1*82*1*NÚÑEZ")).encode("latin-1")
    ((_, segments),), (warning,) = told(text)
    assert segments[0][3] == "PEÑA"
    assert warning.warning


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \n\x1a", "an empty file"),
        (b"<xml/>", "text that is not X12"),
        (b"ISA*00*short~", "an ISA without its separators"),
        (b"ISA" + b"0" * 103, "an ISA without its separators"),
        (interchange(ONE).encode("utf-16"), "text in UTF-16"),
        (interchange(ONE).encode("utf-16-le"), "text in UTF-16"),
        (interchange(ONE).encode("cp037"), "text in EBCDIC"),
        (bytes(range(1, 256)) * 100, "text that is not X12"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_it_is(content, found):
    transactions_, (refusal,) = told(content)
    assert transactions_ == []
    assert refusal.found == found


def test_every_cut_of_a_file_is_noticed_and_no_whole_transaction_is_lost():
    text = interchange(ONE, ONE)
    ends = [at + 2 for at in range(len(text)) if text[at:].startswith("SE*4")]
    for length in range(len(text) - 1):
        found, refused = told(text[:length])
        assert refused, length
        assert sum(one.ended for one, _ in found) == sum(length >= end for end in ends), length


@pytest.mark.parametrize("at", ["in a segment", "behind a segment"])
def test_one_cut_is_one_refusal_that_says_what_became_of_the_rest(at):
    whole = interchange(transaction("BHT*0019", "N1*PR*PAYER"))
    cut = whole.index("PAYER") if at == "in a segment" else whole.index("N1*")
    _found, refused = told(whole[:cut])
    (one,) = [one for one in refused if not one.warning]
    assert one.now.startswith("What was whole in it landed; the rest was left out.")


def test_the_very_last_terminator_may_be_missing():
    assert only(interchange(ONE)[:-1]) == BODY
    assert only(interchange(ONE)[:-1] + "\r\n") == BODY


def test_a_gzip_file_that_breaks_off_is_said_once_and_what_was_whole_is_there():
    packed = gzip.compress(interchange(*[ONE] * 2000).encode(), compresslevel=0)
    found, refused = told(packed[: len(packed) // 2])
    assert found[0][0].ended
    assert not found[-1][0].ended
    assert sum("gzip" in one.expected for one in refused) == 1


@pytest.mark.parametrize(
    ("wrong", "right", "field"),
    [
        ("SE*9*0001", "SE*4*0001", "SE01"),
        ("SE**0001", "SE*4*0001", "SE01"),
        ("SE*4*0002", "SE*4*0001", "SE02"),
        ("GE*2*1", "GE*1*1", "GE01"),
        ("GE*1*2", "GE*1*1", "GE02"),
        ("IEA*2*000000001", "IEA*1*000000001", "IEA01"),
        ("IEA*1*000000002", "IEA*1*000000001", "IEA02"),
        ("IEA*1*000000001~", "GE*1*1~IEA*1*000000001~", "GS"),
    ],
)
def test_counts_and_control_numbers_that_do_not_agree_are_told(wrong, right, field):
    ((_, segments),), (warning,) = told(interchange(ONE).replace(right, wrong))
    assert (warning.field, warning.warning) == (field, True)
    assert segments == BODY


def test_a_transaction_without_its_end_does_not_swallow_the_next():
    found, refused = told(interchange(ONE.replace("SE*4*0001~", ""), ONE))
    assert [one.ended for one, _ in found] == [False, True]
    assert [one.field for one in refused] == ["ST"]


def test_what_stands_outside_a_transaction_is_left_out_and_said():
    _, (refusal,) = told(interchange(ONE).replace("GE*1", "CLP*A~GE*1"))
    assert refusal.found == "CLP outside of them"


def test_something_that_is_no_segment_ends_the_reading():
    found, refused = told(interchange(ONE, ONE.replace("SVC", "#!")))
    assert [one.ended for one, _ in found] == [True, False]
    assert refused[0].expected == "a segment of X12"


def test_what_a_caller_leaves_is_skipped():
    stream = io.BytesIO(interchange(ONE, ONE).encode())
    assert [one.kind for one in transactions(stream) if not isinstance(one, Refusal)] == ["835"] * 2


def peak(stream: Endless) -> tuple[int, list]:
    tracemalloc.start()
    refused = []
    for one in transactions(stream):
        if isinstance(one, Refusal):
            refused.append(one)
            continue
        for _ in one:
            pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most, refused


def test_a_segment_without_an_end_is_refused_in_flat_memory():
    most, refused = peak(Endless(ISA + GS + "ST*835*1~NM1*", b"A" * 8_000, 100_000))
    assert most < 20 * LONGEST_SEGMENT
    assert "or fewer" in refused[0].expected


def test_a_transaction_of_many_segments_is_read_in_flat_memory():
    most, refused = peak(Endless(ISA + GS + "ST*835*1~", b"CLP*A*1*5*5~" * 500, 40))
    assert most < 20 * LONGEST_SEGMENT
    assert [one.field for one in refused if not one.warning] == ["ST"]
