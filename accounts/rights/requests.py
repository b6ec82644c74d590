"""A request about data from its first day to its answer; nothing is done that did not run."""

import datetime as dt
import logging
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from accounts.clock import now
from accounts.models import DataRequest, DataRequestStep, LegalHold, Member, User
from accounts.regimes import Home, Kind, due_on, longest, regimes_of
from accounts.rights import copying, deletion

AT_ONCE = 20  # requests; then other tasks have their turn
ASK, TELL = "ask", "tell"
NOTE = 1000  # characters of what came of a step

logger = logging.getLogger(__name__)


class UnknownPerson(LookupError):
    """Nobody on file is meant, so nothing is opened and nothing can be called done."""


def subject_of(number: str, born_on) -> Member:
    """Who writes or calls, by member number and date of birth; `UnknownPerson` when nobody."""
    member = Member.objects.with_number(number, born_on) if number.strip() else None
    if member is None:
        raise UnknownPerson
    return member


@transaction.atomic
def ask(
    member: Member | None, kind: Kind, *, at: dt.datetime | None = None, **known
) -> DataRequest:
    """Open a request with its clock and its steps, or give the open one of this kind.

    ``at`` is when it came, where that is not now; ``known`` are columns of `DataRequest`. The
    member's row is locked, so two clicks are one.
    """
    if member is None:
        raise UnknownPerson
    Member.objects.select_for_update().get(pk=member.pk)
    if kind is not Kind.CORRECTION:
        found = DataRequest.objects.for_member(member).open().filter(kind=kind).first()
        if found is not None:
            return found
    home = Home(known.get("home", ""))
    at = at or now()
    came_on = at.astimezone(ZoneInfo(member.time_zone)).date()
    request = DataRequest.objects.create(
        member=member,
        kind=kind,
        asked_at=at,
        regimes=[regime.key for regime in regimes_of(kind, home)],
        came_on=came_on,
        due_on=due_on(kind, home, came_on),
        **known,
    )
    request.refresh_from_db()
    steps = steps_of(request)
    DataRequestStep.objects.bulk_create(
        DataRequestStep(request=request, number=number, store=store, doing=doing)
        for number, (store, doing) in enumerate(steps, start=1)
    )
    return request


def steps_of(request: DataRequest) -> list[tuple[str, str]]:
    """What has to be done, store by store, before such a request is answered."""
    if request.kind == Kind.DELETION:
        return deletion.stores(closes_sign_in=request.closes_sign_in)
    if request.kind == Kind.CORRECTION:
        return [("source", ASK), ("member", TELL)]
    return [(rule.model, "copy") for rule in copying.rules_of(request.kind)]


def latest(request: DataRequest):
    """The day to which it may be extended."""
    return longest(Kind(request.kind), Home(request.home), request.came_on)


def work_on_all() -> int:
    """Answer what waits for nobody but us; how many were answered."""
    waiting = list(DataRequest.objects.to_work_on().values_list("pk", flat=True)[:AT_ONCE])
    return sum(work_on(pk) for pk in waiting)


def work_on(pk: UUID) -> bool:
    """Run the steps that did not run yet, each in its own transaction; whether all have.

    A step that fails keeps its trouble and is tried again at the next turn; those after it wait.
    """
    for step in DataRequestStep.objects.filter(request=pk, done_at=None):
        if not run(step):
            return False
    request = DataRequest.objects.get(pk=pk)
    return request.finished_at is None and request.finish()


def run(step: DataRequestStep) -> bool:
    """One step; True when it has run, here or in another worker."""
    try:
        with transaction.atomic():
            return run_alone(step)
    except Exception as wrong:  # one request that fails must not stop the others
        logger.exception("a step of a data request failed", extra={"step": step.pk})
        failed = DataRequestStep.objects.filter(pk=step.pk, done_at=None)
        failed.update(trouble=type(wrong).__name__)
        return False


def run_alone(step: DataRequestStep) -> bool:
    request = (
        DataRequest.objects.select_for_update(of=("self",))
        .select_related("member")
        .get(pk=step.request_id)
    )
    step.refresh_from_db()
    if step.done_at is not None:
        return True
    if request.kind == Kind.DELETION:
        # The lock keeps a legal hold from being placed while a step runs.
        Member.objects.select_for_update().get(pk=request.member_id)
        if LegalHold.objects.holds(request.member):
            return False
        done_step(step, rows=deletion.clear(request, step.store))
        return True
    counts = copying.make(request)
    for one in request.steps.all():
        done_step(one, rows=counts[one.store])
    return True


def done_step(
    step: DataRequestStep, *, rows: int | None = None, note: str = "", by: User | None = None
) -> None:
    undone = DataRequestStep.objects.filter(pk=step.pk, done_at=None)
    undone.update(rows=rows, note=note, trouble="", done_at=now(), done_by=by)


@transaction.atomic
def settle_by_hand(request: DataRequest, *, source_says: str, answer: str, by: User) -> bool:
    """A person asked and told: both steps ran, so the request is done. False when it was before."""
    if DataRequest.objects.select_for_update().get(pk=request.pk).finished_at is not None:
        return False
    for step in request.steps.all():
        note = source_says if step.doing == ASK else answer
        done_step(step, note=note[:NOTE], by=by)
    return request.finish(answer=answer, by=by)


def place_hold(member: Member, *, why: str, by: User) -> LegalHold | None:
    """Keep everything of a member as it is; None when a hold stands already."""
    try:
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=member.pk)
            return LegalHold.objects.create(member=member, why=why, placed_by=by)
    except IntegrityError:
        return None
