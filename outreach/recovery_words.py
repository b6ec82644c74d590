"""A recovery in finished words: for its member, and for whoever works on it."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Struct

from claims.answers.answer import Answer
from claims.answers.words import money, say
from outreach.desk_words import subject_words
from outreach.goodwill import FLOORS
from outreach.inbox_words import when
from outreach.models import Recovery, RecoveryStep
from outreach.summary_words import first_name

Failure, What = Recovery.Failure, RecoveryStep.What

BROKE = {
    Failure.DATE: gettext_noop("We told you a date and did not keep it. We are sorry."),
    Failure.ORDER: gettext_noop("It will not come by the day you need it. We are sorry."),
    Failure.AGREED: gettext_noop("We are late with what we agreed with you. We are sorry."),
    Failure.ANSWER: gettext_noop("We did not answer you in time. We are sorry."),
}
DID = {
    What.TOLD: gettext_noop("Told you that we are late, and why"),
    What.FOUND: gettext_noop("Found out what holds it up"),
    What.HURRIED: gettext_noop("Asked for it to go faster"),
    What.DATED: gettext_noop("Gave you a new date"),
    What.FIXED: gettext_noop("Put it right"),
}


class StepWords(Struct, frozen=True):
    text: str
    who: str
    when: str
    words: str


class RecoveryRow(Struct, frozen=True, kw_only=True):
    """For staff: nothing of what is private but its number."""

    url: str
    name: str
    thing: str
    failure: str
    owner: str
    state: str
    late: bool


def sorry(case: Recovery) -> str:
    return _(BROKE[Failure(case.failure)])


def who_does(case: Recovery) -> str:
    """Who puts it right, or that it is done."""
    if case.fixed_at:
        return _("It is put right. If it is not, write to us.")
    name = first_name(case.owner)
    if not name:
        return _("A supervisor is putting it right. You do not need to do anything now.")
    return say(_("{who} is putting it right. You do not need to do anything now."), who=name)


def steps(case: Recovery, *, at: dt.datetime, zone: str) -> list[StepWords]:
    """What was done, the oldest first."""
    return [
        StepWords(_(DID[What(one.what)]), one.who, when(one.at, at, zone), one.words)
        for one in case.steps.order_by("at", "pk")
    ]


def added(case: Recovery) -> str:
    """What was added, once it is put right; its rest stands on the page of the order."""
    cents = sum(one.cents for one in case.given.all())
    if not cents or not case.fixed_at:
        return ""
    return say(_("Because we were late, we added {amount} to your account."), amount=money(cents))


def rows(cases: Iterable[Recovery], seen: dict, *, at: dt.datetime, zone: str) -> list[RecoveryRow]:
    return [
        RecoveryRow(
            url=f"/desk/recoveries/{one.pk}/",
            name=one.member.name,
            thing=thing(one, seen.get((one.subject, one.subject_id))),
            failure=str(one.get_failure_display()),
            owner=first_name(one.owner) or one.owner.email,
            state=state(one, at=at, zone=zone),
            late=untouched(one, at),
        )
        for one in cases
    ]


def thing(case: Recovery, answer: Answer | None) -> str:
    return subject_words(case, answer) if case.subject else _("A promise of ours")


def untouched(case: Recovery, at: dt.datetime) -> bool:
    return case.first_act_at is None and case.begin_by < at


def state(case: Recovery, *, at: dt.datetime, zone: str) -> str:
    if case.fixed_at:
        return say(_("Put right: {when}."), when=when(case.fixed_at, at, zone))
    if case.first_act_at:
        return say(
            _("Somebody has worked on it since {when}."), when=when(case.first_act_at, at, zone)
        )
    words = (
        _("Nobody has begun. We opened it on {when}.")
        if untouched(case, at)
        else _("It is new. We opened it on {when}.")
    )
    return say(words, when=when(case.opened_at, at, zone))


def floor_words(case: Recovery) -> str:
    cents = FLOORS.get(Failure(case.failure), 0)
    if not cents:
        return ""
    return say(
        _("Everybody with this failure gets {amount} once it is put right."), amount=money(cents)
    )
