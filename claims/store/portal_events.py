"""What is done here about a claim, by its member or by us, told as one more statement of it.

Its source is "portal". It goes the way of every other: appended once, folded, and the claim's row
says what it adds up to. So lists, pages, the desk and messages see it without a query of their own.
"""

import datetime as dt
import hashlib

from django.db import transaction

from accounts.clock import today
from claims.facts import PORTAL, ClaimRecord, ClaimState, Happening, WaitingFor
from claims.models import Claim, ImportBatch
from claims.rank import GOING_ON
from claims.store import claims, plans, shares, told
from claims.store.batch import LOCK
from claims.store.claim_rows import Case, save
from claims.store.copying import rows
from claims.store.disputes import dispute
from claims.store.holds import mark, open_holds

NEW_KEY = "SELECT nextval('claims_claimevent_id_seq')"


def say(
    claim: Claim,
    state: ClaimState,
    *,
    at: dt.datetime,
    key: str,
    code: str = "",
    waiting_for: WaitingFor = WaitingFor.NOBODY,
    wanted: str = "",
    wanted_by: dt.date | None = None,
    note: str = "",
) -> bool:
    """Append what a member did, and fold the claim again; False where it was said before.

    ``key`` makes it the same thing however often it is said ("sent:<event>", "appeal:<uuid>").
    ``state`` is one of work that goes on, for nothing that a member does decides a claim. It
    answers all that was said by now; what the payer says next counts again (`claims.fold`). Waits
    for an import that lands at this moment. ``claim`` is not refreshed.
    """
    if state not in GOING_ON:
        raise ValueError(f"the portal cannot say {state} of a claim")
    with transaction.atomic():
        rows(LOCK)
        case = _case(claim)
        if case is None or _said(claim, key):
            return False
        happening = Happening(
            source=PORTAL,
            state=state,
            received_at=at,
            effective_on=today(claim.plan.time_zone if claim.plan else claim.member.time_zone),
            code=f"{PORTAL}:{code}" if code else "",
            waiting_for=waiting_for,
            wanted=wanted,
            wanted_by=wanted_by,
            note=note,
        )
        _append(case, happening, _hash(key), ImportBatch(started_at=at))
    return True


def _case(claim: Claim) -> Case | None:
    """The claim as it is now; None when another version stands for it, or nobody may see it."""
    case = told.cases_of(claim.source_id, {claim.external_key}).get(claim.external_key)
    hidden = case is None or case.row["state"] == ClaimState.HIDDEN
    return None if hidden or not case.told or case.row["superseded_by_id"] else case


def _said(claim: Claim, key: str) -> bool:
    return claim.events.filter(source=PORTAL, content_hash=_hash(key)).exists()


def _hash(key: str) -> str:
    return hashlib.sha256(f"{PORTAL}:{key}".encode()).hexdigest()


def _append(case: Case, happening: Happening, content_hash: str, batch: ImportBatch) -> None:
    """It says nothing of the claim but that it happened, so it fills in and replaces nothing."""
    record = ClaimRecord(
        source=PORTAL,
        key=case.key,
        content_hash=content_hash,
        patient=("", ""),
        happening=happening,
        urgency=None,
    )
    case.fresh.append((rows(NEW_KEY)[0][0], record))
    folded = claims.refold(case, plans.find([case]), batch)
    save([case])
    shares.keep([case.row["id"]])
    if found := dispute(case, folded):
        open_holds([found], batch)
    if case.row["held"]:
        mark([case.row["id"]])
