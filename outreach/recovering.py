"""Opens a case by itself when we broke our word or are about to, and carries it to its end.

There is an owner before anything else, and the member is told by the same transaction.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from accounts.models import Member, User
from claims.facts import Deed
from claims.models import Order, Promise
from claims.store.order_deeds import may_record
from outreach.goodwill import give_floor
from outreach.models import Post, Recovery, RecoveryStep, SummaryLine
from outreach.nudges import order_late
from outreach.order_work import case_of
from outreach.outbox import post
from outreach.scheduling.keeping import fitting, give_keeper, keeper_of
from outreach.subject import about_words, topic_of
from outreach.summary_words import first_name

FRESH = dt.timedelta(days=7)  # what broke before that is history
MOST = 200
LOOKED_AT = dt.timedelta(hours=2)  # within which somebody should have begun

Failure, What = Recovery.Failure, RecoveryStep.What
FLOOR_STEPS = {
    Failure.DATE: (What.TOLD, What.DATED),
    Failure.ORDER: (What.TOLD,),
    Failure.AGREED: (What.TOLD,),
    Failure.ANSWER: (What.TOLD,),
}
"""What everybody gets after this failure before it counts as put right; more may be done."""

Found = tuple[str, str, UUID, str, UUID | None]


class NotYet(Exception):
    """It is not put right: ``missing`` steps, or () where the order has not come to its end."""

    def __init__(self, missing: tuple[What, ...] = ()) -> None:
        super().__init__(missing)
        self.missing = missing


def open_recoveries(at: dt.datetime) -> int:
    """Open a case for all that broke since; how many. Finding twice changes nothing."""
    return sum(open_one(*found, at) for found in failures(at))


def failures(at: dt.datetime) -> Iterator[Found]:
    """(failure, cause, member, subject, subject id) of what has no case yet."""
    known = set(
        Recovery.objects.filter(opened_at__gt=at - 5 * FRESH).values_list("cause", flat=True)
    )
    found = [*broken_dates(at), *late_orders(at), *late_deeds(at), *late_answers(at)]
    yield from [one for one in found if one[1] not in known][:MOST]


def broken_dates(at: dt.datetime) -> Iterator[Found]:
    """Days that members were told, that passed, and for which they still wait."""
    late = Promise.objects.broken().filter(seen=True, over_at=None, settled_at__gt=at - FRESH)
    for one in late.only("member_id", "claim_id", "order_id").order_by("pk")[: 5 * MOST]:
        thing = one.claim_id or one.order_id
        yield Failure.DATE, f"promise:{one.pk}", one.member_id, one.subject, thing


def late_orders(at: dt.datetime) -> Iterator[Found]:
    """Those that will not come by the day they are needed."""
    with connection.cursor() as cursor:
        query = f"WITH {order_late.FINDS} SELECT cause, member_id, subject_id FROM found"  # noqa: S608 - ours
        cursor.execute(query, order_late.values() | {"at": at})
        for cause, member, order in cursor.fetchall():
            yield Failure.ORDER, f"order:{cause}", member, "order", order


def late_deeds(at: dt.datetime) -> Iterator[Found]:
    """What we agreed in a call to do by a day that is over."""
    late = SummaryLine.objects.late(at).filter(due_on__gt=(at - FRESH).date())
    for one in late.select_related("summary__call")[:MOST]:
        call = one.summary.call
        yield Failure.AGREED, f"agreed:{one.pk}", call.member_id, call.subject, call.subject_id


def late_answers(at: dt.datetime) -> Iterator[Found]:
    late = Post.objects.unanswered().filter(answer_by__lt=at, answer_by__gt=at - FRESH)
    for one in late.select_related("thread")[:MOST]:
        thread = one.thread
        yield (
            Failure.ANSWER,
            f"answer:{one.pk}",
            thread.member_id,
            thread.subject,
            (thread.subject_id),
        )


def open_one(
    failure: str, cause: str, member: UUID, subject: str, subject_id: UUID | None, at: dt.datetime
) -> bool:
    """False where there is one already, about this or about the same thing, or nobody to own it."""
    case = Recovery(
        member=Member.objects.get(pk=member),
        failure=failure,
        cause=cause,
        subject=subject if subject_id else "",
        subject_id=subject_id if subject else None,
        opened_at=at,
    )
    owner = owner_of(case, at)
    if owner is None:
        return False
    case.owner_id = owner
    try:
        with transaction.atomic():
            case.save(force_insert=True)
            tell(case, "recovery_opened")
    except IntegrityError:
        return False
    return True


def owner_of(case: Recovery, at: dt.datetime) -> UUID | None:
    """Whoever looks after the thing; else whoever would."""
    give_keeper(case, at)
    if keeper := keeper_of(case.member, case.subject, case.subject_id):
        return keeper.user_id
    topic = topic_of(case.member, case.subject, case.subject_id) if case.subject_id else ""
    return next(iter(fitting(case.member, topic, at)), None)


def step(case: Recovery, what: str, words: str, *, by: User, at: dt.datetime) -> None:
    """Keep what was done; the last one puts it right, tells the member, and gives the floor."""
    with transaction.atomic():
        case = Recovery.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if case.fixed_at or doubled(case, what, words):
            return
        if what == What.FIXED:
            check_that_it_is(case, at)
        RecoveryStep.objects.create(
            recovery=case, what=what, words=words, who=first_name(by), by=by, at=at
        )
        case.first_act_at = case.first_act_at or at
        if what == What.FIXED:
            case.fixed_at = at
        case.save(update_fields=["first_act_at", "fixed_at"])
        if what == What.FIXED:
            give_floor(case, by=by, at=at)
            tell(case, "recovery_fixed")


def doubled(case: Recovery, what: str, words: str) -> bool:
    """Whether it is what was noted last: a click that came twice."""
    last = case.steps.order_by("-at", "-pk").first()
    return last is not None and (last.what, last.words) == (what, words)


def check_that_it_is(case: Recovery, at: dt.datetime) -> None:
    done = set(case.steps.values_list("what", flat=True))
    if missing := tuple(one for one in FLOOR_STEPS[Failure(case.failure)] if one not in done):
        raise NotYet(missing)
    if case.failure == Failure.ORDER:
        order = Order.objects.with_choices().select_related("member").get(pk=case.subject_id)
        if Deed.GOODWILL not in may_record(case_of(order, at)):
            raise NotYet


def tell(case: Recovery, notice: str) -> None:
    post(
        case.member,
        notice,
        about=about_words(case.subject, case.subject_id) or None,
        purpose="service_messages",
        category="calls",
        key=str(case.pk),
        context={"recovery": str(case.pk)},
    )
