"""The parts of a claim's page that tell of its appeals: steps, options, questions, history."""

import datetime as dt
from collections.abc import Iterator

from django.utils.safestring import SafeString

from accounts.clock_words import day_and_time
from claims.answers.answer import Asked, Fact, Group, Moment, Option, Upcoming
from claims.answers.claim_appeal import if_not_agreed, late_appeal_right
from claims.answers.claim_case import Case
from claims.answers.words import clock, day, local_date, say
from claims.answers.words import gettext as _
from claims.facts import (
    AppealFacts,
    AppealLevel,
    AppealMoment,
    AppealOutcome,
    AppealState,
    AppealStep,
)


def url_of(appeal: AppealFacts) -> str:
    return f"/appeals/{appeal.id}/"


def appeal_options(case: Case) -> Iterator[Option]:
    """What can be done while it waits: see it, add to it, take it back; once late, the right."""
    appeal = case.on_appeal
    if appeal is None:
        return
    yield Option(
        kind="see-appeal",
        title=_("See your appeal"),
        text=_("You can see what you sent, print it, or take your appeal back."),
        url=url_of(appeal),
        button=_("See your appeal"),
    )
    if case.appeal_late and appeal.level is AppealLevel.INTERNAL:
        yield Option(
            kind="right",
            title=_("Your right when we are late"),
            text=late_appeal_right(case.facts.plan.program),
            url=case.call_url,
            button=_("Ask for a call about this right"),
        )


def appeal_steps(case: Case) -> tuple[Upcoming, ...]:
    """What happens next, each with its date or an honest none."""
    appeal = case.on_appeal
    if appeal is None:
        return ()
    return (
        Upcoming(text=_sent(appeal), when=_filed(case, appeal), done=True),
        _looking(case, appeal),
        Upcoming(text=_decider(appeal), when=_due(case, appeal)),
        Upcoming(text=_("We tell you the answer here"), when=_("the day it is decided")),
        Upcoming(text=_("If the answer is no"), when=if_not_agreed(case, appeal.level)),
    )


def _sent(appeal: AppealFacts) -> str:
    return _("We sent your case on") if appeal.automatic else _("You sent your appeal")


def _decider(appeal: AppealFacts) -> str:
    return _("We decide") if appeal.level is AppealLevel.INTERNAL else _("The reviewer decides")


def _filed(case: Case, appeal: AppealFacts) -> str:
    return day(appeal.filed_on, today=case.law_today) if appeal.filed_on else ""


def _looking(case: Case, appeal: AppealFacts) -> Upcoming:
    on = _step_on(case, appeal, AppealStep.ASSIGNED)
    when = day(on, today=case.today) if on else _("No date yet")
    return Upcoming(text=who_looks(appeal), when=when, done=on is not None)


def who_looks(appeal: AppealFacts) -> str:
    """A name only where we were told one."""
    if appeal.level is not AppealLevel.INTERNAL:
        return _("A reviewer who does not work for us looks at it.")
    if appeal.reviewer:
        told = _("{name}, who did not make the first decision, looks at it.")
        return say(told, name=appeal.reviewer)
    return _("Someone who did not make the first decision looks at it.")


def _step_on(case: Case, appeal: AppealFacts, step: AppealStep) -> dt.date | None:
    times = [one.at for one in appeal.history if one.step is step and one.level is appeal.level]
    return local_date(max(times), case.zone) if times else None


def _due(case: Case, appeal: AppealFacts) -> str:
    if appeal.due_on is None:
        return _("No date yet")
    on = day(appeal.due_on, today=case.law_today)
    if case.appeal_late:
        return say(_("It was due by {date}"), date=on)
    return say(_("by {date} at the latest"), date=on)


def appeal_group(case: Case) -> tuple[Group, ...]:
    """The newest appeal in short, with the way to its page; none for a draft."""
    appeal = case.facts.appeal
    if appeal is None or appeal.state is AppealState.DRAFT:
        return ()
    facts = [
        Fact(_("Number"), say("{number}", number=appeal.reference)),
        Fact(_("It counts as sent on"), _filed(case, appeal)),
        Fact(_("Where it stands"), standing(appeal), url_of(appeal)),
    ]
    return (Group(heading=_("Your appeal"), facts=tuple(facts)),)


def standing(appeal: AppealFacts) -> str:
    """Its state in a few words."""
    if appeal.state is AppealState.WITHDRAWN:
        return _("You took it back")
    if appeal.outcome is not None:
        return outcome_words(appeal.outcome)
    return _("It is being looked at")


def outcome_words(outcome: AppealOutcome) -> str:
    if outcome is AppealOutcome.OVERTURNED:
        return _("The decision was changed")
    if outcome is AppealOutcome.PARTLY:
        return _("A part of the decision was changed")
    if outcome is AppealOutcome.DISMISSED:
        return _("It was not looked at")
    return _("The decision stays")


def appeal_questions(case: Case) -> tuple[Asked, Asked, Asked] | None:
    """Three questions while it waits."""
    appeal = case.on_appeal
    if appeal is None:
        return None
    return (
        Asked(_("Who looks at it?"), who_looks(appeal)),
        Asked(_("Can I add something?"), _("Yes, until it is decided. Open your appeal.")),
        Asked(_("What if the answer is no again?"), if_not_agreed(case, appeal.level)),
    )


def appeal_moments(case: Case) -> Iterator[Moment]:
    """What happened to the appeals about it, oldest first."""
    appeal = case.facts.appeal
    for one in appeal.history if appeal is not None else ():
        yield moment(one, case.zone, case.today)


def moment(one: AppealMoment, zone: str, today: dt.date) -> Moment:
    on = local_date(one.at, zone)
    return Moment(
        title=title(one),
        when=SafeString(day_and_time(day(on, today=today), clock(one.at, zone))),
        iso=on.isoformat(),
        who=_("from you") if one.step in (AppealStep.FILED, AppealStep.WITHDRAWN) else "",
        text=outcome_words(one.outcome) if one.outcome else "",
    )


def title(one: AppealMoment) -> str:
    if one.step is AppealStep.FILED:
        if one.level is AppealLevel.INTERNAL:
            return _("You appealed")
        return _("You asked for an outside review")
    if one.step is AppealStep.RECEIVED and one.level is not AppealLevel.INTERNAL:
        return _("The reviewer has your case")
    return {
        AppealStep.RECEIVED: _("We began to look at your appeal"),
        AppealStep.ASSIGNED: _("Your appeal has a reviewer"),
        AppealStep.DECIDED: _("Your appeal was decided"),
        AppealStep.WITHDRAWN: _("You took your appeal back"),
        AppealStep.SENT_ON: _("We sent your case to an outside reviewer"),
    }[one.step]
