"""Things for tests: each call makes one, naming only what matters to the test.

Money is integer cents. Whatever is left out is plain: a claim in review at a fresh source, an
order on its way, an account with one charge.
"""

import datetime as dt
import hashlib
import io
from itertools import count
from typing import Any
from uuid import uuid4

from msgspec import to_builtins

from accounts.clock import now
from accounts.models import (
    AccessRecord,
    EmergencyAccess,
    Level,
    Member,
    MemberIdentifier,
    Phone,
    Role,
    TrustedPerson,
    User,
)
from claims.answers.balance_case import balance_case
from claims.documents import receive
from claims.facts import (
    Amounts,
    ClaimRecord,
    ClaimState,
    Clue,
    EntryType,
    Evidence,
    Guard,
    Happening,
    HoldReason,
    OrderState,
    Program,
)
from claims.models import (
    Accumulator,
    Appeal,
    Balance,
    Claim,
    ClaimEvent,
    Dispute,
    Document,
    Hold,
    ImportBatch,
    LedgerEntry,
    Order,
    OrderEvent,
    Payment,
    Plan,
    Promise,
    Refusal,
    Shipment,
    Source,
    Statement,
    UnrecognisedCode,
)
from claims.store import appeals, bill_disputes, carried, payments
from claims.store.holds import Finding, mark, open_holds
from outreach import talk, writing
from outreach.models import (
    Booking,
    Call,
    CallRequest,
    HandOver,
    Keeper,
    Message,
    Pause,
    PhoneCall,
    Posting,
    Pulse,
    Recovery,
    Skill,
    Specialist,
    Summary,
    Thread,
    Topic,
    WorkingHours,
)

PASSWORD = "a porch with a light on"
DAY = dt.timedelta(days=1)

_number = count(1)


def number() -> str:
    """Unlike any other of this run."""
    return f"{next(_number):06}"


def digest() -> str:
    return hashlib.sha256(number().encode()).hexdigest()


def user(email: str = "", *, role: Role = Role.MEMBER, **fields: Any) -> User:
    """Someone who can sign in with `PASSWORD`; their e-mail address is confirmed."""
    from allauth.account.models import EmailAddress

    email = email or f"person{number()}@example.com"
    made = User.objects.create_user(email, PASSWORD, role=role, **fields)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def member(name: str = "Maya", *, phone: str = "", signs_in: bool = True, **fields: Any) -> Member:
    """Someone on the plan; ``phone`` (E.164) becomes the preferred number."""
    plain = {
        "number": f"M{number()}",
        "preferred_name": name,
        "legal_name": f"{name} Example",
        "time_zone": "America/Chicago",
        "born_on": dt.date(1980, 5, 17),
    }
    if signs_in and "user" not in fields:
        fields["user"] = user(f"{name.lower()}{number()}@example.com")
    made = Member.objects.create(**plain | fields)
    made.refresh_from_db()
    if phone:
        Phone.objects.create(member=made, number=phone, preferred=True, verified_at=now())
    return made


def trusted_person(helped: Member, who: User, *levels: str, **fields: Any) -> TrustedPerson:
    """Somebody who may help for a year from now; with all levels where none is named."""
    plain = {
        "name": "Tom",
        "email": who.email,
        "user": who,
        "levels": list(levels or Level.values),
        "until": now().date() + 365 * DAY,
        "zone": helped.time_zone,
        "invited_by": helped.user or who,
        "accepted_at": now(),
    }
    made = TrustedPerson.objects.create(member=helped, **plain | fields)
    made.refresh_from_db()
    return made


def source(slug: str = "fhir", kind: str = Source.Kind.CLAIMS, **fields: Any) -> Source:
    """An outside system that we heard from 10 minutes ago; the same slug gives the same one."""
    plain = {"kind": kind, "heard_at": now() - dt.timedelta(minutes=10)}
    return Source.objects.get_or_create(slug=slug, defaults=plain | fields)[0]


def plan(program: Program = Program.ERISA_SELF, **fields: Any) -> Plan:
    plain = {"identifier": f"PLAN-{program}", "name": "Example plan", "phone": "+18005550199"}
    found = plain | fields
    identifier = found.pop("identifier")
    return Plan.objects.get_or_create(identifier=identifier, defaults=found | {"program": program})[
        0
    ]


