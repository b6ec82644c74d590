"""835: a claim of a remittance, to the cent, or held, or refused with its reason."""

import datetime as dt
import gzip
import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.amounts import all_adjustments, shares
from claims.facts import (
    Adjustment,
    ClaimKind,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    Clue,
    Evidence,
    HoldReason,
    WaitingFor,
)
from claims.sources import parse
from claims.sources.held import Held
from claims.sources.refusal import NotNeeded, Refusal
from claims.sources.x12.reading import cents
from tests.claims.sources.reading import HEARD, SAMPLES, read, sample
from tests.claims.sources.x12_files import (
    Endless,
    claim,
    dollars,
    interchange,
    remittance,
    separated,
    service,
    transaction,
)

ORACLE = SAMPLES / "x12" / "EXPECTED_835.json"
EXPECTED = json.loads(ORACLE.read_text()) if ORACLE.exists() else {}
WHOLE = claim("200.00", "120.00", *service("200.00", "120.00", "CO*45*50.00", "PR*2*30.00"))


def claims(content: str | bytes) -> list[ClaimRecord]:
    """The claims of a file with nothing else to say."""
    found = read("x12", content)
    assert all(isinstance(one, ClaimRecord) for one in found), found
    return found


def only(*segments: str, **more) -> ClaimRecord:
    """The one claim of a remittance."""
    (found,) = claims(remittance(claim(*segments, **more)))
    return found


def refused(content: str) -> list[Refusal]:
    return [one for one in read("x12", content) if isinstance(one, Refusal)]


# The oracle


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


# What a claim says


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


# Whose claim


@pytest.mark.parametrize(
    ("segments", "patient"),
    [
        (["NM1*QC*1*SMITH*MAYA****MI*M-1"], ("member_number", "M-1")),
        (["NM1*QC*1*SMITH*MAYA****HN* M-1 "], ("member_number", "M-1")),
        (
            ["NM1*QC*1*SMITH*MAYA****MI*M-1", "NM1*IL*1*SMITH*MAYA****MI*M-2"],
            ("member_number", "M-1"),
        ),
        (["NM1*QC*1*SMITH*MAYA", "NM1*IL*1*SMITH*MAYA****MI*M-2"], ("member_number", "M-2")),
        (
            ["NM1*QC*1*SMITH*ZOE", "NM1*IL*1*SMITH*MAYA****MI*M-2"],
            ("x12/dependent", "M-2|SMITH|ZOE"),
        ),
        (
            ["NM1*QC*1*SMITH*ZOE****MI*M-2", "NM1*IL*1*SMITH*MAYA****MI*M-2"],
            ("x12/dependent", "M-2|SMITH|ZOE"),
        ),
        (
            ["NM1*QC*1*SMITH*ZOE****MI*M-3", "NM1*IL*1*SMITH*MAYA****MI*M-2"],
            ("member_number", "M-3"),
        ),
        (
            ["NM1*QC*1*SMITH*MAYA****MI*OLD", "NM1*74*1*SMITH*MAYA****C*NEW"],
            ("member_number", "NEW"),
        ),
    ],
)
def test_a_claim_is_the_patients_and_never_that_of_who_is_insured_with_them(segments, patient):
    clp, *_ = claim("5", "5")
    assert claims(remittance([clp, *segments]))[0].patient == patient


def test_a_number_that_is_too_long_is_never_cut_to_somebody_elses():
    assert claims(remittance(claim("5", "5", member="M" * 40)))[0].patient[1] == "M" * 40
    (refusal,) = refused(remittance(claim("5", "5", member="M" * 41)))
    assert refusal.field == "NM109"


@pytest.mark.parametrize("nm1", ["NM1*QC*1*SMITH*MAYA****34*123456789", "NM1*QC*1*SMITH*MAYA"])
def test_a_patient_without_a_number_we_may_keep_is_refused(nm1):
    clp, *_ = claim("5", "5")
    (refusal,) = refused(remittance([clp, nm1]))
    assert refusal.field == "NM109"
    assert "123" not in f"{refusal}"


# Which claim


def test_T29_a_control_number_alone_joins_no_two_people():
    one, other = claims(remittance(claim("5", "5", member="M-1"), claim("5", "5", member="M-2")))
    assert one.key != other.key
    assert "M-1" not in one.key


