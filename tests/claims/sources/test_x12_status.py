"""Claim status files (277, 277CA): where a claim stands, who was asked, and what says nothing."""

import datetime as dt

import pytest

from claims.facts import ClaimKind, ClaimRecord, ClaimState, WaitingFor
from claims.sources.refusal import NotNeeded, Refusal
from tests.claims.sources.reading import read, sample
from tests.claims.sources.x12_files import about, status_file

S = ClaimState


def one(*stc: str, **parts: str | tuple) -> ClaimRecord:
    """The record of the only claim of a file."""
    (record,) = records(*stc, **parts)
    return record


def records(*stc: str, **parts: str | tuple) -> list[ClaimRecord]:
    return [each for each in found(*stc, **parts) if isinstance(each, ClaimRecord)]


def found(*stc: str, kind: str = "X212", **parts: str | tuple) -> list:
    return read("x12", status_file(about(*stc, **parts), kind=kind))


def warnings(things: list) -> list[Refusal]:
    return [each for each in things if isinstance(each, Refusal)]


@pytest.mark.parametrize(
    ("category", "state"),
    [
        ("A0", S.SUBMITTED),
        ("A1", S.SUBMITTED),
        ("A2", S.RECEIVED),
        ("A3", S.REJECTED_FRONT_END),
        ("A4", S.UNKNOWN_CLAIM),
        ("A5", S.SPLIT),
        ("A6", S.REJECTED_FRONT_END),
        ("A7", S.REJECTED_FRONT_END),
        ("A8", S.REJECTED_FRONT_END),
        ("D0", S.UNKNOWN_CLAIM),
        ("P1", S.IN_PROCESS),
        ("P3", S.PENDED_INFO),
        ("P4", S.IN_PROCESS),
        ("R4", S.PENDED_INFO),
        ("F0", S.FINALIZED_UNSPECIFIED),
        ("F1", S.PAID),
        ("F2", S.DENIED),
        ("F3", S.FINALIZED_UNSPECIFIED),
        ("F4", S.FINALIZED_NO_PAYMENT),
    ],
)
def test_each_category_has_its_state(category, state):
    assert one(f"STC*{category}:20*20260510").happening.state is state


def test_a_statement_says_all_that_its_segment_does():
    record = one("STC*F1:65*20260512**150.00*120.00*20260510**20260514*EFT77***Paid in full")
    told = record.happening
    assert (told.amounts.billed, told.amounts.plan_paid) == (15_000, 12_000)
    assert told.effective_on == dt.date(2026, 5, 10)  # the day of the decision
    assert (told.paid_on, told.payment_reference) == (dt.date(2026, 5, 14), "EFT77")
    assert told.code == "277:F1:65"
    assert told.note == "Paid in full"
    assert told.notice_on is None  # a status is no letter: it starts no appeal
    assert record.provider == "LAKE CLINIC"
    assert record.service_from == dt.date(2026, 4, 30)


def test_paid_with_nothing_paid_is_only_finished():
    assert one("STC*F1:65*20260510**150*0").happening.state is S.FINALIZED_UNSPECIFIED


@pytest.mark.parametrize(
    ("stc", "who"),
    [
        ("P3:317", WaitingFor.PROVIDER),
        ("P3:317:1P", WaitingFor.PROVIDER),
        ("P3:171:IL", WaitingFor.MEMBER),
        ("P3:123:QC", WaitingFor.MEMBER),
        ("P3:286:PR", WaitingFor.OTHER_PAYER),
        ("P3:59", WaitingFor.NOBODY),
        ("R1:158:QC", WaitingFor.PROVIDER),  # about the patient, asked of the provider
        ("P4:52", WaitingFor.OTHER_PAYER),
        ("A7:562:85", WaitingFor.PROVIDER),
        ("P1:20", WaitingFor.NOBODY),
    ],
)
def test_who_is_asked_stands_in_the_entity_or_follows_from_the_category(stc, who):
    assert one(f"STC*{stc}*20260510").happening.waiting_for is who


def test_what_is_asked_for_is_kept_as_a_code_that_has_words():
    told = one("STC*P3:297*20260510********P3:300").happening
    assert told.code == "277:P3:297 P3:300"
    assert told.wanted == "508:297\n508:300"


def test_each_status_of_a_claim_is_a_statement_of_its_own():
    told = records("STC*P1:20*20260502", "STC*F1:65*20260510**150*120")
    assert [(each.happening.state, each.happening.effective_on.day) for each in told] == [
        (S.IN_PROCESS, 2),
        (S.PAID, 10),
    ]
    assert len({each.key for each in told}) == 1
    assert len({each.content_hash for each in told}) == 2


def test_of_a_decided_claim_one_service_may_be_refused():
    services = (
        "SVC*HC:99213*100*80~STC*F1:65*20260510",
        "SVC*HC:97110*50*0~STC*F2:84*20260510",
    )
    told = one("STC*F1:65*20260510**150*80", services=services).happening
    assert told.state is S.PARTIALLY_DENIED
    assert [line.amounts.plan_paid for line in told.lines] == [8_000, 0]
    assert one("STC*F0:1*20260510", services=services[1:]).happening.state is S.DENIED


