"""A claim that cannot be understood alone: one that was split, or that another plan decides too."""

from claims.answers.answer import Fact, Group
from claims.answers.claim_account import account_of
from claims.answers.claim_case import Case
from claims.answers.claim_money import amount
from claims.answers.words import gettext as _
from claims.answers.words import join, say
from claims.explanations.states import STATES
from claims.facts import ClaimState, RelatedClaim, Relation


def belonging(case: Case) -> tuple[Group, ...]:
    """Where the rest of the answer is: groups of links, finished words each."""
    if case.request:
        return ()
    return (*_parts(case), *_whole(case), *_other_plan(case))


def _parts(case: Case) -> tuple[Group, ...]:
    parts = [one for one in case.facts.related if one.relation is Relation.PART]
    if case.facts.state is not ClaimState.SPLIT or case.doubt:
        return ()
    if not parts:
        return (Group(heading=_("The parts"), note=_("We do not have the parts yet.")),)
    facts = tuple(Fact(_name(one), _status(one), _url(one)) for one in parts)
    return (Group(heading=_("The parts"), facts=facts),)


def _whole(case: Case) -> tuple[Group, ...]:
    whole = next((one for one in case.facts.related if one.relation is Relation.WHOLE), None)
    if whole is None:
        return ()
    link = Fact(_name(whole), _("We split this claim"), _url(whole))
    note = _("What you see here is one part. Each part has its own amounts.")
    return (Group(heading=_("Part of another claim"), facts=(link,), note=note),)


def _other_plan(case: Case) -> tuple[Group, ...]:
    """What the other plan says, and why we think that it is the same care."""
    other = case.other_plan
    if other is None:
        return ()
    facts = [Fact(_("Its answer"), _status(other), _url(other))]
    if other.plan_name:
        facts.insert(0, Fact(_("Plan"), say("{name}", name=other.plan_name)))
    if other.sure and other.plan_paid is not None and other.plan_paid >= 0:
        facts.append(Fact(_("It paid"), amount(other.plan_paid)))
    if case.both_decided:
        on_account = account_of(case) is not None  # which knows whether it is paid
        label = _("Your share after both") if on_account else _("You may owe after both")
        facts.append(Fact(label, amount(max(case.owes or 0, 0))))
    note = _(
        "Your provider gave both claims the same number and days, so we show them together. "
        "If that is wrong, tell us."
    )
    return (Group(heading=_("Your other plan"), facts=tuple(facts), note=note),)


def _name(one: RelatedClaim) -> str:
    parts = [say("{words}", words=words) for words in (one.service, one.number) if words]
    return join(*parts) or _("Your claim")


def _status(one: RelatedClaim) -> str:
    state = ClaimState(one.state) if one.sure else ClaimState.UNRECOGNISED
    return _(STATES[state].title)


def _url(one: RelatedClaim) -> str:
    return f"/claims/{one.id}/"
