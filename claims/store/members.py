"""People: found by how an outside system names them, or kept unnamed until enrolment does."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import connection

from accounts.models import Address, Member, MemberIdentifier, Phone
from claims.facts import MemberRecord
from claims.models import ImportBatch
from claims.sources.refusal import KEPT_WITHOUT, Refusal
from claims.store import Landed
from claims.store.cells import array
from claims.store.copying import rows

Identifier = tuple[str, str]
TOLD = ("number", "legal_name", "born_on", "preferred_name", "language")
MEMBER_NUMBER = "member_number"  # the system of an identifier that is the plan's own number
LANGUAGES = {choice.value: choice for choice in Member.Language}

FIND = """
SELECT i.system, i.value, i.member_id
  FROM accounts_memberidentifier i
  JOIN unnest(%s::text[], %s::text[]) AS asked (system, value) USING (system, value)
 UNION
SELECT 'member_number', number, id
  FROM accounts_member WHERE number <> '' AND number = ANY(%s::text[])
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
        members = Member.objects.bulk_create(Member(pk=key) for key in new_keys(len(unknown)))
        MemberIdentifier.objects.bulk_create(
            [
                MemberIdentifier(member=member, system=system, value=value)
                for member, (system, value) in zip(members, unknown, strict=True)
            ]
        )
        found |= {one: member.pk for member, one in zip(members, unknown, strict=True)}
    return found


def new_keys(count: int) -> list[uuid.UUID]:
    """Keys as the database makes them, known before the rows are written."""
    return [key for (key,) in rows("SELECT uuidv7() FROM generate_series(1, %s)", count)]


def find(identifiers: list[Identifier]) -> dict[Identifier, uuid.UUID]:
    """The members that we know by these names."""
    with connection.cursor() as cursor:
        numbers = [value for system, value in identifiers if system == MEMBER_NUMBER]
        asked = [system for system, _ in identifiers], [value for _, value in identifiers], numbers
        cursor.execute(FIND, [*map(array, asked)])
        return {(system, value): member for system, value, member in cursor}


def find_awaited(numbers: Iterable[str]) -> dict[str, uuid.UUID]:
    """People of whom a ledger or a shop told us only the member number, and nobody the name."""
    awaited = MemberIdentifier.objects.filter(
        system=MEMBER_NUMBER, value__in=set(numbers), member__number=""
    )
    return dict(awaited.values_list("value", "member_id"))


def land(records: Sequence[MemberRecord], batch: ImportBatch) -> Landed:
    """Introduce people, or correct what their plan says of them.

    The plan's word decides name, number and birthday. What members choose themselves (what to call
    them, their language, how to reach them) is only filled in while it is empty, never changed.
    """
    landed = Landed()
    known = find(sorted({name for record in records for name in record.identifiers}))
    awaited = find_awaited(record.number for record in records if record.number)
    members = Member.objects.in_bulk({*known.values(), *awaited.values()})
    for record in records:
        ours = {known[name] for name in record.identifiers if name in known}
        if not ours and record.number in awaited:
            ours = {awaited[record.number]}
        if len(ours) > 1:
            landed.refusals.append(several(record, len(ours)))
            continue
        member = members[ours.pop()] if ours else Member(pk=new_keys(1)[0])
        if introduce(member, record, known, landed):
            landed.changed += 1
        else:
            landed.unchanged += 1
        members[member.pk] = member
        known |= dict.fromkeys(record.identifiers, member.pk)
    return landed


def introduce(
    member: Member, record: MemberRecord, known: dict[Identifier, uuid.UUID], landed: Landed
) -> bool:
    """Whether the record said anything that we did not hold."""
    is_new = member._state.adding
    before = [getattr(member, name) for name in TOLD]
    number = free_number(member, record, landed)
    member.number = number or member.number
    member.legal_name = record.legal_name or member.legal_name
    member.born_on = record.born_on or member.born_on
    if not member.preferred_name:  # nobody has introduced them yet
        member.preferred_name = record.preferred_name
        member.language = LANGUAGES.get(record.language[:2].lower(), member.language)
    changed = is_new or before != [getattr(member, name) for name in TOLD]
    if is_new:
        member.save(force_insert=True)
    elif changed:
        member.save(update_fields=TOLD)
    names = [name for name in record.identifiers if name not in known]
    MemberIdentifier.objects.bulk_create(
        [MemberIdentifier(member=member, system=s, value=v) for s, v in names]
    )
    return bool(reach(member, record)) or changed or bool(names)


def reach(member: Member, record: MemberRecord) -> int:
    """Add the ways to reach a person that we did not know; the number of them."""
    held = set(member.phones.values_list("number", flat=True))
    phones = [
        Phone(member=member, number=n, label=use) for n, use in record.phones if n not in held
    ]
    kinds = [(Address.Kind.EMAIL, value) for value in record.emails]
    kinds += [(Address.Kind.POST, value) for value in record.postal]
    kept = set(member.addresses.values_list("kind", "value"))
    addresses = [
        Address(member=member, kind=kind, value=value)
        for kind, value in dict.fromkeys(kinds)
        if (kind, value) not in kept
    ]
    Phone.objects.bulk_create(phones)
    Address.objects.bulk_create(addresses)
    return len(phones) + len(addresses)


def free_number(member: Member, record: MemberRecord, landed: Landed) -> str:
    """The record's member number, unless another member has it."""
    if not record.number or record.number == member.number:
        return record.number
    if Member.objects.filter(number=record.number).exclude(pk=member.pk).exists():
        landed.refusals.append(
            Refusal(
                line=record.line,
                field="identifier",
                expected="a member number that one person has",
                found="the number of another member",
                now=KEPT_WITHOUT,
                warning=True,
            )
        )
        return ""
    return record.number


def several(record: MemberRecord, count: int) -> Refusal:
    return Refusal(
        line=record.line,
        field="identifier",
        expected="identifiers of one person",
        found=f"identifiers of {count} people whom we know apart",
        now="This record was left out: two people are never made into one by an import.",
    )
