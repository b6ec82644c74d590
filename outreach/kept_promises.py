"""Noting that we did what we agreed on a call: who may, and that its owner hears who did."""

import datetime as dt
from typing import Any

from accounts.models import Role, User
from outreach.models import Call, Keeper, SummaryLine

LATELY = dt.timedelta(days=7)  # within which its owner reads on the desk that somebody else did it


def may_keep(user: User, line: SummaryLine) -> bool:
    """Its owner, a supervisor, and whoever has to do with its member now: on the phone with them,
    or looking after something of theirs. Nobody else learns of it. ``line`` is `with_owner`."""
    if user.role == Role.SUPERVISOR or line.owner_id == user.pk:
        return True
    member = line.summary.call.member_id
    talks = Call.objects.unfinished().filter(
        specialist=user, member=member, request__asked_by=None
    )  # whoever helps the member is told nothing of it, and neither is who talks to them
    return talks.exists() or Keeper.objects.filter(user=user, member=member).exists()


def done_by_others(owner: User, at: dt.datetime) -> Any:
    """What somebody else noted as done, of what this one has promised; with its owner's names."""
    done = SummaryLine.objects.filter(owner="us", kept_at__gt=at - LATELY, kept_by__isnull=False)
    return done.exclude(kept_by=owner).with_owner().filter(owner_id=owner.pk).order_by("kept_at")
