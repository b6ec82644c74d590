"""Claims read as facts: what was stored comes back, typed, in one query."""

import datetime as dt

import pytest

from accounts.clock import now
from claims.answers.answer import DateBasis
from claims.answers.claim import claim_answer
from claims.date_kind import DateKind
from claims.estimates.expected import Curve
from claims.estimates.segments import SINCE_LAST
from claims.estimates.tables import IN_USE, Table
from claims.facts import Adjustment, Amounts, ClaimKind, ClaimState, Line, PlanFacts, WaitingFor
from claims.models import Claim
from tests import make

DAY = dt.date(2026, 3, 20)


def a_whole_claim(maya) -> Claim:
    reasons = (Adjustment("PR", "45", 500), Adjustment("CO", "45", -200))
    lines = [
        Line(
            number=number,
            description=f"Line {number}",
            service_from=DAY,
            amounts=Amounts(plan_paid=number * 100),
            adjustments=reasons if number == 1 else (),
            remarks=("N2",),
        )
        for number in (1, 2)
    ]
    return make.claim(
        maya,
        ClaimState.PENDED_INFO,
        billed=40_000,
        member_owes=0,
        waiting_for=WaitingFor.MEMBER,
        wanted="an itemised “bill”",
        wanted_by=DAY,
        remarks=["N1", "MA130"],
        conflict=[ClaimState.PAID, ClaimState.DENIED],
        notice_on=DAY,
        lines=lines,
        adjustments=[Adjustment("OA", "45")],
    )


def test_a_claim_comes_back_as_it_was_stored(maya):
    claim = a_whole_claim(maya)
    facts, told = claim.facts(), claim.current
    assert (facts.id, facts.number, facts.state) == (str(claim.pk), claim.number, claim.state)
    assert facts.conflict == (ClaimState.PAID, ClaimState.DENIED)
    assert facts.current.amounts == Amounts(billed=40_000, member_owes=0)
    assert facts.current.waiting_for is WaitingFor.MEMBER
    assert (facts.current.wanted, facts.current.wanted_by) == (told.wanted, DAY)
    assert facts.current.received_at == told.received_at
    assert facts.current.remarks == ("N1", "MA130")
    assert facts.current.adjustments == (Adjustment("OA", "45", None, None),)
    assert [line.number for line in facts.current.lines] == [1, 2]
    assert facts.current.lines[0].amounts == Amounts(plan_paid=100)
    assert facts.current.lines[0].adjustments == (
        Adjustment("PR", "45", 500, None),
        Adjustment("CO", "45", -200, None),
    )
    assert facts.source == claim.source.facts()
    assert facts.plan == claim.plan.facts()


def test_the_history_is_newest_first_and_holds_what_replaced_claims_said(maya):
    claim = a_whole_claim(maya)
    older_on = claim.state_on - dt.timedelta(days=5)
    older = make.event(claim, ClaimState.RECEIVED, effective_on=older_on)
    replaced = make.claim(maya, superseded_by=claim, state_on=older_on - dt.timedelta(days=5))
    history = claim.facts().history
    assert [told.event_id for told in history] == [
        claim.current_id,
        older.pk,
        replaced.current_id,
    ]
    assert history[0] == claim.facts().current


def test_a_claim_without_plan_and_without_news_is_read_too(maya):
    claim = make.claim(maya)
    Claim.objects.update(plan=None, current=None)
    facts = claim.facts()
    assert (facts.plan, facts.current) == (PlanFacts(), None)


def test_rows_come_in_the_order_that_was_asked_for(maya, django_assert_num_queries):
    made = [make.claim(maya) for _ in range(5)]
    with django_assert_num_queries(2):
        facts = Claim.objects.for_member(maya).order_by("number").facts()
    assert [one.number for one in facts] == [claim.number for claim in made]
    assert not Claim.objects.none().facts()


def test_a_list_says_of_a_refused_claim_what_its_page_says(maya):
    money = Amounts(billed=8_000, plan_paid=0)
    line = Line(number=1, amounts=money, adjustments=(Adjustment("CO", "16", 8_000),))
    claim = make.claim(
        maya, ClaimState.DENIED, billed=8_000, plan_paid=0, notice_on=DAY, lines=[line]
    )
    row = claim_answer(claim.brief(), now=now(), zone="America/Chicago", brief=True)
    page = claim_answer(claim.facts(), now=now(), zone="America/Chicago")
    assert row.headline == page.headline == "Not paid, and you owe $0 for it."
    assert (row.action, row.date, row.amount) == (page.action, page.date, page.amount)


def test_a_list_expects_a_decision_on_the_day_that_the_page_does(maya, monkeypatch):
    claim = make.claim(maya, kind=ClaimKind.PHARMACY)
    alike = f"{SINCE_LAST}|{claim.state}||{ClaimKind.PHARMACY}"
    quick = Curve(left=[1.0] * 9 + [0.5, 0.05], at_risk=[240] * 11, cases=240)
    known = Table(model="tonight", curves={(DateKind.DECISION, alike): quick})
    monkeypatch.setattr(IN_USE, "now", known)
    monkeypatch.setattr(IN_USE, "following", known)
    row = claim_answer(claim.brief(), now=now(), zone="America/Chicago", brief=True)
    page = claim_answer(claim.facts(), now=now(), zone="America/Chicago")
    assert row.date.basis is DateBasis.ESTIMATE
    assert row.date == page.date


@pytest.mark.parametrize("state", list(ClaimState))
@pytest.mark.parametrize("replaced", [False, True])
def test_one_claim_is_ones_own_exactly_when_the_list_has_it(maya, omar, state, replaced):
    newer = make.claim(maya) if replaced else None
    claim = make.claim(maya, state, superseded_by=newer)
    listed = Claim.objects.for_member(maya).filter(pk=claim.pk).exists()
    assert (Claim.objects.own(maya, claim.pk) is not None) == listed
    assert Claim.objects.own(omar, claim.pk) is None


def test_a_part_of_all_claims_is_the_part_that_the_list_has(maya, omar):
    make.claim(omar)
    for state in (ClaimState.PAID, ClaimState.HIDDEN, ClaimState.DENIED, ClaimState.RECEIVED):
        make.claim(maya, state)
    claims = Claim.objects.for_member(maya).recent()
    after = list(claims.values_list("changed_at", "pk"))
    facts, page, in_all = Claim.objects.latest(maya, after[0], 2)
    assert (facts, in_all) == (claims[1:3].facts(), 3)
    assert (bool(page.newer), bool(page.older)) == (True, False)
    facts, page, in_all = Claim.objects.latest(maya, None, 2)
    assert (facts, in_all) == (claims[:2].facts(), 3)
    assert (bool(page.newer), bool(page.older)) == (False, True)
    assert Claim.objects.latest(maya, after[2], 2)[::2] == ([], 0)
