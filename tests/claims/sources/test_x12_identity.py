"""835: whose a claim is, and which one."""

import datetime as dt
import io

import pytest

from claims.facts import (
    PersonName,
)
from claims.sources import parse
from tests.claims.sources.reading import HEARD
from tests.claims.sources.x12_claims import WHOLE, claims, only, refused
from tests.claims.sources.x12_files import (
    claim,
    remittance,
    service,
)


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


@pytest.mark.parametrize(
    ("segments", "called"),
    [
        (["NM1*QC*1*SMITH*ZOE*A**JR*MI*M-1"], PersonName("SMITH", "ZOE", "A", "JR")),
        (
            ["NM1*QC*1*SMITH*ZOE****MI*M-3", "NM1*IL*1*SMITH*MAYA****MI*M-2"],
            PersonName("SMITH", "ZOE"),
        ),
        (["NM1*IL*1*SMITH*MAYA****MI*M-2"], PersonName("SMITH", "MAYA")),
        (
            ["NM1*QC*1*SMITH*ZOE****MI*M-1", "NM1*74*1*SMITH*MAYA****C*M-1"],
            PersonName("SMITH", "ZOE"),
        ),
        (["NM1*QC*1******MI*M-1"], None),
        (["NM1*QC*2*SMITH CLINIC*****MI*M-1"], None),
    ],
)
def test_a_claim_has_the_patients_name_as_its_sender_wrote_it(segments, called):
    clp, *_ = claim("5", "5")
    assert claims(remittance([clp, *segments]))[0].called == called


@pytest.mark.parametrize(
    ("patient", "insured", "is_same"),
    [
        ("GARCIA*JOSE", "GARCÍA*JOSÉ", True),
        ("SMITH*MAYA*R", "SMITH*MAYA", True),
        ("SMITH*JOHN***JR", "SMITH*JOHN", False),
        ("SMITH*JOHN***JR", "SMITH*JOHN***SR", False),
        ("SMITH*JOHN", "SMITH*JOHN***SR", True),
        ("GARCIA*JOSE LUIS", "GARCIA*JOSE", False),
        ("SMITH", "SMITH*JOHN", False),
    ],
)
def test_the_patient_is_the_insured_where_the_names_may_be_one_persons(patient, insured, is_same):
    def nm1(kind: str, name: str) -> str:
        return f"NM1*{kind}*1*{'*'.join((name.split('*') + [''] * 5)[:5])}*MI*M-2"

    clp, *_ = claim("5", "5")
    (found,) = claims(remittance([clp, nm1("QC", patient), nm1("IL", insured)]))
    assert (found.patient == ("member_number", "M-2")) is is_same


def test_the_same_claim_under_another_name_says_something_else():
    one, other = (only("5", "5", name=name) for name in ("SMITH*MAYA", "SMITH*ZOE"))
    assert one.key == other.key
    assert one.content_hash != other.content_hash


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
    assert early[0].happening.effective_on == dt.date(2026, 11, 30), "the loader refuses it"
    assert late[0].happening.effective_on == dt.date(2026, 11, 30)
    assert early[0].content_hash == late[0].content_hash
