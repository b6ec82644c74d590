"""Estimated days in the answers: which sentence, on what it rests, and what it never looks at."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation
from msgspec.structs import replace

from claims.answers.answer import Answer, DateBasis
from claims.answers.order import order_answer
from claims.answers.words import plain
from claims.date_kind import DateKind
from claims.estimates.expected import FEWEST, Curve
from claims.estimates.fairness import of_a_person
from claims.estimates.segments import FEATURES, SINCE_LAST, SINCE_START, ladder
from claims.estimates.tables import IN_USE, Table
from claims.facts import (
    Amounts,
    ClaimFacts,
    ClaimKind,
    ClaimState,
    ClaimUse,
    Guard,
    OrderFacts,
    OrderState,
    Outcome,
    Program,
    Said,
    ShipmentFacts,
    Urgency,
    WaitingFor,
)
from tests.claims.cases import FRESH, NOW, TODAY, answer, claim, day, plan
from tests.claims.dead_ends import assert_date

S = ClaimState
DAYS_10 = [1.0] * 9 + [0.5, 0.05]  # half after 9 working days, all but a few after 10


def curve(left: list[float] = DAYS_10, cases: int = 240) -> Curve:
    return Curve(left=left, at_risk=[cases] * len(left), cases=cases)


def use(curves: dict[tuple[str, tuple[str, ...]], Curve]) -> None:
    told = {(kind, "|".join(segment)): found for (kind, segment), found in curves.items()}
    IN_USE.put(Table(model="2026-03-17.1", curves=told))


@pytest.fixture(autouse=True)
def _none_in_use() -> Iterator[None]:
    IN_USE.drop()
    yield
    IN_USE.drop()


@pytest.fixture
def ten_days() -> None:
    """Everything takes ten working days from its last event, or from its beginning."""
    everything = (
        (DateKind.DECISION, (SINCE_LAST, S.IN_PROCESS, "")),
        (DateKind.DECISION, (SINCE_LAST, S.PENDED_INFO, WaitingFor.PROVIDER)),
        (DateKind.REQUEST, (SINCE_LAST, S.IN_PROCESS, "")),
        (DateKind.NEW_DECISION, (SINCE_START,)),
        (DateKind.PAYMENT, (SINCE_START,)),
        (DateKind.REFUND, (SINCE_START,)),
        (DateKind.SHIP, (SINCE_LAST, OrderState.PLACED, "")),
        (DateKind.DELIVER, (SINCE_LAST, OrderState.IN_TRANSIT, "", "", "ups")),
    )
    use(dict.fromkeys(everything, curve()))


def reviewed(**more: object) -> ClaimFacts:
    """In review since Thursday, March 12."""
    return claim(S.IN_PROCESS, **more)


def said(found: Answer) -> str:
    return plain(f"{found.date.sentence} {found.date.sure}").strip()


def test_a_claim_in_review_says_the_day_how_sure_and_from_how_many(ten_days):
    found = answer(reviewed())
    assert said(found) == (
        "We expect to decide by Thursday, March 26. "
        "9 in 10 claims like this are decided by then. (240 claims in the last year.)"
    )
    date = found.date
    assert (date.basis, date.on, date.kind) == (DateBasis.ESTIMATE, day("2026-03-26"), "decision")
    assert (date.share, date.cases, date.model) == (90, 240, "2026-03-17.1")


def test_an_operator_chooses_how_sure_a_date_is_and_when_the_plan_is_closed(ten_days, settings):
    settings.PORTAL_DATE_SHARES = {DateKind.DECISION: 80}
    settings.PORTAL_CLOSED = {day("2026-03-25"), day("2026-03-26"), day("2026-03-30")}
    found = answer(reviewed())
    assert said(found).startswith(
        "We expect to decide by Friday, March 27. 8 in 10 claims like this are decided by then."
    )
    assert found.date.share == 80
    carried = asked(order(OrderState.IN_TRANSIT, shipments=(by_ups(),)))
    assert carried.date.on == day("2026-03-30")  # carriers have days of their own


def test_the_law_stands_beside_the_expected_day(ten_days):
    assert plain(answer(reviewed()).law) == "It must be decided by Wednesday, April 1."


def test_an_estimate_beside_the_laws_day_that_was_said_before_moved_no_date(ten_days):
    law = Said(
        number=1,
        kind=DateKind.DECISION,
        basis="law",
        due_on=day("2026-04-01"),
        said_on=TODAY,
        said_at=NOW,
    )
    found = answer(replace(reviewed(), said=law))
    assert said(found).startswith("We expect to decide by Thursday, March 26. 9 in 10")
    kept = replace(law, basis="estimate", due_on=found.date.on, share=90, was_on=law.due_on)
    assert said(answer(replace(reviewed(), said=kept))) == said(found)


def test_the_next_steps_say_the_same_day(ten_days):
    steps = {plain(step.text): plain(step.when) for step in answer(reviewed()).steps}
    assert steps["We decide"] == "expected by Thursday, March 26"


def test_where_the_law_names_an_earlier_day_we_say_that_one_and_whom_to_ask(ten_days):
    found = answer(reviewed(received_on=day("2026-02-20")))
    assert said(found) == (
        "We must decide by Sunday, March 22. If you have not heard by then, call (312) 555-0123."
    )
    assert (found.date.basis, found.date.on) == (DateBasis.LAW, day("2026-03-22"))
    assert found.law == ""


def test_a_late_claim_is_late_whatever_others_took(ten_days):
    found = answer(reviewed(received_on=day("2026-01-10")))
    assert found.date.basis is DateBasis.LATE


def test_a_request_for_approval_is_dated_by_requests(ten_days):
    facts = reviewed(
        use=ClaimUse.PREAUTHORIZATION,
        urgency=Urgency.PRE_SERVICE,
        plan=plan(Program.OTHER),
    )
    found = answer(facts)
    assert "9 in 10 requests like this are decided by then." in said(found)
    assert found.date.kind == DateKind.REQUEST


def test_a_claim_that_waits_for_papers_of_the_provider_is_dated(ten_days):
    found = answer(claim(S.PENDED_INFO, said={"waiting_for": WaitingFor.PROVIDER}))
    assert found.date.basis is DateBasis.ESTIMATE


def test_a_claim_that_waits_for_the_member_is_not(ten_days):
    found = answer(claim(S.PENDED_INFO, said={"waiting_for": WaitingFor.MEMBER}))
    assert found.date.basis is not DateBasis.ESTIMATE


def test_a_decision_that_was_taken_back_is_dated_from_then(ten_days):
    found = answer(claim(S.REVERSED))
    assert "We expect to decide again by Thursday, March 26." in said(found)
    assert found.date.kind == DateKind.NEW_DECISION


def test_a_decision_that_is_looked_at_again_is_dated_from_the_day_that_began(ten_days):
    found = answer(claim(S.PAID, reopened_on=day("2026-03-13")))
    assert "We expect to decide again by Friday, March 27." in said(found)


def test_only_a_day_of_the_new_answer_is_owned_up_to_while_a_decision_is_looked_at_again():
    again = claim(S.PAID, reopened_on=day("2026-03-02"))
    passed = Said(
        number=1,
        kind=DateKind.NEW_DECISION,
        basis="estimate",
        due_on=TODAY - dt.timedelta(days=1),
        said_on=day("2026-03-02"),
        said_at=NOW - dt.timedelta(days=10),
    )
    assert "We are late, and we are sorry." in said(answer(replace(again, said=passed)))
    decided_late = replace(passed, kind=DateKind.DECISION, outcome=Outcome.BROKEN)
    assert "late" not in said(answer(replace(again, said=decided_late)))


def test_a_payment_that_is_told_of_apart_is_dated(ten_days):
    found = answer(claim(S.PAID, said={"amounts": Amounts(plan_paid=8_000)}))
    assert "We expect to pay by Thursday, March 26." in said(found)
    assert plain(found.headline) == "We agreed to pay $80.00 to Lake Clinic."


def test_a_quiet_source_gives_no_estimate_because_its_silence_says_nothing(ten_days):
    quiet = replace(FRESH, heard_at=NOW - dt.timedelta(days=9))
    assert answer(reviewed(source=quiet)).date.basis is not DateBasis.ESTIMATE


def test_little_history_says_how_long_it_usually_takes(ten_days):
    left = [1.0] * 8 + [0.9, 0.5, 0.3, 0.2, 0.1, 0.0]
    use({(DateKind.DECISION, (SINCE_START,)): curve(left, cases=FEWEST - 1)})
    found = answer(reviewed())
    assert said(found) == "Claims like this usually take 10 to 16 days. Yours is on day 15."
    assert (found.date.basis, found.date.on, found.date.cases) == (DateBasis.ESTIMATE, None, 49)
    assert plain(found.law) == "It must be decided by Wednesday, April 1."
    assert_date(found, TODAY)


def test_little_history_is_said_of_new_decisions_and_payments_too():
    left = [1.0] * 2 + [0.9, 0.5, 0.3, 0.2, 0.1, 0.0]
    few = curve(left, cases=FEWEST - 1)
    use({(DateKind.NEW_DECISION, (SINCE_START,)): few, (DateKind.PAYMENT, (SINCE_START,)): few})
    again = said(answer(claim(S.REVERSED)))
    assert again == "A new decision like this usually takes 4 to 8 days. Yours is on day 5."
    paid = said(answer(claim(S.PAID, said={"amounts": Amounts(plan_paid=8_000)})))
    assert paid == "Payments like this usually take 4 to 8 days. Yours is on day 5."
    use({(DateKind.DELIVER, (SINCE_LAST, OrderState.IN_TRANSIT, "", "", "ups")): few})
    found = said(asked(order(OrderState.IN_TRANSIT, shipments=(by_ups(),))))
    assert (
        found
        == "Parcels like this usually arrive 2 to 8 days after the last news. Yours is on day 1."
    )


def test_without_history_the_answer_is_as_it_was():
    found = answer(reviewed())
    assert said(found) == "We do not have a date yet. It must be decided by Wednesday, April 1."


def test_the_finest_segment_with_cases_enough_speaks():
    fine = ladder(SINCE_LAST, S.IN_PROCESS, "", ClaimKind.ORAL, "plan")
    assert fine[0] == "last|in_process||oral|plan"
    assert fine[-1] == "last|in_process|"
    slow = [1.0] * 15 + [0.0]
    use(
        {
            (DateKind.DECISION, tuple(fine[0].split("|"))): curve(slow, cases=FEWEST - 1),
            (DateKind.DECISION, tuple(fine[1].split("|"))): curve(slow, cases=FEWEST),
            (DateKind.DECISION, tuple(fine[2].split("|"))): curve(),
        }
    )
    oral = answer(reviewed(kind=ClaimKind.ORAL, plan=plan(Program.OTHER)))
    assert (oral.date.on, oral.date.cases) == (day("2026-04-02"), FEWEST)
    assert answer(reviewed(kind=ClaimKind.VISION)).date.on == day("2026-03-26")


def test_more_silence_moves_the_day_only_forward(ten_days):
    days = []
    for more in range(40):
        now = NOW + dt.timedelta(days=more)
        source = replace(FRESH, heard_at=now)
        date = answer(reviewed(source=source, plan=plan(Program.OTHER)), now=now).date
        if date.on is None:
            break
        assert date.on > TODAY + dt.timedelta(days=more)
        days.append(date.on)
    assert len(days) > 5
    assert days == sorted(days)


def order(state: OrderState, **more: object) -> OrderFacts:
    placed_on = day("2026-03-12")
    given = {"id": "1", "number": "O", "state": state, "source": FRESH, "placed_on": placed_on}
    return OrderFacts(**given | more)


def asked(facts: OrderFacts) -> Answer:
    return order_answer(facts, now=NOW, zone="America/Chicago")


def test_an_order_that_lies_with_the_seller_says_when_such_orders_ship(ten_days):
    found = asked(order(OrderState.PLACED))
    assert said(found).startswith("We expect it to ship by Thursday, March 26. 9 in 10 orders")
    assert plain(found.law) == "It must ship by Saturday, April 11. You can cancel until it ships."
    assert found.date.kind == DateKind.SHIP


OWED = {"cancelled_on": day("2026-03-12"), "refund_due_on": day("2026-04-20")}


def test_where_the_law_is_earlier_an_order_and_its_money_say_whom_to_ask():
    slow = curve([1.0] * 40 + [0.0])
    shipping = (SINCE_LAST, OrderState.PLACED, "")
    use({(DateKind.SHIP, shipping): slow, (DateKind.REFUND, (SINCE_START,)): slow})
    placed = asked(order(OrderState.PLACED))
    owed = asked(order(OrderState.CANCELLED, **OWED))
    for found, told in ((placed, "It must be shipped by Saturday, April 11."), (owed, "You get")):
        assert found.date.basis is DateBasis.LAW
        assert said(found).startswith(told)
        assert said(found).endswith("If that has not happened by then, call (800) 555-0100.")


def test_money_that_is_owed_says_when_such_money_is_sent_back(ten_days):
    found = asked(order(OrderState.CANCELLED, **OWED))
    assert said(found).startswith("We expect to pay it back by Thursday, March 26. 9 in 10 refunds")
    assert plain(found.law) == "Your money must be sent back by Monday, April 20."
    assert found.date.kind == DateKind.REFUND


def by_ups(**more: object) -> ShipmentFacts:
    """Scanned on Monday, March 16."""
    plain_fields = {
        "carrier": "UPS",
        "tracking_code": "1Z",
        "state": OrderState.IN_TRANSIT,
        "source": FRESH,
        "state_at": dt.datetime(2026, 3, 16, 15, tzinfo=dt.UTC),
    }
    return ShipmentFacts(**plain_fields | more)


def test_a_parcel_on_its_way_says_when_such_parcels_arrive(ten_days):
    found = asked(order(OrderState.IN_TRANSIT, shipments=(by_ups(),)))
    assert said(found).startswith("We expect it to arrive by Monday, March 30. 9 in 10 parcels")
    steps = {plain(step.text): plain(step.when) for step in found.steps}
    assert steps["Delivered"] == "expected Monday, March 30"


def test_what_the_carrier_says_is_better_than_what_others_took(ten_days):
    parcel = by_ups(state_at=NOW, expected_on=day("2026-03-20"))
    found = asked(order(OrderState.IN_TRANSIT, shipments=(parcel,)))
    assert found.date.basis is DateBasis.CARRIER


def test_spanish_has_its_own_words(ten_days):
    with translation.override("es"):
        assert said(answer(reviewed())) == (
            "Esperamos decidir a más tardar el jueves 26 de marzo. "
            "9 de cada 10 reclamos como este ya están decididos para entonces. "
            "(240 reclamos en el último año.)"
        )


def test_a_table_counts_from_the_same_instant_in_every_process(ten_days):
    later = NOW + dt.timedelta(minutes=2)
    IN_USE.put(Table(model="next", starts_at=later))
    assert IN_USE.at(later - dt.timedelta(seconds=1)).model == "2026-03-17.1"
    assert IN_USE.at(later).model == "next"


def test_nothing_about_a_person_is_a_part_of_a_segment():
    assert set(FEATURES) == {"state", "waiting_for", "thing", "sender"}
    assert not any(of_a_person(name) for name in FEATURES)


def test_who_somebody_is_changes_no_day(ten_days):
    mine = answer(reviewed())
    theirs = answer(
        reviewed(
            patient_name="Somebody Else",
            patient_is_member=False,
            guard=Guard.UNKNOWN,
            provider="Another Clinic",
            service="Something private",
        )
    )
    assert mine.date == theirs.date
