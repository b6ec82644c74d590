"""What has happened to a claim, newest first: one entry for each thing a source said."""

import datetime as dt

from claims.answers.answer import Moment
from claims.answers.appeal_parts import appeal_moments
from claims.answers.claim_case import Case
from claims.answers.freshness import system
from claims.answers.words import day, join, local_date, say
from claims.answers.words import gettext as _
from claims.asked import INSTEAD, Did, did
from claims.explanations.documents import in_words
from claims.explanations.states import DECIDED, STATES
from claims.facts import PORTAL, ClaimState, Happening, WaitingFor


def timeline(case: Case) -> tuple[Moment, ...]:
    """A step back is allowed, but never silent: it carries a line that says why."""
    history = case.facts.history
    if not history and not case.never:
        history = (case.current,)
    befores = (*history[1:], None)
    told = [
        _moment(case, happening, before)
        for happening, before in zip(history, befores, strict=False)
        if happening.state is not ClaimState.HIDDEN
    ]
    appealed = list(appeal_moments(case))
    # Of one day the appeal stands above the decision that it is against.
    return (
        tuple(sorted([*appealed[::-1], *told], key=_iso, reverse=True)) if appealed else tuple(told)
    )


def _iso(moment: Moment) -> str:
    return moment.iso


def _moment(case: Case, happening: Happening, before: Happening | None) -> Moment:
    on = _day(happening, case)
    if (done := did(happening)) is not None:
        return _did(done, happening, on, case)
    words = STATES[happening.state]
    title = words.request if case.request and words.request else words.title
    return Moment(
        title=_(title),
        when=day(on, today=case.today),
        iso=on.isoformat(),
        who=_who(happening, case),
        text=join(
            _back(happening, before),
            _received_again(happening, case),
            _asked(happening),
            _said(happening),
        ),
    )


def _did(done: Did, happening: Happening, on: dt.date, case: Case) -> Moment:
    """What the member did here or we about it, and what we have of them since."""
    here, who, by = _here(happening.note), _("from you"), happening.wanted_by
    moved = say(_("We moved your date to {date}."), date=day(by, today=case.today)) if by else ""
    if done.what == Did.MORE_TIME:
        title, here = _("You asked for more time"), moved
    elif done.what == Did.OURS:
        title = _("We could not take a file that you sent. That was our fault.")
        here = join(here, moved)
    elif done.what == Did.AGAIN:
        title, who = _("A person read what you sent. We look at the claim again."), _("from us")
    elif done.what == Did.BACK:
        title, here = _("We could not use what you sent"), _asked(happening)
    elif done.what == Did.PART:
        title = _("You sent some of what we asked for")
    else:
        title = _("You sent what we asked for")
    return Moment(
        title=title,
        when=day(on, today=case.today),
        iso=on.isoformat(),
        who=who,
        text=here,
    )


def _here(note: str) -> str:
    """What came, and what came in the place of something."""
    came = [one for one in note.split("\n") if one]
    things = [one for one in came if not one.startswith(INSTEAD)]
    instead = [one.removeprefix(INSTEAD) for one in came if one.startswith(INSTEAD)]
    words = _("You told us what you have instead of {thing}.")
    return join(
        say(_("We have {thing}."), thing=in_words("\n".join(things))) if things else "",
        say(words, thing=in_words("\n".join(instead))) if instead else "",
    )


def _day(happening: Happening, case: Case) -> dt.date:
    """A claim was received on the day that the payer names, not on that of its status."""
    on = happening.effective_on or local_date(happening.received_at, case.zone)
    if happening.state is ClaimState.RECEIVED and happening.received_on is not None:
        return min(on, happening.received_on)
    return on


def newer_on(happening: Happening, case: Case) -> dt.date | None:
    """When a newer version came, if this is said of an older one.

    A correction joins the history of what it corrects, and has a day of receipt of its own.
    """
    first_on, last_on = happening.received_on, case.facts.received_on
    return last_on if first_on and last_on and first_on < last_on <= case.today else None


def _received_again(happening: Happening, case: Case) -> str:
    again_on = newer_on(happening, case)
    if happening.state is not ClaimState.RECEIVED or again_on is None:
        return ""
    return say(_("We received a newer version on {date}."), date=day(again_on, today=case.today))


def _who(happening: Happening, case: Case) -> str:
    if happening.source == PORTAL:
        return _("from you")
    return say(_("from {who}"), who=system(case.facts.source.kind))


def _back(happening: Happening, before: Happening | None) -> str:
    if before is None:
        return ""
    now, then = STATES[happening.state].progress, STATES[before.state].progress
    if now >= then:
        return ""
    if before.state is ClaimState.REVERSED and now == DECIDED:
        return _("This is the new result.")
    if happening.state is ClaimState.PENDED_INFO:
        return _("This went back a step, because something is missing.")
    if happening.state is ClaimState.REJECTED_FRONT_END:
        return _("This went back a step, because it must be sent again.")
    return _("This went back a step, because it is being looked at again.")


def _asked(happening: Happening) -> str:
    if happening.state is not ClaimState.PENDED_INFO or not happening.wanted:
        return ""
    if happening.waiting_for is WaitingFor.MEMBER:
        return say(_("We asked you for {thing}."), thing=in_words(happening.wanted))
    return say(_("We asked for {thing}."), thing=in_words(happening.wanted))


def _said(happening: Happening) -> str:
    if not happening.note:
        return ""
    return say(_("Your plan wrote: “{note}”"), note=happening.note)
