"""A small document that would fill the memory once it is decoded costs itself, and no memory."""

import json
import tracemalloc

import pytest

from claims.facts import ClaimRecord
from claims.sources import bombs
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.fhir_documents import eob
from tests.claims.sources.reading import read

MANY = 1_500_000
FILLED = {
    "fhir": {
        "an array": ("[", "[],", "[]]"),
        "a bundle": ('{"resourceType":"Bundle","entry":[', "{},", "{}]}"),
        "a resource": ('{"resourceType":"ExplanationOfBenefit","item":[', "{},", "{}]}"),
    },
    "easypost": {
        "an array": ("[", "[],", "[]]"),
        "an object": ('{"tracking_details":[', "{},", "{}]}"),
    },
    "ledger": {"a heading": ('{"entries":[', "{},", "{}]}")},
}
CASES = [(system, *parts) for system, kinds in FILLED.items() for parts in kinds.values()]


@pytest.mark.parametrize(("system", "start", "part", "end"), CASES)
def test_a_document_of_very_many_values_is_refused_once_in_flat_memory(system, start, part, end):
    bomb = f"{start}{part * MANY}{end}".encode()
    tracemalloc.start()
    (refused,) = read(system, bomb)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.expected.startswith("1,000,000 values or fewer in one document")
    assert most < 4 * len(bomb)


def test_a_resource_of_more_values_than_any_real_one_costs_its_line_only():
    item = "{}," * (bombs.MOST_IN_RESOURCE // 2)
    bomb = f'{{"resourceType":"ExplanationOfBenefit","item":[{item}{{}}]}}'
    refused, landed = read("fhir", f"{bomb}\n{json.dumps(eob())}\n")
    assert (refused.line, refused.expected[:7]) == (1, "250,000")
    assert isinstance(landed, ClaimRecord)


def test_a_bundle_may_hold_more_values_than_one_resource():
    entries = [{"resource": {"resourceType": "Organization", "id": "1"}}] * 100_000
    found = read("fhir", json.dumps({"resourceType": "Bundle", "entry": entries}))
    assert found == [NotNeeded("Organization")] * 100_000


def test_a_long_text_full_of_commas_is_no_bomb_while_it_is_short_enough():
    words = "a," * (bombs.MOST_VALUES // 2)
    (landed,) = read("fhir", json.dumps({"resourceType": "Organization", "name": words}))
    assert not isinstance(landed, Refusal)
