"""What people ask once a claim was decided, answered: three questions for each kind."""

from claims.answers.answer import Asked
from claims.answers.claim_account import account_of, left_to_pay, still_owed
from claims.answers.claim_case import Case
from claims.answers.claim_names import payee, provider, provider_first
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.explanations.reason import Appeal
from claims.facts import ClaimState

Answers = tuple[Asked, Asked, Asked]


def paid(case: Case) -> Answers:
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
    if account_of(case) is not None:
        return left_to_pay(case) if still_owed(case) else _("No. Nothing is left to pay.")
    if case.owes is None:
        return say(
            _("We do not know yet. Wait for the bill from {provider}."),
            provider=provider(case.facts),
        )
    if case.owes <= 0:
        return _("No. You owe $0 for it.")
    if case.at_most:
        told = _("Not yet. You may owe up to {amount}, and less if your other plan pays.")
        return say(told, amount=money(case.owes))
    return say(
        _("You may owe {amount}. Wait for the bill from {provider}."),
        amount=money(case.owes),
        provider=provider(case.facts),
    )


def denied(case: Case) -> Answers:
    return (
        Asked(_("Do I have to pay this now?"), _to_pay_though_refused(case)),
        help_or_right(case),
        Asked(
            _("Can I see what you used to decide?"),
            _("Yes, free. Ask us for a copy of your claim file."),
        ),
    )


def _to_pay_though_refused(case: Case) -> str:
    """A bill does not wait for an appeal by itself."""
    account = account_of(case)
    if account is None or not account.asked or account.waiting or account.disputed:
        return _to_pay(case)
    told = say(
        _("A bill asks for {amount}. Your Balance page says by when."), amount=money(account.asked)
    )
    if case.window is None or not case.window.open(case.law_today):
        return told
    wait = _("If you appeal, you can ask {provider} to wait for our answer.")
    return join(told, say(wait, provider=provider(case.facts)))


def help_or_right(case: Case) -> Asked:
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


def finished(case: Case) -> Answers:
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


def elsewhere(case: Case) -> Answers:
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


def estimate(_case: Case) -> Answers:
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


def closed(case: Case) -> Answers:
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


def not_required(case: Case) -> Answers:
    return (
        Asked(
            _("Does it mean that you will pay?"),
            _("No. We decide when we have the claim. You may have a share to pay."),
        ),
        Asked(
            _("What if I am asked for an approval number?"),
            say(
                _("There is none. {provider} can call us to be sure."),
                provider=provider_first(case.facts),
            ),
        ),
        Asked(
            _("What if my care changes?"),
            say(_("Ask {provider} to check with us again."), provider=provider(case.facts)),
        ),
    )
