"""What an approval covers: its number and days, and each service as asked for and as decided."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from claims.answers.answer import Fact, Group, Upcoming
from claims.answers.approval_case import (
    Decided,
    approved_from,
    approved_until,
    expired,
    granted,
    services_of,
)
from claims.answers.claim_case import Case
from claims.answers.claim_money import unknown
from claims.answers.claim_names import line_name
from claims.answers.claim_refusals import reason_for
from claims.answers.words import day, days, join, say, short_day
from claims.answers.words import gettext as _
from claims.explanations.review_actions import REVIEWED
from claims.facts import ClaimState, Line, ServiceUnit, Urgency, WaitingFor

APPROVING = ("A1", "A2", "A6")


def the_approval(case: Case) -> tuple[Group, ...]:
    """Number and days together, as one writes them down; with what they do not promise."""
    if not granted(case):
        return ()
    facts = _number_and_days(case)
    if not facts:
        return ()
    note = _("This is not a promise of payment. We look at the claim when it comes.")
    return (Group(heading=_("Your approval"), facts=tuple(facts), note=note),)


def _number_and_days(case: Case) -> list[Fact]:
    found = []
    if case.facts.authorization_number:
        number = say("{number}", number=case.facts.authorization_number)
        found.append(Fact(_("Approval number"), number))
    since, until = approved_from(case), approved_until(case)
    over = expired(case)
    if since and until:
        label = _("Approval was good") if over else _("Approval is good")
        found.append(Fact(label, days(since, until, today=case.today)))
    elif until:
        label = _("Approval was good until") if over else _("Approval is good until")
        found.append(Fact(label, short_day(until, today=case.today)))
    return found


def services(case: Case) -> tuple[Group, ...]:
    """Each service: what was asked for, what was decided, and why."""
    if case.doubt:
        return ()
    facts = tuple(
        Fact(line_name(one.line), join(*_decision(case, one)) or _("not stated"))
        for one in services_of(case)
    )
    return (Group(heading=_("Each service"), facts=facts),) if facts else ()


def _decision(case: Case, one: Decided) -> Iterator[str]:
    asked, answer = one.asked, one.answer
    if answer is None:
        if asked and _worth_saying(asked):
            yield say(_("Asked for: {number}."), number=how_many(asked))
        yield _("No answer yet.") if not _is_over(case) else _("No answer.")
        return
    yield from _what_was_decided(one, answer)
    if answer.review_action in APPROVING:
        until = answer.good_until
        if until and until != case.facts.authorization_to:
            yield say(_("Good until {date}."), date=day(until, today=case.today))
    for adjustment in answer.adjustments:
        reason = reason_for(case.facts, adjustment)
        yield _(reason.because) if reason else unknown(case, adjustment.carc)


def _what_was_decided(one: Decided, answer: Line) -> Iterator[str]:
    """How the answer differs from what was asked for, where both say it."""
    asked, words = one.asked, REVIEWED.get(answer.review_action)
    if words is None:
        yield _("We are checking this part.")
        return
    counted = bool(words.counted and answer.quantity)
    if counted:
        yield say(_(words.counted), number=how_many(answer))
    else:
        yield _(words.alone)
    wanted = asked.quantity if asked and (counted or _worth_saying(asked)) else None
    other = asked is not None and _is_other(asked, answer)
    if asked and other:
        yield say(_("Asked for: {service}."), service=line_name(asked))
    if asked and wanted and wanted != (answer.quantity if counted else None):
        yield say(_("Asked for: {number}."), number=how_many(asked))
    if words.ask and not other and not (counted and wanted):
        yield _(words.ask)


def _worth_saying(asked: Line) -> bool:
    """One of something is what everybody expects."""
    return bool(asked.quantity) and (asked.quantity != 1 or asked.unit is not ServiceUnit.NOT_SAID)


def _is_other(asked: Line, answer: Line) -> bool:
    """Something else was decided about than what was asked for."""
    if asked.code and answer.code and asked.code_system == answer.code_system:
        return asked.code != answer.code
    named = asked.description and answer.description
    return bool(named) and asked.description != answer.description


def how_many(line: Line) -> str:
    """12 visits; a bare number where nobody said of what."""
    number = line.quantity or 0
    if line.unit is ServiceUnit.VISIT:
        words = ngettext("{n} visit", "{n} visits", number)
    elif line.unit is ServiceUnit.DAY:
        words = ngettext("{n} day", "{n} days", number)
    elif line.unit is ServiceUnit.HOUR:
        words = ngettext("{n} hour", "{n} hours", number)
    elif line.unit is ServiceUnit.MONTH:
        words = ngettext("{n} month", "{n} months", number)
    else:
        words = "{n}"
    return words.format(n=f"{number:,}")


def _is_over(case: Case) -> bool:
    return case.words.settled


def who_decided(case: Case) -> str:
    """Whether a person looked at what was refused; "" when nobody says."""
    refused = (ClaimState.DENIED, ClaimState.PARTLY_APPROVED, ClaimState.APPROVED_CHANGED)
    if case.facts.state not in refused or case.current.human_reviewed is None:
        return ""
    if case.current.human_reviewed:
        return _("A person looked at this request before we decided.")
    return _("No person looked at this request before the decision. You can ask for one.")


def details(case: Case) -> Iterator[Fact]:
    """What only an approval has among the details."""
    if not granted(case):
        yield from _reference(case)
    if case.facts.urgency is Urgency.URGENT:
        yield Fact(_("How urgent"), _("Urgent: waiting could harm your health"))
    received_on = case.facts.received_on or case.current.received_on
    if received_on is not None and received_on <= case.today:
        yield Fact(_("We got the request"), short_day(received_on, today=case.today))


def _reference(case: Case) -> Iterator[Fact]:
    if case.facts.authorization_number:
        number = say("{number}", number=case.facts.authorization_number)
        yield Fact(_("Reference number"), number)


def who_sends(case: Case) -> Upcoming | None:
    """The step that waits for the provider."""
    if case.waiting_for is not WaitingFor.PROVIDER or not case.wanted:
        return None
    by = case.current.wanted_by
    when = _("No date yet")
    if by is not None and by >= case.law_today:
        when = say(_("by {date}"), date=day(by, today=case.law_today))
    sentence = _("{provider} sends us {thing}")
    who = case.facts.provider or _("Your provider")
    return Upcoming(text=say(sentence, provider=who, thing=case.wanted), when=when)
