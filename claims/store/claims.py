"""Claims: records become claims, events, lines and adjustments; what was touched is folded again.

A chunk costs a handful of queries however many records it holds: look up members, claims and
events by key, decide everything in Python with the pure fold, then COPY what is new and update
what changed from a temporary table.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from claims import person_name
from claims.deadlines.calendar import add_business_days
from claims.facts import (
    ClaimRecord,
    ClaimState,
    ClaimUse,
    Guard,
    HoldReason,
)
from claims.fold import STATUS, Folded, holds_from
from claims.joint import first_received_by, fold_joint
from claims.models import ImportBatch
from claims.sources.held import Held
from claims.store import (
    Landed,
    chains,
    codes,
    names,
    plans,
    reversals,
    shares,
    strangers,
    told,
)
from claims.store.claim_rows import HEADER, UNSAID, Case, new_case, save
from claims.store.copying import rows
from claims.store.disputes import dispute
from claims.store.early import is_early, refusals
from claims.store.held import land as hold_back
from claims.store.holds import CHECK_WITHIN, mark, open_holds
from claims.store.members import members_for

NEW_KEYS = """
SELECT uuidv7(), nextval('claims_claimevent_id_seq') FROM generate_series(1, %s)
"""


def land(records: Sequence[ClaimRecord], batch: ImportBatch, *, believed: bool = False) -> Landed:
    """Merge records of one source; a record with the hash of one that we hold changes nothing.

    A record that names another person than its claim is held back. So are a name that is not the
    member's and a reversal of nothing that we hold, unless they are ``believed``: what is taken
    back is there now, or people say so.
    """
    source, early = batch.source_id, refusals(records)
    records = [one for one in records if not is_early(one)] if early else records
    heard = told.heard_of(source, [one.key for one in records])
    news = told.unheard(records, heard)
    landed = Landed(unchanged=len(records) - len(news), refusals=early)
    if not news:
        return landed
    members = members_for(record.patient for record in news)
    doubtful: list[Held] = []
    if not believed:
        news, doubtful = strangers.apart(news, members)
    cases = known_cases(source, news, {key for key, *_ in heard}, members)
    if not believed:
        news, orphans = reversals.apart(news, cases)
        doubtful += orphans
    doubtful += enter(news, cases, members, batch, landed)
    touched = [case for case in cases.values() if case.fresh]
    if touched:
        plan_of = plans.find(touched)
        found = [dispute(case, refold(case, plan_of, batch)) for case in touched]
        save(touched)
        chained = link(touched)
        told_before = [case.row["id"] for case in touched if case.row["version"] > 1]
        shares.keep([*told_before, *chained])
        open_holds([one for one in found if one], batch)
        mark([*chained, *(case.row["id"] for case in touched if case.row["held"])])
        codes.count(batch, unrecognised(touched))
    return landed.plus(hold_back(doubtful, batch))  # when the rows that it marks are written


def known_cases(
    source: str, news: Sequence[ClaimRecord], known: AbstractSet[str], members: Mapping
) -> dict[str, Case]:
    """The claims that the records are about, by key, where we hold one already."""
    joined = names.find(source, [one for one in news if one.key not in known], members)
    names.keep(source, joined)
    return told.cases_of(source, {one.key for one in news} & (known | joined.keys()))


def enter(
    news: Sequence[ClaimRecord],
    cases: dict[str, Case],
    members: Mapping,
    batch: ImportBatch,
    landed: Landed,
) -> list[Held]:
    """Put each record to its claim, a new one where there is none; those that name another person.

    A claim never moves from one person to another.
    """
    moved = []
    keys = iter(rows(NEW_KEYS, len(news)))
    for record in news:
        claim, event = next(keys)
        member = members[record.patient]
        case = cases.get(record.key)
        if case is None:
            case = cases[record.key] = new_case(claim, record, member, batch.source_id)
        elif case.row["member_id"] != member:
            moved.append(Held(reason=HoldReason.MOVED_TO_ANOTHER_MEMBER, record=record))
            continue
        case.row["called"] = person_name.noted(case.row["called"], record.called)
        case.fresh.append((event, record))
        landed.changed += 1
    return moved


def link(touched: Sequence[Case]) -> list[uuid.UUID]:
    """Versions are told in the keys of the source that keeps the claim; those that have some."""
    by_source: dict[str, list[Case]] = defaultdict(list)
    for case in touched:
        by_source[case.row["source_id"]].append(case)
    return [key for source, cases in by_source.items() for key in chains.link(source, cases)]


def refold(case: Case, plan_of: plans.Find, batch: ImportBatch) -> Folded:
    """Fold the claim's statements, old and new, and let its row say what they add up to."""
    row = case.row
    fresh = [replace(record.happening, event_id=event) for event, record in case.fresh]
    folded = fold_joint(case.told + fresh, row["source_id"], reopens=not is_request(row))
    current = folded.current.event_id
    reopened_on = holds_from(folded.again) if folded.again else None
    if not case.is_new or len(case.fresh) > 1:  # else the row was made from it
        describe(case)
    row["plan_id"] = plan_of(row, plans_named(case))
    if (row["current_id"], row["reopened_on"]) != (current, reopened_on):
        news = (folded.current, folded.again or folded.current)
        row["changed_at"] = max(one.received_at for one in news)
    row |= {
        "state": folded.state,
        "state_on": folded.state_on,
        "current_id": current,
        "conflict": folded.conflict,
        "reopened_on": reopened_on,
        "checking_until": checking_until(row, folded, batch),
        "received_on": first_received_by(folded, row["source_id"])
        if is_request(row)
        else folded.received_on,
        "notice_on": folded.notice_on,
        "version": row["version"] + len(case.fresh),
    }
    return folded


def describe(case: Case) -> None:
    """Take what the fresh records state about the claim; only its owner's words replace others."""
    own = [holds_from(one) for one in case.told if one.source == case.row["source_id"]]
    since = max(own, default=dt.date.min)
    for _, record in sorted(case.fresh, key=lambda one: holds_from(one[1].happening)):
        newest = holds_from(record.happening) >= since
        merge(case.row, record, over=newest and is_own(case.row, record))


def plans_named(case: Case) -> list[str]:
    """The plans that count: another source may name one where the owner named none."""
    row = case.row
    return [
        record.plan for _, record in case.fresh if is_own(row, record) or row["plan_id"] is None
    ]


def is_own(row: dict, record: ClaimRecord) -> bool:
    """Whether the source that told of the claim first says it."""
    return record.source == row["source_id"]


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
    own = is_own(row, record)
    merge_guard(row, record.guard, over=over, is_own=own)
    if own:  # another source's keys name nothing here
        # A claim status replaces its own first words. A version that we know of comes before them.
        is_status = record.happening.code.startswith(STATUS)
        if record.replaces and not (is_status and row["replaces_key"]):
            row["replaces_key"] = record.replaces
        row["replaced_by_key"] = record.replaced_by or row["replaced_by_key"]


def merge_guard(row: dict, told: Guard, *, over: bool, is_own: bool) -> None:
    """Silence about sensitivity lifts no guard, and no source lifts one that another put up."""
    if told is Guard.UNKNOWN:
        return
    lifts = told is Guard.NONE and row["guard"] != Guard.UNKNOWN
    if over if is_own else not lifts:
        row["guard"] = told


def unrecognised(cases: list[Case]) -> Counter[tuple[str, str]]:
    return Counter(
        code for case in cases for _, record in case.fresh for code in record.unrecognised
    )
