"""An account that is older than its claim asks for no more than the member's share, anywhere."""

import pytest
from django.test import override_settings

from claims.answers.claim_balance import share_of
from claims.facts import Adjustment, ClaimState, Line
from claims.models import Balance, Claim
from claims.models.claim_share import shares_of
from tests import make
from tests.claims.sources.x12_files import claim, remittance
from tests.claims.store.landing import HOUR, NOW, land
from tests.people import browser_of

pytestmark = pytest.mark.django_db

S = ClaimState
BILL = [
    {
        "account": "A-77",
        "account_title": "Orange Medical Group",
        "member": "M-1001",
        "id": "e1",
        "type": "charge",
        "amount": "25.00",
        "effective_on": "2026-05-12",
        "description": "Office visit",
        "claim": "CN-1",
        "statement": "S-9",
    },
    {
        "record": "statement",
        "account": "A-77",
        "member": "M-1001",
        "number": "S-9",
        "transmitted_on": "2026-11-01",
        "due_on": "2026-12-10",
        "opening": "0",
        "charges": "25.00",
        "payments": "0",
        "closing": "25.00",
    },
]


def correction(owes: str, paid: str, *, was: str = "25") -> str:
    """The first payment was 75 of 100; now the plan pays more or less."""
    return remittance(
        claim("-100", f"-{100 - int(was)}", f"CAS*PR*2*-{was}", status="22"),
        claim("100", paid, f"CAS*PR*2*{owes}", owes=owes),
        on="20261015",
    )


@pytest.fixture
def maya(db):
    return make.member("Maya", number="M-1001", legal_name="Maya Smith")


@pytest.fixture
def pages(maya):
    """What each page says, as one text without marks."""

    def read(path: str) -> str:
        with override_settings(PORTAL_NOW=NOW + 2 * HOUR):
            text = browser_of(maya.user).get(path).content.decode()
        return text.replace("<bdi>", "").replace("</bdi>", "")

    return read


@pytest.fixture
def corrected_down(maya):
    """The share was $25.00, and a bill asks for it; since then the plan has decided on $5.00."""
    land("x12", remittance(claim("100", "75", "CAS*PR*2*25", owes="25"), on="20260510"))
    land("ledger", BILL)
    land("x12", correction("5", "95"), at=NOW + HOUR)


def account() -> str:
    return Balance.objects.get().get_absolute_url()


def test_every_page_asks_for_the_share_and_not_for_the_older_bill(corrected_down, pages):
    claim_page = pages(Claim.objects.visible().get().get_absolute_url())
    assert "$5.00 is left to pay." in claim_page
    assert "Your account shows $20.00 more than your share. Do not pay that part." in claim_page
    assert "You can pay $5.00 on your Balance page." in claim_page
    assert "$5.00 left to pay" in pages("/claims/")
    home = pages("/")
    assert "You owe $5.00. Pay by Thursday, December 10." in home
    assert "Your share went down from $25.00 to $5.00." in home
    assert "You owe $25.00" not in home
    balance_page = pages(account())
    assert "You owe $5.00. Pay by Thursday, December 10." in balance_page
    assert "Your account shows $20.00 more than your share. Do not pay that part." in balance_page
    assert "$20.00 more than your share of $5.00" in balance_page
    assert "it asks for more than your share" in balance_page
    assert "You owe $5.00" in pages("/balances/")


def test_no_more_than_the_share_can_be_paid(corrected_down, maya):
    with override_settings(PORTAL_NOW=NOW + 2 * HOUR):
        answer = browser_of(maya.user).post(
            f"{account()}payments/", {"amount": "25.00", "phone": "(312) 555-0142"}
        )
    assert "That is all you owe now." in answer.content.decode()


def test_a_bill_for_what_is_no_share_at_all_asks_for_nothing(maya, pages):
    land("x12", remittance(claim("100", "75", "CAS*PR*2*25", owes="25"), on="20260510"))
    land("ledger", BILL)
    land("x12", correction("0", "100"), at=NOW + HOUR)
    assert "You do not owe anything." in pages(account())
    assert "Your account shows $25.00 more than your share. Do not pay that part." in pages(
        account()
    )
    assert "Nothing is left to pay." in pages(Claim.objects.visible().get().get_absolute_url())
    assert "You owe $0" in pages("/claims/")


def test_who_has_paid_the_older_bill_is_told_what_to_ask_back(maya, pages):
    land("x12", remittance(claim("100", "75", "CAS*PR*2*25", owes="25"), on="20260510"))
    payment = {**BILL[0], "id": "e2", "type": "member_payment", "amount": "-25.00"}
    land("ledger", [*BILL, payment])
    land("x12", correction("5", "95"), at=NOW + HOUR)
    page = pages(Claim.objects.visible().get().get_absolute_url())
    assert "You paid $25.00. That is $20.00 more than your share." in page
    assert "You can ask ORANGE MEDICAL GROUP to give you $20.00 back." in page


LINES = (Line(number=1, adjustments=(Adjustment("PR", "2", 1500), Adjustment("CO", "45", 900))),)
STATED = {
    "stated": {"member_owes": 500},
    "in reasons": {"lines": LINES, "adjustments": (Adjustment("PR", "3", 200),)},
    "paid at the visit": {"member_owes": 500, "paid_by_member": 300},
    "a reason without an amount": {"adjustments": (Adjustment("PR", "3"),)},
    "a reason without a group": {"adjustments": (Adjustment("", "3", 200),)},
    "nothing": {"plan_paid": 900},
    "in doubt": {"member_owes": 500, "conflict": ["paid", "denied"]},
    "an approval": {"member_owes": 500, "use": "preauthorization"},
}


@pytest.mark.parametrize("state", sorted(S))
def test_the_database_knows_the_share_as_the_answer_does(maya, state):
    made = {name: make.claim(maya, state, **fields) for name, fields in STATED.items()}
    shares = shares_of(one.pk for one in made.values())
    for name, one in made.items():
        for facts in (one.brief(), one.facts()):
            assert shares.get(one.pk) == share_of(facts), name


def test_the_share_is_that_of_the_version_that_stands(maya):
    old = make.claim(maya, S.PAID, member_owes=2500)
    new = make.claim(maya, S.PAID, member_owes=500)
    bill = make.balance(maya, 2500)
    bill.entries.update(claim=old, statement=bill.statements.get())
    Claim.objects.filter(pk=old.pk).update(superseded_by=new)
    (entry,) = bill.facts().entries
    assert entry.share == 500


def test_somebody_elses_claim_says_nothing_of_my_share(maya, omar):
    bill = make.balance(maya, 2500)
    bill.entries.update(claim=make.claim(omar, S.PAID, member_owes=500))
    (entry,) = bill.facts().entries
    assert entry.share is None
