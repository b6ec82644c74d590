"""Records under a member's number that name somebody else: a son in his father's plan.

They are held, and their claim is shown to nobody. A name that people once let pass for a member
passes from then on: no plan tells us that Bob is Robert.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from claims.facts import ClaimRecord, HoldReason, PersonName
from claims.person_name import may_be
from claims.sources.held import Held
from claims.store.copying import rows

Named = tuple[uuid.UUID, PersonName]  # the member who has the number, the name beside it
Members = Mapping[tuple[str, str], uuid.UUID]

# Of those whom a plan has introduced. What they call themselves does not count: they may change it.
LEGAL_NAMES = """
SELECT id, legal_name FROM accounts_member WHERE id = ANY(%s) AND legal_name <> ''
"""
ACCEPTED = """
SELECT member_id, record -> 'called' FROM claims_hold
 WHERE member_id = ANY(%s) AND reason = 'another_name' AND state = 'settled'
   AND resolution = 'use'
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
    found = rows(ACCEPTED, list({member for member, _name in odd}))
    return {(member, msgspec.json.decode(name, type=PersonName)) for member, name in found}


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
