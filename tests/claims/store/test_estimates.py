"""The nightly table: what it counts, what it leaves open, and what it never looks at."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.models import Member
from claims.answers.answer import DateBasis
from claims.answers.claim import claim_answer
from claims.date_kind import DateKind
from claims.estimates.expected import Curve
from claims.estimates.tables import IN_USE
from claims.facts import ClaimKind, ClaimState, ClaimUse, Guard, OrderState, WaitingFor
from claims.models import Claim, EstimateTable, Order
from claims.models.estimate import keep_current, look
from claims.store import estimates
from claims.store.estimates import build
from claims.tasks import build_estimates
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)  # a Friday
TODAY = NOW.date()
S = ClaimState


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days)


@pytest.fixture
def clock(settings) -> Iterator[None]:
    settings.PORTAL_NOW = NOW
    IN_USE.drop()
    yield
    IN_USE.drop()


@pytest.fixture
def maya() -> Member:
    return make.member("Maya")


def decided(owner, received: int, on: int, state: ClaimState = S.PAID, **more) -> Claim:
    """A claim that came and was decided so many days ago."""
    claim = make.claim(owner, state, received_on=ago(received), state_on=ago(on), **more)
    make.event(claim, S.RECEIVED, effective_on=ago(received))
    return claim


def curve(kind: DateKind, *segment: str) -> Curve | None:
    return build(NOW).read().curves.get((kind, "|".join(segment)))


def test_cases_that_were_decided_make_a_curve(maya):
    for _ in range(30):
        decided(maya, 37, 30)  # five working days later
    found = curve(DateKind.DECISION, "start")
    assert found.cases == 30
    assert found.left[:6] == [1, 1, 1, 1, 1, 0]


def test_open_cases_count_as_open(maya):
    for _ in range(30):
        decided(maya, 37, 30)
    for _ in range(30):
        make.claim(maya, S.IN_PROCESS, received_on=ago(37), state_on=ago(37))
    found = curve(DateKind.DECISION, "start")
    assert found.cases == 60
    assert found.left[5] == pytest.approx(0.5)


def test_what_was_taken_back_was_open_until_then(maya):
    for _ in range(30):
        decided(maya, 37, 30)
        decided(maya, 37, 35, S.VOIDED)
    found = curve(DateKind.DECISION, "start")
    assert (found.at_risk[0], found.at_risk[5]) == (60, 30)
    assert found.left[5] == 0


def test_what_was_decided_on_a_weekend_was_done_by_the_next_working_day(maya):
    for _ in range(20):
        decided(maya, 7, 5)  # from a Friday to a Sunday
    assert curve(DateKind.DECISION, "start").left[:2] == [1, 0]


def test_the_last_thing_that_happened_has_a_curve_of_its_own(maya):
    for number in range(30):
        claim = decided(maya, 37, 30, kind=ClaimKind.ORAL if number < 20 else ClaimKind.VISION)
        make.event(claim, S.IN_PROCESS, effective_on=ago(31))
        make.event(claim, S.IN_PROCESS, effective_on=ago(30), code="again")
    curves = build(NOW).read().curves
    assert curves["decision", "last|received|"].left[5] == 0
    assert curves["decision", "last|in_process|"].left[:2] == [0.5, 0]
    assert curves["decision", "last|in_process|"].cases == 30
    assert curves["decision", "last|in_process||oral|fhir"].cases == 20
    assert ("decision", "last|in_process||vision") not in curves  # ten are too few


def test_what_waits_for_the_member_is_no_silence_of_ours(maya):
    for _ in range(30):
        claim = decided(maya, 37, 30)
        make.event(claim, S.PENDED_INFO, waiting_for=WaitingFor.MEMBER, effective_on=ago(36))
    assert curve(DateKind.DECISION, "last", S.PENDED_INFO, WaitingFor.MEMBER) is None


def test_what_happened_more_than_a_year_ago_is_not_counted(maya):
    for _ in range(30):
        decided(maya, 400, 390)
    assert not build(NOW).curves.exists()


def test_requests_payments_and_decisions_taken_back_have_their_own_curves(maya):
    for _ in range(20):
        decided(maya, 37, 36, S.APPROVED, use=ClaimUse.PREAUTHORIZATION, urgency="pre_service")
        paid = decided(maya, 37, 30, plan_paid=9_000)
        make.event(paid, S.PAID, effective_on=ago(23), paid_on=ago(23), plan_paid=9_000)
        again = decided(maya, 200, 190)
        make.event(again, S.REVERSED, effective_on=ago(37))
        make.event(again, S.DENIED, effective_on=ago(30))
        reopened = decided(maya, 200, 190)
        make.event(reopened, S.IN_PROCESS, effective_on=ago(37))
        make.event(reopened, S.IN_PROCESS, effective_on=ago(33))
        make.event(reopened, S.DENIED, effective_on=ago(30))
    curves = build(NOW).read().curves
    assert curves["request", "start|pre_service"].left[:2] == [1, 0]
    assert curves["payment", "start"].left[:6] == [1, 1, 1, 1, 1, 0]
    assert curves["new_decision", "start"].left[:6] == [1, 1, 1, 1, 1, 0]
    assert curves["new_decision", "start"].cases == 40


def test_orders_ship_and_arrive(maya):
    for _ in range(20):
        order = make.order(maya, OrderState.DELIVERED, placed_on=ago(10))
        own, parcel = order.events, order.shipments.get()
        source = {"source": order.source, "received_at": NOW}
        own.create(state=OrderState.PLACED, content_hash="a", occurred_at=at(10), **source)
        for number, (state, days) in enumerate(
            (
                (OrderState.LABEL_CREATED, 9),
                (OrderState.IN_TRANSIT, 8),
                (OrderState.DELIVERED, 3),
            )
        ):
            parcel.events.create(
                state=state, content_hash=f"{number}", occurred_at=at(days), **source
            )
    curves = build(NOW).read().curves
    assert curves["ship", "last|placed|"].left[:2] == [1, 0]  # Veterans Day between
    assert curves["ship", "last|label_created|"].left[:2] == [1, 0]
    assert curves["deliver", "last|in_transit|||ups"].left[:4] == [1, 1, 1, 0]


def test_refunds_take_from_the_day_on_which_the_right_to_them_began(maya):
    for number in range(40):
        owed = {"cancelled_on": ago(9), "refund_due_on": ago(0)}
        back = {"refunded_on": ago(4)} if number % 4 else {}
        make.order(maya, OrderState.CANCELLED, **owed, **back)
    found = build(NOW).read().curves["refund", "start"]
    assert found.cases == 40
    assert found.left[:4] == [1, 1, 1, 0.25]  # what is still owed counts as open


def test_a_case_that_began_before_the_year_and_waits_again_in_it_counts_as_one(maya):
    for _ in range(25):
        claim = decided(maya, 400, 30)
        for days in (390, 100):
            make.event(claim, S.IN_PROCESS, effective_on=ago(days))
    assert build(NOW).curves.get(kind="decision", segment="last|in_process|").cases == 25


def at(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days)


def test_who_somebody_is_changes_nothing_in_the_table(maya):
    for _ in range(25):
        decided(maya, 37, 30)
        make.order(maya, OrderState.DELIVERED)
    before = read_all()
    other = make.member("Rosa", language="es", time_zone="Pacific/Honolulu")
    Claim.objects.update(
        member=other,
        patient_name="Somebody",
        patient_is_member=False,
        provider="Another",
        service="Private",
        guard=Guard.UNKNOWN,
        patient_account="77",
        plan=None,
    )
    Order.objects.update(member=other, summary="Something", guard=Guard.UNKNOWN)
    assert read_all() == before


def read_all() -> dict:
    return build(NOW).read().curves


def test_the_parts_that_are_counted_apart_add_up_to_the_whole(maya, monkeypatch):
    for _ in range(25):
        decided(maya, 37, 30)
    whole = read_all()
    monkeypatch.setattr(estimates, "AT_ONCE", 4)
    assert read_all() == whole


def test_a_claim_in_review_is_dated_by_those_that_were_decided(maya):
    for _ in range(60):
        claim = decided(maya, 37, 30)
        make.event(claim, S.IN_PROCESS, effective_on=ago(36))
    waits = make.claim(maya, S.IN_PROCESS, received_on=ago(2), state_on=ago(1))
    build_estimates()
    found = claim_answer(waits.brief(), now=NOW, zone=maya.time_zone).date
    assert (found.basis, found.on) == (DateBasis.ESTIMATE, dt.date(2026, 11, 25))
    assert found.cases == 60
    assert found.model == EstimateTable.objects.get().model


def test_a_new_table_waits_until_every_process_has_read_it(maya, monkeypatch):
    monkeypatch.setattr(settings, "ESTIMATES_LOOKED_FOR_EVERY", dt.timedelta(minutes=1))
    first, second = build(NOW), build(NOW)
    assert first.starts_at == NOW
    assert second.starts_at == NOW + dt.timedelta(minutes=2)
    look()  # in a process that starts between the two
    assert IN_USE.at(NOW).model == first.model
    assert IN_USE.at(second.starts_at).model == second.model


def test_pages_ask_for_a_newer_table_once_a_minute(
    maya, client: Client, monkeypatch, django_assert_num_queries
):
    build(NOW)
    monkeypatch.setattr(settings, "ESTIMATES_LOOKED_FOR_EVERY", dt.timedelta(minutes=1))
    monkeypatch.setattr("claims.models.estimate._Looked.at", float("-inf"))
    client.get("/health/")
    assert IN_USE.at(NOW).model
    with django_assert_num_queries(0):
        keep_current()


def test_old_tables_are_cleared_away():
    for _ in range(5):
        build(NOW)
    assert EstimateTable.objects.count() == estimates.TABLES_KEPT


def test_the_command_says_what_it_found(maya, capsys):
    for _ in range(30):
        decided(maya, 37, 30)
    call_command("build_estimates")
    told = capsys.readouterr().out
    assert "decision" in told
    assert "up to 30 cases" in told
    assert "in use from 2026-11-20 15:00 UTC" in told
