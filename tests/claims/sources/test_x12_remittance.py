"""835: what a claim of a remittance says, to the cent."""

import datetime as dt
import json

import pytest

from claims.amounts import all_adjustments
from claims.facts import (
    Adjustment,
    ClaimKind,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    WaitingFor,
)
from claims.sources.x12.reading import cents
from tests.claims.sources.reading import SAMPLES, read, sample
from tests.claims.sources.x12_claims import WHOLE, claims, only
from tests.claims.sources.x12_files import (
    claim,
    remittance,
    service,
)

ORACLE = SAMPLES / "x12" / "EXPECTED_835.json"
EXPECTED = json.loads(ORACLE.read_text()) if ORACLE.exists() else {}


@pytest.mark.parametrize("name", EXPECTED or ["no samples"])
def test_every_claim_of_the_samples_matches_the_oracle_to_the_cent(name):
    if not EXPECTED:
        pytest.skip("the samples are not here")
    found = [one for one in sample("x12", name) if isinstance(one, ClaimRecord)]
    wanted = EXPECTED[name]["claims"]
    assert len(found) == len(wanted)
    for record, claim_ in zip(found, wanted, strict=True):
        told = record.happening
        sums: dict[str, int] = {}
        for one in all_adjustments(told):
            code = f"{one.group}-{one.carc}"
            sums[code] = sums.get(code, 0) + one.cents
        assert told.amounts.billed == cents(claim_["charge"])
        assert told.amounts.plan_paid == cents(claim_["paid"])
        assert told.amounts.member_owes == cents(claim_["pr_from_cas"])
        assert sums == {code: cents(amount) for code, amount in claim_["adj"].items()}
        assert len(told.lines) == claim_["lines"]
        assert [r for line in told.lines for r in line.remarks] == claim_["remarks"]
        assert record.number == claim_["pccn"]
        assert record.patient == ("member_number", claim_["member_id"])
        assert told.code == f"835:{claim_['clp02']}"


@pytest.mark.parametrize("name", EXPECTED or ["no samples"])
def test_the_samples_say_nothing_worse_than_a_warning(name):
    if not EXPECTED:
        pytest.skip("the samples are not here")
    said = [one for one in sample("x12", name) if not isinstance(one, ClaimRecord)]
    fields = {"kei-blue_cross_nc_sample.txt": ["SE01"], "lfh-managed-care.835": ["BPR16"]}
    assert [one.field for one in said] == fields.get(name, [])
    assert all(one.warning for one in said)


def test_a_claim_says_what_was_billed_paid_and_owed_when_and_to_whom():
    (record,) = claims(remittance(WHOLE))
    told = record.happening
    assert (record.number, record.patient) == ("CN-1", ("member_number", "M-1001"))
    assert record.provider == "ORANGE MEDICAL GROUP"
    assert (record.service_from, record.service_to) == (dt.date(2026, 4, 20),) * 2
    assert told.state is ClaimState.PAID
    assert (told.code_system, told.code) == ("x12:CLP02", "835:1")
    assert (told.amounts.billed, told.amounts.plan_paid, told.amounts.member_owes) == (
        200_00,
        120_00,
        30_00,
    )
    assert told.effective_on == told.paid_on == dt.date(2026, 5, 10)
    assert (told.payee, told.payment_reference) == ("provider", "CHECK-1")
    assert told.notice_on is None, "no letter to the member is stated"


def test_a_line_says_what_was_done_when_and_why_it_was_cut():
    record = only(
        "300",
        "150",
        "SVC*HC:99213:25::::Office visit:*300*150**1",
        "DTM*150*20260401",
        "DTM*151*20260403",
        "CAS*CO*45*100.00*2*253*10",
        "CAS*PR*2*40",
        "REF*6R*0001",
        "AMT*B6*190",
        "LQ*HE*N381",
        "LQ*RX*70",
    )
    (line,) = record.happening.lines
    assert (line.code_system, line.code) == ("x12:HC", "99213")
    assert (line.service_from, line.service_to) == (dt.date(2026, 4, 1), dt.date(2026, 4, 3))
    assert (line.amounts.billed, line.amounts.allowed, line.amounts.plan_paid) == (
        300_00,
        190_00,
        150_00,
    )
    assert line.adjustments == (
        Adjustment("CO", "45", 100_00, 2),
        Adjustment("CO", "253", 10_00),
        Adjustment("PR", "2", 40_00),
    )
    assert line.remarks == ("N381",)


def test_six_reasons_of_one_cas_are_all_read():
    cas = "CAS*PR*1*10**2*10**3*10**96*10**204*10**119*10*1"
    (record,) = claims(remittance(claim("60", "0", cas)))
    assert [one.carc for one in record.happening.adjustments] == ["1", "2", "3", "96", "204", "119"]
    assert record.happening.amounts.member_owes == 60_00


