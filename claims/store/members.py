"""People: found by how an outside system names them, or kept unnamed until enrolment does."""

import uuid
from collections.abc import Iterable

from django.db import connection

from accounts.models import Member, MemberIdentifier

Identifier = tuple[str, str]

FIND = """
SELECT i.system, i.value, i.member_id
  FROM accounts_memberidentifier i
  JOIN unnest(%s::text[], %s::text[]) AS asked (system, value) USING (system, value)
"""


def members_for(identifiers: Iterable[Identifier]) -> dict[Identifier, uuid.UUID]:
    """The member of each (system, value); one not yet introduced is made for those unknown.

    Such a member has no number and no user: what is theirs lands, and nobody sees it until the
    enrolment feed names them. Call it inside a transaction.
    """
    asked = sorted(set(identifiers))
    if not asked:
        return {}
    found = find(asked)
    unknown = [one for one in asked if one not in found]
    if unknown:
        members = Member.objects.bulk_create(Member() for _ in unknown)
        MemberIdentifier.objects.bulk_create(
            [
                MemberIdentifier(member=member, system=system, value=value)
                for member, (system, value) in zip(members, unknown, strict=True)
            ]
        )
        found |= {one: member.pk for member, one in zip(members, unknown, strict=True)}
    return found


def find(identifiers: list[Identifier]) -> dict[Identifier, uuid.UUID]:
    """The members that we know by these names."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [[s for s, _ in identifiers], [v for _, v in identifiers]])
        return {(system, value): member for system, value, member in cursor}
