"""Who says who is a member: a source that enrolls, and no other."""

from collections.abc import Sequence

from claims.facts import MemberRecord
from claims.models import ImportBatch
from claims.store import Landed, identities, members


def land(records: Sequence[MemberRecord], batch: ImportBatch) -> Landed:
    """Introduce people, or where the source may not, only learn by which key it knows them."""
    land_people = members.land if batch.source.enrolls else identities.land
    return land_people(records, batch)
