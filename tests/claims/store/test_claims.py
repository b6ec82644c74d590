"""What the rows of claims say about a doubt."""

import datetime as dt

import pytest
from msgspec.structs import replace

from claims.facts import ClaimRecord, ClaimState, Happening
from claims.models import Claim, ImportBatch
from claims.store import claims as store
from tests import make
from tests.claims.store.landing import HOUR, NOW

pytestmark = pytest.mark.django_db


def land(state: ClaimState, *, at: dt.datetime, on: dt.date, source: str = "fhir") -> None:
    told = Happening(source=source, state=state, received_at=at, effective_on=on)
    record = ClaimRecord(
        source="fhir",
        key="CLM-1",
        content_hash=f"{state}{at}{source}",
        patient=("urn:plan", "M-1001"),
        happening=told,
    )
    batch = ImportBatch.objects.create(source=make.source(), file_name="test", started_at=at)
    store.land([replace(record, number="CLM-1")], batch)


def test_a_status_nobody_knows_is_listed_with_a_day_that_stays_until_it_is_known():
    land(ClaimState.UNRECOGNISED, at=NOW, on=NOW.date())
    assert Claim.objects.to_check().get().checking_until == dt.date(2026, 11, 24)
    land(ClaimState.UNRECOGNISED, at=NOW + 24 * HOUR, on=NOW.date())
    assert Claim.objects.get().checking_until == dt.date(2026, 11, 24)
    land(ClaimState.PAID, at=NOW + 48 * HOUR, on=NOW.date() + dt.timedelta(days=2))
    assert Claim.objects.get().checking_until is None
    assert not Claim.objects.to_check()


def test_two_sources_that_disagree_give_a_day_too():
    make.source("other")
    land(ClaimState.PAID, at=NOW, on=NOW.date())
    land(ClaimState.DENIED, at=NOW + HOUR, on=NOW.date(), source="other")
    claim = Claim.objects.to_check().get()
    assert (len(claim.conflict), claim.checking_until) == (2, dt.date(2026, 11, 24))