def claim(owner: Member, state: ClaimState | str = ClaimState.IN_PROCESS, **fields: Any) -> Claim:
    """A claim in that state, with the one event that put it there.

    Amounts (``billed=5000``), ``lines``, ``wanted``, ``notice_on`` and other words of an event go
    there.
    """
    told = {name: fields.pop(name) for name in _EVENT_FIELDS & fields.keys()}
    at = now()
    plain = {
        "source": fields.pop("source", None) or source(),
        "plan": fields.pop("plan", None) or plan(),
        "external_key": number(),
        "number": f"CLM-{number()}",
        "service": "Physical therapy",
        "provider": "Lakeside Clinic",
        "service_from": at.date() - 14 * DAY,
        "guard": Guard.NONE,
        "received_on": at.date() - 10 * DAY,
        "state_on": at.date() - 2 * DAY,
        "notice_on": told.get("notice_on"),
        "changed_at": at,
    }
    made = Claim.objects.create(member=owner, state=state, **plain | fields)
    made.refresh_from_db()
    made.current = event(made, state, **told)
    made.save(update_fields=["current"])
    return made


def event(of: Claim, state: ClaimState | str, **told: Any) -> ClaimEvent:
    """Something a source said about a claim; the claim's own state stays as it is."""
    plain = {
        "source": of.source,
        "content_hash": digest(),
        "effective_on": of.state_on,
        "received_at": now(),
        "received_on": of.received_on,
    }
    told |= {name: to_builtins(told[name]) for name in ("lines", "adjustments") if name in told}
    return ClaimEvent.objects.create(claim=of, state=state, **plain | told)


def appeal(about: Claim, *, filed: bool = True, **written: Any) -> Appeal:
    """An appeal of the claim's member, as its pages begin, write and file it."""
    facts = carried.facts_of(about.pk)
    level = carried.level_of(facts)
    assert level is not None
    made = appeals.begin(about.member, about.pk, level, at=now())
    appeals.write(made.pk, "statement", {"statement": "It was needed."} | written, at=now())
    if filed:
        return appeals.file(made.pk, by=about.member.user, at=now())
    made.refresh_from_db()
    return made


_EVENT_FIELDS = frozenset(Amounts.__struct_fields__) | {
    "adjustments",
    "code",
    "code_system",
    "lines",
    "note",
    "notice_on",
    "paid_on",
    "payee",
    "remarks",
    "waiting_for",
    "wanted",
    "wanted_by",
}


def late_date(of: Claim, *, ago: int = 2, **fields: Any) -> Promise:
    """A day that its member was told a week before it, and that passed so many days ago."""
    due_on = now().date() - ago * DAY
    plain = {
        "number": of.promises.count() + 1,
        "kind": "decision",
        "basis": "law",
        "due_on": due_on,
        "said_on": due_on - 7 * DAY,
        "said_at": now() - (ago + 7) * DAY,
        "seen": True,
        "outcome": "broken",
        "settled_on": due_on + DAY,
        "settled_at": now() - (ago - 1) * DAY,
    }
    return Promise.objects.create(member=of.member, claim=of, source=of.source, **plain | fields)


def hold(of: Claim, reason: HoldReason = HoldReason.OUT_OF_BALANCE, **fields: Any) -> Hold:
    """A record about a claim that says it is paid and was held back an hour ago."""
    at = now() - dt.timedelta(hours=1)
    told = Happening(
        source=of.source_id,
        state=ClaimState.PAID,
        received_at=at,
        effective_on=at.date(),
        amounts=Amounts(billed=10_000, plan_paid=7_000, member_owes=2_000),
    )
    record = ClaimRecord(
        source=of.source_id,
        key=of.external_key,
        content_hash=digest(),
        patient=("test", number()),
        happening=told,
        guard=Guard(of.guard),
    )
    MemberIdentifier.objects.create(
        member_id=of.member_id, system=record.patient[0], value=record.patient[1]
    )
    batch = ImportBatch.objects.create(source=of.source, file_name="held.835", started_at=at)
    finding = Finding(
        reason=reason,
        claim=of.pk,
        member=of.member_id,
        key=of.external_key,
        content_hash=record.content_hash,
        evidence=(Evidence(Clue.BILLED_LESS_ADJUSTED, 8_000, 7_000),),
        record=record,
        line=12,
    )
    open_holds([finding], batch)
    made = Hold.objects.get(batch=batch)
    if fields:
        Hold.objects.filter(pk=made.pk).update(**fields)
        mark([of.pk])
        made.refresh_from_db()
    return made


