"""The status of an approval, and what stands below it: a number, and no promise to pay."""

from django.utils.translation import gettext_noop

from claims.answers.approval_case import (
    approved_from,
    approved_until,
    ends_soon,
    expired,
    granted,
    undecided,
)
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.words import day, join, say
from claims.answers.words import gettext as _
from claims.facts import ClaimState, Urgency, WaitingFor


def headline(case: Case) -> str:
    """The status, where an approval has words of its own; else ""."""
    state = case.facts.state
    if state is ClaimState.APPROVED and expired(case):
        return _("This approval has ended.")
    if ends_soon(case):
        return _("This approval ends soon.")
    if state is ClaimState.PENDED_INFO and case.waiting_for is WaitingFor.NOBODY:
        return _("We have not decided yet.")
    return _(_HEADLINES.get(state, ""))


def second_sentence(case: Case) -> str:
    """The number and what it is worth; before a decision, whether to go on."""
    state = case.facts.state
    if granted(case):
        return join(_number(case), _ask_what_is_left_open(case), _number_is_worth(case))
    if state is ClaimState.NOT_REQUIRED:
        return _no_promise()
    if undecided(case):
        return _before_we_decide(case)
    return _(_SECOND.get(state, ""))


def after_action(case: Case) -> str:
    """What follows the one thing to do."""
    state = case.facts.state
    if case.appealable and case.facts.urgency is Urgency.URGENT and case.window is not None:
        if case.window.open(case.law_today):
            return _("If waiting could harm your health, ask for a fast appeal.")
        return ""
    if state in (ClaimState.CANCELLED, ClaimState.VOIDED):
        sentence = _("If you still need this care, ask {provider} to send a new request.")
        return say(sentence, provider=provider(case.facts))
    if state is ClaimState.APPROVED and expired(case):
        return _("Did you get the care before it ended? Then you need nothing new.")
    return ""


def part_that_is_good(case: Case) -> str:
    """Beside the last day to appeal: how long that is good which was approved."""
    until = approved_until(case)
    if until is None or not granted(case):
        return ""
    words = _("The part that we approved is good until {date}.")
    if expired(case):
        words = _("The part that we approved ended on {date}.")
    return say(words, date=day(until, today=case.today))


def _number(case: Case) -> str:
    if not case.facts.authorization_number:
        return ""
    return say(_("Your approval number is {number}."), number=case.facts.authorization_number)


def _ask_what_is_left_open(case: Case) -> str:
    """Where no service is named that could say it."""
    return "" if case.current.lines else _(_ASK.get(case.facts.state, ""))


def _number_is_worth(case: Case) -> str:
    since = approved_from(case)
    if since is not None and since > case.law_today:
        not_yet = say(_("It starts on {date}."), date=day(since, today=case.today))
        return join(not_yet, _no_promise())
    if expired(case):
        return _("Care after its last day is not approved.")
    return _no_promise()


def _no_promise() -> str:
    return _("This is not a promise of payment.")


def _before_we_decide(case: Case) -> str:
    wait = _("Wait for our answer before you get this care.")
    if case.facts.urgency is Urgency.URGENT:
        return join(wait, _("In an emergency, get care right away."))
    return wait


_HEADLINES = {
    ClaimState.DENIED: gettext_noop("We did not approve this care."),
    ClaimState.FINALIZED_UNSPECIFIED: gettext_noop("We finished this request."),
}
_ASK = {
    ClaimState.PARTLY_APPROVED: gettext_noop("Ask us which part."),
    ClaimState.APPROVED_CHANGED: gettext_noop("Ask us what changed."),
}
_SECOND = {
    ClaimState.DENIED: gettext_noop("Your plan may not pay if you get it."),
    ClaimState.FINALIZED_UNSPECIFIED: gettext_noop("Our system did not say if we approved it."),
    ClaimState.REJECTED_FRONT_END: gettext_noop("We have not decided it."),
    ClaimState.NEEDS_CORRECTION: gettext_noop("We have not decided it."),
    ClaimState.UNKNOWN_CLAIM: gettext_noop("It may be under another number or with another plan."),
    ClaimState.CANCELLED: gettext_noop("We did not decide about this care."),
    ClaimState.VOIDED: gettext_noop("We did not decide about this care."),
    ClaimState.CALL_US: gettext_noop("We have not decided it."),
    ClaimState.REVERSED: gettext_noop("A new answer follows."),
    ClaimState.FORWARDED: gettext_noop("That plan decides it and tells you."),
    ClaimState.ESTIMATE_ONLY: gettext_noop("The real amounts come with the claim, after the care."),
    ClaimState.REPLACED: gettext_noop("We do not have the newer version yet."),
    ClaimState.SPLIT: gettext_noop("Each part gets its own answer."),
}
