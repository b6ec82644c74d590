"""The rows of claims: what one of them is while a chunk lands, and how they are written."""

from collections.abc import Iterable
from operator import attrgetter, itemgetter

from django.db import connection
from msgspec import Struct

from claims.facts import Adjustment, Amounts, ClaimRecord, Happening, Line
from claims.models import Claim, ClaimEvent
from claims.store.copying import columns, copy, named

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
row_of = itemgetter(*CLAIM)

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
    "checking_until",
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
    fresh: list[tuple[int, ClaimRecord]]  # (event id, record)


def save(cases: list[Case]) -> None:
    """Write claims, events, lines and adjustments. Foreign keys are checked at the commit."""
    copy("claims_claim", CLAIM, (row_of(case.row) for case in cases if case.is_new))
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
            told.remarks,
            *told_of(told),
            *cents_of(told.amounts),
        )


def line_rows(fresh: Iterable[tuple]) -> Iterable[tuple]:
    for _, event, record in fresh:
        for line in record.happening.lines:
            yield (event, line.remarks, *line_of(line), *cents_of(line.amounts))


def adjustment_rows(fresh: Iterable[tuple]) -> Iterable[tuple]:
    for _, event, record in fresh:
        for one in record.happening.adjustments:
            yield adjustment_row(event, None, one)
        for line in record.happening.lines:
            for one in line.adjustments:
                yield adjustment_row(event, line.number, one)


def adjustment_row(event: int, line: int | None, one: Adjustment) -> tuple:
    return (event, line, one.group, one.carc, one.cents, one.quantity)
