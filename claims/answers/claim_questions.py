"""Three questions people ask about each status, answered."""

from collections.abc import Callable

from claims.answers.answer import Asked
from claims.answers.claim_action import expired
from claims.answers.claim_case import Case
from claims.answers.claim_headline import payee, provider, provider_first
from claims.answers.words import count_days, day, join, money, say
from claims.answers.words import gettext as _
from claims.deadlines.rules import Step, rule_for
from claims.explanations.reason import Appeal
from claims.explanations.states import Family
from claims.facts import ClaimState, Urgency, WaitingFor

Answers = tuple[Asked, Asked, Asked]


def questions(case: Case) -> Answers:
    return _OF_FAMILY[case.family](case)


def _open(case: Case) -> Answers:
    return (
        Asked(_("Why is it taking this long?"), _why_so_long(case)),
        Asked(_("Can I speed it up?"), _speed_up(case)),
        Asked(_("What if you do not agree?"), _if_not_agreed(case)),
    )


def _why_so_long(case: Case) -> str:
    current = case.current
    if case.waiting_for is WaitingFor.PROVIDER:
        thing = current.wanted or _("records")
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
            _("Call us, and tell us what you have instead."),
        ),
        Asked(
            _("What happens after I send it?"),
            _("We check it. Then your claim goes back to the specialist."),
        ),
    )


def _returned(case: Case) -> Answers:
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


def _paid(case: Case) -> Answers:
    return (
        Asked(_("Do I have to pay something?"), _to_pay(case)),
        Asked(
            _("What if my bill is higher?"),
            _("Call us before you pay it. We check it with the provider."),
        ),
        Asked(
            _("Who got the money?"),
            say(_("We sent it to {payee}."), payee=payee(case)),
        ),
    )


def _to_pay(case: Case) -> str:
    if case.owes is None:
        return say(
            _("We do not know yet. Wait for the bill from {provider}."),
            provider=provider(case.facts),
        )
    if case.owes <= 0:
        return _("No. You owe $0 for it.")
    return say(
        _("You may owe {amount}. Wait for the bill from {provider}."),
        amount=money(case.owes),
        provider=provider(case.facts),
    )


def _denied(case: Case) -> Answers:
    return (
        Asked(_("Do I have to pay this now?"), _to_pay(case)),
        _help_or_right(case),
        Asked(
            _("Can I see what you used to decide?"),
            _("Yes, free. Ask us for a copy of your claim file."),
        ),
    )


def _help_or_right(case: Case) -> Asked:
    """Where no appeal is offered, the right to one is still said."""
    window = case.window
    if case.appeal > Appeal.NONE and not case.owes_nothing:
        return Asked(
            _("Can someone help me appeal?"),
            _("Yes. Anyone you choose may speak for you. Tell us who in writing."),
        )
    if window is None:
        told = _("Yes. Call us, and we tell you how.")
    elif window.open(case.law_today):
        told = say(
            _("Yes, until {date}. You do not have to."),
            date=day(window.last_on, today=case.law_today),
        )
    else:
        told = say(
            _("The last date to appeal was {date}. Call us if you had a good reason."),
            date=day(window.last_on, today=case.law_today),
        )
    return Asked(_("Can I still appeal?"), told)


def _finished(case: Case) -> Answers:
    return (
        Asked(_("Do I have to pay something?"), _to_pay(case)),
        Asked(
            _("Why was nothing paid?"),
            _("The amounts on this page show how we worked it out."),
        )
        if case.facts.state is ClaimState.FINALIZED_NO_PAYMENT
        else Asked(
            _("What was the result?"),
            _("Our claims system did not say it in words. The amounts are on this page."),
        ),
        Asked(_("What if it is wrong?"), _("Call us. We look at it with you.")),
    )


def _elsewhere(case: Case) -> Answers:
    other = case.facts.state is ClaimState.WITH_OTHER_PAYER
    return (
        Asked(_("Do I have to pay now?"), _("No. Wait until the other plan decides.")),
        Asked(
            _("Who decides now?"),
            _("Your other plan.") if other else _("The plan that we sent it to."),
        ),
        Asked(
            _("What if I hear nothing?"),
            _("Call us. We tell you where we sent it, and when."),
        ),
    )


def _estimate(_case: Case) -> Answers:
    return (
        Asked(_("Is this a bill?"), _("No. You do not have to pay it.")),
        Asked(
            _("Can the price change?"),
            _("Yes. The real amounts come with the claim, after the care."),
        ),
        Asked(
            _("Does it mean that you will pay?"),
            _("No. We decide when we have the claim."),
        ),
    )


def _closed(case: Case) -> Answers:
    back = case.facts.state is ClaimState.REVERSED
    return (
        Asked(
            _("Do I have to pay now?"),
            _("No. Wait for the new result.") if back else _("Not for this version."),
        ),
        Asked(
            _("What does it mean?"),
            _("We took back a payment to correct it. A new result follows.")
            if back
            else _("It no longer counts. It stays here so that you can look it up."),
        ),
        Asked(_("What if it is wrong?"), _("Call us. We look at it with you.")),
    )


def _approved(case: Case) -> Answers:
    until = case.facts.authorization_to
    if until is None:
        how_long = _("Our claims system did not say. Call us before you get the care.")
    elif expired(case):
        how_long = say(_("It ended on {date}."), date=day(until, today=case.today))
    else:
        how_long = say(_("Until {date}."), date=day(until, today=case.today))
    return (
        Asked(
            _("Does it mean that you will pay?"),
            _("It means that we agree with the care. You may still have a share to pay."),
        ),
        Asked(_("How long is it good?"), how_long),
        Asked(
            _("What if my care changes?"),
            say(
                _("Ask {provider} to tell us before you get it."),
                provider=provider(case.facts),
            ),
        ),
    )


def _talk(case: Case) -> Answers:
    return (
        Asked(
            _("Why do you need to talk with me?"),
            _("Our claims system did not say it in words. A specialist can."),
        ),
        Asked(_("Do I have to pay now?"), _("No. It has not been decided.")),
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
    if case.current is None:
        return _("We have not received its status yet.")
    return _("Our claims system sent a status that we do not know.")


_OF_FAMILY: dict[Family, Callable[[Case], Answers]] = {
    Family.OPEN: _open,
    Family.PENDED: _pended,
    Family.RETURNED: _returned,
    Family.PAID: _paid,
    Family.DENIED: _denied,
    Family.FINISHED: _finished,
    Family.ELSEWHERE: _elsewhere,
    Family.ESTIMATE: _estimate,
    Family.CLOSED: _closed,
    Family.APPROVED: _approved,
    Family.TALK: _talk,
    Family.CHECKING: _checking,
}