def test_the_same_control_number_of_another_payer_is_another_claim():
    text = remittance(claim("5", "5"))
    assert claims(text)[0].key != claims(text.replace("PAYER1", "PAYER2"))[0].key


def test_a_payer_is_known_by_its_number_or_else_by_who_sent_the_file():
    text = remittance(claim("5", "5"))
    by_reference = text.replace("*XV*PAYER1~", "~REF*2U*PAYER1~").replace("SE*10", "SE*11")
    by_sender = text.replace("*XV*PAYER1~", "~").replace("GS*HP*PLAN", "GS*HP*PAYER1")
    assert claims(text)[0].key == claims(by_reference)[0].key == claims(by_sender)[0].key


@pytest.mark.parametrize("number", ["", "0"])
def test_without_a_control_number_the_providers_own_and_the_days_tell_a_claim(number):
    def key(**more):
        on = more.pop("on", "20260420")
        return only("5", "5", *service("5", "5", on=on), number=number, **more).key

    assert key() == key()
    assert key() != key(account="ACCOUNT-2")
    assert key() != key(on="20260421")
    assert key() != key(member="M-2")


def test_a_claim_without_any_number_is_refused():
    (refusal,) = refused(remittance(claim("5", "5", number="0", account="")))
    assert refusal.field == "CLP07"


def test_a_reversal_is_of_the_claim_that_it_takes_back():
    original = only("50", "20", "CAS*CO*45*30")
    same = only("-50", "-20", "CAS*CO*45*-30", status="22")
    other = only("-50", "-20", "CAS*CO*45*-30", "REF*F8*CN-1", status="22", number="CN-2")
    assert original.key == same.key == other.key
    assert (other.number, other.replaces) == ("CN-1", "")


def test_a_correction_under_a_new_number_replaces_its_original():
    original = only("50", "20", "CAS*CO*45*30")
    corrected = only("50", "30", "CAS*CO*45*20", "REF*F8*CN-1", number="CN-2")
    assert corrected.replaces == original.key
    assert corrected.key != original.key


def test_T32_the_same_claim_in_a_new_envelope_has_the_same_hash():
    text = remittance(WHOLE)
    again = text.replace("000000001", "000000777")
    again = again.replace(
        "GS*HP*PLAN*CLINIC*20260510*1147*1*", "GS*HP*PLAN*CLINIC*20260511*0900*9*"
    )
    again = again.replace("GE*1*1~", "GE*1*9~").replace("*0001~", "*0009~")
    assert claims(text)[0].content_hash == claims(again)[0].content_hash
    changed = text.replace("CO*45*50.00", "CO*97*50.00")
    assert claims(text)[0].content_hash != claims(changed)[0].content_hash


def test_T32_the_day_on_which_a_file_is_read_changes_nothing():
    text = remittance(WHOLE, on="20261130").encode()
    early, late = (
        list(parse("x12", io.BytesIO(text), source="x12", received_at=HEARD + age))
        for age in (dt.timedelta(), dt.timedelta(days=20))
    )
    assert early[0].happening.effective_on is None, "it is still to come"
    assert late[0].happening.effective_on == dt.date(2026, 11, 30)
    assert early[0].content_hash == late[0].content_hash


# What does not add up


def held(*segments: str, **more) -> tuple[HoldReason, tuple[Evidence, ...]]:
    (found,) = read("x12", remittance(claim(*segments, **more)))
    assert isinstance(found, Held)
    assert found.line == found.record.line
    return found.reason, found.evidence


def test_a_claim_that_does_not_add_up_is_held_with_both_amounts():
    reason, evidence = held("100", "60", "CAS*CO*45*30")
    assert reason is HoldReason.OUT_OF_BALANCE
    assert evidence == (Evidence(Clue.ADJUSTED, 40_00, 30_00),)


def test_a_line_that_does_not_add_up_is_named():
    reason, evidence = held(
        "100",
        "60",
        "CAS*CO*45*0.01",
        *service("50", "30", "CO*45*20"),
        *service("50", "30", "CO*45*19.99"),
    )
    assert reason is HoldReason.OUT_OF_BALANCE
    assert evidence == (Evidence(Clue.LINE_ADJUSTED, 20_00, 19_99, 2),)


