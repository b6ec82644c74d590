"""Who may settle what is held, and that the answer is then what it was said to become."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from accounts.models import Role, User
from claims.answers.answer import Answer, Tag
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import Adjustment, ClaimRecord, HoldReason, Line
from claims.models import Claim, Hold, HoldDecision, ImportBatch
from claims.store.outcomes import Outcome, preview
from claims.store.settlement import (
    CannotSettle,
    Resolution,
    Why,
    ask_again,
    confirm,
    decline,
    propose,
    seen,
)
from tests import make
from tests.claims.store.holding import DAY, S, held, take_in, told
from tests.claims.store.landing import HOUR, NOW

pytestmark = pytest.mark.django_db

LATER = NOW + HOUR


@pytest.fixture(autouse=True)
def _clock(settings: Any) -> None:
    settings.PORTAL_NOW = LATER


def the_hold() -> Hold:
    return Hold.objects.select_related("claim__member", "batch").get()


def outcome(resolution: Resolution) -> Outcome:
    return preview(the_hold(), LATER).after(resolution)


def now_reads() -> Answer | None:
    claim = Claim.objects.visible().first()
    return claim and claim_answer(claim.facts(), now=LATER, zone=claim.member.time_zone)


def settle(resolution: Resolution, first: User, second: User) -> None:
    hold = the_hold()
    if not propose(hold.pk, resolution, by=first, why="I asked them", looked_at=seen(hold)):
        hold = the_hold()
        confirm(hold.pk, by=second, why="I agree", looked_at=seen(hold))


def test_two_people_let_a_record_land_that_changes_the_answer(otto, ruth):
    take_in(told(S.IN_PROCESS, on=-5))
    take_in(held(told(S.PAID, paid=8_000)))
    hold = the_hold()
    assert not propose(hold.pk, Resolution.USE, by=otto, why="I rang", looked_at=seen(hold))
    assert now_reads().tag is Tag.CHECKING
    confirm(hold.pk, by=ruth, why="So did I", looked_at=seen(hold))
    assert "We paid" in now_reads().headline
    said = [(one.what, one.by, one.why) for one in hold.decisions.order_by("pk")]
    assert said[1:] == [("proposed", otto, "I rang"), ("settled", ruth, "So did I")]


def test_one_person_keeps_what_we_have(otto):
    take_in(told(S.IN_PROCESS, on=-5))
    before = now_reads()
    take_in(held(told(S.PAID)))
    hold = the_hold()
    assert propose(hold.pk, Resolution.KEEP, by=otto, why="A test file", looked_at=seen(hold))
    assert now_reads() == before
    assert the_hold().changes_answer is False
    assert Claim.objects.get().events.count() == 1


def test_one_person_uses_a_record_that_changes_nothing_that_is_read(otto):
    take_in(told(S.PENDED_INFO, on=0))
    take_in(held(told(S.RECEIVED, on=-9)))
    hold = the_hold()
    assert propose(hold.pk, Resolution.USE, by=otto, why="Only late", looked_at=seen(hold))
    assert Claim.objects.get().events.count() == 2


def test_a_claim_of_which_nothing_came_is_shown_to_nobody(otto):
    take_in(held(told(S.PAID)))
    settle(Resolution.KEEP, otto, otto)
    assert now_reads() is None
    take_in(held(told(S.PAID, paid=5)))
    assert now_reads().tag is Tag.CHECKING


def test_the_same_person_cannot_confirm(otto):
    take_in(held(told(S.PAID)))
    hold = the_hold()
    propose(hold.pk, Resolution.USE, by=otto, why="x", looked_at=seen(hold))
    with pytest.raises(CannotSettle) as refused:
        confirm(hold.pk, by=otto, why="x", looked_at=seen(hold))
    assert refused.value.why is Why.SAME_PERSON
    assert the_hold().state == Hold.State.PROPOSED


def test_a_second_person_who_does_not_agree_opens_it_again(otto, ruth):
    take_in(held(told(S.PAID)))
    hold = the_hold()
    propose(hold.pk, Resolution.USE, by=otto, why="x", looked_at=seen(hold))
    decline(hold.pk, by=ruth, why="Not yet", looked_at=seen(hold))
    again = the_hold()
    assert (again.state, again.proposed_by, again.resolution) == ("open", None, "")
    assert again.decisions.last().what == "declined"


def test_nobody_settles_what_has_changed_since_they_looked(otto, ruth):
    take_in(told(S.IN_PROCESS, on=-5))
    take_in(held(told(S.PAID)))
    hold = the_hold()
    looked_at = seen(hold)
    take_in(told(S.PENDED_INFO, on=-1), at=LATER)
    with pytest.raises(CannotSettle) as refused:
        propose(hold.pk, Resolution.KEEP, by=otto, why="x", looked_at=looked_at)
    assert refused.value.why is Why.CHANGED


def test_a_sender_who_is_asked_again_gets_time_and_the_claim_stays_in_doubt(otto, settings):
    take_in(held(told(S.PAID)))
    settings.PORTAL_NOW = NOW + 2 * DAY
    hold = the_hold()
    ask_again(hold.pk, by=otto, why="Wrote to them", looked_at=seen(hold))
    assert the_hold().due_on == Claim.objects.get().checking_until == dt.date(2026, 11, 27)
    assert the_hold().decisions.last().what == "asked"
    said = claim_answer(Claim.objects.get().facts(), now=NOW + 2 * DAY, zone="UTC").call
    assert "On Tuesday, November 24 we asked for it to be sent again." in plain(said)
    assert Hold.objects.open().exists()


def test_we_asked_again_on_our_own_day(otto, settings):
    take_in(held(told(S.PAID)))
    settings.PORTAL_NOW = dt.datetime(2026, 11, 24, 0, 30, tzinfo=dt.UTC)  # Monday, New York
    ask_again(the_hold().pk, by=otto, why="Wrote to them", looked_at=seen(the_hold()))
    assert Claim.objects.get().asked_again_on == dt.date(2026, 11, 23)


def test_a_record_of_another_person_is_never_used(otto):
    take_in(told(S.IN_PROCESS))
    take_in(held(told(S.PAID), HoldReason.MOVED_TO_ANOTHER_MEMBER))
    hold = the_hold()
    assert [one.resolution for one in preview(hold, LATER).outcomes] == [Resolution.KEEP]
    with pytest.raises(CannotSettle):
        propose(hold.pk, Resolution.USE, by=otto, why="x", looked_at=seen(hold))


@pytest.mark.parametrize("resolution", Resolution)
def test_of_two_sources_the_one_that_lost_no_longer_counts(resolution, otto, ruth):
    make.source("other")
    take_in(told(S.PAID, paid=8_000))
    before = now_reads()
    take_in(told(S.DENIED, source="other", at=NOW + HOUR))
    assert outcome(Resolution.USE).two_people
    assert not outcome(Resolution.KEEP).two_people
    settle(resolution, otto, ruth)
    claim = Claim.objects.get()
    assert claim.state == (S.PAID if resolution == Resolution.KEEP else S.DENIED)
    assert claim.conflict == []
    assert claim.events.count() == 2
    if resolution == Resolution.KEEP:
        assert replace(now_reads(), timeline=()) == replace(before, timeline=())


def test_two_sources_that_came_together_need_two_people_either_way():
    make.source("other")
    take_in(told(S.PAID), told(S.DENIED, source="other"))
    assert all(one.two_people for one in preview(the_hold(), LATER).outcomes)


def test_a_third_source_that_still_disagrees_is_a_hold_of_its_own(otto, ruth):
    make.source("other")
    make.source("third")
    take_in(told(S.PAID), told(S.DENIED, source="other", at=NOW + HOUR / 2))
    settle(Resolution.KEEP, otto, ruth)
    take_in(told(S.PARTIALLY_DENIED, source="third", at=NOW + HOUR))
    hold = Hold.objects.open().select_related("claim__member", "batch").get()
    assert hold.evidence == [{"clue": "decision", "expected": "paid", "found": "partially_denied"}]
    assert propose(hold.pk, Resolution.KEEP, by=otto, why="x", looked_at=seen(hold))
    assert Claim.objects.get().state == S.PAID


def test_of_three_sources_two_may_go_on_to_disagree(otto, ruth):
    make.source("other")
    make.source("third")
    take_in(told(S.PAID), told(S.DENIED, source="other", at=NOW + HOUR / 2))
    take_in(told(S.PARTIALLY_DENIED, source="third", at=NOW + HOUR))
    hold = Hold.objects.open().select_related("claim__member").get()
    assert len(hold.against) == 2
    if not propose(hold.pk, Resolution.KEEP, by=otto, why="x", looked_at=seen(hold)):
        hold = Hold.objects.select_related("claim__member").get(pk=hold.pk)
        confirm(hold.pk, by=ruth, why="x", looked_at=seen(hold))
    left = Hold.objects.open().get()
    assert left.evidence == [{"clue": "decision", "expected": "paid", "found": "denied"}]
    assert now_reads().tag is Tag.CHECKING


def test_what_a_source_says_later_is_looked_at_again(otto, ruth):
    make.source("other")
    take_in(told(S.PAID), told(S.DENIED, source="other", at=NOW + HOUR))
    settle(Resolution.KEEP, otto, ruth)
    take_in(told(S.DENIED, source="other", on=1), at=NOW + DAY)
    assert Claim.objects.get().conflict == [S.PAID, S.DENIED]
    assert Hold.objects.open().count() == 1
    take_in(told(S.DENIED, on=2), at=NOW + 2 * DAY)
    assert (Claim.objects.get().state, Claim.objects.get().conflict) == (S.DENIED, [])
    assert not Hold.objects.open()


def test_a_record_lands_exactly_once(otto, ruth):
    record = told(S.PAID, paid=8_000)
    take_in(held(record))
    settle(Resolution.USE, otto, ruth)
    batch = ImportBatch.objects.latest("pk")
    assert (batch.file_name, batch.read, batch.landed) == ("test", 1, 1)
    for again in (held(record), record):
        batch = take_in(again, at=NOW + DAY)
        assert (batch.landed, batch.held, batch.unchanged) == (0, 0, 1)
    assert Claim.objects.get().events.count() == 1


def test_a_decision_that_is_used_lets_its_reversal_land(otto, ruth):
    take_in(held(told(S.PAID, paid=8_000)))
    take_in(held(told(S.REVERSED, on=1, paid=-8_000), HoldReason.ORPHAN_REVERSAL))
    paid = Hold.objects.select_related("claim").get(reason=HoldReason.OUT_OF_BALANCE)
    propose(paid.pk, Resolution.USE, by=otto, why="x", looked_at=seen(paid))
    confirm(paid.pk, by=ruth, why="x", looked_at=seen(paid))
    assert Claim.objects.get().state == S.REVERSED
    assert not Hold.objects.open()


def landed(on: int, state: S, paid: int, source: str) -> ClaimRecord:
    return told(state, on=on, paid=paid, source=source, at=NOW + on * DAY)


RECORDS = st.builds(
    landed,
    on=st.integers(-4, 0),
    state=st.sampled_from([S.RECEIVED, S.PAID, S.DENIED, S.REVERSED, S.PENDED_INFO, S.VOIDED]),
    paid=st.sampled_from([0, 5_000, 8_000, -8_000]),
    source=st.sampled_from(["fhir", "other"]),
)
LINE = Line(number=1, description="Visit", adjustments=(Adjustment("PR", "2", 2_000),))


@given(
    before=st.lists(RECORDS, max_size=3),
    doubtful=RECORDS,
    resolution=st.sampled_from(Resolution),
    lines=st.booleans(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@example(
    [landed(0, S.PAID, 0, "fhir"), landed(0, S.PAID, 5_000, "other")],
    landed(0, S.PAID, 5_000, "fhir"),
    Resolution.USE,
    False,
)
@example([landed(0, S.PAID, 0, "fhir")], landed(-1, S.PAID, 5_000, "other"), Resolution.USE, False)
def test_the_answer_becomes_what_the_preview_said(otto, ruth, before, doubtful, resolution, lines):
    people = [otto, ruth]
    with rolled_back():
        make.source("other")
        if lines:
            doubtful = replace(doubtful, happening=replace(doubtful.happening, lines=(LINE,)))
            doubtful = replace(doubtful, content_hash="9" * 64)
        take_in(*before)
        take_in(held(doubtful))
        hold = Hold.objects.open().order_by("reason").select_related("claim__member").first()
        if hold is None:
            return
        said = preview(hold, LATER).after(resolution)
        zone = hold.claim.member.time_zone
        expected = said.facts and claim_answer(said.facts, now=LATER, zone=zone)
        for by in people:
            hold.refresh_from_db()
            if hold.state == "open":
                propose(hold.pk, resolution, by=by, why="x", looked_at=seen(hold))
            elif hold.state == "proposed":
                confirm(hold.pk, by=by, why="x", looked_at=seen(hold))
        hold.refresh_from_db()
        assert hold.state == "settled"
        assert hold.settled_by == (people[1] if said.two_people else people[0])
        if Hold.objects.filter(opened_at=LATER).exists():
            return  # what landed is itself in doubt
        assert now_reads() == expected


def rolled_back():
    class Undone(transaction.Atomic):
        def __exit__(self, *problem):
            if problem[0] is None:
                transaction.set_rollback(True)
            return super().__exit__(*problem)

    return Undone(None, True, False)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does(otto, ruth):
    take_in(held(told(S.PAID, paid=8_000)))
    hold = the_hold()
    propose(hold.pk, Resolution.USE, by=otto, why="x", looked_at=seen(hold))
    third = make.user(role=Role.OPERATOR)
    looked_at, ended = seen(hold), []
    start = threading.Barrier(2)

    def go(by: User) -> None:
        start.wait()
        try:
            confirm(hold.pk, by=by, why="x", looked_at=looked_at)
            ended.append("settled")
        except CannotSettle as refused:
            ended.append(refused.why)
        finally:
            connection.close()

    both = [threading.Thread(target=go, args=[by]) for by in (ruth, third)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(ended) == [Why.CHANGED, "settled"]
    assert HoldDecision.objects.filter(what="settled").count() == 1
    assert Claim.objects.get().events.count() == 1
