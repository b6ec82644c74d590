"""Claims: records become claims, events, lines and adjustments; what was touched is folded again.

A chunk costs a handful of queries however many records it holds: look up members, claims and
events by key, decide everything in Python with the pure fold, then COPY what is new and update
what changed from a temporary table.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter

from django.db import connection
from msgspec import Struct

from claims.facts import Adjustment, Amounts, ClaimRecord, ClaimState, Guard, Happening, Line
from claims.fold import fold_claim, holds_from
from claims.models import Claim, ClaimEvent, ImportBatch
from claims.sources.refusal import Refusal
from claims.store import Landed, chains, codes, plans
from claims.store.copying import columns, copy, named, rows
from claims.store.members import members_for

CLAIM = columns(Claim)
AMOUNTS = Amounts.__struct_fields__
# What a statement and a line have under the same name as their tables, but for lists.
NESTED = ("remarks", "amounts", "adjustments", "lines")
TOLD_AS = [n for n in Happening.__struct_fields__ if n in columns(ClaimEvent) and n not in NESTED]
LINE_AS = [n for n in Line.__struct_fields__ if n not in NESTED]
EVENT = ("id", "claim_id", "source_id", "content_hash", "remarks", *TOLD_AS, *AMOUNTS)
LINE = ("event_id", "remarks", *LINE_AS, *AMOUNTS)
ADJUSTMENT = ("event_id", "line", "group", "carc", "cents", "quantity")
cents_of, told_of, line_of = attrgetter(*AMOUNTS), attrgetter(*TOLD_AS), attrgetter(*LINE_AS)

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('claims of ' || %s, 0))"
NEW_KEYS = """
SELECT uuidv7(), nextval('claims_claimevent_id_seq') FROM generate_series(1, %s)
"""
HELD = named(
    "SELECT {names} FROM claims_claim WHERE source_id = %s AND external_key = ANY(%s)", CLAIM
)
TOLD = """
SELECT claim_id, id, source_id, content_hash, state, effective_on, received_at, received_on,
       notice_on, plan_paid
  FROM claims_claimevent WHERE claim_id = ANY(%s)
"""
# Of these, what a later record does not state does not blank what an earlier one did.
HEADER = (
    "number",
    "use",
    "kind",
    "urgency",
    "service",
    "service_from",
    "service_to",
    "provider",
    "patient_name",
    "authorization_number",
    "authorization_from",
    "authorization_to",
)


# What is ours to write: not who owns the claim, nor what the member or a specialist noted on it.
WRITTEN = (
    *HEADER,
    "plan_id",
    "guard",
    "replaces_key",
    "replaced_by_key",
    "state",
    "state_on",
    "current_id",
    "conflict",
    "received_on",
    "notice_on",
    "version",
    "changed_at",
)
UPDATE = named(
    "UPDATE claims_claim c SET ({names}) = ROW({new}) FROM claim_now n WHERE n.id = c.id", WRITTEN
)


class Case(Struct):
    """One claim while a chunk lands: its row as it will be, and its statements, old and new."""

    row: dict
    is_new: bool
    told: list[Happening]
    hashes: set[tuple[str, str]]
    fresh: list[tuple[int, ClaimRecord]]  # (event id, record)


def land(records: Sequence[ClaimRecord], batch: ImportBatch) -> Landed:
    """Merge records of one source; a record with the hash of one that we hold changes nothing."""
    landed = Landed()
    source = batch.source_id
    rows(LOCK, source)  # two imports of one source would each make the same claim
    members = members_for(record.patient for record in records)
    cases = held(source, {record.key for record in records})
    keys = iter(rows(NEW_KEYS, len(records)))
    for record in records:
        case = cases.get(record.key)
        member = members[record.patient]
        if case is None:
            case = cases[record.key] = new_case(next(keys), record, member, batch)
        elif case.row["member_id"] != member:
            landed.refusals.append(of_another(record))
            continue
        identity = (record.happening.source, record.content_hash)
        if identity in case.hashes:
            landed.unchanged += 1
            continue
        case.hashes.add(identity)
        event = case.row.pop("_event", None) or next(keys)[1]
        case.fresh.append((event, record))
        landed.changed += 1
    touched = [case for case in cases.values() if case.fresh]
    if touched:
        plan_of = plans.find(touched)
        for case in touched:
            refold(case, plan_of)
        save(touched)
        chains.link(source, touched)
        codes.count(batch, unrecognised(touched))
    return landed


def held(source: str, keys: set[str]) -> dict[str, Case]:
    """The claims that we hold under these keys, with their statements."""
    found = [dict(zip(CLAIM, row, strict=True)) for row in rows(HELD, source, list(keys))]
    cases = {row["id"]: Case(row, False, [], set(), []) for row in found}
    if cases:
        for claim, *event in rows(TOLD, list(cases)):
            case = cases[claim]
            case.hashes.add((event[1], event[2]))
            case.told.append(happening_of(event))
    return {case.row["external_key"]: case for case in cases.values()}


def happening_of(event: Sequence) -> Happening:
    """What the fold reads of a stored statement; lines and notes stay in the database."""
    key, source, _, state, effective_on, received_at, received_on, notice_on, plan_paid = event
    return Happening(
        source=source,
        state=ClaimState(state),
        received_at=received_at,
        effective_on=effective_on,
        received_on=received_on,
        notice_on=notice_on,
        amounts=Amounts(plan_paid=plan_paid),
        event_id=key,
    )


def new_case(
    keys: tuple[uuid.UUID, int], record: ClaimRecord, member: uuid.UUID, batch: ImportBatch
) -> Case:
    row = dict.fromkeys(CLAIM)
    row |= {name: getattr(record, name) for name in HEADER}
    row |= {
        "id": keys[0],
        "_event": keys[1],
        "member_id": member,
        "source_id": batch.source_id,
        "external_key": record.key,
        "patient_is_member": not record.patient_name,
        "guard": record.guard,
        "replaces_key": record.replaces,
        "replaced_by_key": record.replaced_by,
        "conflict": [],
        "version": 0,
    }
    return Case(row, True, [], set(), [])


def refold(case: Case, plan_of: plans.Find) -> None:
    """Fold the claim's statements, old and new, and let its row say what they add up to."""
    row = case.row
    mine = {id(record.happening): event for event, record in case.fresh}
    folded = fold_claim([*case.told, *(record.happening for _, record in case.fresh)])
    current = folded.current.event_id or mine[id(folded.current)]
    fresh = sorted(case.fresh, key=lambda one: holds_from(one[1].happening))
    if case.is_new and len(fresh) == 1:
        fresh = []  # the row was made from it
    for _, record in fresh:
        newest = row["state_on"] is None or holds_from(record.happening) >= row["state_on"]
        merge(row, record, over=newest)
    row["plan_id"] = plan_of(row, [record.plan for _, record in case.fresh])
    if row["current_id"] != current:
        row["changed_at"] = folded.current.received_at
    row |= {
        "state": folded.state,
        "state_on": folded.state_on,
        "current_id": current,
        "conflict": list(folded.conflict),
        "received_on": folded.received_on,
        "notice_on": folded.notice_on,
        "version": row["version"] + len(case.fresh),
    }


