"""Put the demo into the database, the way the outside systems would: as records that land."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pkgutil import resolve_name
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Address, Member, MemberIdentifier, Phone, User
from claims.answers.promise import call_by
from claims.facts import ClaimRecord
from claims.models import Coverage, Hold, ImportBatch, Order, Plan, Source
from claims.sources.ledger import MEMBER_NUMBER
from claims.store import settlement
from claims.store.batch import LOADERS
from claims.store.open_dates import note_all
from claims.store.readings import take_readings
from outreach.models import CallRequest
from portal.demo import appeals, bills, cases, dates, documents, history, messages, trusted
from portal.demo.audit import leave_traces
from portal.demo.choices import choose
from portal.demo.data_requests import ask_for_data
from portal.demo.files import take_in
from portal.demo.members import STORIES
from portal.demo.members.priya import NEEDED_BY_SATURDAY, SATURDAY
from portal.demo.people import (
    BY_SLUG,
    IDENTIFIER_SYSTEM,
    MEMBERS,
    PASSWORD,
    PEOPLE,
    Person,
)
from portal.demo.rescue import make_up_for
from portal.demo.sources import keep_plans, keep_sources
from portal.demo.specialists import keep_desks
from portal.demo.story import Teller
from portal.demo.talks import keep_word_to_daniel, talk_to_maya, write_to_us
from portal.demo.then import Then

SECOND = dt.timedelta(seconds=1)


def is_loaded() -> bool:
    return User.objects.filter(email=PEOPLE[0].email).exists()


@transaction.atomic
def load(now: dt.datetime, people: Iterable[Person] = PEOPLE) -> None:
    """Make these people and all that is theirs, with dates counted from ``now`` (UTC); once."""
    keep_sources(now)
    keep_plans()
    password = make_password(PASSWORD)
    people = list(people)
    for number, person in enumerate(people):
        user = make_user(person, password, now + number * SECOND)
        if person in MEMBERS:
            make_member(person, user, now)
    keep_desks({person.slug for person in people}, now)
    messages.begin(now)
    told = tell_all(people, now)
    if set(MEMBERS) <= set(people):  # the files speak of many
        history.live(now, lambda then: tell_then(said_by(then, told), then))
    land(told, now)
    if set(MEMBERS) <= set(people):
        take_in(now)
    keep_sources(now)  # landing was a sign of life; the demo's systems are as they should be
    take_readings()
    act(people, now)
    dates.look(dates.WITHOUT_A_DATE, now)
    dates.mend(BY_SLUG["lena"], now)
    note_all(now)
    messages.write(people, now)


def said_by(then: dt.datetime, told: Iterable[Any]) -> list[Any]:
    """What we had been told by then of those whose dates moved."""
    return [
        one
        for one in told
        if isinstance(one, ClaimRecord)
        and one.number in dates.TOLD_BEFORE
        and one.happening.received_at <= then
    ]


def tell_then(records: list[Any], then: dt.datetime) -> None:
    """Let them land, and their members read them."""
    land(records, then)
    dates.look(dates.TOLD_BEFORE, then)


def make_user(person: Person, password: str, now: dt.datetime) -> User:
    from allauth.account.models import EmailAddress

    user = User.objects.create(
        email=person.email,
        password=password,
        role=person.role,
        demo_story=str(person.shows),
        created_at=now,
    )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def make_member(person: Person, user: User, now: dt.datetime) -> None:
    member = Member.objects.create(
        user=user,
        number=person.number,
        preferred_name=person.name,
        legal_name=person.legal_name,
        pronunciation=person.pronunciation,
        language=person.language,
        time_zone=person.zone,
    )
    member.refresh_from_db()
    for system in (IDENTIFIER_SYSTEM, MEMBER_NUMBER):
        MemberIdentifier.objects.create(member=member, system=system, value=person.number)
    Phone.objects.create(member=member, number=person.phone, preferred=True, verified_at=now)
    Address.objects.create(
        member=member, kind=Address.Kind.EMAIL, value=person.email, verified_at=now
    )
    Coverage.objects.create(
        member=member,
        plan=Plan.objects.get(identifier=person.plan),
        subscriber_id=person.number,
        starts_on=Then(now, person.zone).day(-900),
    )


def tell_all(people: list[Person], now: dt.datetime) -> list[Any]:
    """Every record about these people, as a real source would yield them."""
    records: list[Any] = []
    for person in people:
        if person.slug not in STORIES:
            continue
        teller = Teller(person, now)
        STORIES[person.slug](teller)
        story = teller.story
        records += [*story.claims, *story.held, *story.orders, *story.trackers]
        records += [*story.statements, *story.entries]
    return records


def land(records: Iterable[Any], now: dt.datetime) -> None:
    """Let each source's records land as its file would."""
    files: dict[tuple[type, str], list[Any]] = defaultdict(list)
    for record in records:
        files[type(record), record.source].append(record)
    for kind, loader in LOADERS.items():
        for (found, source), told in files.items():
            if found is not kind:
                continue
            batch = ImportBatch.objects.create(
                source=Source.objects.get(slug=source),
                file_name=f"demo-{source}-{kind.__name__}",
                started_at=now,
                finished_at=now,
                read=len(told),
            )
            landed = resolve_name(loader)(told, batch)
            if landed.refusals:
                raise ValueError(landed.refusals)
            batch.landed, batch.unchanged = landed.changed, landed.unchanged
            batch.held = landed.held
            batch.save()


