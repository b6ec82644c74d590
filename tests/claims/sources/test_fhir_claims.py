"""What FHIR says about a claim, and what we make of it (research/claims.md 0-2)."""

import datetime as dt

import pytest

from claims.facts import Adjustment, ClaimKind, ClaimState, ClaimUse, Guard
from tests.claims.sources.fhir_documents import (
    ACT_CODE,
    C4BB,
    CARC,
    RARC,
    amount,
    claim,
    concept,
    eob,
    item,
    payment,
    reason,
    refusals,
    review,
)

S = ClaimState


def state(resource: dict) -> ClaimState:
    return claim(resource).happening.state


# Status, outcome and payment type: claims.md 1.1


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("paid", S.PAID), ("partiallypaid", S.PARTIALLY_DENIED), ("denied", S.DENIED)],
)
def test_the_payment_type_says_paid_or_denied(kind, expected):
    assert state(eob(payment=payment(kind))) is expected


def test_complete_alone_is_neither_paid_nor_denied():
    assert state(eob()) is S.FINALIZED_UNSPECIFIED


def test_an_amount_without_a_reason_does_not_say_what_was_decided():
    assert state(eob(total=[amount("benefit", 80)])) is S.FINALIZED_UNSPECIFIED


def test_queued_is_in_process_even_with_a_denial_reason():
    denied = item(1, amount("submitted", 100), reason("50", "CO", 100, "denialreason"))
    assert state(eob(outcome="queued", item=[denied])) is S.IN_PROCESS


def test_partial_without_any_result_is_in_process():
    assert state(eob(outcome="partial", item=[item(1, amount("submitted", 10))])) is S.IN_PROCESS


def test_partial_never_denies_without_a_reason_code():
    lines = [item(1, amount("submitted", 10), amount("benefit", 0))]
    assert state(eob(outcome="partial", item=lines)) is S.FINALIZED_UNSPECIFIED


def test_an_error_waits_for_a_correction():
    assert state(eob(outcome="error")) is S.NEEDS_CORRECTION


def test_cancelled_is_voided_or_replaced():
    related = [{"relationship": concept("x", "replacedby"), "reference": {"value": "CLM-2"}}]
    assert state(eob(status="cancelled")) is S.VOIDED
    replaced = claim(eob(status="cancelled", related=related))
    assert replaced.happening.state is S.REPLACED
    assert replaced.replaced_by == "CLM-2"


def test_entered_in_error_is_hidden():
    assert state(eob(status="entered-in-error", payment=payment("paid"))) is S.HIDDEN


def test_a_prior_claim_is_what_this_one_replaces():
    related = [{"relationship": concept("x", "prior"), "claim": {"reference": "Claim/CLM-0"}}]
    assert claim(eob(related=related)).replaces == "CLM-0"


@pytest.mark.parametrize("field", ["status", "outcome"])
def test_a_word_that_fhir_does_not_have_is_shown_as_being_checked(field):
    record = claim(eob(**{field: "settled-ish"}))
    assert record.happening.state is S.UNRECOGNISED
    assert record.unrecognised == ((f"fhir:{field}", "settled-ish"),)
    (warning,) = refusals(eob(**{field: "settled-ish"}))
    assert warning.warning
    assert "checking" in warning.now


def test_a_draft_is_refused():
    (refusal,) = refusals(eob(status="draft"))
    assert (refusal.field, refusal.found) == ("status", "draft")


# Reasons: denials exist in no open sample, so these are ours (claims.md 0.2)


@pytest.mark.parametrize("slice_", ["denialreason", "adjustmentreason", "rejectreason"])
def test_every_name_of_the_reason_slice_is_read(slice_):
    lines = [item(1, amount("submitted", 80), reason("204", "PR", "80.00", slice_))]
    record = claim(eob(item=lines))
    assert record.happening.lines[0].adjustments == (Adjustment("PR", "204", 8000),)
    assert record.happening.state is S.DENIED


def test_one_line_paid_and_one_refused_is_partly_denied():
    lines = [
        item(1, amount("submitted", 200), amount("benefit", 120), reason("45", "CO", 50)),
        item(2, amount("submitted", 80), amount("benefit", 0), reason("204", "PR", 80)),
    ]
    assert state(eob(item=lines)) is S.PARTIALLY_DENIED


def test_all_to_the_deductible_is_no_denial():
    lines = [item(1, amount("submitted", 80), amount("benefit", 0), reason("1", "PR", 80))]
    assert state(eob(item=lines, total=[amount("benefit", 0)])) is S.FINALIZED_NO_PAYMENT


def test_group_and_reason_in_one_code_are_told_apart():
    ansi = {"coding": [{"system": "https://cms/rev_cntr_1st_ansi_cd", "code": "CO120"}]}
    row = {"category": concept("x", "denialreason"), "reason": ansi}
    assert claim(eob(item=[item(1, row)])).happening.lines[0].adjustments == (
        Adjustment("CO", "120"),
    )