def order(owner: Member, state: OrderState | str = OrderState.IN_TRANSIT, **fields: Any) -> Order:
    """An order with one parcel in that state; ``expected_on`` is the carrier's date."""
    at = now()
    expected_on = fields.pop("expected_on", at.date() + 2 * DAY)
    plain = {
        "source": fields.pop("source", None) or source("shop", Source.Kind.ORDERS),
        "external_key": number(),
        "number": f"ORD-{number()}",
        "seller": "Example Supplies",
        "placed_on": at.date() - 5 * DAY,
        "total": 4200,
        "summary": "Reading lamp",
        "guard": Guard.NONE,
        "changed_at": at,
    }
    made = Order.objects.create(member=owner, state=state, **plain | fields)
    made.refresh_from_db()
    made.items.create(name=made.summary, price=made.total)
    shipment(made, state, expected_on=expected_on)
    return made


def shipment(of: Order, state: OrderState | str, **fields: Any) -> Shipment:
    """A parcel of an order, with the one event that put it in that state."""
    at = now() - dt.timedelta(hours=3)
    plain = {
        "source": source("carrier", Source.Kind.CARRIER),
        "carrier": "UPS",
        "tracking_code": f"1Z{number()}",
        "state_at": at,
        "changed_at": at,
    }
    made = Shipment.objects.create(order=of, state=state, **plain | fields)
    OrderEvent.objects.create(
        shipment=made,
        source=made.source,
        content_hash=digest(),
        state=state,
        occurred_at=at,
        received_at=at,
    )
    return made


def balance(owner: Member, charge: int = 12500, **fields: Any) -> Balance:
    """An account that owes ``charge`` cents, as one entry and one statement due in 20 days."""
    at = now()
    plain = {
        "source": fields.pop("source", None) or source("ledger", Source.Kind.BILLING),
        "number": f"ACC-{number()}",
        "title": "Lakeside Clinic",
        "guard": Guard.NONE,
        "changed_at": at,
    }
    made = Balance.objects.create(member=owner, **plain | fields)
    made.refresh_from_db()
    if charge:
        entry(made, charge)
        Statement.objects.create(
            balance=made,
            number=f"ST-{number()}",
            content_hash=digest(),
            transmitted_on=at.date() - 10 * DAY,
            due_on=at.date() + 20 * DAY,
            opening=0,
            charges=charge,
            payments=0,
            closing=charge,
        )
    return made


def entry(of: Balance, cents: int, **fields: Any) -> LedgerEntry:
    """A row of the ledger; positive cents raise what is owed."""
    at = now()
    plain = {
        "external_id": number(),
        "content_hash": digest(),
        "type": EntryType.CHARGE if cents > 0 else EntryType.MEMBER_PAYMENT,
        "effective_on": at.date() - 12 * DAY,
        "posted_at": at - 12 * DAY,
        "description": "Office visit",
    }
    return LedgerEntry.objects.create(balance=of, cents=cents, **plain | fields)


def billed(owner: Member, *cents: int, sent: int = -10, due: int = 20, **fields: Any) -> Balance:
    """An account with one bill that asks for these amounts, a service each: "Service 1" ..."""
    made, today = balance(owner, 0, **fields), now().date()
    bill = Statement.objects.create(
        balance=made,
        number=f"ST-{number()}",
        content_hash=digest(),
        transmitted_on=today + sent * DAY,
        due_on=today + due * DAY,
        opening=0,
        charges=sum(cents),
        payments=0,
        closing=sum(cents),
    )
    for place, one in enumerate(cents, start=1):
        entry(made, one, statement=bill, description=f"Service {place}")
    return made


def dispute(of: Balance, **fields: Any) -> Dispute:
    """The first line of an account is said to be wrong. Where no bill asks for it, one does now."""
    of.entries.filter(statement=None).update(statement=of.statements.get())
    case = balance_case(of.facts(), now=now(), zone=of.member.time_zone)
    item = bill_disputes.key_of(case.asked_items[-1][0])
    plain = {
        "by": of.member.user,
        "at": now(),
        "reason": "amount",
        "words": "They charged me twice.",
    }
    return bill_disputes.dispute(of.member, of.pk, item, **plain | fields)


