"""People settle a hold: one proposes, and where a member would read another answer, two."""

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import DataError, IntegrityError, transaction

from accounts.clock import now, today
from accounts.models import User
from claims.answers.person import portal_hours
from claims.deadlines.calendar import add_business_days
from claims.models import Claim, Hold, HoldDecision, ImportBatch
from claims.store import claims, plans, shares, told
from claims.store.batch import LOCK
from claims.store.claim_rows import Case, save
from claims.store.copying import rows
from claims.store.disputes import dispute
from claims.store.holds import CHECK_WITHIN, mark, open_holds
from claims.store.outcomes import Outcome, Resolution, preview, set_aside
from claims.store.releases import record_of, review

State, What = Hold.State, HoldDecision.What


class Why(StrEnum):
    CHANGED = "changed"  # since they looked, somebody decided or the claim changed
    SAME_PERSON = "same_person"
    CANNOT_LAND = "cannot_land"


class CannotSettle(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def seen(hold: Hold) -> str:
    """What someone has looked at: another decision or statement since then makes another one."""
    return f"{hold.claim.version}.{hold.decisions.count()}"


def propose(key: uuid.UUID, resolution: Resolution, *, by: User, why: str, looked_at: str) -> bool:
    """Settle a hold; False when that waits for a second person."""
    with turn(key, State.OPEN, looked_at) as hold:
        outcome = chosen(hold, resolution)
        if not outcome.two_people:
            settle(hold, outcome, by=by, why=why)
            return True
        hold.state, hold.resolution, hold.proposed_by = State.PROPOSED, resolution, by
        hold.changes_answer = True
        hold.save(update_fields=["state", "resolution", "proposed_by", "changes_answer"])
        write(hold, What.PROPOSED, by=by, why=why)
        return False


def confirm(key: uuid.UUID, *, by: User, why: str, looked_at: str) -> None:
    """The second person agrees."""
    with turn(key, State.PROPOSED, looked_at) as hold:
        if hold.proposed_by_id == by.pk:
            raise CannotSettle(Why.SAME_PERSON)
        settle(hold, chosen(hold, Resolution(hold.resolution)), by=by, why=why)


def decline(key: uuid.UUID, *, by: User, why: str, looked_at: str) -> None:
    """The second person does not agree, or the first takes it back: the hold is open again."""
    with turn(key, State.PROPOSED, looked_at) as hold:
        write(hold, What.DECLINED, by=by, why=why)
        hold.state, hold.resolution, hold.proposed_by = State.OPEN, "", None
        hold.changes_answer = False
        hold.save(update_fields=["state", "resolution", "proposed_by", "changes_answer"])


def ask_again(key: uuid.UUID, *, by: User, why: str, looked_at: str) -> None:
    """Somebody asked the sender for a better record: the hold stays, with a day that allows it."""
    with turn(key, State.OPEN, looked_at) as hold:
        hold.asked_again_at = now()
        asked_until = add_business_days(today(portal_hours().zone), CHECK_WITHIN)
        hold.due_on = max(hold.due_on, asked_until)
        hold.save(update_fields=["asked_again_at", "due_on"])
        write(hold, What.ASKED, by=by, why=why)
        mark([hold.claim_id])


@contextmanager
def turn(key: uuid.UUID, state: State, looked_at: str) -> Iterator[Hold]:
    """The hold, ours alone until it is written: between the chunks of an import, one at a time."""
    with transaction.atomic():
        rows(LOCK)
        hold = (
            Hold.objects.select_for_update(of=["self"])
            .select_related("claim__member", "batch")
            .get(pk=key)
        )
        if hold.state != state or seen(hold) != looked_at:
            raise CannotSettle(Why.CHANGED)
        yield hold


def chosen(hold: Hold, resolution: Resolution) -> Outcome:
    outcome = preview(hold, now()).after(resolution)
    if outcome is None:
        raise CannotSettle(Why.CANNOT_LAND)
    return outcome


def settle(hold: Hold, outcome: Outcome, *, by: User, why: str) -> None:
    """End the hold, and let what was decided count. The database asks for the second person."""
    hold.state, hold.resolution = State.SETTLED, outcome.resolution
    hold.changes_answer = outcome.two_people
    hold.settled_by, hold.settled_at = by, now()
    hold.set_aside = set_aside(hold, outcome.resolution)
    hold.save()
    write(hold, What.SETTLED, by=by, why=why)
    if hold.record is None or outcome.resolution == Resolution.USE:
        batch = batch_for(hold, hold.settled_at)
        (land if hold.record else fold_again)(hold, batch)
        review(batch)
    mark([hold.claim_id])


def batch_for(hold: Hold, at: dt.datetime) -> ImportBatch:
    """What lands by a decision has a batch of its own, named after the file it came in."""
    return ImportBatch.objects.create(
        source_id=hold.source_id, file_name=hold.batch.file_name, started_at=at, finished_at=at
    )


def land(hold: Hold, batch: ImportBatch) -> None:
    try:
        with transaction.atomic():
            landed = claims.land([record_of(hold)], batch, believed=True)
    except (DataError, IntegrityError) as problem:
        raise CannotSettle(Why.CANNOT_LAND) from problem
    if landed.refusals or landed.held:
        raise CannotSettle(Why.CANNOT_LAND)
    batch.read, batch.landed, batch.unchanged = 1, landed.changed, landed.unchanged
    batch.save(update_fields=["read", "landed", "unchanged"])


def fold_again(hold: Hold, batch: ImportBatch) -> None:
    """Without the side that lost; with it the claim that stands for it, which may be hidden too."""
    keys = [hold.external_key]
    if hold.claim.superseded_by:
        keys.append(hold.claim.superseded_by.external_key)
    for case in told.cases_of(hold.source_id, set(keys)).values():
        fold_one(case, hold, batch)


def fold_one(case: Case, hold: Hold, batch: ImportBatch) -> None:
    """Others of its statements that still disagree are a hold of their own."""
    if not case.told:
        Claim.objects.filter(pk=case.row["id"]).update(current=None)
        return
    folded = claims.refold(case, plans.find([case]), batch)
    save([case])
    shares.keep([case.row["id"]])
    if found := dispute(case, folded):
        open_holds([found], batch)


def write(hold: Hold, what: What, *, by: User, why: str) -> None:
    HoldDecision.objects.create(
        hold=hold, what=what, by=by, why=why, at=now(), resolution=hold.resolution
    )