def test_a_code_of_an_unknown_list_is_kept_by_name_and_denies_nothing():
    ours = {"coding": [{"system": "https://plan.example/codes", "code": "16"}]}
    row = {"category": concept("x", "denialreason"), "reason": ours}
    record = claim(eob(item=[item(1, row, amount("benefit", 0))]))
    assert record.happening.lines[0].adjustments == (Adjustment("", "codes:16"),)
    assert record.happening.state is not S.DENIED


@pytest.mark.parametrize("placeholder", ["rarc", "car", "ca"])
def test_a_placeholder_is_no_reason(placeholder):
    row = {
        "category": concept("x", "denialreason"),
        "reason": concept(CARC, placeholder),
    }
    resource = eob(item=[item(1, row)])
    assert claim(resource).happening.lines[0].adjustments == ()
    assert refusals(resource)[0].warning


def test_remark_codes_are_kept_beside_the_reason():
    row = reason("16", "CO", 10)
    row["reason"]["coding"].append({"system": RARC, "code": "N382"})
    assert claim(eob(item=[item(1, row)])).happening.lines[0].remarks == ("N382",)


# Money: exactly, or not at all


def test_amounts_are_exact_cents():
    total = [amount("submitted", 0.07), amount("benefit", 1234567.89), amount("copay", 20)]
    found = claim(eob(total=total)).happening.amounts
    assert (found.billed, found.plan_paid, found.copay) == (7, 123456789, 2000)


def test_a_fraction_of_a_cent_is_left_out_and_said():
    resource = eob(total=[amount("submitted", 28.104000000000003)])
    assert claim(resource).happening.amounts.billed is None
    (warning,) = refusals(resource)
    assert warning.warning
    assert warning.found == "an amount with 15 decimals"


@pytest.mark.parametrize("value", ["NaN", "Infinity", 1e300])
def test_an_impossible_amount_is_left_out(value):
    assert claim(eob(total=[amount("submitted", value)])).happening.amounts.billed is None


def test_another_currency_refuses_the_claim():
    (refusal,) = refusals(eob(total=[amount("submitted", 10, "CAD")]))
    assert not refusal.warning
    assert refusal.found == "CAD"


def test_what_was_paid_is_paid_to_anyone():
    total = [amount("paidtoprovider", 100), amount("paidtopatient", 20)]
    assert claim(eob(total=total)).happening.amounts.plan_paid == 12000


def test_a_rate_that_cms_files_under_submitted_is_not_what_was_billed():
    row = amount("submitted", 5)
    row["category"]["coding"].append({"system": "cms", "code": "CLM_LINE_INSTNL_RATE_AMT"})
    line = claim(eob(item=[item(1, row, amount("submitted", 90))])).happening.lines[0]
    assert line.amounts.billed == 9000


def test_two_amounts_for_one_thing_are_both_left_out():
    resource = eob(total=[amount("benefit", 10), amount("benefit", 12)])
    assert claim(resource).happening.amounts.plan_paid is None
    assert refusals(resource)[0].found == "two that differ"


def test_an_unknown_category_is_not_added_up():
    total = [amount("benefit", 10), amount("plan-special-bonus", 90)]
    assert claim(eob(total=total)).happening.amounts.plan_paid == 1000


# Days


def received(day: str) -> list[dict]:
    return [{"category": concept(f"{C4BB}/Info", "clmrecvddate"), "timingDate": day}]


def test_the_day_of_receipt_starts_the_decision_clock():
    record = claim(eob(supportingInfo=received("2026-09-20")))
    assert record.happening.received_on == dt.date(2026, 9, 20)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("10010101", "99999999"),
        ("20002316", "99999999"),
        ("1001-01-01", "9999-99-99"),
        ("IGNORED_FIELD", "aaaaaaa_aaaaa"),
        ("2026-10-20", "a day after the decision was made"),
        ("2030-01-01", "a day that is still to come"),
    ],
)
def test_an_impossible_day_of_receipt_is_left_out_and_said(day, found):
    resource = eob(supportingInfo=received(day))
    assert claim(resource).happening.received_on is None
    (warning,) = refusals(resource)
    assert warning.warning
    assert warning.found == found


def test_a_claim_is_not_received_before_the_care():
    resource = eob(supportingInfo=received("2026-08-01"), item=[item(1)])
    assert claim(resource).happening.received_on is None


def test_an_authorisation_is_received_before_the_care():
    resource = eob(use="preauthorization", supportingInfo=received("2026-08-01"), item=[item(1)])
    assert claim(resource).happening.received_on == dt.date(2026, 8, 1)


