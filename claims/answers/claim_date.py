"""The date of a claim: how sure, on what basis, and what the law adds."""

from collections.abc import Callable

from claims.answers.answer import DateBasis, DateLine
from claims.answers.approval_case import approved_from, approved_until, expired
from claims.answers.approval_headline import part_that_is_good
from claims.answers.claim_action import ask_again_on, must_send_by
from claims.answers.claim_case import Case
from claims.answers.claim_expected import (
    by_law,
    day_that_staff_named,
    decision_again,
    decision_date,
    no_date_yet,
    payment_expected,
)
from claims.answers.claim_names import provider
from claims.answers.date_line import checking, fact, no_date, no_date_known
from claims.answers.words import count_days, day, join, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.deadlines.appeal import CountedFrom, Window
from claims.explanations.state import Family
from claims.facts import ClaimState, WaitingFor

DECIDED = (Family.PAID, Family.DENIED, Family.FINISHED, Family.APPROVED)


def date_line(case: Case) -> DateLine:
    """Never empty: an honest "no date yet" counts, with the day by which we say more."""
    if case.doubt:
        asked = case.facts.held or not case.never
        until = case.facts.checking_until if asked else None
        return checking(case.today, until=until, by=case.told_by)
    if named := day_that_staff_named(case):
        return named
    if case.appealable and not case.owes_nothing:
        return _appeal_date(case)
    words = _OF_FAMILY.get(case.family)
    line = words(case) if words else None
    if line is not None:
        return line
    return _settled_date(case) if case.words.settled else no_date(case.today, by=case.told_by)


def _settled_date(case: Case) -> DateLine:
    if case.happened_on is None:
        return no_date_known(case.today, by=case.told_by)
    sentence = _("This has not changed since {date}.")
    if case.facts.state is ClaimState.NOT_REQUIRED:
        sentence = _("We answered this on {date}.")
    elif case.family in DECIDED:
        sentence = _("We decided this on {date}.")
    return fact(sentence, case.happened_on, today=case.today)


def law(case: Case) -> str:
    """What the law adds: by when it must be decided; "" where we do not know the law."""
    if case.doubt:
        return _law_in_doubt(case)
    if case.approval and case.appealable:
        return part_that_is_good(case)
    if case.due is None or case.late:
        return ""
    if case.due.stopped and case.due.days_left is not None:
        return say(
            _("Once we have it, we must decide within {days}."),
            days=count_days(max(case.due.days_left, 1)),
        )
    if case.due.passed(case.law_today):
        return ""
    return say(_("It must be decided by {date}."), date=day(case.due.on, today=case.law_today))


def counted(window: Window) -> str:
    """On what the last date rests, in words."""
    if window.counted_from is CountedFrom.RECEIPT:
        return _("counted from the day you got the letter")
    if window.counted_from is CountedFrom.PRESUMED_RECEIPT:
        return say(
            _("counted from {days} after the letter's date"),
            days=count_days(window.rule.presumed),
        )
    return _("counted from the letter's date")


def last_date(case: Case) -> str:
    """The last date to appeal, for an option; "" when it is over or not known."""
    window = case.window
    if window is None or not window.open(case.law_today):
        return ""
    return day(window.last_on, today=case.law_today)


def _no_date(case: Case) -> DateLine:
    """Where the law names the last day, that day is the answer."""
    due = case.due
    if due is not None and not due.passed(case.law_today):
        return by_law(case, due)
    return no_date(case.today, by=case.told_by) if case.words.settled else no_date_yet(case)