def test_nothing_paid_is_no_decision_while_none_was_made():
    told = one("STC*P1:20*20260510**150*0", services=("SVC*HC:99213*100*0",)).happening
    assert told.amounts.plan_paid is None
    assert told.lines[0].amounts.plan_paid is None


def test_an_error_of_the_exchange_says_nothing_of_the_claim():
    things = found("STC*E0:24:85*20260510")
    assert [each.kind for each in things if isinstance(each, NotNeeded)] == ["277 error"]
    (warning,) = warnings(things)
    assert warning.now == "The claim keeps the state that it had."
    assert not [each for each in things if isinstance(each, ClaimRecord)]


def test_a_decision_in_an_acknowledgement_lands_and_is_told():
    things = found("STC*F2:88:QC*20260510", kind="X214")
    assert [each.happening.state for each in things if isinstance(each, ClaimRecord)] == [S.DENIED]
    (warning,) = warnings(things)
    assert (warning.expected, warning.found, warning.warning) == ("A or E in a 277CA", "F2", True)
    assert not warnings(found("STC*A2:20*20260510", kind="X214"))


def test_a_category_that_nobody_knows_is_not_guessed():
    record = one("STC*Z9:20*20260510")
    assert record.happening.state is S.UNRECOGNISED
    assert record.unrecognised == (("x12:STC01-1", "Z9"),)


def test_a_status_without_words_is_counted_where_words_are_owed():
    assert one("STC*P3:9999*20260510").unrecognised == (("x12:STC01-2", "9999"),)
    assert one("STC*P1:9999*20260510").unrecognised == ()


def test_the_decision_clock_starts_when_the_payer_had_the_claim():
    received = one("STC*A2:20*20260511", kind="X214").happening
    assert received.received_on == dt.date(2026, 5, 9)
    assert one("STC*A1:20*20260511", kind="X214").happening.received_on is None


def test_a_dependent_without_a_number_is_not_the_subscriber():
    dependent = one("STC*P1:20*20260510", dependent=("SMITH", "LILY"))
    assert dependent.patient == ("x12/dependent", "M-1001|SMITH|LILY")
    assert one("STC*P1:20*20260510").patient == ("member_number", "M-1001")


def test_a_hospital_bill_shows_in_its_bill_type():
    assert one("STC*P1:20*20260510", references=("REF*BLT*111",)).kind is ClaimKind.INSTITUTIONAL


def test_a_file_that_breaks_off_loses_only_its_last_claim():
    whole = status_file(about("STC*P1:20*20260510"), about("STC*F1:65*20260510", number="2"))
    things = read("x12", whole[: whole.index("STC*F1") + 8])
    assert [each.happening.state for each in things if isinstance(each, ClaimRecord)] == [
        S.IN_PROCESS
    ]
    assert any(not each.warning for each in warnings(things))


def test_other_separators_make_no_difference():
    text = status_file(about("STC*P3:317:1P*20260510"))
    (record,) = (
        each
        for each in read("x12", text.replace("~", "\n").replace(":", ">").replace("*", "|"))
        if isinstance(each, ClaimRecord)
    )
    assert record == one("STC*P3:317:1P*20260510")


def test_each_payer_of_a_file_has_claims_of_its_own():
    other = ["HL*7**20*1", "NM1*PR*2*OTHER PLAN", "HL*8*7*19*1", "NM1*1P*2*RIVER CLINIC"]
    told = read("x12", status_file(about("STC*P1:20*20260510"), other, about("STC*P1:20*20260510")))
    first, second = (each for each in told if isinstance(each, ClaimRecord))
    assert first.key != second.key
    assert second.provider == "RIVER CLINIC"


def test_a_claim_without_any_number_is_refused():
    things = read("x12", status_file(about("STC*P1:20*20260510", number="", trace="0")))
    assert warnings(things)[0].field == "REF*1K"


SAMPLES = {
    "lfh-claim-level-status.277": ["pended_info", "finalized_unspecified", "denied"],
    "lfh-provider-level-status.277": ["pended_info"],
    "stu-claim-response.edi": ["pended_info", "finalized_unspecified", "denied"],
    "ims-x12_277CA_accepted.txt": ["received"],
    "lfh-claim-level-status.276": [],
}
LEFT_OUT = {
    "lfh-provider-level-status.277": ["277 status of a sender"],  # E0: no claim's
    "ims-x12_277CA_accepted.txt": ["277 status of a sender"],
    "lfh-claim-level-status.276": ["X12 276"],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_of_a_status_is_read(name):
    things = sample("x12", name)
    told = [each for each in things if isinstance(each, ClaimRecord)]
    assert [each.happening.state for each in told] == SAMPLES[name]
    assert [each.kind for each in things if isinstance(each, NotNeeded)] == LEFT_OUT.get(name, [])
    assert all(each.warning for each in warnings(things))
    assert not [code for each in told for code in each.unrecognised]


def test_two_senders_of_one_status_say_the_same():
    one, other = (
        sample("x12", "lfh-claim-level-status.277"),
        sample("x12", "stu-claim-response.edi"),
    )
    assert [each.key for each in one] == [each.key for each in other]
