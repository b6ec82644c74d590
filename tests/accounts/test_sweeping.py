"""The nightly clearing: what is old enough goes with all that follows it, and leaves word."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from accounts.clock import now
from accounts.models import AccessRecord, LegalHold, Member, Sweep, User, record_access
from accounts.retention import RULES, End
from accounts.rights import sweeping
from accounts.rights.sweeping import sweep, sweep_all
from claims.models import Claim, ClaimEvent, Feedback, Hold, HoldDecision, ImportBatch
from outreach.models import CallRequest
from tests import make

YEARS_11 = dt.timedelta(days=11 * 366)
YEARS_3 = dt.timedelta(days=3 * 366)


def aged(row, column: str, by: dt.timedelta) -> None:
    """Make a row as old as that."""
    row._meta.model._base_manager.filter(pk=row.pk).update(**{column: now() - by})


def test_an_old_claim_goes_with_all_that_follows_it(maya: Member) -> None:
    old, young = make.claim(maya), make.claim(maya)
    make.hold(old)
    aged(old, "changed_at", YEARS_11)
    account = make.balance(maya)
    line = make.entry(account, 700, claim=old)
    sweep_all(now())
    assert Claim.objects.get() == young
    assert ClaimEvent.objects.get().claim == young
    assert not Hold.objects.exists()
    assert not HoldDecision.objects.exists()
    line.refresh_from_db()
    assert line.claim is None


def test_a_claim_that_was_replaced_goes_with_the_one_that_replaced_it(maya: Member) -> None:
    last = make.claim(maya)
    first = make.claim(maya, superseded_by=last)
    aged(first, "changed_at", YEARS_11)
    sweep_all(now())
    assert Claim.objects.count() == 2
    aged(last, "changed_at", YEARS_11)
    sweep_all(now())
    assert not Claim.objects.exists()


def test_twice_is_once(maya: Member) -> None:
    aged(make.call_request(maya), "asked_at", YEARS_3)
    assert sweep_all(now()) == 1
    assert sweep_all(now()) == 0


def test_what_it_did_is_written_down_for_every_table(maya: Member) -> None:
    aged(make.call_request(maya), "asked_at", YEARS_3)
    make.call_request(maya, subject="claim", subject_id=make.claim(maya).pk)
    sweep_all(now())
    assert Sweep.objects.get(model="outreach.CallRequest").rows == 1
    assert Sweep.objects.get(model="claims.Feedback").rows == 0
    swept = set(Sweep.objects.values_list("model", flat=True))
    assert {label for label, rule in RULES.items() if rule.days is not None} <= swept
    assert CallRequest.objects.count() == 1


def test_a_legal_hold_stops_it(maya: Member, omar: Member, nadia: User) -> None:
    for member in (maya, omar):
        aged(make.claim(member), "changed_at", YEARS_11)
        aged(make.call_request(member), "asked_at", YEARS_3)
    hold = LegalHold.objects.create(member=maya, why="A lawsuit", placed_by=nadia)
    sweep_all(now())
    assert Claim.objects.get().member == maya
    assert CallRequest.objects.get().member == maya
    hold.lift(by=nadia)
    sweep_all(now())
    assert not Claim.objects.exists()


def test_it_works_in_small_pieces(maya: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "PIECE", 2)
    for _ in range(5):
        aged(make.claim(maya), "changed_at", YEARS_11)
    assert sweep(RULES["claims.Claim"], now()) == 5
    pieces = Sweep.objects.filter(model="claims.Claim").order_by("pk")
    assert [one.rows for one in pieces] == [2, 2, 1]


def test_what_a_row_that_stays_leads_to_stays(maya: Member) -> None:
    batch = make.hold(make.claim(maya)).batch
    aged(batch, "started_at", YEARS_3)
    sweep_all(now())
    assert ImportBatch.objects.get() == batch


def test_a_table_that_cannot_be_cleared_says_so_and_keeps_no_other_waiting(
    maya: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    aged(
        Feedback.objects.give(maya, "claim", make.claim(maya).pk, answered=True),
        "given_at",
        YEARS_3,
    )
    aged(make.call_request(maya), "asked_at", YEARS_3)
    remove = sweeping.Broom.remove

    def fail(self, model, rows):
        if model is CallRequest:
            raise DatabaseError
        return remove(self, model, rows)

    monkeypatch.setattr(sweeping.Broom, "remove", fail)
    sweep_all(now())
    assert Sweep.objects.get(model="outreach.CallRequest").trouble == "DatabaseError"
    assert CallRequest.objects.exists()
    assert not Feedback.objects.exists()


def test_the_database_lets_no_fact_go_without_word_of_it(maya: Member, sana: User) -> None:
    fact = make.claim(maya).current
    record_access(sana, AccessRecord.What.CALL_REQUEST, [(maya.pk, None)])
    looks = AccessRecord.objects.all()
    Sweep.objects.create(model="x.X", table="claims_claimevent", before=now())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        looks._raw_delete(using="default")
    facts = ClaimEvent.objects.filter(pk=fact.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        facts.update(note="other")


@pytest.mark.django_db(transaction=True)
def test_the_word_of_another_transaction_does_not_count() -> None:
    fact = make.claim(make.member()).current
    with transaction.atomic():
        Sweep.objects.create(model="x.X", table="claims_claimevent", before=now())
    with pytest.raises(DatabaseError, match="append-only"):
        ClaimEvent.objects.filter(pk=fact.pk)._raw_delete(using="default")


def test_old_looks_go_after_six_years(maya: Member, sana: User, nadia: User) -> None:
    AccessRecord.objects.create(
        user=sana, member=maya, what="call_request", looked_at=now() - YEARS_11
    )
    AccessRecord.objects.create(user=sana, member=maya, what="call_request")
    sweep_all(now())
    assert AccessRecord.objects.count() == 1


@pytest.mark.parametrize("label", [label for label, rule in RULES.items() if rule.days is not None])
def test_every_rule_with_a_time_can_be_applied(label: str, db: None) -> None:
    sweep(RULES[label], now())
    assert not Sweep.objects.exclude(trouble="").exists()
    assert RULES[label].end in End
