"""The member checked a claim on two days, and it is still with us: offer a call in the morning."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Activity, Member
from claims.answers.answer import Answer
from claims.answers.words import local_date, plain
from claims.models.claim_query import UNDECIDED
from outreach.notice import Kind, Notice, Words, date_in, filled, thing
from outreach.nudges.nudge import Nudge

DAYS = dt.timedelta(days=7)
FINDS = """
found AS (
  SELECT claim.member_id, 'claim' AS subject, claim.id AS subject_id,
         concat_ws(':', claim.id, seen.last_on) AS cause,
         jsonb_build_object('last_on', seen.last_on) AS context
    FROM unnest(%(things)s::uuid[], %(last)s::date[]) AS seen(thing, last_on)
    JOIN claims_claim claim ON claim.id = seen.thing AND claim.member_id = %(member)s
   WHERE claim.state = ANY(%(undecided)s) AND claim.guard = 'none' AND claim.held = ''
     AND claim.conflict = '{}' AND claim.superseded_by_id IS NULL
)
"""


def gather(member: Member, at: dt.datetime) -> dict[str, Any]:
    """What they checked on two days of this week or more; read after the gate has said yes.

    Today's own look does not count: nobody is written to while they are still reading.
    """
    today = local_date(at, member.time_zone)
    looks = Activity.objects.filter(
        member=member,
        kind__in=(Activity.Kind.CLAIM, Activity.Kind.APPROVAL),
        day__gt=today - DAYS,
        day__lt=today,
    )
    twice = looks.values("thing").annotate(times=Count("day"), last=Max("day")).filter(times__gte=2)
    seen = [(row["thing"], row["last"]) for row in twice]
    return {
        "member": member.pk,
        "things": [thing for thing, _last in seen],
        "last": [last for _thing, last in seen],
    }


def values() -> dict[str, Any]:
    return {"undecided": [str(state) for state in UNDECIDED]}


def words(context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    last_on = date_in(context, "last_on")
    return Words(
        filled(_("Would you like a call about {thing}?"), thing=thing(answer)),
        (
            filled(
                _("You checked it on {weekday}. It is still with us."),
                weekday=str(WEEKDAYS[last_on.weekday()]),
            ),
            plain(answer.action.sentence),
            filled(
                _("{specialist} can call you. You do not have to."), specialist=answer.person_group
            ),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You opened this claim on two days, and you allowed us to offer help then.")


def still(answer: Answer, _today: dt.date) -> bool:
    """Without another look at what they checked: the claim alone says if a call may help."""
    return not answer.settled and not answer.action.required


NUDGE = Nudge(
    notice=Notice(
        key="checked_twice",
        version=1,
        kind=Kind.OFFER,
        about=gettext_noop("An offer to call after you checked"),
        words=words,
        why=why,
        wants=frozenset({"last_on"}),
        offers_call=True,
        lasts=dt.timedelta(days=2),
    ),
    purpose="help_after_check",
    category="activity",
    finds=FINDS,
    facts=(gettext_noop("Which claim the member checked, and on which days: never hours"),),
    cancels=gettext_noop("The claim is decided, or a call is booked or was made lately."),
    values=values,
    gather=gather,
    still=still,
)
