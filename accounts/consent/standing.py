"""How things stand for a member, now or at an instant; for pages, which use nothing by it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from accounts.clock import now
from accounts.consent import wordings
from accounts.consent.catalogue import CATEGORIES, EVERYTHING, PURPOSES
from accounts.consent.verdict import Key, Standing, judge
from accounts.models import ConsentEvent, ConsentNow, Member

Clock = Literal["recorded", "effective"]
# A look into the index for each of them costs the same however often a member changed their mind.
_LAST = """
SELECT last.* FROM unnest(%s::text[], %s::text[]) AS asked (purpose, category),
LATERAL (
    SELECT * FROM accounts_consentevent e
     WHERE e.purpose = asked.purpose AND e.category = asked.category AND e.subject = %s
       AND e.{clock} <= %s
     ORDER BY e.{clock} DESC, e.seq DESC LIMIT 1
) AS last
"""
LAST = {clock: _LAST.replace("{clock}", f"{clock}_at") for clock in ("recorded", "effective")}


def standing(member: Member) -> dict[Key, Standing]:
    """Every switch of the catalogue, as it stands now. One query."""
    return _all(member, ConsentNow.objects.filter(subject=member.subject), now())


def as_of(member: Member, at: dt.datetime, *, clock: Clock = "recorded") -> dict[Key, Standing]:
    """The same at an instant: as it was known then, or as the member meant it then. Two queries.

    Judged by the wordings that had been published by then, and by today's catalogue for the rest.
    """
    keys = [*((one.key, key) for one in PURPOSES.values() for key in one.categories)]
    purposes, categories = zip(*keys, (EVERYTHING, EVERYTHING), strict=True)
    last = ConsentEvent.objects.raw(
        LAST[clock], [list(purposes), list(categories), member.subject, at]
    )
    return _all(member, last, at, wordings.material_at(at))


def _all(
    member: Member,
    rows: Iterable[ConsentNow | ConsentEvent],
    at: dt.datetime,
    material: Callable[[str], int] = wordings.material,
) -> dict[Key, Standing]:
    rows, of_age = list(rows), member.of_age_at
    return {
        (purpose.key, key): judge(purpose, CATEGORIES[key], rows, at, material, of_age=of_age)
        for purpose in PURPOSES.values()
        for key in purpose.categories
    }
