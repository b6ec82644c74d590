"""When a claim is expected to be decided or paid, beside what the law says."""

import datetime as dt

from django.utils.translation import gettext_noop

from accounts.phone_number import shown
from claims.answers.answer import DateBasis, DateLine
from claims.answers.claim_case import Case
from claims.answers.date_estimate import Clock, estimated, usually
from claims.answers.date_line import late
from claims.answers.our_days import open_from, share_of
from claims.answers.person import portal_phone
from claims.answers.words import day, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.deadlines.calendar import add_business_days
from claims.deadlines.decision import DecisionDue
from claims.estimates.expected import days_until
from claims.estimates.segments import FAST, SINCE_LAST, SINCE_START, ladder
from claims.explanations.state import Family
from claims.facts import AppealFacts, ClaimState, Outcome, WaitingFor

NO_SILENCE = -1
NEWS_WITHIN = 5  # business days, in which one of us can look at it
WILL = {
    DateKind.DECISION: gettext_noop("We will decide by {date}."),
    DateKind.REQUEST: gettext_noop("We will decide by {date}."),
    DateKind.NEW_DECISION: gettext_noop("We will decide again by {date}."),
    DateKind.APPEAL_DECISION: gettext_noop("We will decide your appeal by {date}."),
}


def decision_date(case: Case) -> DateLine:
    """When we decide: late, expected, by law, or an honest "no date yet"."""
    due = case.due
    if due is not None and case.late:
        return _late(case, due)
    expected = _expected(case)
    if due is None or due.passed(case.law_today):
        return expected or no_date_yet(case)
    if expected is None:
        return by_law(case, due)
    if expected.on is not None and due.on < expected.on:
        return _law_first(case, due)
    return expected


def day_that_staff_named(case: Case) -> DateLine | None:
    """Where a person gave their word, it stands until its day: no estimate is better than that."""
    said = case.facts.said
    if said is None or said.basis != DateBasis.PROMISE or said.outcome != Outcome.OPEN:
        return None
    if said.kind not in WILL or said.kind != kind_of_decision(case) or said.due_on < case.today:
        return None
    looked_at = case.again or case.appeal_won or case.on_appeal is not None
    if case.waiting_for is WaitingFor.MEMBER or (case.words.settled and not looked_at):
        return None
    return DateLine(
        sentence=say(_(WILL[said.kind]), date=day(said.due_on, today=case.today)),
        basis=DateBasis.PROMISE,
        on=said.due_on,
        kind=said.kind,
    )


def no_date_yet(case: Case) -> DateLine:
    """The honest none. By when we say more is a promise, and stays where it is until it is kept."""
    said, by = case.facts.said, open_from(add_business_days(case.today, NEWS_WITHIN))
    if said and said.kind == DateKind.NEWS and said.outcome == Outcome.OPEN:
        by = said.due_on if said.due_on >= case.today else by
    words = _("We do not have a date yet. We will tell you more by {date}.")
    if case.again or case.appeal_won:
        words = _("We do not have a date for the new answer yet. We will tell you more by {date}.")
    return DateLine(
        sentence=say(words, date=day(by, today=case.today)),
        basis=DateBasis.NONE,
        more_by=by,
        kind=DateKind.NEWS,
    )


def by_law(case: Case, due: DecisionDue) -> DateLine:
    """Where the law names the last day, that day is the answer."""
    return _law(case, due, _("We do not have a date yet. It must be decided by {date}."))


def decision_again(case: Case) -> DateLine | None:
    """Of a decision that we took back, or that we look at again."""
    since = case.facts.reopened_on if case.again else case.happened_on
    if not case.again and case.facts.state is not ClaimState.REVERSED:
        return None
    return _expected_from(case, DateKind.NEW_DECISION, _since_start(case, since))


def payment_expected(case: Case) -> DateLine | None:
    """Of a claim that we agreed to pay, where its source tells of payments apart."""
    if not to_be_paid(case):
        return None
    return _expected_from(case, DateKind.PAYMENT, _since_start(case, case.happened_on))


