"""Whether estimates keep what they say; where they do not, more is asked of them.

Of each kind and segment the last dates are looked at whose day has come. Where fewer were kept than
chance explains, the curve is asked for a greater share than the one we say, so that days become
later; where more were kept since, it is asked for the said one again.
"""

import datetime as dt

from django.db import connection, transaction
from msgspec import Struct

from claims.chance import at_most
from claims.facts import Trouble
from claims.limits import Passed
from claims.models import DateWidening

LAST = 200  # dates of a segment
FEWEST = 50
CHANCE = 0.005  # less likely than that is no chance, also when it is asked every night
MOST = 99  # in a hundred

Found = dict[tuple[str, Trouble], Passed]

# Told of by the source that most of it is from. Only what was said since the share last changed
# counts: what was said before it would bring back a widening that has just ended.
MEASURE = """
SELECT mode() WITHIN GROUP (ORDER BY source_id), kind, segment, min(promised),
       coalesce(max(asked), min(promised)),
       count(*) FILTER (WHERE outcome = 'kept'), count(*)
  FROM (
    SELECT said.source_id, said.kind, said.segment, said.share AS promised, said.outcome,
           widening.share AS asked,
           row_number() OVER (PARTITION BY said.kind, said.segment
                              ORDER BY said.due_on DESC, said.id DESC) AS place
      FROM claims_promise said
      LEFT JOIN claims_datewidening widening
        ON widening.kind = said.kind AND widening.segment = said.segment
       AND widening.ended_at IS NULL
      LEFT JOIN (
        SELECT kind, segment, max(coalesce(ended_at, began_at)) AS at
          FROM claims_datewidening GROUP BY kind, segment
      ) changed ON changed.kind = said.kind AND changed.segment = said.segment
     WHERE said.basis = 'estimate' AND said.outcome IN ('kept', 'broken')
       AND said.due_on < %(today)s AND said.due_on >= %(today)s - 365
       AND said.said_at >= coalesce(changed.at, '-infinity')
  ) lately WHERE place <= %(last)s
 GROUP BY kind, segment HAVING count(*) >= %(fewest)s
"""
# Two nights at once would both widen; the second waits and sees what is.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('drift', 0))"


class Measured(Struct, frozen=True):
    """``promised`` is said and ``asked`` of the curve, both in a hundred."""

    source: str
    kind: str
    segment: str
    promised: int
    asked: int
    kept: int
    number: int

    @property
    def too_few(self) -> bool:
        """Kept less often than is said, by more than chance."""
        return at_most(self.kept, self.number, self.promised / 100) < CHANCE

    @property
    def more_than_said(self) -> bool:
        broken = self.number - self.kept
        return at_most(broken, self.number, 1 - self.promised / 100) < CHANCE

    @property
    def needed(self) -> int:
        """The share to ask for, so that as many are kept as is said, were all else the same."""
        broken = 1 - self.kept / self.number
        left = (100 - self.asked) * (1 - self.promised / 100) / broken
        return min(max(round(100 - left), self.asked + 1), MOST)


@transaction.atomic
def watch(at: dt.datetime) -> None:
    """Ask for more where too few are kept, and for what is said again where more are kept."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute(MEASURE, {"today": at.date(), "last": LAST, "fewest": FEWEST})
        found = [Measured(*row) for row in cursor]
    for one in found:
        is_wide = one.asked > one.promised
        if one.too_few and one.asked < MOST:
            _end(one, at)
            DateWidening.objects.create(
                source_id=one.source,
                kind=one.kind,
                segment=one.segment,
                promised=one.promised,
                share=one.needed,
                kept=one.kept,
                number=one.number,
                began_at=at,
            )
        elif is_wide and one.more_than_said:
            _end(one, at)


def _end(one: Measured, at: dt.datetime) -> None:
    DateWidening.objects.open().filter(kind=one.kind, segment=one.segment).update(ended_at=at)


def drifting(slugs: list[str]) -> Found:
    """Of these sources, what is kept of the worst segment that is widened, and what is said."""
    found: Found = {}
    for one in DateWidening.objects.open().filter(source__in=slugs):
        limit = Passed(one.kept / one.number, one.promised / 100)
        worst = found.get((one.source_id, Trouble.DATES))
        if worst is None or limit.value < worst.value:
            found[one.source_id, Trouble.DATES] = limit
    return found
