"""Versions of one claim as remittances (835) tell them, file by file, in any order."""

import datetime as dt
import itertools

import pytest
from django.db import transaction

from claims.facts import ClaimState, HoldReason
from claims.models import Claim, Hold
from tests.claims.sources.x12_files import claim, remittance, service
from tests.claims.store.landing import HOUR, NOW, land
from tests.claims.store.versions import seen

pytestmark = pytest.mark.django_db
S = ClaimState

PAID = remittance(
    claim("150.00", "120.00", *service("150.00", "120.00", "PR*2*30.00"), owes="30.00"),
    on="20260501",
)
TAKEN_BACK = remittance(
    claim("-150.00", "-120.00", "CAS*PR*2*-30.00", owes="-30.00", status="22"), on="20260510"
)
DENIED = remittance(
    claim("150.00", "0.00", *service("150.00", "0.00", "PR*96*150.00"), owes="150.00", status="4"),
    on="20260510",
)


def taken_in(*files: str) -> list[tuple]:
    """What members see after these files; then nothing has happened."""
    with transaction.atomic():
        for hours, content in enumerate(files):
            land("x12", content, at=NOW + hours * HOUR)
        found = seen()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("files", list(itertools.permutations([PAID, TAKEN_BACK, DENIED])))
def test_T27_ends_in_the_correction_whichever_file_comes_first(files):
    ((_number, state, version, paid, owes, _notice, conflict, held),) = taken_in(*files)
    assert (state, version, paid, owes) == (S.DENIED, 3, 0, 15_000)
    assert (conflict, held) == ((), "")


def test_T32_the_same_files_again_change_nothing():
    once = taken_in(PAID, TAKEN_BACK, DENIED)
    assert taken_in(PAID, TAKEN_BACK, DENIED, DENIED, PAID, TAKEN_BACK) == once


def test_a_reversal_of_what_we_never_heard_waits_for_it():
    land("x12", TAKEN_BACK)
    hold = Hold.objects.open().get()
    assert hold.reason == HoldReason.ORPHAN_REVERSAL
    assert Claim.objects.get().held == HoldReason.ORPHAN_REVERSAL
    land("x12", PAID, at=NOW + HOUR)
    one = Claim.objects.get()
    assert (one.state, one.held, one.version) == (S.REVERSED, "", 2)
    assert one.state_on == dt.date(2026, 5, 10)
    assert not Hold.objects.open().exists()


def test_a_reversal_and_its_correction_in_one_file_need_no_original():
    both = TAKEN_BACK, DENIED
    assert [row[1] for row in taken_in(*both)] == [S.DENIED]
    assert taken_in(*reversed(both)) == taken_in(*both)
