"""Dates that members were told: stored once a change, settled by the facts, said when they move."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.clock import now, today
from claims.answers.answer import TO_COME, DateBasis, DateLine
from claims.answers.date_estimate import stands
from claims.answers.standing import Since, as_said, why_without_news
from claims.answers.words import day, plain
from claims.date_kind import DateKind
from claims.estimates.expected import Curve
from claims.estimates.segments import SINCE_START
from claims.estimates.tables import IN_USE, Table
from claims.facts import HELD_TO, Delay, Program, Said
from claims.models import Claim, DateNight, Order, Promise, Source
from claims.store.open_dates import note_all
from claims.store.promise_settlement import settle
from tests import make
from tests.many import copies

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def said(thing) -> list[Promise]:
    return list(thing.promises.order_by("number"))


def test_a_page_stores_the_date_that_it_shows(as_maya, maya):
    claim = make.claim(maya)
    line = as_maya.get(claim.get_absolute_url()).context["answer"].date
    (kept,) = said(claim)
    assert (kept.due_on, kept.kind, kept.basis, kept.seen) == (line.on, "decision", "law", True)
    assert (kept.member, kept.source, kept.number) == (maya, claim.source, 1)
    assert kept.said_on == today(maya.time_zone)


def test_a_letter_to_print_stores_the_date_that_it_shows(as_maya, maya):
    claim = make.claim(maya)
    letter = as_maya.get(f"/letters/claim:{claim.pk}/summary/")
    (kept,) = said(claim)
    assert plain(day(kept.due_on, today=kept.said_on)) in plain(letter.content.decode())


def test_the_same_date_is_stored_once_however_often_it_is_shown(as_maya, maya):
    claim, order = make.claim(maya), make.order(maya)
    for path in (claim.get_absolute_url(), "/claims/", "/", "/search/?q=therapy") * 2:
        as_maya.get(path)
    assert len(said(claim)) == 1
    for path in (order.get_absolute_url(), "/orders/", "/", "/search/?q=lamp") * 2:
        as_maya.get(path)
    assert len(said(order)) == 1


@pytest.mark.parametrize("path", ["/claims/", "/", "/search/?q=therapy"])
def test_a_list_stores_the_dates_that_it_shows(as_maya, maya, path):
    claims = [make.claim(maya) for _ in range(3)]
    as_maya.get(path)
    assert [len(said(claim)) for claim in claims] == [1, 1, 1]


def test_a_page_whose_date_is_known_costs_no_query_more(as_maya, maya):
    claim = make.claim(maya)
    path = claim.get_absolute_url()
    as_maya.get(path)
    with CaptureQueriesContext(connection) as queries:
        as_maya.get(path)
    assert len(queries) == 3
    assert not [q for q in queries if "INSERT" in q["sql"]]


def test_what_the_member_must_do_and_what_is_done_promise_nothing(as_maya, maya):
    for claim in (
        make.claim(maya, "denied", notice_on=now().date()),
        make.claim(maya, "paid", paid_on=now().date() - DAY),
        make.claim(maya, "pended_info", waiting_for="member", wanted_by=now().date() + 9 * DAY),
    ):
        as_maya.get(claim.get_absolute_url())
        assert not said(claim)


def told(claim, state, *, on, at=None, **more):
    """A source says that this holds from that day on, and the claim's row follows."""
    heard = at or now()
    made = make.event(claim, state, effective_on=on, received_at=heard, **more)
    type(claim).objects.filter(pk=claim.pk).update(state=state, state_on=on, current=made)
    return made


@pytest.fixture
def moved(settings):
    """Moves the clock by days; every source is heard then, as a working one is."""

    def move(days: int, *, heard: bool = True) -> dt.datetime:
        settings.PORTAL_NOW = now() + days * DAY
        if heard:
            Source.objects.update(heard_at=settings.PORTAL_NOW)
        return settings.PORTAL_NOW

    return move


def promised(claim, *, within: int, **fields) -> Promise:
    """That a date was said just now: that many days from today."""
    at = now()
    on = today(claim.member.time_zone)
    plain = {
        "member": claim.member,
        "source": claim.source,
        "kind": "decision",
        "basis": "law",
        "number": claim.promises.count() + 1,
        "due_on": on + within * DAY,
        "said_on": on,
        "said_at": at,
        "seen": True,
    }
    about = "claim" if isinstance(claim, Claim) else "order"
    return Promise.objects.create(**{about: claim}, **plain | fields)


