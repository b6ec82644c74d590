"""Keeping a time for a member while they fill in the rest of a form."""

import datetime as dt

from django.db import connection, transaction
from django.db.models import Q
from psycopg.types.range import Range

from accounts.models import Member
from outreach.models import Hold
from outreach.scheduling.book import MOST_TRIES
from outreach.scheduling.lock import lock_call
from outreach.scheduling.matching import Choice
from outreach.scheduling.need import Need
from outreach.scheduling.search import choices
from outreach.scheduling.slots import instant

KEPT = dt.timedelta(minutes=10)
IS_FREE = """
SELECT outreach_is_free(%(member)s, %(specialist)s, tstzrange(%(begins)s, %(ends)s), %(topic)s,
                        %(moving)s, %(now)s)  -- a row where it is
"""


def hold(member: Member, choice: Choice, need: Need, now: dt.datetime) -> Hold | None:
    """Keep that time for them and let go of the one that they had; None when it is not free.

    Nobody need hurry: who comes later books it all the same, as long as nobody else has.
    """
    who, begins = choice.caller.user_id, instant(choice.begin)
    ends = begins + dt.timedelta(minutes=need.length)
    asked = {
        "member": member.pk,
        "specialist": who,
        "begins": begins,
        "ends": ends,
        "topic": need.topic,
        "moving": need.moving,
        "now": now,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        lock_call(cursor, member.pk, who)
        cursor.execute(IS_FREE, asked)
        if cursor.fetchone() is None:
            return None
        Hold.objects.filter(Q(member=member) | Q(specialist=who, until__lte=now)).delete()
        return Hold.objects.create(
            member=member, specialist_id=who, during=Range(begins, ends), until=now + KEPT
        )


def hold_the_best(member: Member, need: Need, now: dt.datetime) -> Hold | None:
    """The time that one press would have booked, while they tell us what was missing."""
    found = (hold(member, one, need, now) for one in choices(member, need, now)[:MOST_TRIES])
    return next(filter(None, found), None)


def kept_for(member: Member, now: dt.datetime) -> Hold | None:
    return Hold.objects.for_member(member).still(now).first()


def let_go(now: dt.datetime) -> None:
    """Clear away what is kept no longer."""
    Hold.objects.filter(until__lte=now).delete()
