"""Writes down that a signed yes has ended; the gate says no by the clock and waits for nobody."""

from uuid import uuid4

from django.db import transaction

from accounts.clock import now
from accounts.consent.interaction import Interaction
from accounts.models import ConsentNow, Member
from accounts.models.consent_event import Decision


def record_expiries() -> int:
    """Add a row for each yes that has ended, a transaction a member; how many."""
    over = ConsentNow.objects.filter(decision=Decision.GRANT, valid_until__lte=now())
    subjects = set(over.values_list("subject_id", flat=True))
    members = Member.objects.filter(subject__in=subjects).order_by("subject")
    return sum(_record(member) for member in members)


def _record(member: Member) -> int:
    key = f"expired {uuid4()}"
    one = Interaction(member, None, "portal", "expiry", "", member.language, key)
    with transaction.atomic():
        one.begin()
        one.expire(now())
        return len(one.write().events)
