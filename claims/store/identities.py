"""What a source that does not enrol may say of people: by which key of its own it knows a member.

Whoever controls one feed could otherwise put their own e-mail address on a member, and sign up as
them. So it introduces nobody and changes nothing about anybody; what it tried is told.
"""

from collections.abc import Iterator, Sequence

from accounts.models import Address, Member, MemberIdentifier
from claims.facts import MemberRecord
from claims.models import ImportBatch
from claims.sources.refusal import Refusal
from claims.store import Landed
from claims.store.members import Identifier, Known, known, several

LEFT_OUT = "Nothing of it was kept: this source does not enroll. See manage.py source."
KEY_ONLY = "Only the source's own key of the member was kept: this source does not enroll."


def land(records: Sequence[MemberRecord], batch: ImportBatch) -> Landed:
    """Add the source's own key to each member whom a record names rightly."""
    landed = Landed()
    people = known(records)
    for record in records:
        meant = whom(record, people)
        if len(meant) > 1:
            landed.refusals.append(several(record, len(meant)))
        elif problem := wrong(record, meant, people):
            landed.refusals.append(problem)
        else:
            recognise(people.members[meant.pop()], record, people, landed)
    people.save()
    return landed


def whom(record: MemberRecord, people: Known) -> set:
    """The members that its names or its number mean: one, where all is well."""
    meant = {people.names[name] for name in record.identifiers if name in people.names}
    return meant | {people.numbers[record.number]} if record.number in people.numbers else meant


def wrong(record: MemberRecord, meant: set, people: Known) -> Refusal | None:
    """Why it names nobody: nobody enrolled them yet, or it knows them too little."""
    enrolled = [people.members[one] for one in meant if people.members[one].number]
    if not enrolled:
        return refusal(record, "someone whom a source that enrolls has named", "someone else")
    own = own_key(record)
    if own in people.names or is_same_person(enrolled[0], record):
        return None
    return refusal(record, "the date of birth or the name of that member", "another, or none")


def refusal(record: MemberRecord, expected: str, found: str) -> Refusal:
    return Refusal(line=record.line, field="Patient", expected=expected, found=found, now=LEFT_OUT)


def own_key(record: MemberRecord) -> Identifier | None:
    """What only this source calls the person; its other names of people may be another's."""
    own = (name for name in record.identifiers if name[0].startswith(f"{record.source}/"))
    return next(own, None)


def is_same_person(member: Member, record: MemberRecord) -> bool:
    """By the day of birth, or where one of us does not know it, by the whole name."""
    if member.born_on and record.born_on:
        return member.born_on == record.born_on
    return bool(record.legal_name) and is_same_name(member.legal_name, record.legal_name)


def is_same_name(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def recognise(member: Member, record: MemberRecord, people: Known, landed: Landed) -> None:
    """From now on its key names the member. What it says otherwise of them is told, not kept."""
    own = own_key(record)
    if own and own not in people.names:
        people.names[own] = member.pk
        people.add(MemberIdentifier(member=member, system=own[0], value=own[1]))
        landed.changed += 1
    else:
        landed.unchanged += 1
    if news := [*unlike(member, record, people)]:
        landed.refusals.append(
            Refusal(
                line=record.line,
                field="Patient",
                expected="what the source that enrolls says of this member",
                found=f"another {', '.join(news)}",
                now=KEY_ONLY,
                warning=True,
            )
        )


def unlike(member: Member, record: MemberRecord, people: Known) -> Iterator[str]:
    """What it says of a member that we do not hold, in words and without a value."""
    if record.number not in ("", member.number):
        yield "member number"
    if record.legal_name and not is_same_name(member.legal_name, record.legal_name):
        yield "name"
    if record.born_on not in (None, member.born_on):
        yield "date of birth"
    if any((member.pk, number) not in people.phones for number, _use in record.phones):
        yield "telephone number"
    for kind, told, words in (
        (Address.Kind.EMAIL, record.emails, "e-mail address"),
        (Address.Kind.POST, record.postal, "postal address"),
    ):
        if any((member.pk, kind, value) not in people.addresses for value in told):
            yield words