def appeal_expected(case: Case, appeal: AppealFacts) -> DateLine | None:
    """From the day it was filed, by appeals of its level that hurry as much."""
    clock = Clock(
        appeal.filed_on,
        ladder(SINCE_START, f"{appeal.level}{FAST * appeal.fast}", case.facts.source.slug),
    )
    return _expected_from(case, DateKind.APPEAL_DECISION, clock)


def to_be_paid(case: Case) -> bool:
    """Decided, and such decisions are followed by a payment that we are told of."""
    current = case.current
    if case.request or current.paid_on is not None or not (current.amounts.plan_paid or 0) > 0:
        return False
    if case.family is not Family.PAID or case.facts.state is ClaimState.WITH_OTHER_PAYER:
        return False
    segments = _since_start(case, None).segments
    table = case.estimates
    curve = table.find(DateKind.PAYMENT, segments) or table.find_little(DateKind.PAYMENT, segments)
    share = share_of(DateKind.PAYMENT) / 100
    return curve is not None and days_until(curve, share, NO_SILENCE) is not None


def kind_of_decision(case: Case) -> DateKind:
    """Which decision is to come."""
    if case.on_appeal is not None:
        return DateKind.APPEAL_DECISION
    if case.again or case.appeal_won or case.facts.state is ClaimState.REVERSED:
        return DateKind.NEW_DECISION
    return DateKind.REQUEST if case.approval else DateKind.DECISION


def _expected(case: Case) -> DateLine | None:
    """Nothing where the source is quiet: its silence then says nothing about the claim."""
    if case.unsure or case.waiting_for is WaitingFor.MEMBER:
        return None
    facts, kind = case.facts, kind_of_decision(case)
    since_start = _since_start(case, facts.received_on)
    since_last = Clock(
        case.happened_on,
        ladder(SINCE_LAST, facts.state, case.waiting_for, _thing(case), facts.source.slug),
    )
    return _estimated(case, kind, since_last, since_start) or usually(
        case.estimates, kind, since_start, today=case.today
    )


def _expected_from(case: Case, kind: DateKind, clock: Clock) -> DateLine | None:
    """A day, or how long it usually takes, of what has but one beginning."""
    if case.unsure:
        return None
    line = _estimated(case, kind, clock)
    return line or usually(case.estimates, kind, clock, today=case.today)


def _since_start(case: Case, since: dt.date | None) -> Clock:
    return Clock(since, ladder(SINCE_START, _thing(case), case.facts.source.slug))


def _thing(case: Case) -> str:
    """Requests for approval are alike by how much they hurry, claims by their kind."""
    return case.facts.urgency if case.approval else case.facts.kind


def _estimated(case: Case, kind: DateKind, *clocks: Clock) -> DateLine | None:
    if case.unsure:
        return None
    today = max(case.today, case.law_today)
    said = case.facts.said
    return estimated(case.estimates, kind, *clocks, today=today, words_today=case.today, said=said)


def _law_first(case: Case, due: DecisionDue) -> DateLine:
    """Such claims take longer than the law allows: its day is what we say, and whom to ask."""
    phone = shown(case.facts.plan.phone or portal_phone())
    sentence = _("We must decide by {date}. If you have not heard by then, call {phone}.")
    return _law(case, due, sentence, phone=phone)


def _law(case: Case, due: DecisionDue, sentence: str, **values: str) -> DateLine:
    return DateLine(
        sentence=say(sentence, date=day(due.on, today=case.law_today), **values),
        basis=DateBasis.LAW,
        on=due.on,
        source=due.rule.name,
        more_by=due.on,
        kind=kind_of_decision(case),
    )


def _late(case: Case, due: DecisionDue) -> DateLine:
    sentence = _(
        "We had to decide by {promised}. We are late, and we are sorry. "
        "Ask us, and we will tell you more by {date}."
    )
    if case.unsure:
        sentence = _(
            "It had to be decided by {promised}. We do not know if it was. "
            "Ask us, and we will tell you more by {date}."
        )
    kind = kind_of_decision(case)
    return late(case.today, promised=due.on, by=case.told_by, kind=kind, sentence=sentence)
