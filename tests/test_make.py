"""The things of the tests hold together, because everything else leans on them."""

from django.test import Client

from accounts.models import Member
from claims.facts import ClaimState
from tests import make


def test_a_made_claim_tells_what_its_event_said(maya: Member) -> None:
    claim = make.claim(maya, ClaimState.PAID, plan_paid=8000, service="Eye test")
    facts = claim.facts()
    assert facts.current is not None
    assert facts.current.amounts.plan_paid == 8000
    assert facts.service == "Eye test"


def test_a_made_order_has_a_parcel_and_an_item(maya: Member) -> None:
    facts = make.order(maya).facts()
    assert len(facts.shipments) == len(facts.items) == 1


def test_a_made_balance_owes_its_charge(maya: Member) -> None:
    facts = make.balance(maya, charge=900).facts()
    assert sum(entry.cents for entry in facts.entries) == facts.statements[0].closing == 900


def test_people_of_the_tests_are_signed_in(as_maya: Client, maya: Member) -> None:
    assert as_maya.session["_auth_user_id"] == str(maya.user_id)
