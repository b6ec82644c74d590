"""People: found by how an outside system names them, or kept unnamed until enrolment does.

`land` is for a source that enrolls; ``enrolment`` chooses.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models
from msgspec import Struct

from accounts.clock import now
from accounts.models import Address, Member, MemberIdentifier, Phone
from claims.facts import MemberRecord
from claims.models import ImportBatch
from claims.sources.refusal import KEPT_WITHOUT, Refusal
from claims.store import Landed, merging, strangers
from claims.store.cells import array
from claims.store.copying import columns, copy, rows

Identifier = tuple[str, str]
TOLD = ("number", "legal_name", "born_on", "preferred_name", "language")
MEMBER = columns(Member)
NAME = ("member_id", "system", "value")
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
        keys = new_keys(len(unknown))
        nobody = row_of(Member(made_at=now()))
        del nobody["subject"]  # the database draws one for each
        copy("accounts_member", [*nobody], ([*(nobody | {"id": key}).values()] for key in keys))
        named = zip(keys, unknown, strict=True)
        copy("accounts_memberidentifier", NAME, ((key, *one) for key, one in named))
        found |= zip(unknown, keys, strict=True)
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


class Known(Struct):
    """Whom we know of a chunk's people while it lands, and what is new about them.

    A dozen queries however many people there are; later records see what earlier ones said.
    """

    names: dict[Identifier, uuid.UUID]
    awaited: dict[str, uuid.UUID]
    numbers: dict[str, uuid.UUID]
    members: dict[uuid.UUID, Member]
    phones: set[tuple[uuid.UUID, str]]
    addresses: set[tuple[uuid.UUID, str, str]]
    keys: Iterator[uuid.UUID]
    introduced: dict[uuid.UUID, str] = {}
    made: list[Member] = []
    changed: dict[uuid.UUID, Member] = {}
    fresh: list[models.Model] = []

    def add(self, row: models.Model) -> None:
        self.fresh.append(row)

    def save(self) -> None:
        merging.update(
            "accounts_member", MEMBER, TOLD, (row_of(one) for one in self.changed.values())
        )
        Member.objects.bulk_create(self.made)
        for kind in (MemberIdentifier, Phone, Address):
            kind.objects.bulk_create(one for one in self.fresh if type(one) is kind)


def known(records: Sequence[MemberRecord]) -> Known:
    names = find(sorted({name for record in records for name in record.identifiers}))
    told = {record.number for record in records if record.number}
    awaited = find_awaited(told)
    holders = dict(Member.objects.filter(number__in=told).values_list("number", "pk"))
    members = Member.objects.in_bulk({*names.values(), *awaited.values(), *holders.values()})
    phones = Phone.objects.filter(member__in=members).values_list("member_id", "number")
    addresses = Address.objects.filter(member__in=members)
    return Known(
        names=names,
        awaited=awaited,
        numbers=holders,
        members=members,
        phones=set(phones),
        addresses=set(addresses.values_list("member_id", "kind", "value")),
        keys=iter(new_keys(len(records))),
    )


def land(records: Sequence[MemberRecord], batch: ImportBatch) -> Landed:
    """Introduce people, or correct what their plan says of them.

    The plan's word decides name, number and birthday. What members choose themselves (what to call
    them, their language, how to reach them) is only filled in while it is empty, never changed.
    """
    landed = Landed()
    people = known(records)
    for record in records:
        ours = {people.names[name] for name in record.identifiers if name in people.names}
        if not ours and record.number in people.awaited:
            ours = {people.awaited[record.number]}
        if len(ours) > 1:
            landed.refusals.append(several(record, len(ours)))
            continue
        if ours:
            member = people.members[ours.pop()]
        else:
            member = Member(pk=next(people.keys))
            people.members[member.pk] = member
            people.made.append(member)
        if introduce(member, record, people, landed):
            landed.changed += 1
        else:
            landed.unchanged += 1
    people.save()
    strangers.look_again(people.introduced, batch)
    return landed


def introduce(member: Member, record: MemberRecord, people: Known, landed: Landed) -> bool:
    """Whether the record said anything that we did not hold."""
    is_new = member._state.adding
    before = [getattr(member, name) for name in TOLD]
    number = free_number(member, record, people, landed)
    if number:
        people.numbers.pop(member.number, None)
        people.numbers[number] = member.pk
        member.number = number
    if record.legal_name and not (is_new or member.legal_name):
        people.introduced[member.pk] = record.legal_name
    member.legal_name = record.legal_name or member.legal_name
    member.born_on = record.born_on or member.born_on
    if not member.preferred_name:  # nobody has introduced them yet
        member.preferred_name = record.preferred_name
        member.language = LANGUAGES.get(record.language[:2].lower(), member.language)
    changed = before != [getattr(member, name) for name in TOLD]
    if changed and not is_new:
        people.changed[member.pk] = member
    names = [name for name in dict.fromkeys(record.identifiers) if name not in people.names]
    for system, value in names:
        people.names[system, value] = member.pk
        people.add(MemberIdentifier(member=member, system=system, value=value))
    return bool(reach(member, record, people)) or changed or bool(names)


def reach(member: Member, record: MemberRecord, people: Known) -> int:
    """Add the ways to reach a person that we did not know; the number of them."""
    added = 0
    for number, use in record.phones:
        if (member.pk, number) not in people.phones:
            people.phones.add((member.pk, number))
            people.add(Phone(member=member, number=number, label=use))
            added += 1
    kinds = [(Address.Kind.EMAIL, value) for value in record.emails]
    kinds += [(Address.Kind.POST, value) for value in record.postal]
    for kind, value in kinds:
        if (member.pk, kind, value) not in people.addresses:
            people.addresses.add((member.pk, kind, value))
            people.add(Address(member=member, kind=kind, value=value))
            added += 1
    return added


def free_number(member: Member, record: MemberRecord, people: Known, landed: Landed) -> str:
    """The record's member number, unless another member has it."""
    if people.numbers.get(record.number, member.pk) == member.pk:
        return record.number
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


def row_of(member: Member) -> dict[str, Any]:
    return {name: getattr(member, name) for name in MEMBER}


def several(record: MemberRecord, count: int) -> Refusal:
    return Refusal(
        line=record.line,
        field="identifier",
        expected="identifiers of one person",
        found=f"identifiers of {count} people whom we know apart",
        now="This record was left out: two people are never made into one by an import.",
    )
