"""Every FHIR sample that we were given is read, or refused with its reason."""

import io
from collections import Counter, defaultdict

import pytest

from claims.facts import ClaimRecord, ClaimState
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.reading import SAMPLES

FOLDERS = (
    "carin-bb",
    "cms-ab2d",
    "cms-bcda",
    "cms-bfd",
    "cms-bluebutton",
    "davinci-cdex-task",
    "davinci-pas",
    "davinci-pcde-task",
    "davinci-pdex",
    "synthea-r4",
    "x12",
)
FILES = [(folder, one.name) for folder in FOLDERS for one in sorted((SAMPLES / folder).glob("*"))]


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_a_sample_is_read_or_refused_with_its_reason(folder, name):
    found = fhir(folder, name)
    assert found
    for one in found:
        if isinstance(one, Refusal):
            assert one.expected
            assert one.found
            assert one.now
        elif isinstance(one, ClaimRecord):
            assert one.key
            assert one.patient[1]
            assert one.happening.state is not ClaimState.UNRECOGNISED


def test_the_count_of_each_outcome_for_each_folder(capsys):
    if not FILES:
        pytest.skip("the samples are not here")
    outcomes: dict[str, Counter] = defaultdict(Counter)
    for folder, name in FILES:
        for one in fhir(folder, name):
            outcomes[folder][outcome(one)] += 1
    with capsys.disabled():
        for folder, counted in outcomes.items():
            print(f"\n{folder}: {dict(sorted(counted.items()))}", end="")  # noqa: T201  (asked for)
    told = sum(outcomes.values(), start=Counter())
    assert told["claim denied"] == 0, "no open sample holds a denial (claims.md 0.2)"
    assert sum(told[f"claim {state}"] for state in ClaimState) == 147


def outcome(one) -> str:
    if isinstance(one, ClaimRecord):
        return f"claim {one.happening.state}"
    if isinstance(one, Refusal):
        return "field left out" if one.warning else f"refused: {one.found[:30]}"
    return f"not needed: {one.kind}" if isinstance(one, NotNeeded) else type(one).__name__


def fhir(folder: str, name: str) -> list:
    """As `sample`, for folders that are not called like the system."""
    from claims.sources.fhir import parse
    from tests.claims.sources.fhir_documents import NOW

    text = (SAMPLES / folder / name).read_bytes()
    return list(parse(io.BytesIO(text), source="fhir", received_at=NOW))


def one_claim(folder: str, name: str) -> ClaimRecord:
    if not (SAMPLES / folder / name).exists():
        pytest.skip("the samples are not here")
    (record,) = [one for one in fhir(folder, name) if isinstance(one, ClaimRecord)]
    return record


def test_T37_a_partial_outcome_without_reasons_is_no_denial():
    told = one_claim("carin-bb", "ExplanationOfBenefit-EOBProfessional1.json").happening
    assert told.amounts.billed == 265_000
    assert told.amounts.plan_paid == 62_000
    assert told.amounts.paid_by_member == 0
    assert told.amounts.member_owes is None
    assert told.payee == "provider"
    assert told.state is ClaimState.FINALIZED_UNSPECIFIED
    assert told.received_on is None, "2011-05-30 lies eight years before the care"


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("ClaimResponse-PractitionerRequestorPendingResponseExample.json", "pended_info"),
        ("ClaimResponse-PractitionerRequestorResponseExample.json", "approved"),
        ("ClaimResponse-ErrorResponseExample.json", "needs_correction"),
        ("testkit-PAS_notification_example_full_resource.json", "in_process"),
    ],
)
def test_a_pended_and_a_decided_request_are_told_apart_though_both_are_complete(name, state):
    assert one_claim("davinci-pas", name).happening.state == state


def test_a_queued_fiss_answer_with_a_denial_placeholder_stays_in_process():
    told = one_claim("cms-bfd", "v2-claimResponseFissRead.json").happening
    assert told.state is ClaimState.IN_PROCESS
    assert all(not line.adjustments for line in told.lines)


def test_a_decision_of_cms_is_a_decision_of_each_line():
    record = one_claim("cms-bfd", "idr-ExplanationOfBenefit-PriorAuth.json")
    assert [line.review_action for line in record.happening.lines] == ["A1", "A1", "A3"]
    assert record.happening.state is ClaimState.PARTLY_APPROVED


def test_an_x12_file_is_refused_with_where_it_belongs():
    (refusal,) = fhir("x12", "lfh-managed-care.835") if FILES else pytest.skip("no samples")
    assert refusal.found == "an X12 file. Import it as x12"
