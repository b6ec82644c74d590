"""The rows of claims: what one of them is while a chunk lands, and how they are written."""

import uuid
from collections.abc import Iterable
from operator import attrgetter, itemgetter

from django.db import connection
from msgspec import Struct

from claims.facts import Amounts, ClaimKind, ClaimRecord, ClaimUse, Happening, HoldReason, Urgency
from claims.models import Claim, ClaimEvent
from claims.store.cells import NO_JSON, array, json
from claims.store.copying import columns, copy, named

APPEAL = ("appeal", "appealed")  # written with an appeal, never from a record
PLAIN = tuple(name for name in columns(Claim) if name not in ("conflict", *APPEAL))
CLAIM = (*PLAIN, "conflict")  # the one array
AMOUNTS = Amounts.__struct_fields__
# What a statement has under the same name as its table, but for what is a value of its own.
NESTED = ("remarks", "amounts", "adjustments", "lines")
TOLD_AS = [n for n in Happening.__struct_fields__ if n in columns(ClaimEvent) and n not in NESTED]
EVENT = (
    "id",
    "claim_id",
    "source_id",
    "content_hash",
    "remarks",
    "lines",
    "adjustments",
    *TOLD_AS,
    *AMOUNTS,
)
cents_of, told_of = attrgetter(*AMOUNTS), attrgetter(*TOLD_AS)
by_number = attrgetter("number")
plain_of = itemgetter(*PLAIN)

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
    "patient_account",
    "authorization_number",
    "authorization_from",
    "authorization_to",
)


# What is ours to write: not who owns the claim, nor what the member or a specialist noted on it.
WRITTEN = (
    *HEADER,
    "called",
    "plan_id",
    "guard",
    "replaces_key",
    "replaced_by_key",
    "state",
    "state_on",
    "current_id",
    "conflict",
    "reopened_on",
    "checking_until",
    "received_on",
    "notice_on",
    "version",
    "changed_at",
)
UPDATE = named(
    "UPDATE claims_claim c SET ({names}) = ROW({new}) FROM claim_now n WHERE n.id = c.id", WRITTEN
)


# How urgent something is of which nobody said it.
UNSAID = {
    ClaimUse.CLAIM: Urgency.POST_SERVICE,
    ClaimUse.PREAUTHORIZATION: Urgency.PRE_SERVICE,
    ClaimUse.PREDETERMINATION: Urgency.POST_SERVICE,
}
EMPTY = dict.fromkeys(CLAIM)
header_of = attrgetter(*HEADER)


class Case(Struct):
    """One claim while a chunk lands: its row as it will be, and its statements, old and new."""

    row: dict
    is_new: bool
    told: list[Happening]
    fresh: list[tuple[int, ClaimRecord]]  # (event id, record)
    key: str  # by which the source that speaks calls it


def new_case(key: uuid.UUID, record: ClaimRecord, member: uuid.UUID, source: str) -> Case:
    """A claim of which this record is the first word."""
    row = EMPTY | dict(zip(HEADER, header_of(record), strict=True))
    row |= {
        "id": key,
        "member_id": member,
        "source_id": source,
        "external_key": record.key,
        "patient_is_member": not record.patient_name,
        "called": "",
        "guard": record.guard,
        "replaces_key": record.replaces,
        "replaced_by_key": record.replaced_by,
        "use": record.use or ClaimUse.CLAIM,
        "kind": record.kind or ClaimKind.OTHER,
        "urgency": record.urgency or UNSAID[record.use or ClaimUse.CLAIM],
        "conflict": (),
        "held": HoldReason.NOTHING,
        "version": 0,
    }
    return Case(row, True, [], [], record.key)


def row_of(row: dict) -> tuple:
    """A claim's row as `copy` takes it."""
    return *plain_of(row), array(row["conflict"])


def save(cases: list[Case]) -> None:
    """Write claims and events. Foreign keys are checked at the commit."""
    copy("claims_claim", CLAIM, (row_of(case.row) for case in cases if case.is_new))
    if old := [case for case in cases if not case.is_new]:
        update(old)
    fresh = [(case.row["id"], *one) for case in cases for one in case.fresh]
    copy("claims_claimevent", EVENT, event_rows(fresh))


def update(cases: list[Case]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS claim_now (LIKE claims_claim)")
        cursor.execute("TRUNCATE claim_now")
        copy("claim_now", CLAIM, (row_of(case.row) for case in cases))
        cursor.execute(UPDATE)


def event_rows(fresh: Iterable[tuple]) -> Iterable[tuple]:
    for claim, event, record in fresh:
        told = record.happening
        yield (
            event,
            claim,
            told.source,
            record.content_hash,
            array(told.remarks),
            json(sorted(told.lines, key=by_number)) if told.lines else NO_JSON,
            json(told.adjustments) if told.adjustments else NO_JSON,
            *told_of(told),
            *cents_of(told.amounts),
        )