def payment(of: Balance, **fields: Any) -> Payment:
    """One of $1 that was written down, and no more."""
    plain = {"kind": "part", "cents": 100, "provider": "Stripe", "form_key": uuid4()}
    told = {"by": of.member.user, "at": now()}
    return payments.begin(of.member, of.pk, **plain | told | fields)


def accumulator(owner: Member, **fields: Any) -> Accumulator:
    """The deductible of this year for care in the network, as told just now."""
    at = now()
    plain = {
        "source": fields.pop("source", None) or source(),
        "key": number(),
        "current_hash": digest(),
        "kind": "deductible",
        "level": "individual",
        "network": "in",
        "span": "year",
        "as_of": at,
        "received_at": at,
    }
    return Accumulator.objects.create(member=owner, **plain | fields)


def document(owner: Member, about: str, content: bytes = b"A bill", **fields: Any) -> Document:
    """A text file that was sent about something a minute ago, checked, and found good."""
    at = now() - dt.timedelta(minutes=1)
    made = receive(
        owner, owner.user, about, fields.pop("task", ""), io.BytesIO(content), "bill.txt", at=at
    )
    found = {"state": "received", "kind": "text", "checked_at": at, "next_at": None}
    Document.objects.filter(pk=made.pk).update(**found | fields)
    made.refresh_from_db()
    return made


def batch(of: Source | None = None, **fields: Any) -> ImportBatch:
    """An import of 100 records that ended an hour ago, all of them new."""
    at = now() - dt.timedelta(hours=1)
    plain = {
        "source": of or source(),
        "system": "fhir",
        "file_name": "day.ndjson",
        "started_at": at,
        "seen_at": at,
        "finished_at": at,
        "read": 100,
        "landed": 100,
    }
    return ImportBatch.objects.create(**plain | fields)


def refusal(of: ImportBatch, **fields: Any) -> Refusal:
    """A record with a date that is none."""
    plain = {
        "line": 7,
        "field": "created",
        "expected": "a day like 2026-03-17",
        "found": "99999999",
        "now": "This record was left out. The others landed.",
    }
    return Refusal.objects.create(batch=of, **plain | fields)


def code(of: Source | None = None, **fields: Any) -> UnrecognisedCode:
    """A code that nobody knows, seen 3 times in the last hour."""
    plain = {"system": "claim-type", "code": f"Q{number()}", "times": 3}
    at = {"first_seen_at": now(), "last_seen_at": now()}
    return UnrecognisedCode.objects.create(source=of or source(), **plain | at | fields)


def call_request(owner: Member, **fields: Any) -> CallRequest:
    """An open request about nothing in particular, asked an hour ago and due tomorrow."""
    at = now()
    plain = {
        "phone": "+13125550142",
        "asked_at": at - dt.timedelta(hours=1),
        "call_by": at + DAY,
    }
    made = CallRequest.objects.create(member=owner, **plain | fields)
    made.refresh_from_db()
    return made


def emergency(
    member: Member, user: User, reason: str = "They are in the hospital and called us"
) -> EmergencyAccess:
    return EmergencyAccess.objects.begin(user, member, reason)


def inspection(member: Member, officer: User, reason: str = "They asked us who saw") -> Any:
    """An officer's look at what this member allowed."""
    what = AccessRecord.What.AUDIT
    look = AccessRecord.objects.create(user=officer, member=member, what=what, reason=reason)
    look.refresh_from_db()
    return look


NINE_TO_FIVE = tuple(
    (weekday, dt.time(opens), dt.time(closes))
    for weekday in range(5)
    for opens, closes in ((9, 12), (13, 17))
)


