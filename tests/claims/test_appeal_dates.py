"""By when an appeal is decided: learned from appeals, beside the law's day, and settled."""

import datetime as dt
from typing import Any

import pytest

from accounts.clock import now
from accounts.models import Member
from claims.answers.answer import Answer, DateBasis
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.estimates.expected import Curve
from claims.estimates.tables import IN_USE, Table
from claims.facts import AppealOutcome, ClaimState, Program
from claims.models import Claim
from claims.store import appeals
from claims.store.appeal_decisions import decide
from claims.store.estimates import build
from claims.store.open_dates import note_all
from claims.store.promise_settlement import settle
from tests import make

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 17, 17, 0, tzinfo=dt.UTC)  # Tuesday, in Chicago
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Any:
    """Turned by ``clock.PORTAL_NOW = …``."""
    settings.PORTAL_NOW = NOON
    IN_USE.drop()
    yield settings
    IN_USE.drop()


def appealed(owner: Member, program: Program = Program.ERISA_SELF):
    letter = now().date() - 9 * DAY
    plan = make.plan(program, time_zone="America/Chicago")
    claim = make.claim(owner, "denied", plan=plan, notice_on=letter, state_on=letter)
    return claim, make.appeal(claim)


def read(claim: Claim) -> Answer:
    return claim_answer(Claim.objects.get(pk=claim.pk).facts(), now=now(), zone="America/Chicago")


def test_the_table_learns_how_long_appeals_of_a_level_take(maya, clock):
    clock.PORTAL_NOW = NOON - 30 * DAY
    made = [appealed(maya) for _ in range(24)]
    clock.PORTAL_NOW = NOON - 20 * DAY
    for _claim, appeal in made[:12]:
        decide(appeal.pk, AppealOutcome.UPHELD, notice_on=now().date(), at=now())
    appeals.withdraw(made[12][1].pk, by=maya.user, at=now())
    make.event(made[13][0], ClaimState.PAID, effective_on=now().date(), received_at=now())
    clock.PORTAL_NOW = NOON
    curve = build(NOON).read().curves["appeal_decision", "start|internal"]
    assert curve.cases == 24
    assert curve.left[0] == 1
    # 13 were decided on one day, one of them by the payer; one was taken back; ten are open.
    assert curve.left[-1] == pytest.approx(10 / 23)


def test_an_appeal_says_when_such_appeals_are_decided_and_the_laws_day_beside_it(maya):
    ten_days = Curve(left=[1.0] * 10 + [0.05], at_risk=[240] * 11, cases=240)
    IN_USE.put(Table(model="m", curves={("appeal_decision", "start|internal"): ten_days}))
    claim, _appeal = appealed(maya)
    found = read(claim)
    assert plain(f"{found.date.sentence} {found.date.sure}") == (
        "We expect to decide your appeal by Tuesday, March 31. "
        "9 in 10 appeals like this are decided by then. (240 appeals in the last year.)"
    )
    assert found.date.basis is DateBasis.ESTIMATE
    assert plain(found.law) == "We must answer by Saturday, May 16."
    slow = Curve(left=[1.0] * 60 + [0.05], at_risk=[240] * 61, cases=240)
    IN_USE.drop()
    IN_USE.put(Table(model="m", curves={("appeal_decision", "start|internal"): slow}))
    assert plain(read(claim).date.sentence) == (
        "We must answer by Saturday, May 16. If that has not happened by then, call (800) 555-0199."
    )


def test_an_appeal_without_history_says_the_laws_day_once_and_is_held_to_it(as_maya, maya, clock):
    claim, appeal = appealed(maya)
    page = as_maya.get(f"/appeals/{appeal.pk}/")  # says it like the page of its claim
    answer = page.context["answer"]
    assert (answer.date.basis, answer.law) == (DateBasis.LAW, "")
    promise = claim.promises.get()
    assert (promise.kind, promise.due_on) == ("appeal_decision", answer.date.on)
    settle(now())
    assert claim.promises.get().outcome == "open"  # the decision that it is against settles nothing
    clock.PORTAL_NOW = NOON + 5 * DAY
    decide(appeal.pk, AppealOutcome.UPHELD, notice_on=now().date(), at=now())
    settle(now())
    assert claim.promises.get().outcome == "kept"


@pytest.mark.parametrize(("ends", "outcome"), [("withdrawn", "withdrawn"), ("late", "broken")])
def test_what_became_of_an_appeal_settles_its_day(maya, clock, ends, outcome):
    claim, appeal = appealed(maya)
    note_all(now())
    clock.PORTAL_NOW = NOON + 5 * DAY
    if ends == "withdrawn":
        appeals.withdraw(appeal.pk, by=maya.user, at=now())
    clock.PORTAL_NOW = NOON + 90 * DAY
    settle(now())
    assert claim.promises.get(kind="appeal_decision").outcome == outcome


def test_of_an_appeal_without_a_law_we_say_by_when_we_tell_more(maya):
    claim, _appeal = appealed(maya, Program.OTHER)
    words = plain(read(claim).date.sentence)
    assert words == "We do not have a date yet. We will tell you more by Tuesday, March 24."