def test_remarks_of_the_whole_claim_are_kept_once():
    record = only("0", "0", "MIA*0***0*MA01***************MA18*N1", "MOA***MA01*N2")
    assert record.happening.remarks == ("MA01", "MA18", "N1", "N2")
    assert record.kind is ClaimKind.INSTITUTIONAL


@pytest.mark.parametrize(
    ("composite", "found"),
    [
        ("HC:99213:25", ("x12:HC", "99213")),
        ("HC>99213>25", ("x12:HC", "99213")),
        ("NU|0450", ("x12:NU", "0450")),
        ("AD:D0120", ("x12:AD", "D0120")),
        ("HC", ("x12:HC", "")),
        ("", ("", "")),
    ],
)
def test_a_procedure_is_read_whatever_separates_its_parts(composite, found):
    (line,) = only("5", "5", f"SVC*{composite}*5*5").happening.lines
    assert (line.code_system, line.code) == found


def test_a_revenue_code_stands_for_a_missing_procedure():
    (line,) = only("5", "5", "SVC**5*5*0450").happening.lines
    assert (line.code_system, line.code) == ("x12:NU", "0450")


@pytest.mark.parametrize(
    ("status", "state", "waits"),
    [
        ("4", ClaimState.DENIED, WaitingFor.NOBODY),
        ("19", ClaimState.WITH_OTHER_PAYER, WaitingFor.OTHER_PAYER),
        ("20", ClaimState.WITH_OTHER_PAYER, WaitingFor.OTHER_PAYER),
        ("21", ClaimState.WITH_OTHER_PAYER, WaitingFor.OTHER_PAYER),
        ("22", ClaimState.REVERSED, WaitingFor.NOBODY),
        ("23", ClaimState.FORWARDED, WaitingFor.NOBODY),
        ("25", ClaimState.ESTIMATE_ONLY, WaitingFor.NOBODY),
        ("99", ClaimState.UNRECOGNISED, WaitingFor.NOBODY),
    ],
)
def test_the_status_of_a_claim_is_ours_by_a_table(status, state, waits):
    record = only("50", "0", "CAS*CO*45*50", status=status)
    assert (record.happening.state, record.happening.waiting_for) == (state, waits)
    estimate = state is ClaimState.ESTIMATE_ONLY
    assert record.use is (ClaimUse.PREDETERMINATION if estimate else ClaimUse.CLAIM)
    unknown = (("x12:CLP02", status),) if state is ClaimState.UNRECOGNISED else ()
    assert record.unrecognised == unknown


@pytest.mark.parametrize(
    ("segments", "state"),
    [
        (service("50", "50"), ClaimState.PAID),
        (service("50", "0", "PR*1*50"), ClaimState.FINALIZED_NO_PAYMENT),
        (service("50", "0", "PR*204*50"), ClaimState.DENIED),
        (
            [*service("30", "30"), *service("20", "0", "CO*97*20")],
            ClaimState.PARTIALLY_DENIED,
        ),
    ],
)
@pytest.mark.parametrize("status", ["1", "2", "3"])
def test_a_processed_claim_is_decided_by_its_lines(segments, state, status):
    paid = "50" if state is ClaimState.PAID else "30" if len(segments) > 3 else "0"
    assert only("50", paid, *segments, status=status).happening.state is state


def test_a_statement_holds_from_the_day_it_was_made_or_pays_whichever_came_last():
    text = remittance(WHOLE)
    later = text.replace("*20260510~TRN", "*20260515~TRN")
    assert claims(later)[0].happening.effective_on == dt.date(2026, 5, 15)
    to_come = text.replace("*20260510~TRN", "*20261201~TRN")
    told = claims(to_come)[0].happening
    assert (told.effective_on, told.paid_on) == (dt.date(2026, 5, 10), dt.date(2026, 12, 1))


def test_days_of_care_come_from_the_lines_else_from_the_claim():
    dated = ["DTM*232*20260401", "DTM*233*20260430"]
    assert only("5", "5", *dated).service_to == dt.date(2026, 4, 30)
    assert only("5", "5", *dated, *service("5", "5")).service_to == dt.date(2026, 4, 20)


@pytest.mark.parametrize(
    ("day", "kept"),
    [("20260425", True), ("20260511", False), ("20270101", False), ("20260101", False)],
)
def test_the_day_of_receipt_must_be_one_on_which_a_claim_can_come(day, kept):
    text = remittance(claim("5", "5", f"DTM*050*{day}", *service("5", "5")))
    record, *said = read("x12", text)
    assert bool(record.happening.received_on) is kept
    assert bool(said) is not kept


@pytest.mark.parametrize("day", ["20002316", "10010101", "20260230", "2026051", "IGNORED"])
def test_a_day_that_is_none_is_left_out_and_said(day):
    record, warning = read("x12", remittance(claim("5", "5", "SVC*HC:1*5*5", f"DTM*472*{day}")))
    assert record.service_from is None
    assert (warning.field, warning.warning) == ("DTM02", True)