def _appeal_date(case: Case) -> DateLine:
    window, today = case.window, case.law_today
    if window is None:
        return DateLine(
            sentence=say(
                _(
                    "We do not have your last date to appeal. "
                    "Ask us, and we will tell you by {date}."
                ),
                date=day(case.told_by, today=case.today),
            ),
            basis=DateBasis.NONE,
            more_by=case.told_by,
            kind=DateKind.APPEAL,
        )
    if not window.open(today):
        return fact(_("The last date to appeal was {date}."), window.last_on, today=today)
    sentence = say(
        _last_date(case, window),
        date=day(window.last_on, today=today),
        counted=counted(window),
    )
    advice = ""
    if window.advice_on is not None and window.advice_on >= today:
        advice = say(
            _("That day is not a business day, so send it by {date} to be sure."),
            date=day(window.advice_on, today=today),
        )
    return DateLine(
        sentence=join(sentence, advice),
        basis=DateBasis.LAW,
        on=window.last_on,
        source=window.rule.name,
        kind=DateKind.APPEAL,
    )


def _last_date(case: Case, window: Window) -> str:
    """A list says "today" too: there nothing else does. Only where it is today for both."""
    if window.last_on == case.law_today == case.today:
        return _("The last date to appeal is today, {date}, {counted}.")
    return _("The last date to appeal is {date}, {counted}.")


def _pended_date(case: Case) -> DateLine:
    if case.waiting_for is not WaitingFor.MEMBER:
        return decision_date(case)
    by = must_send_by(case)
    if by is None:
        return _no_date(case)
    if by < case.law_today:
        return fact(
            _("The date for this was {date}. Call us, and we tell you what happens now."),
            by,
            today=case.law_today,
        )
    return DateLine(
        sentence=say(_("We need it by {date}."), date=day(by, today=case.law_today)),
        basis=DateBasis.REQUEST,
        on=by,
        kind=DateKind.SEND,
    )


def _returned_date(case: Case) -> DateLine:
    again_on = ask_again_on(case)
    back_on = case.happened_on
    if back_on is None or again_on is None or case.facts.state is ClaimState.UNKNOWN_CLAIM:
        return _no_date(case)
    if case.today >= again_on:
        sentence = _("It was sent back on {date}. It is time to ask about it.")
        return fact(sentence, back_on, today=case.today)
    return DateLine(
        sentence=say(
            _("We do not have a date yet. Ask {provider} if it is not back by {date}."),
            provider=provider(case.facts),
            date=day(again_on, today=case.today),
        ),
        basis=DateBasis.NONE,
        more_by=again_on,
    )


def _approval_date(case: Case) -> DateLine | None:
    until = approved_until(case)
    if until is None:
        return None
    if expired(case):
        return fact(_("The approval ended on {date}."), until, today=case.today)
    sentence = _("The approval is good until {date}.")
    since = approved_from(case)
    if since is not None:
        sentence = _("The approval is good from {first} to {date}.")
    return DateLine(
        sentence=say(
            sentence,
            date=day(until, today=case.today),
            first=day(since, today=case.today) if since else "",
        ),
        basis=DateBasis.PROMISE,
        on=until,
        kind=DateKind.APPROVAL_END,
    )


def _payment_date(case: Case) -> DateLine | None:
    if case.again:
        return decision_again(case) or no_date_yet(case)
    on = case.current.paid_on
    nothing_paid = case.family is Family.FINISHED and not (case.amounts.plan_paid or 0) > 0
    if nothing_paid:
        return None
    if on is None:
        return payment_expected(case)
    if on <= case.today:
        return fact(_("The payment was made on {date}."), on, today=case.today)
    return DateLine(
        sentence=say(_("The payment is set for {date}."), date=day(on, today=case.today)),
        basis=DateBasis.PROMISE,
        on=on,
        kind=DateKind.PAYMENT,
    )


def _law_in_doubt(case: Case) -> str:
    """Two sources disagree and one refused: the clock may be running, so its end is said."""
    window = case.window
    if window is None or not window.open(case.law_today):
        return ""
    return say(
        _("If we did not agree to it, you can appeal until {date}."),
        date=day(window.last_on, today=case.law_today),
    )


_OF_FAMILY: dict[Family, Callable[[Case], DateLine | None]] = {
    Family.OPEN: decision_date,
    Family.PENDED: _pended_date,
    Family.RETURNED: _returned_date,
    Family.APPROVED: _approval_date,
    Family.PAID: _payment_date,
    Family.FINISHED: _payment_date,
    Family.CLOSED: decision_again,
}
