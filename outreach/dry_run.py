"""What a rule would do now: how many it would reach, and what would become of the first of them."""

import datetime as dt
from collections import Counter

from django.db import transaction
from msgspec import Struct

from outreach.finding import find, how_many_allow
from outreach.models import Message
from outreach.nudges.nudge import Nudge
from outreach.sending import rehearse

FIRST = 100  # of those found, for whom it is decided as the worker would
SHOWN = 20


class DryRun(Struct, frozen=True, kw_only=True):
    """``allowed``: how many members said yes to it. ``found`` would be new messages; ``decided``
    says of the first of them what would become of each: how many by outcome and reason.
    ``samples`` are (subject, language, outcome).
    """

    allowed: int
    found: int
    decided: list[tuple[str, int]]
    samples: list[tuple[str, str, str]]


def dry_run(nudge: Nudge, at: dt.datetime) -> DryRun:
    """What the rule would do now, by the code that would do it, and nothing of it stays.

    Everything is written and decided in one transaction that is taken back. A rule that draws from
    what members did here is not tried: looking would be a use, and its record would be taken back.
    """
    allowed = how_many_allow(nudge)
    if nudge.gather is not None:
        return DryRun(allowed=allowed, found=0, decided=[], samples=[])
    with transaction.atomic():
        found = find(nudge, at)
        first = [rehearse(key, at) for key in found[:FIRST]]
        messages = Message.objects.filter(pk__in=found[:FIRST]).select_related("member")
        by_key = {message.pk: message for message in messages}
        samples = [
            (by_key[key].subject, by_key[key].member.language, outcome)
            for key, outcome in zip(found[:SHOWN], first, strict=False)
        ]
        transaction.set_rollback(True)
    return DryRun(
        allowed=allowed, found=len(found), decided=Counter(first).most_common(), samples=samples
    )
