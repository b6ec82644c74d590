"""Records under a member's number that name somebody else: a son in his father's plan.

They are held, and their claim is shown to nobody. A name that people once let pass for a member
passes from then on: no plan tells us that Bob is Robert.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from claims import person_name
from claims.facts import ClaimRecord, HoldReason, PersonName
from claims.models import ImportBatch
from claims.person_name import may_be
from claims.sources.held import Held
from claims.store.copying import rows
from claims.store.holds import Finding, open_holds

Named = tuple[uuid.UUID, PersonName]  # the member who has the number, the name beside it
Members = Mapping[tuple[str, str], uuid.UUID]

# Of those whom a plan has introduced. What they call themselves does not count: they may change it.
LEGAL_NAMES = """
SELECT id, legal_name FROM accounts_member WHERE id = ANY(%s) AND legal_name <> ''
"""
ACCEPTED = """
SELECT hold.member_id, hold.record -> 'called', claim.called
  FROM claims_hold hold JOIN claims_claim claim ON claim.id = hold.claim_id
 WHERE hold.member_id = ANY(%s) AND hold.reason = 'another_name' AND hold.state = 'settled'
   AND hold.resolution = 'use'
"""
# Claims that came before anybody introduced who has their number, with their statements.
NAMED_BEFORE = """
SELECT c.source_id, c.id, c.member_id, c.external_key, c.called, array_agg(e.id ORDER BY e.id)
  FROM claims_claim c JOIN claims_claimevent e ON e.claim_id = c.id
 WHERE c.member_id = ANY(%s) AND c.called <> '' GROUP BY c.id
"""


def among(records: Iterable[ClaimRecord], members: Members) -> set[Named]:
    """Each name that cannot be the one of the member with its number."""
    stated = {(members[one.patient], one.called) for one in records if one.called}
    if not stated:
        return set()
    legal = dict(rows(LEGAL_NAMES, list({member for member, _name in stated})))
    odd = {
        (member, name)
        for member, name in stated
        if member in legal and not may_be(name, legal[member])
    }
    return odd - accepted(odd) if odd else odd


def accepted(odd: Iterable[Named]) -> set[Named]:
    """A hold of what had landed before has no record: its claim keeps the names let pass."""
    return {
        (member, name)
        for member, record, landed in rows(ACCEPTED, list({member for member, _name in odd}))
        for name in (
            [msgspec.json.decode(record, type=PersonName)] if record else person_name.read(landed)
        )
    }


def apart(
    news: Sequence[ClaimRecord], members: Members
) -> tuple[Sequence[ClaimRecord], list[Held]]:
    """What may land, and what names somebody else."""
    odd = among(news, members)
    if not odd:
        return news, []
    strange = [one for one in news if (members[one.patient], one.called) in odd]
    sound = [one for one in news if (members[one.patient], one.called) not in odd]
    return sound, [Held(reason=HoldReason.ANOTHER_NAME, record=one) for one in strange]


def look_again(introduced: Mapping[uuid.UUID, str], batch: ImportBatch) -> None:
    """Hold the claims of these members, now that they have a name, that name somebody else."""
    if not introduced:
        return
    found = defaultdict(list)
    for source, claim, member, key, called, events in rows(NAMED_BEFORE, list(introduced)):
        if all(may_be(name, introduced[member]) for name in person_name.read(called)):
            continue
        found[source].append(
            Finding(
                reason=HoldReason.ANOTHER_NAME,
                claim=claim,
                member=member,
                key=key,
                content_hash=str(events[-1]),
                events=tuple(events),
            )
        )
    for source, findings in found.items():
        open_holds(findings, batch, source)
