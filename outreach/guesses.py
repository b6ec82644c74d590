"""What we work out about a member, with the facts that it follows from. Few and dull on purpose.

Only from calls that are about nothing guarded: the same guesses, byte for byte, come of a member
with guarded things and of one without. Only where something uses it (`outreach.remembered`).
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.clock import now
from accounts.consent import allows, standing
from accounts.models import Inference, Member, Suppression
from claims.facts import Guard
from outreach.models import Booking
from outreach.subject import SUBJECTS

CALLS = 3
"""So many in a row that say the same are a habit; fewer are chance."""

LATELY = dt.timedelta(days=2)
MORNING_ENDS, AFTERNOON_ENDS = 12, 17  # hours where the member is


def work_out_lately(at: dt.datetime) -> int:
    """Look again at members whom we called lately; how many. Doing it twice changes nothing."""
    called = Booking.objects.talked().filter(during__startswith__gt=at - LATELY)
    members = Member.objects.filter(pk__in=called.values("member"))
    for member in members:
        work_out(member)
    return len(members)


@transaction.atomic
def work_out(member: Member) -> None:
    """Keep what their last calls say, or forget what they no longer say; nothing against a no."""
    if not standing(member)["remember_choices", "choices"].allowed:
        return  # nobody asked for this, so the use log need not say each night that we did not
    if not allows(member, "remember_choices", "choices", doing="work_out"):
        return
    about = Inference.About.CALL_TIME
    if Suppression.objects.for_member(member).filter(about=about).exists():
        return
    guesses = Inference.objects.for_member(member).filter(about=about)
    parts = [part(one, member.time_zone) for one in last_calls(member)]
    if len(parts) < CALLS or len(set(parts)) > 1:
        guesses.delete()
        return
    fields = {"value": parts[0], "times": CALLS, "category": "choices"}
    if not guesses.filter(**fields).exists():
        Inference.objects.update_or_create(
            member=member, about=about, defaults=fields | {"worked_out_at": now()}
        )


def last_calls(member: Member) -> list[Booking]:
    """The latest calls that took place, without those about anything guarded; newest first."""
    calls = Booking.objects.for_member(member).talked()
    for subject, (model, _answer) in SUBJECTS.items():
        guarded = model.objects.filter(member=member).exclude(guard=Guard.NONE)
        calls = calls.exclude(subject=subject, subject_id__in=guarded.values("pk"))
    return list(calls.order_by("-during")[:CALLS])


def part(call: Booking, zone: str) -> str:
    """Of the day, where the member is."""
    hour = call.starts_at.astimezone(ZoneInfo(zone)).hour
    if hour < MORNING_ENDS:
        return "morning"
    return "afternoon" if hour < AFTERNOON_ENDS else "evening"
