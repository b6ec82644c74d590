"""How things stand for a member, now or at an instant; for pages, which use nothing by it."""

import datetime as dt
from typing import Literal

from accounts.clock import now
from accounts.consent.catalogue import CATEGORIES, PURPOSES
from accounts.consent.verdict import Key, Standing, judge
from accounts.models import ConsentEvent, ConsentNow, Member

Clock = Literal["recorded", "effective"]


def standing(member: Member) -> dict[Key, Standing]:
    """Every switch of the catalogue, as it stands now. One query."""
    return _all(ConsentNow.objects.filter(subject=member.subject), now())


def as_of(member: Member, at: dt.datetime, *, clock: Clock = "recorded") -> dict[Key, Standing]:
    """The same at an instant: as it was known then, or as the member meant it then. One query.

    The words of the catalogue are today's: a version that had not been published then asks nobody
    again.
    """
    instant = f"{clock}_at"
    return _all(
        ConsentEvent.objects.filter(subject=member.subject, **{f"{instant}__lte": at})
        .order_by("purpose", "category", f"-{instant}", "-seq")
        .distinct("purpose", "category"),
        at,
    )


def _all(rows, at: dt.datetime) -> dict[Key, Standing]:
    rows = list(rows)
    return {
        (purpose.key, key): judge(purpose, CATEGORIES[key], rows, at)
        for purpose in PURPOSES.values()
        for key in purpose.categories
    }
