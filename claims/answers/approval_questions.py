"""Three questions that people ask about an approval in each family of states, answered."""

from collections.abc import Callable

from claims.answers.answer import Asked
from claims.answers.approval_case import approved_from, approved_until, expired
from claims.answers.claim_case import Case
from claims.answers.claim_decided_questions import Answers, help_or_right, not_required
from claims.answers.claim_names import provider
from claims.answers.words import day, days, join, say
from claims.answers.words import gettext as _
from claims.deadlines.rule import EMPLOYER_AND_MARKET
from claims.explanations.state import Family
from claims.facts import ClaimState, Program

#: Where the law forbids to ask for approval of emergency care (45 CFR 149.110; 42 CFR 422.113(b),
#: 438.114).
NO_APPROVAL_IN_AN_EMERGENCY = (
    *EMPLOYER_AND_MARKET,
    Program.MEDICARE_ADVANTAGE,
    Program.MEDICAID_MCO,
)


def approval_questions(case: Case) -> Callable[[Case], Answers] | None:
    """The family's own questions; None where those of a claim fit."""
    return _OF_FAMILY.get(case.family)


def may_i_go_on(case: Case) -> Asked:
    """Care that waits for a decision; an emergency never does."""
    told = [
        _("You can, but your plan may not pay for it."),
        _("In an emergency, get care right away."),
    ]
    if case.facts.plan.program in NO_APPROVAL_IN_AN_EMERGENCY:
        told.append(_("Emergency care needs no approval."))
    return Asked(_("Can I get the care now?"), join(*told))


def _denied(case: Case) -> Answers:
    cost = _("Yes, but you may have to pay for it. Ask {provider} first what it costs.")
    return (
        Asked(_("Can I still get the care?"), say(cost, provider=provider(case.facts))),
        help_or_right(case),
        Asked(
            _("Can I see what you used to decide?"),
            _("Yes, free. Ask us for a copy of your file."),
        ),
    )


def approved(case: Case) -> Answers:
    if case.facts.state is ClaimState.NOT_REQUIRED:
        return not_required(case)
    return (
        Asked(
            _("Does it mean that you will pay?"),
            join(
                _("Not yet. We agree with the care, and look at the claim when it comes."),
                _("You may have a share to pay."),
            ),
        ),
        Asked(_("How long is it good?"), _how_long(case)),
        Asked(
            _("What if my care changes?"),
            say(_("Ask {provider} to tell us before you get it."), provider=provider(case.facts)),
        ),
    )


def _how_long(case: Case) -> str:
    until = approved_until(case)
    if until is None:
        return _("Our claims system did not say. Call us before you get the care.")
    if expired(case):
        return say(_("It ended on {date}."), date=day(until, today=case.today))
    since = approved_from(case)
    if since is None:
        return say(_("Until {date}."), date=day(until, today=case.today))
    return say("{days}.", days=days(since, until, today=case.today))


def _finished(case: Case) -> Answers:
    return (
        Asked(
            _("What was the result?"),
            _("Our claims system did not say it in words. Call us, and we find out."),
        ),
        may_i_go_on(case),
        Asked(_("What if it is wrong?"), _("Call us. We look at it with you.")),
    )


def _closed(case: Case) -> Answers:
    return (
        Asked(_("What does it mean?"), _what_it_means(case)),
        may_i_go_on(case),
        Asked(_("What if it is wrong?"), _("Call us. We look at it with you.")),
    )


def _what_it_means(case: Case) -> str:
    if case.facts.state is ClaimState.REVERSED:
        return _("We took back an answer to correct it. A new answer follows.")
    return _("It no longer counts. It stays here so that you can look it up.")


def _returned(case: Case) -> Answers:
    return (
        may_i_go_on(case),
        Asked(
            _("Who has to do something?"),
            say(_("Ask {provider}. They can send it again."), provider=provider(case.facts)),
        ),
        Asked(
            _("Can I appeal?"),
            _("There is nothing to appeal yet, because nothing was decided."),
        ),
    )


_OF_FAMILY: dict[Family, Callable[[Case], Answers]] = {
    Family.DENIED: _denied,
    Family.APPROVED: approved,
    Family.FINISHED: _finished,
    Family.CLOSED: _closed,
    Family.RETURNED: _returned,
}
