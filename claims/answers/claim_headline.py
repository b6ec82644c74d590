"""The status of a claim in one sentence, and the one that may stand below it."""

import datetime as dt
from collections.abc import Callable

from claims.answers import approval_headline
from claims.answers.claim_account import left_to_pay
from claims.answers.claim_appeal import files_here
from claims.answers.claim_case import Case
from claims.answers.claim_changes import share_moved
from claims.answers.claim_expected import to_be_paid
from claims.answers.claim_names import payee, provider, provider_first
from claims.answers.claim_reopened import decided_before, looked_at_again
from claims.answers.claim_sentences import CLAIM, REQUEST, SECOND, SECOND_OF_REQUEST
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.asked import did
from claims.explanations.state import Family
from claims.facts import ClaimState, Relation, WaitingFor


def headline(case: Case) -> str:
    """The status sentence. While the state is in doubt it claims nothing."""
    if case.facts.held and not case.facts.conflict:
        return _held(case)
    if case.never:
        return _("We do not have a status yet.")
    if case.doubt:
        return _("We are checking this status.")
    if case.late and not case.unsure:
        return _("We are late with our decision.")
    if case.approval and (words := approval_headline.headline(case)):
        return words
    own = _OWN_WORDS.get(case.facts.state)
    told = own(case) if own else _of_table(case)
    return join(told, share_moved(case), looked_at_again() if case.again else "")


def _held(case: Case) -> str:
    if case.request and case.never:
        return _("We received something about this request and are checking it.")
    if case.request:
        return _("We received something new about this request and are checking it.")
    if case.never:
        return _("We received something about this claim and are checking it.")
    return _("We received something new about this claim and are checking it.")


def _asked_again(case: Case) -> str:
    """Why a day that we named has moved."""
    on = case.facts.asked_again_on
    if on is None or not case.facts.held:
        return ""
    asked = _("On {date} we asked for it to be sent again. This takes longer than we said first.")
    return say(asked, date=day(on, today=case.today))


def _of_table(case: Case) -> str:
    state = case.facts.state
    sentence = REQUEST.get(state) if case.request else None
    sentence = sentence or CLAIM[state]
    if "{provider}" in sentence:
        return say(_(sentence), provider=provider_first(case.facts))
    return _(sentence)


def second_sentence(case: Case) -> str:
    """What belongs directly below: whom not to pay yet, what follows, what may be owed."""
    state = case.facts.state
    if case.doubt:
        return _asked_again(case)
    if case.approval:
        return approval_headline.second_sentence(case)
    if case.request:
        return _(SECOND_OF_REQUEST.get(state, ""))
    if case.family in (Family.OPEN, Family.PENDED) and (told := _before_this(case)):
        return told
    if share := left_to_pay(case) or _share(case):
        return join(share, _("This may change.")) if case.again else share
    if case.at_most and case.owes:
        return _("Do not pay yet: another plan may have to pay first.")
    if state is ClaimState.WITH_OTHER_PAYER:
        return say(
            _("Do not pay yet. You do not have to pay {provider} until your other plan decides."),
            provider=provider(case.facts),
        )
    return _(SECOND.get(state, ""))


def _share(case: Case) -> str:
    owed_by_now = case.facts.state in _WITH_A_SHARE or case.both_decided
    return _may_owe(case) if owed_by_now else ""


def _before_this(case: Case) -> str:
    """What was decided before the work that goes on, and what the member sent for it."""
    sent = case.family is Family.OPEN and did(case.current)
    return join(decided_before(case), _("We have what we asked you for.") if sent else "")


def after_action(case: Case) -> str:
    """What follows when the member does not act; on the last day, what they can do tonight."""
    if case.last_chance and case.window is not None:
        if not files_here(case):
            return _("Ask for a call now. We write down the time you asked.")
        if case.window.last_on == case.law_today:
            return _("You can send it here until midnight.")
        last = day(case.window.last_on, today=case.law_today)
        return say(_("You can send it here until midnight on {date}."), date=last)
    asked = case.facts.state is ClaimState.PENDED_INFO and case.waiting_for is WaitingFor.MEMBER
    if asked and not case.doubt:
        return _("If we do not get it, we decide without it.")
    return approval_headline.after_action(case) if case.approval and not case.doubt else ""


