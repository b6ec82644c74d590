"""Three questions people ask about each status, answered."""

from collections.abc import Callable

from claims.answers import claim_decided_questions as decided
from claims.answers.answer import Asked
from claims.answers.approval_questions import approval_questions, approved, may_i_go_on
from claims.answers.claim_case import Case
from claims.answers.claim_decided_questions import Answers
from claims.answers.claim_names import provider, provider_first
from claims.answers.words import count_days, day, join, say
from claims.answers.words import gettext as _
from claims.deadlines.rules import Step, rule_for
from claims.explanations.hold_reasons import HOLD_REASONS
from claims.explanations.state import Family
from claims.facts import ClaimState, Urgency, WaitingFor


def questions(case: Case) -> Answers:
    own = approval_questions(case) if case.approval else None
    return (own or _OF_FAMILY[case.family])(case)


def _open(case: Case) -> Answers:
    if case.approval:
        return (
            may_i_go_on(case),
            Asked(_("Why is it taking this long?"), _why_so_long(case)),
            Asked(_("What if you do not agree?"), _if_not_agreed(case)),
        )
    return (
        Asked(_("Why is it taking this long?"), _why_so_long(case)),
        Asked(_("Can I speed it up?"), _speed_up(case)),
        Asked(_("What if you do not agree?"), _if_not_agreed(case)),
    )


def _why_so_long(case: Case) -> str:
    current = case.current
    if case.waiting_for is WaitingFor.PROVIDER:
        thing = case.wanted or _("records")
        waiting = say(
            _("We are waiting for {provider} to send {thing}."),
            provider=provider(case.facts),
            thing=thing,
        )
        if current.effective_on is None:
            return waiting
        asked = say(_("We asked on {date}."), date=day(current.effective_on, today=case.today))
        return join(waiting, asked)
    if case.waiting_for is WaitingFor.OTHER_PAYER:
        return _("We are waiting for your other plan to answer.")
    if case.late:
        return _("Our claims system does not say why. A claims specialist can find out.")
    if case.facts.state in (ClaimState.SUBMITTED, ClaimState.RECEIVED):
        return _("Nothing is missing from you. Nobody has started to check it yet.")
    return _("Nothing is missing from you. It is being checked.")


def _speed_up(case: Case) -> str:
    if case.waiting_for is WaitingFor.PROVIDER:
        return say(_("Yes. Ask {provider} to answer us."), provider=provider(case.facts))
    if case.waiting_for is WaitingFor.OTHER_PAYER:
        return _("Yes. Ask your other plan when it will answer.")
    if case.request and case.facts.urgency is not Urgency.URGENT:
        return _("If waiting could harm your health, call us and ask for a fast decision.")
    return _("No. You have sent everything we need.")


def _if_not_agreed(case: Case) -> str:
    rule = rule_for(Step.APPEAL, case.facts.plan.program, on=case.law_today)
    told = _("We will tell you why and how to appeal.")
    if rule is None:
        return told
    return join(told, say(_("You will have {days}."), days=count_days(rule.days)))


def _pended(case: Case) -> Answers:
    if case.waiting_for is not WaitingFor.MEMBER:
        return _open(case)
    return (
        Asked(
            _("Why do you need it?"),
            _("We cannot decide without it."),
        ),
        Asked(
            _("What if I do not have it?"),
            _("Tell us what you have instead. A person says if it will do."),
        ),
        Asked(
            _("What happens after I send it?"),
            _("We check it. Then your request goes back to the specialist.")
            if case.approval
            else _("We check it. Then your claim goes back to the specialist."),
        ),
    )


def _not_found(_case: Case) -> Answers:
    return (
        Asked(
            _("Why can you not find it?"),
            _("It may have another number, or it went to another plan, or it was not sent yet."),
        ),
        Asked(
            _("Do I have to pay for it?"),
            _("We have not decided it. Call us before you pay a bill for it."),
        ),
        Asked(
            _("Can you look again?"),
            _("Yes. Ask for a call, and have the bill with you."),
        ),
    )


def _returned(case: Case) -> Answers:
    if case.facts.state is ClaimState.UNKNOWN_CLAIM:
        return _not_found(case)
    return (
        Asked(
            _("Do I have to pay for it?"),
            _("Not now. It has not been decided."),
        ),
        Asked(
            _("Who has to do something?"),
            say(_("{provider} has to send it again."), provider=provider_first(case.facts)),
        ),
        Asked(
            _("Can I appeal?"),
            _("There is nothing to appeal yet, because nothing was decided."),
        ),
    )


def _talk(case: Case) -> Answers:
    return (
        Asked(
            _("Why do you need to talk with me?"),
            _("Our claims system did not say it in words. A specialist can."),
        ),
        may_i_go_on(case)
        if case.approval
        else Asked(_("Do I have to pay now?"), _("No. It has not been decided.")),
        Asked(_("What if you do not agree?"), _if_not_agreed(case)),
    )


def _checking(case: Case) -> Answers:
    return (
        Asked(_("What is wrong?"), _what_is_wrong(case)),
        Asked(_("Do I have to do something?"), _("No. A person is looking at it.")),
        Asked(
            _("Can I rely on what is here?"),
            _("Not for a deadline or a payment. Ask a person to be sure."),
        ),
    )


def _what_is_wrong(case: Case) -> str:
    if case.facts.conflict:
        return _("Two of our systems say different things about it.")
    if case.facts.held:
        return _(HOLD_REASONS[case.facts.held])
    if case.never:
        return _("We have not received its status yet.")
    return _("Our claims system sent a status that we do not know.")


_OF_FAMILY: dict[Family, Callable[[Case], Answers]] = {
    Family.OPEN: _open,
    Family.PENDED: _pended,
    Family.RETURNED: _returned,
    Family.PAID: decided.paid,
    Family.DENIED: decided.denied,
    Family.FINISHED: decided.finished,
    Family.ELSEWHERE: decided.elsewhere,
    Family.ESTIMATE: decided.estimate,
    Family.CLOSED: decided.closed,
    Family.APPROVED: approved,
    Family.TALK: _talk,
    Family.CHECKING: _checking,
}
