"""What a member can do about an approval, best first."""

from collections.abc import Iterator

from claims.answers.answer import Option
from claims.answers.approval_case import expired, granted, undecided
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.words import gettext as _
from claims.answers.words import join, say
from claims.deadlines.rules import Step, rule_for
from claims.facts import ClaimState, Urgency, WaitingFor


def approval_options(case: Case) -> Iterator[Option]:
    """Of one that is decided in full, or not decided yet; a refusal has options of its own."""
    if granted(case):
        yield from _with_an_approval(case)
    elif case.facts.state in (ClaimState.CANCELLED, ClaimState.VOIDED):
        yield _new_request(case)
    elif case.facts.state is ClaimState.FINALIZED_UNSPECIFIED:
        yield ask_us(case)
    elif undecided(case):
        if not case.late and case.facts.urgency is not Urgency.URGENT:
            yield _faster(case)
        yield _hurry(case) if case.waiting_for is WaitingFor.PROVIDER else _ask_provider(case)


def doctor_to_doctor(case: Case) -> Option:
    """ "Peer to peer", which only the provider can ask for."""
    return Option(
        kind="doctor-to-doctor",
        title=say(_("Ask {provider} to talk with our doctor"), provider=provider(case.facts)),
        text=join(
            _("Your doctor can call us and explain why you need this care."),
            _("It may change our answer. Your time to appeal keeps running."),
        ),
        needs=_("Ask soon. Some plans allow it only for a few days."),
    )


def ask_us(case: Case) -> Option:
    return Option(
        kind="explain",
        title=_("Ask us to explain"),
        text=_("A claims specialist calls you."),
        url=case.call_url,
        button=_("Ask for a call"),
    )


def _with_an_approval(case: Case) -> Iterator[Option]:
    if expired(case):
        yield _new_request(case)
        return
    yield Option(
        kind="number",
        title=_("Show your approval number"),
        text=say(
            _("Give it to {provider} before you get the care. They put it on the claim."),
            provider=provider(case.facts),
        ),
    )
    yield Option(
        kind="longer",
        title=_("You need more time or more visits"),
        text=say(
            _("Ask {provider} to request it before this approval ends."),
            provider=provider(case.facts),
        ),
    )


def _new_request(case: Case) -> Option:
    return Option(
        kind="new-request",
        title=say(_("Ask {provider} to send a new request"), provider=provider(case.facts)),
        text=_("They send it to us for you. Wait for our answer before you get the care."),
    )


def _faster(case: Case) -> Option:
    return Option(
        kind="faster",
        title=_("Ask for a fast decision"),
        text=join(_("You or your doctor can ask if waiting could harm your health."), _fast(case)),
        url=case.call_url,
        button=_("Ask for a call"),
    )


def _fast(case: Case) -> str:
    """How fast the law makes us; "" where we do not know the law."""
    rule = rule_for(
        Step.DECISION, case.facts.plan.program, on=case.law_today, urgency=Urgency.URGENT
    )
    if rule is None or not rule.hours:
        return ""
    return say(_("We then decide within {hours} hours."), hours=rule.hours)


def _hurry(case: Case) -> Option:
    return Option(
        kind="provider",
        title=say(_("Ask {provider} to answer us soon"), provider=provider(case.facts)),
        text=_("We cannot decide without what we asked for."),
    )


def _ask_provider(case: Case) -> Option:
    return Option(
        kind="provider",
        title=say(_("Ask {provider} what they sent"), provider=provider(case.facts)),
        text=_("They asked for this approval. They can send us more at any time."),
    )