def outcome(promise: Promise) -> str:
    settle(now())
    promise.refresh_from_db()
    return promise.outcome


def test_a_decision_in_time_keeps_its_date(maya, moved):
    claim = make.claim(maya)
    promise = promised(claim, within=9)
    assert outcome(promise) == "open"
    moved(5)
    event = told(claim, "denied", on=today(maya.time_zone))
    assert outcome(promise) == "kept"
    assert promise.fact == f"claim event {event.pk}"
    assert promise.settled_on == today(maya.time_zone)


def test_a_day_that_passes_without_a_decision_breaks_its_date(maya, moved):
    claim = make.claim(maya)
    promise = promised(claim, within=4)
    moved(4)
    assert outcome(promise) == "open"  # the day itself still counts
    moved(1)
    assert outcome(promise) == "broken"
    assert promise.settled_on == promise.due_on + DAY
    assert list(Promise.objects.unheeded()) == [promise]


def test_a_quiet_source_is_never_called_late(maya, moved):
    promise = promised(make.claim(maya), within=4)
    moved(9, heard=False)
    assert outcome(promise) == "open"


def test_late_news_of_a_decision_in_time_keeps_a_date_after_all(maya, moved):
    claim = make.claim(maya)
    promise = promised(claim, within=4)
    moved(6)
    assert outcome(promise) == "broken"
    told(claim, "paid", on=promise.due_on)
    assert outcome(promise) == "kept"
    assert not Promise.objects.unheeded().exists()


def test_a_decision_after_the_day_breaks_it_for_good(maya, moved):
    claim = make.claim(maya)
    promise = promised(claim, within=4)
    moved(6)
    told(claim, "paid", on=today(maya.time_zone))
    assert outcome(promise) == "broken"


def test_a_date_that_moved_counts_for_itself(maya, moved):
    claim = make.claim(maya)
    first = promised(claim, within=4)
    second = promised(claim, within=12, was_on=first.due_on)
    moved(8)
    told(claim, "paid", on=today(maya.time_zone))
    assert (outcome(first), outcome(second)) == ("broken", "kept")


def test_what_was_decided_before_it_was_opened_again_keeps_no_new_date(maya, moved):
    claim = make.claim(maya, "denied")
    moved(9)
    told(claim, "in_process", on=today(maya.time_zone))
    moved(1)
    promise = promised(claim, within=20)
    assert outcome(promise) == "open"


@pytest.mark.parametrize("state", ["cancelled", "voided", "needs_correction", "split"])
def test_what_nobody_can_decide_any_more_withdraws_its_date(maya, moved, state):
    claim = make.claim(maya)
    promise = promised(claim, within=9)
    moved(3)
    told(claim, state, on=today(maya.time_zone))
    assert outcome(promise) == "withdrawn"


def test_a_day_that_finds_us_waiting_for_the_member_withdraws_its_date(maya, moved):
    claim = make.claim(maya)
    promise = promised(claim, within=4)
    told(claim, "pended_info", on=today(maya.time_zone), waiting_for="member")
    assert outcome(promise) == "open"  # they may still send it in time
    moved(6)
    assert outcome(promise) == "withdrawn"


def test_the_version_that_stands_for_a_claim_keeps_its_date(maya, moved):
    old = make.claim(maya)
    promise = promised(old, within=9)
    moved(2)
    new = make.claim(maya, "paid", state_on=today(maya.time_zone))
    Claim.objects.filter(pk=old.pk).update(superseded_by=new)
    assert outcome(promise) == "kept"


def test_in_doubt_nothing_is_settled(maya, moved):
    claim = make.claim(maya, conflict=["paid", "denied"])
    promise = promised(claim, within=4)
    moved(9)
    assert outcome(promise) == "open"


def test_a_person_who_checks_keeps_or_breaks_our_day(maya, moved):
    claim = make.claim(maya, conflict=["paid", "denied"])
    kept = promised(claim, within=4, kind="check", basis="promise")
    broken = promised(claim, within=1, kind="check", basis="promise")
    moved(3)
    assert outcome(broken) == "broken"
    Claim.objects.filter(pk=claim.pk).update(conflict=[])
    assert outcome(kept) == "kept"


def test_a_payment_on_its_day_keeps_it_and_a_later_one_does_not(maya, moved):
    on = today(maya.time_zone) + 4 * DAY
    claim, other = (make.claim(maya, "paid", paid_on=on) for _ in range(2))
    promises = [promised(one, within=4, kind="payment", basis="promise") for one in (claim, other)]
    told(other, "paid", on=on, paid_on=on + 3 * DAY)
    moved(5)
    assert [outcome(one) for one in promises] == ["kept", "broken"]