def merge(row: dict, record: ClaimRecord, *, over: bool) -> None:
    """Take what the record states about the claim; an older record only fills what is missing."""
    for name in HEADER:
        value = getattr(record, name)
        if value and (over or not row[name]):
            row[name] = value
    if row["service_from"] and row["service_to"] and row["service_to"] < row["service_from"]:
        row["service_to"] = None
    # Silence about sensitivity does not lift a guard that an earlier record put up.
    if over and record.guard is not Guard.UNKNOWN:
        row["guard"] = record.guard
    row["replaces_key"] = record.replaces or row["replaces_key"]
    row["replaced_by_key"] = record.replaced_by or row["replaced_by_key"]


def save(cases: list[Case]) -> None:
    """Write claims, events, lines and adjustments. Foreign keys are checked at the commit."""
    copy("claims_claim", CLAIM, ([case.row[n] for n in CLAIM] for case in cases if case.is_new))
    if old := [case for case in cases if not case.is_new]:
        update(old)
    fresh = [(case.row["id"], *one) for case in cases for one in case.fresh]
    copy("claims_claimevent", EVENT, event_rows(fresh))
    copy("claims_claimline", LINE, line_rows(fresh))
    copy("claims_claimadjustment", ADJUSTMENT, adjustment_rows(fresh))


def update(cases: list[Case]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS claim_now (LIKE claims_claim)")
        cursor.execute("TRUNCATE claim_now")
        copy("claim_now", CLAIM, ([case.row[name] for name in CLAIM] for case in cases))
        cursor.execute(UPDATE)


def event_rows(fresh: Iterable[tuple]) -> Iterable[tuple]:
    for claim, event, record in fresh:
        told = record.happening
        yield (
            event,
            claim,
            told.source,
            record.content_hash,
            list(told.remarks),
            *told_of(told),
            *cents_of(told.amounts),
        )


def line_rows(fresh: Iterable[tuple]) -> Iterable[tuple]:
    for _, event, record in fresh:
        for line in record.happening.lines:
            yield (event, list(line.remarks), *line_of(line), *cents_of(line.amounts))


def adjustment_rows(fresh: Iterable[tuple]) -> Iterable[tuple]:
    for _, event, record in fresh:
        for one in record.happening.adjustments:
            yield adjustment_row(event, None, one)
        for line in record.happening.lines:
            for one in line.adjustments:
                yield adjustment_row(event, line.number, one)


def adjustment_row(event: int, line: int | None, one: Adjustment) -> tuple:
    return (event, line, one.group, one.carc, one.cents, one.quantity)


def unrecognised(cases: list[Case]) -> Counter[tuple[str, str]]:
    return Counter(
        code for case in cases for _, record in case.fresh for code in record.unrecognised
    )


def of_another(record: ClaimRecord) -> Refusal:
    return Refusal(
        field="patient",
        expected="the patient of the claim that we hold under this number",
        found="another patient",
        now="This record was left out: a claim never moves from one person to another.",
    )
