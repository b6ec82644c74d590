"""What a claim says first while an appeal about it waits, and once it was decided."""

from claims.answers.answer import Action, DateBasis, DateLine
from claims.answers.appeal_case import clock_rule
from claims.answers.claim_action import nothing_now, phone
from claims.answers.claim_appeal import late_appeal_right
from claims.answers.claim_case import Case
from claims.answers.claim_expected import appeal_expected, day_that_staff_named, no_date_yet
from claims.answers.date_line import fact, whom_to_ask
from claims.answers.person import portal_phone
from claims.answers.words import clock, count_days, day, join, local_date, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.deadlines.rule import Anchor
from claims.facts import AppealFacts, AppealLevel, AppealOutcome

HOURS = 24


def headline(case: Case) -> str:
    """The status; "" where no appeal says it."""
    appeal = case.on_appeal
    if appeal is not None:
        return _late(appeal) if case.appeal_late else _looking(appeal)
    if case.appeal_won:
        return _("We changed our decision after your appeal.")
    if case.appealable and (decided := case.appeal_kept) is not None:
        return _after_a_decision(decided)
    return ""


def _looking(appeal: AppealFacts) -> str:
    if appeal.level is AppealLevel.EXTERNAL:
        return _("An outside reviewer is looking at your appeal.")
    if appeal.level is AppealLevel.HEARING:
        return _("A judge is looking at your appeal.")
    return _("We are looking at your appeal.")


def _late(appeal: AppealFacts) -> str:
    if appeal.level is AppealLevel.INTERNAL:
        return _("We are late with our answer to your appeal.")
    return _("The answer to your appeal is late.")


def _after_a_decision(appeal: AppealFacts) -> str:
    outside = appeal.level is not AppealLevel.INTERNAL
    if appeal.outcome is AppealOutcome.PARTLY:
        if outside:
            return _("The reviewer agreed to a part of your appeal.")
        return _("We agreed to a part of your appeal.")
    if appeal.outcome is AppealOutcome.DISMISSED:
        return _("We could not look at your appeal.")
    if outside:
        return _("The reviewer did not agree to your appeal.")
    return _("We looked again, and we did not change our decision.")


def second_sentence(case: Case) -> str:
    """What belongs directly below; "" where an appeal adds nothing."""
    appeal = case.on_appeal
    if appeal is None:
        return _("We work out your claim anew, and show it here.") if case.appeal_won else ""
    if appeal.automatic:
        return _("We kept our decision, so the law sends your case on. You did not have to ask.")
    if appeal.late:
        return _("It came after the last day. First we check the reason that you gave us.")
    return _("We treat it as urgent.") if appeal.fast else ""


def action(case: Case) -> Action:
    """While it waits nothing is to be done; once it is late the law may give a right."""
    appeal = case.on_appeal
    if appeal is None or not case.appeal_late:
        return nothing_now()
    if appeal.level is not AppealLevel.INTERNAL:
        return Action(
            sentence=say(_("You can call us at {phone}."), phone=phone(case)), kind="call"
        )
    return Action(sentence=late_appeal_right(case.facts.plan.program), kind="call")


def date_line(case: Case) -> DateLine:
    """When it is answered: a day that one of us named, or that we expect, the law's day, one that
    has passed, or an honest none.
    """
    appeal, named = case.on_appeal, day_that_staff_named(case)
    if named is not None:
        return named
    if appeal is None:
        return no_date_yet(case)
    expected = appeal_expected(case, appeal)
    if appeal.due_on is None:
        return expected or no_date_yet(case)
    if case.appeal_late:
        return DateLine(
            sentence=join(
                say(
                    _("The law wanted an answer by {date}."),
                    date=day(appeal.due_on, today=case.law_today),
                ),
                _("We are sorry."),
            ),
            basis=DateBasis.LATE,
            on=appeal.due_on,
            more_by=case.told_by,
            source=appeal.rule,
            kind=DateKind.APPEAL_DECISION,
        )
    if expected is not None and (expected.on is None or expected.on <= appeal.due_on):
        return expected
    ask = whom_to_ask(case.facts.plan.phone or portal_phone()) if expected else ""
    return DateLine(
        sentence=join(_must_answer_by(case, appeal), ask),
        basis=DateBasis.LAW,
        on=appeal.due_on,
        source=appeal.rule,
        kind=DateKind.APPEAL_DECISION,
    )


def law(case: Case, date: DateLine) -> str:
    """The law's day beside one that is not the law's."""
    appeal = case.on_appeal
    if appeal is None or case.appeal_late:
        return ""
    if appeal.due_on is None:
        return _reviewer_has(case, appeal)
    return "" if date.on == appeal.due_on else _must_answer_by(case, appeal)


def _reviewer_has(case: Case, appeal: AppealFacts) -> str:
    """How long an outside reviewer may take, while we were not told that they have it."""
    rule = clock_rule(case.facts, appeal.level, fast=appeal.fast, on=case.law_today)
    if rule is None or rule.anchor is not Anchor.REVIEWER_RECEIPT:
        return ""
    days = rule.days or rule.hours // HOURS
    return say(
        _("Once the reviewer has your case, they must answer within {days}."),
        days=count_days(days),
    )


def _must_answer_by(case: Case, appeal: AppealFacts) -> str:
    ours = appeal.level is AppealLevel.INTERNAL
    if appeal.due_at is None:
        words = _("We must answer by {date}.") if ours else _("They must answer by {date}.")
        on = day(appeal.due_on, today=case.law_today) if appeal.due_on else ""
        return say(words, date=on)
    words = _("They must answer by {time} on {date}.")
    if ours:
        words = _("We must answer by {time} on {date}.")
    on = day(local_date(appeal.due_at, case.zone), today=case.today)
    return say(words, time=clock(appeal.due_at, case.zone), date=on)


def decided_line(case: Case) -> DateLine | None:
    """When it was decided, where no next level has a last day."""
    appeal = case.appeal_kept
    if appeal is None or appeal.decided_on is None or case.window is not None:
        return None
    return fact(_("This was decided on {date}."), appeal.decided_on, today=case.law_today)
