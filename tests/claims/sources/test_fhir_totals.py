"""A finished claim whose lines do not come to its total is held; one that is only sloppy is not."""

import pytest

from claims.facts import ClaimRecord, Clue, Evidence, HoldReason
from claims.sources.held import Held
from claims.sources.refusal import Refusal
from tests.claims.sources.fhir_documents import (
    ADJUDICATION,
    amount,
    concept,
    eob,
    item,
    read,
    reason,
)

CMS = "https://bluebutton.cms.gov/fhir/CodeSystem/Adjudication"


def lines(category: str, *dollars: object) -> list[dict]:
    return [item(number, amount(category, one)) for number, one in enumerate(dollars, 1)]


def contradiction(category: str = "submitted", stated: object = 100, **more: object) -> dict:
    """Two lines of 60 and 30 dollars, and a total that says 100."""
    told = {"item": lines(category, 60, 30), "total": [amount(category, stated)]}
    return eob(**(told | more))


def kinds(resource: dict) -> list[type]:
    return [type(one) for one in read(resource) if not isinstance(one, Refusal)]


@pytest.mark.parametrize(
    ("category", "clue"),
    [
        ("submitted", Clue.LINES_BILLED),
        ("benefit", Clue.LINES_PAID),
        ("paidtoprovider", Clue.LINES_PAID),
        ("memberliability", Clue.LINES_OWED),
    ],
)
def test_lines_that_do_not_come_to_the_total_are_held_with_both_sums(category, clue):
    (held,) = read(contradiction(category))
    assert isinstance(held, Held)
    assert held.reason is HoldReason.LINES_CONTRADICT_TOTAL
    assert held.evidence == (Evidence(clue, 100_00, 90_00),)
    assert held.line == held.record.line == 1


def test_a_cent_is_enough_and_all_that_differs_is_named():
    total = [amount("submitted", 90.01), amount("benefit", 50)]
    items = [item(1, amount("submitted", 90), amount("benefit", 49.99))]
    (held,) = read(eob(item=items, total=total))
    assert held.evidence == (
        Evidence(Clue.LINES_BILLED, 90_01, 90_00),
        Evidence(Clue.LINES_PAID, 50_00, 49_99),
    )


def test_lines_that_come_to_the_total_land():
    assert kinds(contradiction(stated=90)) == [ClaimRecord]


def test_cents_add_up_exactly():
    told = eob(item=lines("submitted", *[0.1] * 3), total=[amount("submitted", 0.3)])
    assert kinds(told) == [ClaimRecord]


@pytest.mark.parametrize(
    "sloppy",
    [
        {"item": [*lines("submitted", 60), item(2, amount("benefit", 1))]},
        {"item": lines("submitted", 60, 30.123)},
        {"item": lines("submitted", 60, None)},
        {"item": []},
        {"total": [amount("submitted", 100.005)]},
        {"total": [amount("submitted", 100), amount("submitted", 101)]},
        {"addItem": lines("submitted", 10)},
        {"outcome": "partial"},
        {"outcome": "queued"},
        {"status": "cancelled"},
        {"status": "entered-in-error"},
        {"use": "predetermination"},
        {"total": [], "totalCost": {"value": 100, "currency": "USD"}},
    ],
    ids=[
        "a line says nothing of it",
        "a line has too many decimals",
        "a line has an amount without a value",
        "there are no lines",
        "the total has too many decimals",
        "two totals",
        "the payer added a line",
        "decided in part",
        "not decided",
        "cancelled",
        "entered in error",
        "an estimate",
        "no total, only a sum beside it",
    ],
)
def test_what_need_not_add_up_is_not_held(sloppy):
    assert kinds(contradiction(**sloppy)) == [ClaimRecord]


def test_what_was_paid_to_the_provider_is_not_compared_with_the_benefit():
    told = eob(item=lines("benefit", 60, 30), total=[amount("paidtoprovider", 100)])
    assert kinds(told) == [ClaimRecord]


def test_an_amount_that_cms_names_in_its_own_way_need_not_add_up():
    own = amount("submitted", 100)
    own["category"]["coding"].append({"system": CMS, "code": "CLM_SBMT_CHRG_AMT"})
    assert kinds(contradiction(total=[own])) == [ClaimRecord]


@pytest.mark.parametrize("own", [reason("45", "CO", 10), amount("benefit", 90)])
def test_an_adjustment_of_the_whole_claim_explains_what_was_paid_and_not_what_was_billed(own):
    assert kinds(contradiction("benefit", adjudication=[own])) == [ClaimRecord]
    assert kinds(contradiction("submitted", adjudication=[own])) == [Held]


def test_a_word_about_the_network_is_no_adjustment():
    network = {"category": concept(ADJUDICATION, "benefitpaymentstatus")}
    assert kinds(contradiction("benefit", adjudication=[network])) == [Held]


def test_what_was_left_out_of_a_held_record_is_still_told():
    told = read(contradiction(created="someday"))
    assert [type(one) for one in told] == [Held, Refusal]
