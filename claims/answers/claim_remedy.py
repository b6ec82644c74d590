"""The first thing to try about a refusal, before any appeal."""

from claims.answers.answer import Option
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.second_look import SENT_HERE, second_look_url, standing
from claims.answers.words import gettext as _
from claims.answers.words import say
from claims.explanations.reason import Does


def remedy(does: Does, case: Case) -> Option:
    title, text = _words(does, provider(case.facts))
    if does in SENT_HERE:
        return Option(
            kind=does.value,
            title=title,
            text=standing(case.facts, now=case.now, zone=case.zone) or text,
            url=second_look_url(case.facts.id),
            button=_("See what you sent") if case.facts.second_look else _("Send it here"),
        )
    with_us = does not in (Does.PROVIDER, Does.IDENTITY, Does.DOCTOR, Does.REFERRAL)
    return Option(
        kind=does.value,
        title=title,
        text=text,
        url=case.call_url if with_us else "",
        button=_("Ask for a call") if with_us else "",
    )


def title_of(does: Does, who: str) -> str:
    return _words(does, who)[0]


def _words(does: Does, who: str) -> tuple[str, str]:
    if does is Does.PROVIDER:
        return (
            say(_("Ask {provider} to correct it"), provider=who),
            _("They send the claim again. You do not need to appeal."),
        )
    if does is Does.APPROVAL:
        return (
            say(_("Ask {provider} to request late approval"), provider=who),
            _("They tell us why the care could not wait. We look again."),
        )
    words = {
        Does.SEND: (
            _("Send what was missing"),
            _("A person looks at it again. No appeal is needed."),
        ),
        Does.COVERAGE: (
            _("Tell us about your other coverage"),
            _("We look again once we know who pays first. No appeal is needed."),
        ),
        Does.IDENTITY: (
            _("Check your member number"),
            _("Ask the provider to send the claim again with your name and member number."),
        ),
        Does.ENROLMENT: (
            _("Send proof of your coverage"),
            _("If our dates are wrong, we correct them and look again."),
        ),
        Does.DOCTOR: (
            _("Ask your doctor for a letter"),
            _("The letter says why you need this care. Send it with your appeal."),
        ),
        Does.EXCEPTION: (
            _("Ask for an exception"),
            _("Tell us why you need this care. We look at your case."),
        ),
        Does.NETWORK: (
            _("Ask for a network exception"),
            _("Tell us why you could not use another provider. We look again."),
        ),
        Does.REFERRAL: (
            _("Ask your doctor for a referral"),
            _("Your doctor sends it to us for the day of the care. We look again."),
        ),
    }
    return words.get(
        does,
        (_("Call us"), _("A person finds out why, and what you can do.")),
    )