def scanned(order, state, at=None):
    shipment = order.shipments.get()
    at = at or now()
    shipment.events.create(
        source=shipment.source,
        content_hash=make.digest(),
        state=state,
        occurred_at=at,
        received_at=at,
    )


def test_a_parcel_that_comes_in_time_keeps_its_date(maya, moved):
    order = make.order(maya)
    code = order.shipments.get().tracking_code
    promise = promised(order, within=3, kind="deliver", basis="carrier", part=code)
    late = promised(order, within=1, kind="deliver", basis="carrier", part=code)
    moved(2)
    scanned(order, "delivered")
    assert (outcome(promise), outcome(late)) == ("kept", "broken")


def test_an_order_in_two_parcels_is_there_when_both_are(maya, moved):
    order = make.order(maya)
    make.shipment(order, "in_transit")
    promise = promised(order, within=3, kind="deliver", basis="promise")
    moved(2)
    make.shipment(order, "in_transit")
    first = order.shipments.order_by("pk").first()
    first.events.create(
        source=first.source,
        content_hash=make.digest(),
        state="delivered",
        occurred_at=now(),
        received_at=now(),
    )
    assert outcome(promise) == "open"


def test_a_first_scan_is_the_day_it_shipped(maya, moved):
    order = make.order(maya, "label_created")
    promise = promised(order, within=3, kind="ship", basis="law")
    moved(2)
    assert outcome(promise) == "open"
    scanned(order, "in_transit")
    assert outcome(promise) == "kept"


def test_a_refund_in_the_ledger_keeps_its_date(maya, moved):
    order = make.order(maya, "returned")
    promise = promised(order, within=9, kind="refund", basis="estimate", share=90)
    moved(3)
    make.entry(make.balance(maya), -4200, type="refund", order=order, effective_on=today("UTC"))
    late = promised(order, within=9, kind="refund", basis="estimate", share=90)
    assert (outcome(promise), outcome(late)) == ("open", "open")  # it was posted before
    make.entry(make.balance(maya), -4200, type="refund", order=order, posted_at=now() + DAY)
    moved(2)
    assert (outcome(promise), outcome(late)) == ("kept", "kept")


def test_a_cancelled_order_withdraws_its_date(maya, moved):
    order = make.order(maya)
    promise = promised(order, within=3, kind="deliver", basis="carrier")
    moved(1)
    Order.objects.filter(pk=order.pk).update(state="cancelled", changed_at=now())
    assert outcome(promise) == "withdrawn"


def test_settling_twice_changes_nothing(maya, moved):
    promise = promised(make.claim(maya), within=1)
    moved(3)
    assert settle(now()) == 1
    assert settle(now()) == 0
    promise.refresh_from_db()
    assert promise.heed(at=now())
    assert not promise.heed(at=now())


def test_a_broken_date_is_waited_for_until_what_it_promised_happens_or_cannot(maya, moved):
    decided, cancelled, still = (make.claim(maya) for _ in range(3))
    for claim in (decided, cancelled, still):
        promised(claim, within=1)
    moved(3)
    settle(now())
    assert {one.claim for one in Promise.objects.late()} == {decided, cancelled, still}
    told(decided, "paid", on=today(maya.time_zone))
    told(cancelled, "cancelled", on=today(maya.time_zone))
    moved(90)
    assert settle(now()) == 2
    assert [one.claim for one in Promise.objects.late()] == [still]
    assert decided.promises.get().outcome == "broken"
    assert settle(now()) == 0


def test_a_broken_date_is_late_until_the_member_was_told_and_has_another(maya, moved):
    claim = make.claim(maya)
    first = promised(claim, within=1)
    moved(3)
    settle(now())
    assert first.heed(at=now())
    assert Promise.objects.late().get().new_on is None
    second = promised(claim, within=2)
    assert not Promise.objects.late().exists()
    moved(5)
    settle(now())
    assert Promise.objects.late().get() == second  # a thing stands there once


def test_a_date_that_was_only_noted_at_night_is_told_when_it_is_read(as_maya, maya, moved):
    claim, order = make.claim(maya), make.order(maya)
    note_all(now())
    dates = [thing.promises.get() for thing in (claim, order)]
    assert not any(one.seen for one in dates)
    as_maya.get("/claims/")
    as_maya.get(order.get_absolute_url())
    for one in dates:
        one.refresh_from_db()
        assert one.seen
    assert refused(dates[0], seen=False)
    with CaptureQueriesContext(connection) as done:
        as_maya.get("/claims/")
    assert not any("UPDATE" in one["sql"] and "promise" in one["sql"] for one in done)