def act(people: list[Person], now: dt.datetime) -> None:
    """What members did themselves."""
    saturday = Then(now, BY_SLUG["priya"].zone)
    Order.objects.filter(number=NEEDED_BY_SATURDAY).update(
        needed_on=saturday.day(saturday.weekday(SATURDAY))
    )
    bills.act(people, now)
    for slug, subject, number, note in (
        ("daniel", CallRequest.Subject.CLAIM, "CLM-3107", "I have hearing aids. Speak slowly."),
        ("priya", CallRequest.Subject.ORDER, NEEDED_BY_SATURDAY, ""),
        ("rosa", CallRequest.Subject.NOTHING, "", ""),
    ):
        if BY_SLUG[slug] in people:
            ask_for_call(BY_SLUG[slug], subject, number, note, now)
    for slug, whom, tell in (
        ("maya", "lena", talk_to_maya),
        ("maya", "lena", write_to_us),
        ("daniel", "lena", keep_word_to_daniel),
        ("priya", "ines", make_up_for),
        ("grace", "lena", appeals.appeal),
    ):
        if {BY_SLUG[slug], BY_SLUG[whom]} <= set(people):
            tell(now)
    if {BY_SLUG["ellen"], BY_SLUG["tom"]} <= set(people):
        trusted.help_out(BY_SLUG["ellen"], BY_SLUG["tom"], now)
    if {BY_SLUG["ahmed"], BY_SLUG["ruth"]} <= set(people):
        propose(BY_SLUG["ruth"], "CLM-4009")
    cases.look_after_them(now)
    documents.send(people, now)
    choose(people, now)
    leave_traces(people, now)
    ask_for_data(people, now)


def propose(person: Person, number: str) -> None:
    """Someone of staff proposes to believe a record that was held back; nobody agreed yet."""
    hold = Hold.objects.select_related("claim").get(claim__number=number)
    settlement.propose(
        hold.pk,
        Hold.Resolution.USE,
        by=User.objects.get(email=person.email),
        why="The plan says that the other $10 is a fee they left out.",
        looked_at=settlement.seen(hold),
    )


def ask_for_call(person: Person, subject: str, number: str, note: str, now: dt.datetime) -> None:
    member = Member.objects.get(number=person.number)
    about = {
        CallRequest.Subject.CLAIM: member.claims,
        CallRequest.Subject.ORDER: member.orders,
    }.get(subject)
    spanish = person.language == "es"
    CallRequest.objects.create(
        member=member,
        subject=subject,
        subject_id=about.get(number=number).pk if about else None,
        phone=person.phone,
        way=CallRequest.Way.INTERPRETER if spanish else CallRequest.Way.PHONE,
        interpreter_language="Spanish" if spanish else "",
        note=note,
        asked_at=now - dt.timedelta(hours=5),
        call_by=call_by(now),
    )