def test_a_version_counts_from_the_day_the_server_made_it():
    meta = {"lastUpdated": "2026-10-20T09:14:11+00:00"}
    assert claim(eob(meta=meta)).happening.effective_on == dt.date(2026, 10, 20)
    assert claim(eob()).happening.effective_on == dt.date(2026, 10, 2)


def test_lines_know_the_days_of_service_better_than_the_period():
    year = {"start": "2026-01-01", "end": "2026-12-31"}
    record = claim(eob(billablePeriod=year, item=[item(1)]))
    assert (record.service_from, record.service_to) == (dt.date(2026, 9, 1), dt.date(2026, 9, 1))


# Whose, what kind, how private


def test_a_claim_without_a_patient_is_refused():
    resource = eob()
    del resource["patient"]
    assert refusals(resource)[0].field == "patient"


def test_a_contained_patient_is_known_by_its_identifier():
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [
            {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-99-9999"},
            {"system": "http://hl7.org/fhir/sid/us-mbi", "value": "1EG4"},
        ],
    }
    record = claim(eob(contained=[patient], patient={"reference": "#p"}))
    assert record.patient == ("http://hl7.org/fhir/sid/us-mbi", "1EG4")


def test_a_patient_reference_belongs_to_its_source():
    assert claim(eob()).patient == ("fhir/Patient", "p1")


@pytest.mark.parametrize(
    ("label", "guard"),
    [
        ("ETH", Guard.SUBSTANCE_USE),
        ("PSY", Guard.MENTAL_HEALTH),
        ("HIV", Guard.HIV),
        ("SDV", Guard.VIOLENCE),
        ("SEX", Guard.REPRODUCTIVE),
        ("GDIS", Guard.GENETICS),
        ("N", Guard.UNKNOWN),
    ],
)
def test_a_security_label_guards_the_claim(label, guard):
    meta = {"security": [{"system": ACT_CODE, "code": label}]}
    assert claim(eob(meta=meta)).guard is guard


def test_without_a_label_nobody_knows_and_that_counts_as_guarded():
    assert claim(eob()).guard is Guard.UNKNOWN


def test_the_claim_itself_is_described():
    record = claim(eob(item=[item(1)]))
    assert record.kind is ClaimKind.PROFESSIONAL
    assert record.service == "Service 1"
    assert record.provider == "Orange Medical Group"
    assert record.number == record.key == "CLM-1"


def test_the_stu3_shape_is_read_too():
    resource = eob(
        outcome=concept("http://hl7.org/fhir/remittance-outcome", "complete"),
        totalCost={"value": 90.5, "system": "urn:iso:std:iso:4217", "code": "USD"},
        information=received("2026-09-20"),
        item=[{"sequence": 1, "service": {"text": "Visit"}, "servicedDate": "2026-09-01"}],
    )
    del resource["use"]
    record = claim(resource)
    assert record.happening.amounts.billed == 9050
    assert record.happening.received_on == dt.date(2026, 9, 20)
    assert record.service == "Visit"
    assert record.happening.state is S.FINALIZED_UNSPECIFIED


# Prior authorisations: claims.md 1.2


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (["A1"], S.APPROVED),
        (["A2"], S.PARTLY_APPROVED),
        (["A3"], S.DENIED),
        (["A4"], S.PENDED_INFO),
        (["A6"], S.APPROVED_CHANGED),
        (["C"], S.CANCELLED),
        (["CT"], S.CALL_US),
        (["NA"], S.NOT_REQUIRED),
        (["A1", "A1"], S.APPROVED),
        (["A1", "A3"], S.PARTLY_APPROVED),
        (["A1", "A4"], S.PENDED_INFO),
        (["A3", "A4"], S.PENDED_INFO),
        (["A1", "A6"], S.APPROVED_CHANGED),
        (["A1", "NA"], S.APPROVED),
        (["A3", "C"], S.DENIED),
        (["C", "NA"], S.NOT_REQUIRED),
    ],
)
def test_the_reviewers_action_decides_and_not_the_outcome(actions, expected):
    assert review(*actions)["outcome"] == "complete"
    assert state(review(*actions)) is expected


def test_an_authorisation_has_its_number_and_days():
    response = review("A1", preAuthRef="AUTH1")
    response["preAuthPeriod"] = {"start": "2026-10-05", "end": "2026-12-31"}
    record = claim(response)
    assert record.authorization_number == "AUTH1"
    assert record.authorization_to == dt.date(2026, 12, 31)
    assert record.use is ClaimUse.PREAUTHORIZATION


def test_an_error_of_a_request_is_to_be_corrected():
    assert state(review(outcome="error", error=[{}])) is S.NEEDS_CORRECTION


def test_request_and_answer_are_the_same_claim():
    request = review() | {"resourceType": "Claim", "total": {"value": 5, "currency": "USD"}}
    del request["outcome"]
    record = claim(request)
    assert record.happening.state is S.SUBMITTED
    assert record.key == claim(review("A1")).key