def test_nobody_is_late_with_a_date_that_nobody_was_told(maya, moved):
    promised(make.claim(maya), within=1, seen=False)
    moved(3)
    settle(now())
    assert Promise.objects.broken().exists()
    assert not Promise.objects.late().exists()


def test_the_often_task_looks_only_at_days_that_have_come(maya, moved):
    claim = make.claim(maya)
    promise = promised(claim, within=9)
    told(claim, "paid", on=today(maya.time_zone), at=now() + DAY)
    assert settle(now(), before=today("UTC")) == 0
    assert outcome(promise) == "kept"


def refused(promise: Promise, **change) -> bool:
    try:
        with transaction.atomic():
            Promise.objects.filter(pk=promise.pk).update(**change)
    except DatabaseError:
        return True
    return False


def test_the_database_refuses_to_change_what_was_said(maya):
    promise = promised(make.claim(maya), within=4)
    assert refused(promise, due_on=promise.due_on + DAY)
    assert refused(promise, said_at=now() - DAY)
    assert refused(promise, outcome="kept")  # without a day
    assert refused(promise, outcome="kept", settled_on=promise.due_on + DAY, settled_at=now())
    settled = {"settled_on": promise.due_on, "settled_at": now()}
    assert not refused(promise, outcome="withdrawn", **settled)
    assert refused(promise, outcome="kept", **settled)  # for good
    with pytest.raises(DatabaseError), transaction.atomic():
        promise.delete()


def test_at_night_the_dates_of_all_that_is_open_are_noted_once(maya, omar):
    claims = [make.claim(maya), make.claim(omar), make.claim(omar, "denied")]
    order = make.order(omar)
    make.claim(maya, plan=make.plan(Program.OTHER))  # whose law we do not know
    note_all(now())
    note_all(now())
    assert [claim.promises.count() for claim in claims] == [1, 1, 0]
    assert not order.promises.get().seen
    counts = {one.thing: (one.dated, one.undated) for one in DateNight.objects.all()}
    assert counts == {"claim": (2, 1), "order": (1, 0)}
    assert {one.source_id for one in DateNight.objects.all()} == {
        claims[0].source_id,
        order.source_id,
    }


def test_the_night_needs_as_few_queries_for_many_as_for_few(maya):
    claim = make.claim(maya)
    note_all(now())
    with CaptureQueriesContext(connection) as few:
        note_all(now())
    copies(claim, 40)
    note_all(now())
    with CaptureQueriesContext(connection) as many:
        note_all(now())
    assert len(many) == len(few)


def words(as_member, thing) -> str:
    date = as_member.get(thing.get_absolute_url()).context["answer"].date
    return plain(f"{date.sentence} {date.sure}").strip()


def with_law_days_later(claim, days: int) -> None:
    """The clock of the law starts anew, as after a corrected claim."""
    on = claim.received_on + days * DAY
    Claim.objects.filter(pk=claim.pk).update(received_on=on)


def test_a_date_that_moved_says_the_old_one_and_why(as_maya, maya, moved):
    claim = make.claim(maya)
    first = words(as_maya, claim)
    old = claim.promises.get()
    moved(2)
    told(claim, "pended_info", on=today(maya.time_zone), waiting_for="member")
    moved(2)
    told(claim, "in_process", on=today(maya.time_zone))
    with_law_days_later(claim, 4)
    said_now = words(as_maya, claim)
    assert said_now != first
    assert f"The date was {plain(day(old.due_on, today=old.said_on))} before." in said_now
    assert "We waited for what we asked you for." in said_now
    newest = claim.promises.get(number=2)
    assert (newest.was_on, newest.delay) == (old.due_on, "member")
    assert words(as_maya, claim) == said_now  # it stays said
    assert said_now in html_words(as_maya.get("/claims/"))
    assert claim.promises.count() == 2


def html_words(page) -> str:
    return " ".join(plain(page.content.decode()).split())


def test_a_date_that_came_nearer_says_so_and_why(as_maya, maya, moved):
    claim = make.claim(maya)
    words(as_maya, claim)
    old = claim.promises.get().due_on
    moved(1)
    with_law_days_later(claim, -3)
    said_now = words(as_maya, claim)
    assert f"The date was {plain(day(old, today=old))} before." in said_now
    assert "Something new came in about it." in said_now
    assert claim.promises.get(number=2).was_on == old