def _paid(case: Case) -> str:
    cents, on = case.amounts.plan_paid, case.current.paid_on
    if on is not None and on > case.today:
        return _to_be_paid(case, on)
    if cents is None or cents <= 0:
        if case.facts.state is ClaimState.PAID:
            return _("We paid this claim.")
        return _("We paid part of this claim.")
    values = {"amount": money(cents), "payee": payee(case)}
    if on is None:
        if to_be_paid(case):
            return say(_("We agreed to pay {amount} to {payee}."), **values)
        return say(_("We paid {amount} to {payee}."), **values)
    return say(
        _("We paid {amount} to {payee} on {date}."), **values, date=day(on, today=case.today)
    )


def _to_be_paid(case: Case, on: dt.date) -> str:
    cents = case.amounts.plan_paid
    if cents is None or cents <= 0:
        return _("We agreed to pay this claim.")
    return say(
        _("We will pay {amount} to {payee} on {date}."),
        amount=money(cents),
        payee=payee(case),
        date=day(on, today=case.today),
    )


def _denied(case: Case) -> str:
    if case.request:
        return _("We did not agree to this request.")
    if case.owes_nothing:
        return _("Not paid, and you owe $0 for it.")
    return _("We did not agree to pay this claim.")


def _sent_on(case: Case) -> str:
    return _("Both of your plans have decided.") if case.both_decided else _of_table(case)


def _split(case: Case) -> str:
    number = sum(one.relation is Relation.PART for one in case.facts.related)
    if number < 2 or case.request:
        return _of_table(case)
    return say(_("We split this claim into {number} claims."), number=number)


def _reversed(case: Case) -> str:
    if case.request:
        return _of_table(case)
    cents = case.current.amounts.plan_paid
    if not cents:
        return _("We took back our earlier decision and are working it out again.")
    return say(
        _("We took back our payment of {amount} and are working it out again."),
        amount=money(abs(cents)),
    )


def _pended(case: Case) -> str:
    if case.waiting_for is WaitingFor.MEMBER:
        return _("We need something from you.")
    if case.waiting_for is WaitingFor.PROVIDER:
        if case.wanted:
            return say(
                _("We asked {provider} for {thing}."),
                provider=provider(case.facts),
                thing=case.wanted,
            )
        return say(_("We asked {provider} for records."), provider=provider(case.facts))
    if case.waiting_for is WaitingFor.OTHER_PAYER:
        return _("We are waiting for your other plan.")
    return _("We are waiting for more information.")


def _finished(case: Case) -> str:
    cents = case.amounts.plan_paid
    if case.request or cents is None or cents <= 0:
        return _of_table(case)
    return say(_("We finished your claim and paid {amount}."), amount=money(cents))


def _may_owe(case: Case) -> str:
    if case.owes is None:
        if case.facts.state is ClaimState.PARTIALLY_DENIED:
            return _("We did not agree to pay some of it.")
        return _("The amount you may owe is not stated.")
    if case.owes <= 0:
        return say(_("You owe {provider} nothing for it."), provider=provider(case.facts))
    return say(
        _("You may still owe {provider} {amount}."),
        provider=provider(case.facts),
        amount=money(case.owes),
    )


_WITH_A_SHARE = (
    ClaimState.PAID,
    ClaimState.PARTIALLY_DENIED,
    ClaimState.FINALIZED_NO_PAYMENT,
    ClaimState.FINALIZED_UNSPECIFIED,
)
_OWN_WORDS: dict[ClaimState, Callable[[Case], str]] = {
    ClaimState.PAID: _paid,
    ClaimState.PARTIALLY_DENIED: _paid,
    ClaimState.DENIED: _denied,
    ClaimState.PENDED_INFO: _pended,
    ClaimState.REVERSED: _reversed,
    ClaimState.WITH_OTHER_PAYER: _sent_on,
    ClaimState.SPLIT: _split,
    ClaimState.FINALIZED_UNSPECIFIED: _finished,
}