def specialist(name: str = "Dana", user: User | None = None, **fields: Any) -> Specialist:
    """Somebody who calls Monday to Friday, 9 to 12 and 1 to 5, about everything."""
    plain = {"zone": "America/New_York", "languages": ["en"]}
    hours = fields.pop("hours", NINE_TO_FIVE)
    topics = fields.pop("topics", [one for one in Topic.values if one])
    made = Specialist.objects.create(
        user=user or _user(f"{name.lower()}{number()}@example.com"), name=name, **plain | fields
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(specialist=made, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in hours
    )
    trained = dt.date(2020, 1, 1)
    Skill.objects.bulk_create(
        Skill(specialist=made, topic=topic, trained_on=trained) for topic in topics
    )
    return made


def _user(email: str) -> User:
    return user(email, role=Role.SPECIALIST)


def booking(owner: Member, who: Specialist, begins: dt.datetime, **fields: Any) -> Booking:
    """A call of half an hour about nothing in particular."""
    plain = {
        "phone": "+13125550142",
        "key": uuid4(),
        "during": (begins, begins + dt.timedelta(minutes=30)),
        "made_at": now(),
    }
    made = Booking.objects.create(member=owner, specialist=who.user, **plain | fields)
    made.refresh_from_db()
    return made


def pause(user: User, begins: dt.datetime, ends: dt.datetime, **fields: Any) -> Pause:
    """No call about anything is booked in that time."""
    plain = {"topic": "all", "noted_by": user, "noted_at": now()}
    return Pause.objects.create(during=(begins, ends), **plain | fields)


def pulse(owner: Member, **fields: Any) -> Pulse:
    """Three questions after a promise that we kept."""
    plain = {"moment": Pulse.Moment.PROMISE, "thing": uuid4(), "asked_at": now()}
    return Pulse.objects.create(member=owner, **plain | fields)


def story(owner: Member, words: str = "Ines called me twice.", **fields: Any) -> Pulse:
    """What they wrote of something that we put right."""
    plain = {"moment": Pulse.Moment.RECOVERY, "words": words, "answered_at": now()}
    return pulse(owner, **plain | fields)


def phone_call(owner: Member, **fields: Any) -> PhoneCall:
    """One that rings, from their number."""
    plain = {
        "source": source("phone", Source.Kind.CONTACT),
        "platform_id": number(),
        "number": owner.preferred_phone(),
        "began_at": now(),
    }
    return PhoneCall.objects.create(**plain | fields)


def keeper(of: Claim | Order | Balance, who: User) -> Keeper:
    """Whoever looks after it since now."""
    subject = type(of).__name__.lower()
    return Keeper.objects.create(
        member=of.member, subject=subject, subject_id=of.pk, user=who, since=now()
    )


def hand_over(of: Claim | Order | Balance, giver: User, taker: User) -> HandOver:
    """One that waits for the taker's answer."""
    return HandOver.objects.create(
        keeper=keeper(of, giver),
        giver=giver,
        taker=taker,
        reason="load",
        asked_by=giver,
        asked_at=now(),
    )


def summary(owner: Member, user: User) -> Summary:
    """Of a call in which we agreed to send something in a week."""
    call = Call.objects.create(
        member=owner, specialist=user, began_at=now(), verified_by=["name", "number"]
    )
    agreed = talk.Said(
        kind="agreed", text="Send a letter", owner="us", due_on=now().date() + 7 * DAY
    )
    return talk.end(call, [agreed], by=user)


def message(owner: Member, **fields: Any) -> Message:
    """One that stands in the inbox since an hour, about nothing in particular, unread."""
    at = now() - dt.timedelta(hours=1)
    plain = {
        "notice": "changed",
        "key": number(),
        "purpose": "service_messages",
        "category": "claims",
        "posted_at": at,
        "due_at": at,
        "sent_at": at,
        "guarded": False,
        "language": "en",
        "title": "There is news about Claim CLM-1",
        "text": "A specialist is checking your claim.",
    }
    made = Message.objects.create(member=owner, **plain | fields)
    made.refresh_from_db()
    return made


def thread(owner: Member, text: str = "When will you decide?", **fields: Any) -> Thread:
    """What they wrote an hour ago about nothing in particular, unanswered."""
    plain = {"by": owner.user, "key": uuid4(), "at": now() - dt.timedelta(hours=1)}
    return writing.begin(owner, text, **plain | fields)


def posting(told: Message) -> Posting:
    """A letter to post, because that message came back everywhere."""
    made = Posting.objects.create(member=told.member, message=told, made_at=now())
    made.refresh_from_db()
    return made


def recovery(owner: Member, user: User, **fields: Any) -> Recovery:
    """Something about nothing in particular that this person puts right since an hour."""
    at = now() - dt.timedelta(hours=1)
    plain = {"failure": "agreed", "cause": number(), "opened_at": at, "begin_by": at + DAY}
    return Recovery.objects.create(member=owner, owner=user, **plain | fields)