@pytest.mark.parametrize("kind", sorted(HELD_TO))
@pytest.mark.parametrize("days", [-3, 3])
def test_whatever_moved_says_the_old_day_the_new_one_and_why(kind, days):
    monday = dt.date(2026, 3, 2)
    old, new = monday + 10 * DAY, monday + (10 + days) * DAY
    told = Said(number=1, kind=kind, basis="", due_on=old, said_on=monday, said_at=now())
    for basis in (*TO_COME, DateBasis.NONE):
        checks = basis == DateBasis.NONE
        if checks != (kind in (DateKind.CHECK, DateKind.NEWS)):
            continue
        line = DateLine(
            sentence=f"By {plain(day(new, today=monday))}.",
            basis=basis,
            on=None if checks else new,
            more_by=new if checks else None,
            kind=kind,
        )
        for delay in (Delay.HEARD, Delay.CARRIER, Delay.FAST if days < 0 else Delay.SLOW):
            since = Since(today=monday, told_by=monday, delay=delay)
            moved_to = as_said(line, told, since)
            *dates, why = plain(moved_to.sentence).split(". ")
            for date in (old, new):
                assert plain(day(date, today=monday)) in ". ".join(dates)
                assert plain(day(date, today=monday)) not in why
            assert (moved_to.was_on, moved_to.delay) == (old, delay)


@pytest.mark.parametrize(
    ("was", "now_is", "days", "why"),
    [
        ("estimate", "estimate", 5, Delay.SLOW),
        ("estimate", "estimate", -5, Delay.FAST),
        ("estimate", "law", 5, Delay.SLOW),  # such claims take longer than the law allows
        ("estimate", "law", -5, Delay.HEARD),
        ("law", "law", 5, Delay.HEARD),  # a clock moves by what we are told alone
        ("carrier", "estimate", -5, Delay.HEARD),
    ],
)
def test_others_are_named_as_the_reason_only_between_two_estimates(was, now_is, days, why):
    on = dt.date(2026, 3, 16)
    told = Said(number=1, kind="decision", basis=was, due_on=on, said_on=on, said_at=now())
    line = DateLine(sentence="", basis=DateBasis(now_is), on=on + days * DAY, kind="decision")
    assert why_without_news(line, told) is why


def test_an_estimate_that_passed_is_late_and_says_sorry(as_maya, maya, moved):
    claim = make.claim(maya, plan=make.plan(Program.OTHER))
    promise = promised(claim, within=3, basis="estimate", share=90)
    moved(5)
    line = as_maya.get(claim.get_absolute_url()).context["answer"].date
    assert (line.basis, line.on) == ("late", promise.due_on)
    assert "We are late, and we are sorry." in plain(line.sentence)
    assert "Ask us, and we will tell you more by" in plain(line.sentence)
    settle(now())
    assert plain(line.sentence) == words(as_maya, claim)  # broken or not settled yet
    assert plain(line.sentence) in html_words(as_maya.get("/claims/"))


def test_where_the_source_is_quiet_nobody_is_called_late(as_maya, maya, moved):
    claim = make.claim(maya, plan=make.plan(Program.OTHER))
    promised(claim, within=3, basis="estimate", share=90)
    moved(5, heard=False)
    assert "We do not know if it happened." in words(as_maya, claim)


def test_what_was_decided_is_late_no_more(as_maya, maya, moved):
    claim = make.claim(maya)
    promised(claim, within=1)
    moved(3)
    told(claim, "paid", on=today(maya.time_zone))
    assert "late" not in words(as_maya, claim)


def test_an_estimate_stands_while_it_differs_by_little():
    monday = dt.date(2026, 3, 2)
    said = Said(
        number=1,
        kind=DateKind.DECISION,
        basis="estimate",
        due_on=monday + 10 * DAY,
        said_on=monday,
        said_at=now(),
        share=90,
    )

    def day_to_say(estimated: dt.date, today: dt.date) -> dt.date:
        return stands(estimated, said, kind=DateKind.DECISION, today=today)

    for days in (9, 10, 11, 15):  # March 12 is a Thursday
        assert day_to_say(monday + days * DAY, monday + DAY) == said.due_on
    assert day_to_say(monday + 17 * DAY, monday + DAY) == monday + 17 * DAY
    assert day_to_say(monday + 2 * DAY, monday + DAY) == monday + 2 * DAY
    assert day_to_say(monday + 11 * DAY, said.due_on) == said.due_on  # the day itself counts
    assert day_to_say(monday + 14 * DAY, said.due_on + DAY) == monday + 14 * DAY


