"""Whatever the order in which statements arrive, and however often: members see the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.facts import ClaimState
from tests import make
from tests.claims.store.versions import said, undone

pytestmark = pytest.mark.django_db(transaction=False)
S = ClaimState
X12 = {"source": "remittance", "key": "x-1"}

STORIES = {
    "reversed and corrected": (
        said(S.RECEIVED, 1),
        said(S.PAID, 2, paid=12_000, owes=3_000),
        said(S.REVERSED, 10, paid=-12_000),
        said(S.DENIED, 10, paid=0, owes=12_000, pr="96"),
    ),
    "replaced under a new number": (
        said(S.PAID, 2, paid=12_000),
        said(S.VOIDED, 8),
        said(S.PAID, 8, key="CLM-2", number="CLM-2", replaces="CLM-1", paid=9_000),
        said(S.PAID, 9, key="CLM-3", number="CLM-3", replaces="CLM-2", paid=9_500),
    ),
    "voided": (said(S.PAID, 2, paid=12_000), said(S.VOIDED, 9)),
    "split": (
        said(S.RECEIVED, 1),
        said(S.SPLIT, 3),
        said(S.PAID, 6, key="CLM-1A", number="CLM-1A", replaces="CLM-1", paid=4_000),
        said(S.DENIED, 7, key="CLM-1B", number="CLM-1B", replaces="CLM-1", paid=0),
    ),
    "two sources": (
        said(S.RECEIVED, 1),
        said(S.PAID, 2, paid=12_000),
        said(S.PAID, 2, paid=12_000, **X12),
        said(S.REVERSED, 10, paid=-12_000, **X12),
        said(S.PAID, 10, paid=9_000, **X12),
    ),
    "two sources of which the second goes first": (
        said(S.RECEIVED, 1),
        said(S.PAID, 5, paid=12_000, **X12),
        said(S.REVERSED, 7, paid=-12_000, **X12),
        said(S.PAID, 7, paid=9_000, **X12),
        said(S.PAID, 7, paid=9_000),
        said(S.VOIDED, 8, **X12),
    ),
    "two sources that disagree": (
        said(S.RECEIVED, 1),
        said(S.PAID, 5, paid=12_000),
        said(S.DENIED, 5, paid=0, **X12),
    ),
    "sent on to another plan": (
        said(S.PAID, 2, paid=12_000),
        said(S.WITH_OTHER_PAYER, 4, paid=12_000, owes=3_000),
    ),
}


@pytest.fixture(autouse=True)
def two_sources(db):
    make.source("fhir")
    make.source("remittance")


@pytest.mark.parametrize("story", STORIES)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_order_and_any_repetition_ends_the_same(story, data):
    told = STORIES[story]
    again = data.draw(st.lists(st.sampled_from(told), max_size=3))
    first, *shuffled = told[0], *data.draw(st.permutations([*told[1:], *again]))
    if not any(one.source == X12["source"] for one in told):  # else who is first owns the claim
        first, *shuffled = data.draw(st.permutations([*told, *again]))
    assert undone(first, *shuffled) == undone(*told)
