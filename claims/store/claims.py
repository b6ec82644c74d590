"""Claims: records become claims, events, lines and adjustments; what was touched is folded again.

A chunk costs a handful of queries however many records it holds: look up members, claims and
events by key, decide everything in Python with the pure fold, then COPY what is new and update
what changed from a temporary table.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter

from msgspec.structs import replace

from claims.deadlines.calendar import add_business_days
from claims.facts import (
    Amounts,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    Clue,
    Evidence,
    Guard,
    Happening,
    HoldReason,
    Urgency,
)
from claims.fold import Folded, first_received, fold_claim, holds_from
from claims.models import ImportBatch
from claims.sources.refusal import Refusal
from claims.store import Landed, chains, codes, plans
from claims.store.cells import array
from claims.store.claim_rows import CLAIM, HEADER, Case, save
from claims.store.copying import named, rows
from claims.store.holds import CHECK_WITHIN, Finding, open_holds
from claims.store.members import members_for

# How urgent something is of which nobody said it.
UNSAID = {
    ClaimUse.CLAIM: Urgency.POST_SERVICE,
    ClaimUse.PREAUTHORIZATION: Urgency.PRE_SERVICE,
    ClaimUse.PREDETERMINATION: Urgency.POST_SERVICE,
}
Statement = tuple[str, str, str]  # (key of the claim, source, content hash)

NEW_KEYS = """
SELECT uuidv7(), nextval('claims_claimevent_id_seq') FROM generate_series(1, %s)
"""
HELD = named(
    "SELECT {names} FROM claims_claim WHERE source_id = %s AND external_key = ANY(%s::text[])",
    CLAIM,
)
EMPTY = dict.fromkeys(CLAIM)
header_of = attrgetter(*HEADER)
HEARD = """
SELECT c.external_key, e.source_id, e.content_hash
  FROM claims_claim c LEFT JOIN claims_claimevent e ON e.claim_id = c.id
 WHERE c.source_id = %s AND c.external_key = ANY(%s::text[])
"""
TOLD = """
SELECT claim_id, id, source_id, state, effective_on, received_at, received_on,
       notice_on, plan_paid, member_owes
  FROM claims_claimevent e WHERE claim_id = ANY(%s) AND NOT EXISTS (
       SELECT FROM claims_hold h WHERE h.claim_id = e.claim_id AND e.id = ANY(h.set_aside))
"""


def land(records: Sequence[ClaimRecord], batch: ImportBatch) -> Landed:
    """Merge records of one source; a record with the hash of one that we hold changes nothing."""
    source = batch.source_id
    heard = {tuple(row) for row in rows(HEARD, source, array([one.key for one in records]))}
    news = unheard(records, heard)
    landed = Landed(unchanged=len(records) - len(news))
    if not news:
        return landed
    members = members_for(record.patient for record in news)
    known = {key for key, *_ in heard}
    cases = held(source, known.intersection([record.key for record in news]))
    keys = iter(rows(NEW_KEYS, len(news)))
    for record in news:
        claim, event = next(keys)
        member = members[record.patient]
        case = cases.get(record.key)
        if case is None:
            case = cases[record.key] = new_case(claim, record, member, source)
        elif case.row["member_id"] != member:
            landed.refusals.append(of_another(record))
            continue
        case.fresh.append((event, record))
        landed.changed += 1
    touched = [case for case in cases.values() if case.fresh]
    if touched:
        plan_of = plans.find(touched)
        found = [disagreement(case, refold(case, plan_of, batch)) for case in touched]
        save(touched)
        chains.link(source, touched)
        open_holds([one for one in found if one], batch)
        codes.count(batch, unrecognised(touched))
    return landed


def unheard(records: Sequence[ClaimRecord], heard: AbstractSet[Statement]) -> list[ClaimRecord]:
    """The records that say what is not in ``heard``, each once."""
    news: dict[Statement, ClaimRecord] = {}
    for record in records:
        identity = (record.key, record.happening.source, record.content_hash)
        if identity not in heard:
            news.setdefault(identity, record)
    return [*news.values()]


def held(source: str, keys: AbstractSet[str]) -> dict[str, Case]:
    """The claims that we hold under these keys, with their statements."""
    if not keys:
        return {}
    found = [dict(zip(CLAIM, row, strict=True)) for row in rows(HELD, source, array(keys))]
    cases = {row["id"]: Case(row, False, [], []) for row in found}
    for claim, *event in rows(TOLD, list(cases)):
        cases[claim].told.append(happening_of(event))
    return {case.row["external_key"]: case for case in cases.values()}


def happening_of(event: Sequence) -> Happening:
    """What the fold reads of a stored statement; lines and notes stay in the database."""
    key, source, state, effective_on, received_at, received_on, notice_on, *cents = event
    return Happening(
        source=source,
        state=ClaimState(state),
        received_at=received_at,
        effective_on=effective_on,
        received_on=received_on,
        notice_on=notice_on,
        amounts=Amounts(plan_paid=cents[0], member_owes=cents[1]),
        event_id=key,
    )


def new_case(key: uuid.UUID, record: ClaimRecord, member: uuid.UUID, source: str) -> Case:
    row = EMPTY | dict(zip(HEADER, header_of(record), strict=True))
    row |= {
        "id": key,
        "member_id": member,
        "source_id": source,
        "external_key": record.key,
        "patient_is_member": not record.patient_name,
        "guard": record.guard,
        "replaces_key": record.replaces,
        "replaced_by_key": record.replaced_by,
        "urgency": record.urgency or UNSAID[record.use],
        "conflict": (),
        "held": HoldReason.NOTHING,
        "version": 0,
    }
    return Case(row, True, [], [])


def refold(case: Case, plan_of: plans.Find, batch: ImportBatch) -> Folded:
    """Fold the claim's statements, old and new, and let its row say what they add up to."""
    row = case.row
    fresh = [replace(record.happening, event_id=event) for event, record in case.fresh]
    folded = fold_claim(case.told + fresh)
    current = folded.current.event_id
    if not case.is_new or len(case.fresh) > 1:  # else the row was made from it
        for _, record in sorted(case.fresh, key=lambda one: holds_from(one[1].happening)):
            newest = row["state_on"] is None or holds_from(record.happening) >= row["state_on"]
            merge(row, record, over=newest)
    row["plan_id"] = plan_of(row, [record.plan for _, record in case.fresh])
    if row["current_id"] != current:
        row["changed_at"] = folded.current.received_at
    row |= {
        "state": folded.state,
        "state_on": folded.state_on,
        "current_id": current,
        "conflict": folded.conflict,
        "checking_until": checking_until(row, folded, batch),
        "received_on": first_received(folded) if is_request(row) else folded.received_on,
        "notice_on": folded.notice_on,
        "version": row["version"] + len(case.fresh),
    }
    return folded


