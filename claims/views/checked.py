"""Notes that a member opened the page of a thing, where they allow that it is noted."""

from uuid import UUID

from django.http import HttpRequest

from accounts.clock import waking_day
from accounts.models import Activity
from claims.answers.answer import Answer


def note(request: HttpRequest, kind: Activity.Kind, thing: UUID | str, answer: Answer) -> None:
    """One statement at most, and none while it is off; nobody else's look counts as theirs."""
    member = request.member
    if member.keeps_activity and request.acting is None:
        on = waking_day(member.time_zone)
        Activity.objects.notice(member, kind, thing, on, guarded=answer.guarded)
