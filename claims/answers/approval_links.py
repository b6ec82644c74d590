"""A claim and the approval that it needed: each leads to the other, and a denial hears of it."""

import datetime as dt
from collections.abc import Iterator

from claims.answers.answer import Fact, Group, Option
from claims.answers.approval_case import GRANTED
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.words import days, join, say
from claims.answers.words import gettext as _
from claims.explanations.reason import Does
from claims.explanations.states import STATES
from claims.facts import Linked


def links(case: Case) -> tuple[Group, ...]:
    """Only what names the other's number; what may belong together is said where it matters."""
    linked = [one for one in case.facts.linked if one.sure]
    if not linked:
        return ()
    if case.approval:
        claims = tuple(
            Fact(_name(one), _(STATES[one.state].title), f"/claims/{one.id}/") for one in linked
        )
        return (Group(heading=_("Claims for this approval"), facts=claims),)
    approvals = tuple(
        Fact(
            _name(one),
            _(STATES[one.state].request or STATES[one.state].title),
            f"/approvals/{one.id}/",
        )
        for one in linked
    )
    return (Group(heading=_("Approval for this care"), facts=approvals),)


def _name(one: Linked) -> str:
    return say("{name}", name=one.service or one.authorization_number)


def why_approved(case: Case) -> str:
    """Beside "this care needed our approval first": the approval that we hold, or why it is none.

    "" where the claim was refused for another reason, or nothing like it is held.
    """
    held = held_approval(case)
    if held is None:
        return ""
    number = held.authorization_number
    if not held.sure:
        return join(
            say(_("We hold approval {number} for those days."), number=number),
            _("It may be for this care. Ask us."),
        )
    if not covers(held, case.facts.service_from):
        since, until = held.authorization_from, held.authorization_to
        if since is None or until is None:
            return ""
        good = days(since, until, today=case.today)
        sentence = _("Approval {number} was good from {days}, and not on the day of this care.")
        return say(sentence, number=number, days=good)
    return join(
        say(_("We hold an approval for this care: number {number}."), number=number),
        _("That is a strong reason to appeal, or to have the claim sent again."),
    )


def with_our_approval(case: Case) -> Iterator[Option]:
    """What to try first when the approval was there all the time."""
    held = held_approval(case)
    if held is None:
        return
    number = held.authorization_number
    if not held.sure:
        yield Option(
            kind="which-approval",
            title=say(_("Ask us if approval {number} is for this care"), number=number),
            text=_("If it is, the provider can send the claim again with that number."),
            url=case.call_url,
            button=_("Ask for a call"),
        )
    elif covers(held, case.facts.service_from):
        yield Option(
            kind="send-with-number",
            title=say(
                _("Ask {provider} to send the claim again with approval {number}"),
                provider=provider(case.facts),
                number=number,
            ),
            text=_("That may settle it. Your time to appeal keeps running meanwhile."),
        )


def held_approval(case: Case) -> Linked | None:
    """The approval that a claim refused for want of one seems to have had; a sure one first."""
    if case.approval or not any(r.reason and r.reason.does is Does.APPROVAL for r in case.refusals):
        return None
    held = [one for one in case.facts.linked if one.state in GRANTED and one.authorization_number]
    held.sort(key=lambda one: (not one.sure, not covers(one, case.facts.service_from)))
    return held[0] if held else None


def covers(held: Linked, on: dt.date | None) -> bool:
    """The care was in its days, as far as both are known."""
    if on is None:
        return True
    since, until = held.authorization_from, held.authorization_to
    return (since is None or since <= on) and (until is None or on <= until)
