"""What a claim is called, and its lines and the people in it."""

from claims.answers.approval_case import GRANTED, is_approval
from claims.answers.claim_case import Case
from claims.answers.words import gettext as _
from claims.answers.words import say
from claims.facts import ClaimFacts, ClaimUse, Line, Relation


def title(facts: ClaimFacts) -> str:
    """The h1: the thing itself."""
    if is_approval(facts):
        return _approval(facts)
    if facts.use is ClaimUse.PREDETERMINATION:
        if not facts.service:
            return _("Your estimate")
        return say(_("Your estimate for {service}"), service=facts.service)
    if not facts.service:
        return _("Your claim")
    return say(_("Your claim for {service}"), service=facts.service)


def quiet_thing(facts: ClaimFacts) -> str:
    """What may be seen over a shoulder."""
    if is_approval(facts):
        return _("Your approval request")
    return _("Your claim") if facts.use is ClaimUse.CLAIM else _("Your request")


def caption(facts: ClaimFacts) -> str:
    if not facts.number:
        return ""
    if is_approval(facts):
        return say(_("Approval request {number}"), number=facts.number)
    if facts.use is ClaimUse.CLAIM:
        return say(_("Claim {number}"), number=facts.number)
    return say(_("Request {number}"), number=facts.number)


def name(facts: ClaimFacts) -> str:
    """The short name in a list."""
    whole = next((one for one in facts.related if one.relation is Relation.WHOLE), None)
    if whole and whole.number and facts.service:
        return say(_("{name}, part of {number}"), name=facts.service, number=whole.number)
    if facts.service or facts.provider:
        return say("{name}", name=facts.service or facts.provider)
    return caption(facts) or quiet_thing(facts)


def provider(facts: ClaimFacts) -> str:
    return facts.provider or _("your provider")


def provider_first(facts: ClaimFacts) -> str:
    """The same, where a sentence begins."""
    return facts.provider or _("Your provider")


def payee(case: Case) -> str:
    paid_to = case.current.payee
    if paid_to == "member":
        return _("you")
    return provider(case.facts)


def line_name(line: Line) -> str:
    if line.description:
        return say("{words}", words=line.description)
    if line.code:
        return say(_("Service code {code}"), code=line.code)
    return say(_("Service {number}"), number=line.number)


def _approval(facts: ClaimFacts) -> str:
    """An approval once there is one, a request until then."""
    if facts.state in GRANTED and not facts.conflict and facts.current is not None:
        if not facts.service:
            return _("Your approval")
        return say(_("Your approval for {service}"), service=facts.service)
    if not facts.service:
        return _("Your approval request")
    return say(_("Your approval request for {service}"), service=facts.service)
