"""An appeal from its draft to its end: what counts, by which clock, and what members then read."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Member, User
from accounts.regimes import Kind
from accounts.rights.copying import unpacked
from accounts.rights.requests import ask, work_on
from claims.answers.answer import Answer, DateBasis, Tag
from claims.answers.claim import claim_answer
from claims.answers.words import local_date, plain
from claims.date_kind import DateKind
from claims.facts import AppealLevel, AppealOutcome, AppealState, ClaimState, ClaimUse, Program
from claims.models import Appeal, AppealEvent, Claim
from claims.store import appeals
from claims.store.appeal_decisions import NotOpen, assign, decide, heed_sources, receive
from tests import make

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 3, 17, 17, 0, tzinfo=dt.UTC)  # Tuesday, in Chicago
LETTER = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Any:
    """Turned by ``clock.PORTAL_NOW = …``."""
    settings.PORTAL_NOW = NOON
    return settings


def denied(owner: Member, program: Program = Program.ERISA_SELF, **more: Any) -> Claim:
    told = {"notice_on": LETTER, "state_on": LETTER, "billed": 20_000, "member_owes": 20_000}
    plan = make.plan(program, time_zone="America/Chicago")
    return make.claim(owner, ClaimState.DENIED, plan=plan, **told | more)


def read(claim: Claim, at: dt.datetime = NOON, **more: Any) -> Answer:
    facts = Claim.objects.get(pk=claim.pk).facts()
    return claim_answer(facts, now=at, zone="America/Chicago", **more)


def test_a_filed_appeal_is_the_one_answer_on_the_page_and_in_the_list(maya):
    claim = denied(maya)
    appeal = make.appeal(claim)
    page, row = read(claim), read(claim, brief=True)
    assert plain(page.headline) == "We are looking at your appeal."
    assert page.tag is Tag.WAITING_FOR_US
    assert page.action.sentence == "You do not need to do anything now."
    assert plain(page.date.sentence) == "We must answer by Saturday, May 16."
    assert page.date.basis is DateBasis.LAW
    assert page.steps[0].text == "You sent your appeal"
    assert page.timeline[0].title == "You appealed"
    assert page.options[0].kind == "see-appeal"
    assert (row.headline, row.tag, row.date) == (page.headline, page.tag, page.date)
    assert len(appeal.reference.split()) == 3


def test_lists_know_of_it_without_asking_for_it(maya, django_assert_num_queries):
    claim = denied(maya)
    make.appeal(claim)
    with django_assert_num_queries(1):
        (facts,), _page, _count = Claim.objects.latest(maya, None, 20)
    assert facts.appeal.state is AppealState.FILED
    assert not Claim.objects.for_member(maya).done().exists()
    assert Claim.objects.for_member(maya).waiting_for_us().get() == claim


def test_a_draft_changes_nothing_but_says_that_it_is_there(maya):
    claim = denied(maya)
    make.appeal(claim, filed=False)
    answer = read(claim)
    assert plain(answer.headline) == "We did not agree to pay this claim."
    assert plain(answer.action.sentence).startswith("You began an appeal and did not send it.")
    assert [one.button for one in answer.options if one.kind == "appeal"] == [
        "Go on with your appeal"
    ]
    assert not any(group.heading == "Your appeal" for group in answer.groups)


@pytest.mark.parametrize(
    ("filed_at", "late"),
    [
        ("2026-08-30T04:58:00+00:00", False),  # 23:58 on the last day, Saturday in Chicago
        ("2026-08-30T05:00:00+00:00", True),
    ],
)
def test_two_minutes_before_midnight_of_the_last_day_counts(maya, clock, filed_at, late):
    claim = denied(maya)
    clock.PORTAL_NOW = at = dt.datetime.fromisoformat(filed_at)
    appeal = make.appeal(claim, late_reason="I was ill.")
    assert appeal.last_on == dt.date(2026, 8, 29)
    assert appeal.filed_on == dt.date(2026, 8, 30 if late else 29)
    assert appeal.is_late is late
    assert read(claim, at).tag is Tag.WAITING_FOR_US


def test_one_open_appeal_for_a_claim_and_level(maya):
    claim = denied(maya)
    first = make.appeal(claim, filed=False)
    again = appeals.begin(maya, claim.pk, AppealLevel.INTERNAL, at=NOON)
    assert again == first
    with pytest.raises(DatabaseError), transaction.atomic():
        Appeal.objects.create(claim=claim, member=maya, level=AppealLevel.INTERNAL)


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_file_one_appeal(maya):
    claim = denied(maya)
    start, found = threading.Barrier(4), []

    def press() -> None:
        start.wait()
        try:
            draft = appeals.begin(maya, claim.pk, AppealLevel.INTERNAL, at=NOON)
            found.append(appeals.file(draft.pk, by=maya.user, at=NOON).reference)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _one in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Appeal.objects.count() == AppealEvent.objects.count() == 1


def test_steps_of_an_appeal_are_never_changed(maya):
    make.appeal(denied(maya))
    for change in (lambda: AppealEvent.objects.update(note="x"), AppealEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_taking_it_back_leaves_the_first_decision(maya):
    claim = denied(maya)
    appeal = make.appeal(claim)
    assert appeals.withdraw(appeal.pk, by=maya.user, at=NOON)
    assert not appeals.withdraw(appeal.pk, by=maya.user, at=NOON)
    answer = read(claim)
    assert plain(answer.headline) == "We did not agree to pay this claim."
    assert answer.timeline[0].title == "You took your appeal back"
    assert Claim.objects.for_member(maya).done().get() == claim
    assert make.appeal(claim).pk != appeal.pk


def test_who_looks_is_named_only_when_we_know(maya, sana):
    claim = denied(maya)
    appeal = make.appeal(claim)
    nobody = "Someone who did not make the first decision looks at it."
    assert read(claim).steps[1].text == nobody
    assign(appeal.pk, "Lena", by=sana, at=NOON)
    assert plain(read(claim).steps[1].text) == (
        "Lena, who did not make the first decision, looks at it."
    )


def decided(claim: Claim, outcome: AppealOutcome, by: User, on: dt.date = LETTER + 30 * DAY) -> Any:
    appeal = make.appeal(claim)
    at = dt.datetime.combine(on, dt.time(17), tzinfo=dt.UTC)
    decide(appeal.pk, outcome, notice_on=on, by=by, at=at)
    return read(claim, at)


def test_kept_it_names_the_next_level_and_its_last_date(maya, sana):
    claim = denied(maya)
    answer = decided(claim, AppealOutcome.UPHELD, sana)
    assert answer.headline == "We looked again, and we did not change our decision."
    assert answer.tag is Tag.NOT_AGREED
    # Four months after April 1: Saturday, August 1, so the Monday after.
    assert plain(answer.action.sentence) == (
        "You can ask for an outside review until Monday, August 3."
    )
    outside = next(one for one in answer.options if one.kind == "outside")
    assert outside.button == "Ask for an outside review"
    assert outside.url.endswith("/appeal/")
    assert not any(one.kind == "appeal" for one in answer.options)


def test_an_outside_review_follows_and_after_it_nothing_does(maya, sana, clock):
    claim = denied(maya)
    decided(claim, AppealOutcome.UPHELD, sana)
    clock.PORTAL_NOW = later = NOON + 40 * DAY
    outside = make.appeal(claim)
    assert outside.level == AppealLevel.EXTERNAL
    answer = read(claim, later)
    assert plain(answer.headline) == "An outside reviewer is looking at your appeal."
    told = "Once the reviewer has your case, they must answer within 45 days."
    assert plain(answer.law) == told
    assert answer.date.kind == DateKind.NEWS  # our own receipt starts no clock of theirs
    for days in (4, 6):  # the first time counts
        receive(outside.pk, by=sana, at=later + days * DAY)
    on = local_date(later, "America/Chicago") + 49 * DAY
    assert read(claim, later).date.on == on
    decide(outside.pk, AppealOutcome.UPHELD, notice_on=later.date(), by=sana, at=later)
    answer = read(claim, later)
    assert answer.headline == "The reviewer did not agree to your appeal."
    assert answer.action.sentence == "You do not need to do anything now."
    assert not any(one.kind in ("appeal", "outside") for one in answer.options)


def test_a_draft_of_an_outside_review_does_not_forget_what_was_decided(maya, sana):
    claim = denied(maya)
    answer = decided(claim, AppealOutcome.UPHELD, sana)
    draft = make.appeal(claim, filed=False)
    assert draft.level == AppealLevel.EXTERNAL
    at = NOON + 20 * DAY
    assert read(claim, at).action.due_on == answer.action.due_on


def test_changed_it_says_so_until_the_claim_is_worked_out_anew(maya, sana):
    claim = denied(maya)
    answer = decided(claim, AppealOutcome.OVERTURNED, sana)
    assert answer.headline == "We changed our decision after your appeal."
    assert answer.tag is Tag.WAITING_FOR_US
    pay(claim, NOON + 20 * DAY)
    heed_sources(NOON + 20 * DAY)
    assert read(claim, NOON + 20 * DAY).tag is Tag.DONE
    assert Claim.objects.get(pk=claim.pk).appealed is None


def pay(claim: Claim, at: dt.datetime, state: ClaimState = ClaimState.PAID, **told: Any) -> None:
    """The payer decides anew, as its source says it."""
    told = {"plan_paid": 18_000, "member_owes": 2_000, "effective_on": at.date()} | told
    event = make.event(claim, state, received_at=at, **told)
    Claim.objects.filter(pk=claim.pk).update(current=event, state=state, state_on=at.date())


@pytest.mark.parametrize(
    ("state", "told", "outcome"),
    [
        (ClaimState.PAID, {}, AppealOutcome.OVERTURNED),
        (ClaimState.PARTIALLY_DENIED, {"plan_paid": 9_000}, AppealOutcome.PARTLY),
        (ClaimState.DENIED, {"plan_paid": None, "member_owes": 20_000}, AppealOutcome.UPHELD),
    ],
)
def test_a_new_decision_of_the_payer_answers_the_appeal(maya, state, told, outcome):
    claim = denied(maya)
    appeal = make.appeal(claim)
    later = NOON + 9 * DAY
    pay(claim, later, state, **told)
    assert read(claim, later).headline != "We are looking at your appeal."
    assert heed_sources(later) == 1
    assert heed_sources(later) == 0
    appeal.refresh_from_db()
    assert (appeal.state, appeal.outcome) == (AppealState.DECIDED, outcome)
    assert appeal.decided_on == later.date()


def test_the_old_decision_said_once_more_answers_nothing(maya):
    claim = denied(maya)
    appeal = make.appeal(claim)
    later = NOON + 9 * DAY
    pay(claim, later, ClaimState.DENIED, effective_on=LETTER, notice_on=LETTER)
    heed_sources(later)
    appeal.refresh_from_db()
    assert appeal.state == AppealState.FILED
    assert plain(read(claim, later).headline) == "We are looking at your appeal."


def test_an_appeal_follows_its_claim_to_a_newer_version(maya):
    claim = denied(maya)
    appeal = make.appeal(claim)
    newer = make.claim(maya, ClaimState.IN_PROCESS, source=claim.source, plan=claim.plan)
    Claim.objects.filter(pk=claim.pk).update(superseded_by=newer)
    heed_sources(NOON)
    appeal.refresh_from_db()
    assert appeal.claim_id == newer.pk
    assert plain(read(newer).headline) == "We are looking at your appeal."


def test_late_it_says_what_the_law_gives(maya):
    claim = denied(maya, Program.MEDICAID_MCO)
    make.appeal(claim)
    on_the_day, after = NOON + 30 * DAY, NOON + 31 * DAY
    assert plain(read(claim, on_the_day).headline) == "We are looking at your appeal."
    answer = read(claim, after)
    assert answer.headline == "We are late with our answer to your appeal."
    assert answer.action.sentence == "This is late. You may go to a State fair hearing now."
    assert answer.date.basis is DateBasis.LATE


def test_a_medicare_advantage_case_goes_on_by_itself(maya, sana):
    claim = denied(maya, Program.MEDICARE_ADVANTAGE)
    answer = decided(claim, AppealOutcome.UPHELD, sana)
    assert plain(answer.headline) == "An outside reviewer is looking at your appeal."
    assert plain(answer.call).startswith("We kept our decision, so the law sends your case on.")
    first, second = Appeal.objects.order_by("begun_at")
    assert (first.state, second.state) == (AppealState.DECIDED, AppealState.FILED)
    assert second.automatic
    assert second.events.get().by is None


def test_what_has_ended_is_not_decided_again(maya, sana):
    appeal = make.appeal(denied(maya))
    decide(appeal.pk, AppealOutcome.UPHELD, notice_on=NOON.date(), by=sana, at=NOON)
    with pytest.raises(NotOpen):
        decide(appeal.pk, AppealOutcome.PARTLY, notice_on=NOON.date(), by=sana, at=NOON)


def test_an_approval_can_be_appealed_too(maya):
    claim = denied(maya, use=ClaimUse.PREAUTHORIZATION)
    make.appeal(claim)
    assert plain(read(claim).headline) == "We are looking at your appeal."
    assert plain(read(claim).date.sentence) == "We must answer by Thursday, April 16."


def test_what_was_written_goes_with_the_claim_and_never_before_it(maya):
    make.appeal(denied(maya))
    with pytest.raises(DatabaseError), transaction.atomic():
        Appeal.objects.all().delete()


def test_what_was_written_is_in_the_copy_of_their_data(maya):
    make.appeal(denied(maya))
    request = ask(maya, Kind.ACCESS)
    assert work_on(request.pk)
    request.refresh_from_db()
    tables = {one["table"]: one for one in unpacked(request.copy)["tables"]}
    assert tables["claims.Appeal"]["rows"][0]["statement"] == "It was needed."
    assert tables["claims.AppealEvent"]["rows"][0]["step"] == "filed"