def disagreement(case: Case, folded: Folded) -> Finding | None:
    """Two sources contradict each other: the side heard last is what a person looks at."""
    if not folded.disputed:
        return None
    sides = {one.event_id or 0: one for one in folded.disputed}
    newer = max(sides, key=lambda event: (sides[event].received_at, event))
    state = sides[newer].state
    other = [event for event, one in sides.items() if one.state is not state]
    return Finding(
        reason=HoldReason.SOURCES_DISAGREE,
        claim=case.row["id"],
        member=case.row["member_id"],
        key=case.row["external_key"],
        content_hash=str(newer),
        evidence=tuple(Evidence(Clue.DECISION, sides[one].state, state) for one in other),
        events=(newer,),
        against=tuple(other),
    )


def is_request(row: dict) -> bool:
    return row["use"] == ClaimUse.PREAUTHORIZATION


def checking_until(row: dict, folded: Folded, batch: ImportBatch) -> dt.date | None:
    """In doubt, the day by which a person answers; it stays until the doubt is gone."""
    doubt = folded.conflict or row["held"] or folded.state is ClaimState.UNRECOGNISED
    if not doubt:
        return None
    return row["checking_until"] or add_business_days(batch.started_at.date(), CHECK_WITHIN)


def merge(row: dict, record: ClaimRecord, *, over: bool) -> None:
    """Take what the record states about the claim; an older record only fills what is missing."""
    for name in HEADER:
        value = getattr(record, name)
        unsaid = not row[name] or (name == "urgency" and row[name] in UNSAID.values())
        if value and (over or unsaid):
            row[name] = value
    if row["service_from"] and row["service_to"] and row["service_to"] < row["service_from"]:
        row["service_to"] = None
    # Silence about sensitivity does not lift a guard that an earlier record put up.
    if over and record.guard is not Guard.UNKNOWN:
        row["guard"] = record.guard
    row["replaces_key"] = record.replaces or row["replaces_key"]
    row["replaced_by_key"] = record.replaced_by or row["replaced_by_key"]


def unrecognised(cases: list[Case]) -> Counter[tuple[str, str]]:
    return Counter(
        code for case in cases for _, record in case.fresh for code in record.unrecognised
    )


def of_another(record: ClaimRecord) -> Refusal:
    return Refusal(
        line=record.line,
        field="patient",
        expected="the patient of the claim that we hold under this number",
        found="another patient",
        now="This record was left out: a claim never moves from one person to another.",
    )
