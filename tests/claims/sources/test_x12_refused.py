"""835: what cannot be taken costs itself, and is refused with its reason."""

import gzip
import tracemalloc

import pytest

from claims.facts import (
    ClaimRecord,
)
from claims.sources import parse
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.reading import HEARD, read
from tests.claims.sources.x12_claims import WHOLE, claims, only
from tests.claims.sources.x12_files import (
    Endless,
    claim,
    interchange,
    remittance,
    separated,
    transaction,
)


@pytest.mark.parametrize(
    ("charge", "paid", "cas", "field"),
    [
        ("60.005", "60", "CO*45*0", "CLP03"),
        ("60", "6,0", "CO*45*0", "CLP04"),
        ("60", "", "CO*45*60", "CLP04"),
        ("60", "0", "CO*45*1e9", "CAS03"),
        ("60", "0", "CO*45", "CAS03"),
        ("60", "0", "CO**60", "CAS02"),
        ("60", "0", "XX*45*60", "CAS01"),
        ("9" * 16, "0", "CO*45*60", "CLP03"),
    ],
)
def test_what_is_no_exact_amount_refuses_its_claim_and_no_other(charge, paid, cas, field):
    found = read("x12", remittance(claim(charge, paid, f"CAS*{cas}"), WHOLE, paid="120"))
    refusal, landed = found
    assert (refusal.field, refusal.warning) == (field, False)
    assert landed.number == "CN-1"


def test_trailing_zeros_are_no_fraction_of_a_cent():
    assert only("60.5000", ".500", "CAS*CO*45*60.").happening.amounts.plan_paid == 50


def test_a_cut_file_loses_its_last_claim_only():
    two = remittance(WHOLE, claim("60", "60", number="CN-2"), paid="180")
    record, refusal = read("x12", two[: two.index("SE*")])[:2]
    assert record.number == "CN-1"
    assert refusal.found == "one that is cut short"


def test_a_remittance_of_many_claims_is_read_in_flat_memory():
    text = remittance(WHOLE)
    start, part = text[: text.index("CLP")], "".join(f"{one}~" for one in WHOLE)
    stream = Endless(start, part.encode() * 200, 15)
    tracemalloc.start()
    found = sum(
        isinstance(one, ClaimRecord)
        for one in parse("x12", stream, source="x12", received_at=HEARD)
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 200 * 15 - 1, "the last is not known to be whole"
    assert most < 3_000_000


def test_each_kind_of_transaction_is_read_skipped_or_refused_with_its_reason():
    text = interchange(
        transaction("BHT*x", kind="276"),
        transaction("B10*x", kind="214"),
        transaction("XXX*x", kind="999"),
        transaction("XXX*x", kind="850"),
    )
    found = read("x12", text)
    assert [type(one) for one in found] == [NotNeeded, Refusal, NotNeeded, Refusal]
    assert "x12_214" in found[1].now
    assert found[3].found == "transaction set 850"


@pytest.mark.parametrize("marks", [("|", ">", "\n"), ("*", "^", "'"), ("\x1d", "\x1f", "\x1c")])
def test_separators_change_nothing(marks):
    text = remittance(WHOLE).replace("*^*", "*!*")
    assert claims(separated(text, *marks)) == claims(text)


def test_a_doubled_file_says_everything_twice_and_the_same():
    text = remittance(WHOLE)
    one, other = claims(text + text)
    assert (one.key, one.content_hash) == (other.key, other.content_hash)


def test_without_envelope_and_zipped_it_is_read_too():
    text = remittance(WHOLE)
    bare = text[text.index("ST*") : text.index("GE*")]
    assert claims(gzip.compress(bare.encode()))[0].happening.amounts.plan_paid == 120_00
