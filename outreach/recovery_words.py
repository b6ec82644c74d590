"""A recovery in finished words: for its member, for whoever works on it, and for the report."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Avg, Count, F, Max, Q, Sum
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.answer import Answer, Table
from claims.answers.words import money, say
from claims.models import Promise
from outreach.desk_promises import name_of
from outreach.desk_words import subject_words
from outreach.goodwill import FLOORS
from outreach.inbox_words import when
from outreach.models import Goodwill, Recovery, RecoveryStep
from outreach.recovering import LOOKED_AT
from outreach.summary_words import first_name

Failure, What = Recovery.Failure, RecoveryStep.What
LATELY = dt.timedelta(days=30)

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
            name=name_of(one.member),
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
    return case.first_act_at is None and case.opened_at < at - LOOKED_AT


def state(case: Recovery, *, at: dt.datetime, zone: str) -> str:
    if case.fixed_at:
        return say(_("Put right: {when}."), when=when(case.fixed_at, at, zone))
    if case.first_act_at:
        return say(_("Somebody works on it since {when}."), when=when(case.first_act_at, at, zone))
    words = (
        _("Nobody has begun. It was opened {when}.")
        if untouched(case, at)
        else _("New: it was opened {when}.")
    )
    return say(words, when=when(case.opened_at, at, zone))


def both_sides(at: dt.datetime) -> list[str]:
    """How often we fail stands first, and how we put it right after it; neither has a target."""
    said = Promise.objects.filter(settled_at__gt=at - LATELY, outcome__in=["kept", "broken"])
    dates = said.aggregate(all=Count("pk"), broken=Count("pk", filter=Q(outcome="broken")))
    cases = Recovery.objects.filter(opened_at__gt=at - LATELY).aggregate(
        all=Count("pk"),
        soon=Count("pk", filter=Q(first_act_at__lte=F("opened_at") + LOOKED_AT)),
        fixed=Count("pk", filter=Q(fixed_at__isnull=False)),
    )
    return [
        say(
            _("In the last 30 days we broke {n} of {all} dates."),
            n=f"{dates['broken']:,}",
            all=f"{dates['all']:,}",
        ),
        say(
            _("Of {all} cases somebody began {n} within two hours, and put {fixed} right."),
            all=f"{cases['all']:,}",
            n=f"{cases['soon']:,}",
            fixed=f"{cases['fixed']:,}",
        ),
    ]


def report(at: dt.datetime) -> list[Table]:
    """Whether the same failure costs us the same, whoever it was and whoever gave; of a year."""
    tables = (same(at - 12 * LATELY), givers(at - 12 * LATELY))
    return [table for table in tables if table.rows]


def same(since: dt.datetime) -> Table:
    fixed = Recovery.objects.exclude(fixed_at=None).filter(opened_at__gt=since)
    grouped = fixed.values("failure", "member__language").annotate(
        cases=Count("pk"), mean=Avg("goodwill"), most=Max("goodwill")
    )
    return Table(
        caption=_("The same failure, by the language that members read"),
        head=(
            _("What went wrong"),
            _("Language"),
            _("Put right"),
            _("Added beyond what everybody gets, on average"),
            _("Most"),
        ),
        rows=tuple(
            (
                str(Failure(one["failure"]).label),
                get_language_info(one["member__language"])["name_local"],
                f"{one['cases']:,}",
                money(round(one["mean"])),
                money(one["most"]),
            )
            for one in grouped.order_by("failure", "member__language")
        ),
    )


def givers(since: dt.datetime) -> Table:
    given = Goodwill.objects.filter(floor=False, at__gt=since)
    grouped = given.values("by__email").annotate(number=Count("pk"), cents=Sum("cents"))
    return Table(
        caption=_("Who added it"),
        head=(_("Who"), _("How often"), _("Amount")),
        rows=tuple(
            (one["by__email"], f"{one['number']:,}", money(one["cents"]))
            for one in grouped.order_by("by__email")
        ),
    )


def floor_words(case: Recovery) -> str:
    cents = FLOORS.get(Failure(case.failure), 0)
    if not cents:
        return ""
    return say(
        _("Everybody with this failure gets {amount} once it is put right."), amount=money(cents)
    )