@pytest.fixture
def pharmacy_takes_ten_days() -> Iterator[None]:
    """Claims of a pharmacy take ten working days from the day they came; others are not known."""
    days = Curve(left=[1.0] * 9 + [0.5, 0.05] + [0.01] * 90, at_risk=[240] * 101, cases=240)
    segment = f"{SINCE_START}|pharmacy"
    IN_USE.drop()
    IN_USE.put(Table(model="2026-03-17.1", curves={("decision", segment): days}))
    yield
    IN_USE.drop()


@pytest.mark.usefixtures("pharmacy_takes_ten_days")
def test_a_list_names_the_same_estimated_day_as_the_page(as_maya, maya):
    claim = make.claim(maya, kind="pharmacy")
    day_there, how_sure, _cases = words(as_maya, claim).partition(" 9 in 10")
    assert "We expect to decide by" in day_there
    assert day_there in html_words(as_maya.get("/claims/"))
    assert how_sure not in html_words(as_maya.get("/claims/"))
    promise = claim.promises.get()
    assert (promise.basis, promise.share, promise.model) == ("estimate", 90, "2026-03-17.1")
    assert promise.cases > 0


@pytest.mark.usefixtures("pharmacy_takes_ten_days")
def test_an_estimate_that_moved_says_from_when_and_why(as_maya, maya, moved):
    claim = make.claim(maya, kind="pharmacy", plan=make.plan(Program.OTHER))
    on = today(maya.time_zone)
    old = on + DAY
    promised(claim, within=1, basis="estimate", share=90)
    Claim.objects.filter(pk=claim.pk).update(received_on=on)
    said_now = words(as_maya, claim)
    assert "We now expect to decide by" in said_now
    assert f"It was {plain(day(old, today=old))}. It takes longer than most like it." in said_now
    assert "9 in 10 claims like this are decided by then." in said_now
    moved(3)
    assert said_now.removesuffix(".")[:60] in words(as_maya, claim)  # it stands


@pytest.mark.usefixtures("pharmacy_takes_ten_days")
def test_an_estimate_that_passed_says_sorry_and_the_new_day(as_maya, maya, moved):
    claim = make.claim(maya, kind="pharmacy", plan=make.plan(Program.OTHER))
    promised(claim, within=1, basis="estimate", share=90)
    moved(3)
    said_now = words(as_maya, claim)
    assert "We said we would decide by" in said_now
    assert "We are late, and we are sorry." in said_now
    assert "We expect to decide by" in said_now
    assert words(as_maya, claim) == said_now
    assert claim.promises.get(number=2).was_on == claim.promises.get(number=1).due_on


def test_an_estimated_day_still_holds_when_there_is_no_other(as_maya, maya, moved):
    claim = make.claim(maya, plan=make.plan(Program.OTHER))  # whose law we do not know
    promise = promised(claim, within=5, basis="estimate", share=90)
    moved(1)
    line = as_maya.get(claim.get_absolute_url()).context["answer"].date
    assert (line.basis, line.on, line.due_on) == ("estimate", promise.due_on, promise.due_on)
    assert "so that is less sure now." in plain(line.sentence)
    assert claim.promises.count() == 1


def test_a_payment_that_is_set_is_noted_at_night(maya):
    on = now().date() + 4 * DAY
    claim = make.claim(maya, "paid", paid_on=on, state_on=now().date())
    note_all(now())
    assert (claim.promises.get().kind, claim.promises.get().due_on) == ("payment", on)


def test_an_expected_payment_is_settled_by_the_day_of_payment(maya, moved):
    claim, other, denied = (make.claim(maya, "paid") for _ in range(3))
    dates = [
        promised(one, within=4, kind="payment", basis="estimate", share=90)
        for one in (claim, other, denied)
    ]
    assert [outcome(one) for one in dates] == ["open", "open", "open"]
    told(claim, "paid", on=today(maya.time_zone), paid_on=today(maya.time_zone))
    told(denied, "denied", on=today(maya.time_zone))
    assert [outcome(one) for one in dates] == ["kept", "open", "withdrawn"]
    moved(5)
    assert outcome(dates[1]) == "broken"


def test_a_long_name_of_a_segment_fits(maya):
    claim = make.claim(maya, source=make.source("s" * 50))
    assert promised(claim, within=4, segment=f"predetermination|{'s' * 50}").pk