def test_the_lines_must_come_to_what_the_claim_bills():
    reason, evidence = held("100", "60", "CAS*CO*45*20", *service("80", "60", "CO*45*20"))
    assert reason is HoldReason.LINES_CONTRADICT_TOTAL
    assert evidence == (Evidence(Clue.LINES_BILLED, 100_00, 80_00),)


def test_what_a_member_owes_must_be_what_the_reasons_say():
    reason, evidence = held("100", "60", "CAS*PR*1*40", owes="30")
    assert reason is HoldReason.LINES_CONTRADICT_TOTAL
    assert evidence == (Evidence(Clue.MEMBER_OWES, 40_00, 30_00),)


def test_a_line_without_amounts_is_left_to_the_claim():
    record = only("100", "60", *service("100", "60", "PR*1*40"), "SVC*HC:59426******5*5**1")
    assert record.happening.lines[1].amounts.billed is None


@pytest.mark.parametrize(
    ("plb", "paid", "warned"),
    [
        ("", "60.00", False),
        ("", "61.00", True),
        ("CV:CP*-1.27", "61.27", False),
        ("CV:CP*-1.27*WO*2", "59.27", False),
        ("CV:CP*-1.27", "60.00", True),
        ("CV:CP*x", "60.00", False),
    ],
)
def test_the_whole_must_add_up_with_what_belongs_to_nobody(plb, paid, warned):
    record, *said = read("x12", remittance(claim("60", "60"), paid=paid, plb=plb))
    assert record.happening.amounts.plan_paid == 60_00
    assert [one.field for one in said] == (["BPR02"] if warned else [])
    assert all(one.warning for one in said)


# What cannot be taken


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


AMOUNT = st.integers(min_value=0, max_value=10**9)
ADJUSTED = st.tuples(
    st.sampled_from(["CO", "PR", "OA", "PI"]),
    st.sampled_from(["1", "2", "45", "97", "204", "A2"]),
    st.integers(min_value=-(10**6), max_value=10**8),
)
LINES = st.lists(st.tuples(AMOUNT, st.lists(ADJUSTED, max_size=4)), min_size=1, max_size=5)


@given(LINES, st.lists(ADJUSTED, max_size=3))
def test_what_is_written_in_cents_is_read_in_the_same_cents(lines, of_claim):
    segments = [f"CAS*{group}*{carc}*{dollars(cut)}" for group, carc, cut in of_claim]
    for paid, cuts in lines:
        charge = paid + sum(cut for *_, cut in cuts)
        written = [f"{group}*{carc}*{dollars(cut)}" for group, carc, cut in cuts]
        segments += service(dollars(charge), dollars(paid), *written)
    billed = sum(paid + sum(cut for *_, cut in cuts) for paid, cuts in lines)
    paid = sum(paid for paid, _ in lines) - sum(cut for *_, cut in of_claim)
    record = only(dollars(billed), dollars(paid), *segments)
    told = record.happening
    assert (told.amounts.billed, told.amounts.plan_paid) == (billed, paid)
    assert [(line.amounts.plan_paid, len(line.adjustments)) for line in told.lines] == [
        (paid, len(cuts)) for paid, cuts in lines
    ]
    written = [*of_claim, *(cut for _, cuts in lines for cut in cuts)]
    assert [(a.group, a.carc, a.cents) for a in all_adjustments(told)] == written
    owed = sum(cut for group, _, cut in written if group == "PR")
    assert told.amounts.member_owes == owed
    assert (shares(all_adjustments(told)).member or 0) == owed


DAMAGE = st.lists(
    st.tuples(st.integers(0, 2_000), st.integers(0, 20), st.binary(max_size=20)), max_size=6
)


@given(DAMAGE)
def test_damage_anywhere_is_refused_or_held_and_never_a_crash(damage):
    raw = bytearray(remittance(WHOLE, WHOLE, plb="CV:CP*-1.27").encode())
    for at, length, bytes_ in damage:
        raw[at : at + length] = bytes_
    for one in read("x12", bytes(raw)):
        assert isinstance(one, ClaimRecord | Held | Refusal | NotNeeded)
        if isinstance(one, ClaimRecord):
            told = one.happening
            adjusted = sum(a.cents for a in all_adjustments(told))
            assert told.amounts.billed == told.amounts.plan_paid + adjusted
