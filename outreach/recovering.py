"""Opens a case by itself when we broke our word or are about to, and carries it to its end.

There is an owner before anything else, and the member is told by the same transaction.
"""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Member, User
from claims.answers.promise import open_for
from claims.facts import Deed
from claims.models import Order, Promise
from claims.store.order_deeds import may_record
from outreach.alarm import alarm
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
BEGUN_IN = dt.timedelta(hours=2)  # of our opening hours somebody should have begun

Failure, What = Recovery.Failure, RecoveryStep.What
FLOOR_STEPS = {
    Failure.DATE: (What.TOLD, What.DATED),
    Failure.ORDER: (What.TOLD,),
    Failure.AGREED: (What.TOLD,),
    Failure.ANSWER: (What.TOLD,),
}
"""What everybody gets after this failure before it counts as put right; more may be done."""

LATE_ORDERS = """
SELECT 'order:' || cause, member_id, subject, subject_id FROM found
 WHERE NOT EXISTS (SELECT FROM outreach_recovery known
                    WHERE known.cause = 'order:' || found.cause
                       OR (known.subject_id = found.subject_id AND known.fixed_at IS NULL))
 ORDER BY subject_id LIMIT %(most)s
"""

Found = tuple[str, str, UUID, str, UUID | None]
"""(failure, cause, member, subject, thing)"""


class NotYet(Exception):
    """It is not put right: ``missing`` steps, or () where the order has not come to its end."""

    def __init__(self, missing: tuple[What, ...] = ()) -> None:
        super().__init__(missing)
        self.missing = missing


def open_recoveries(at: dt.datetime) -> int:
    """Open a case for all that broke since; how many. Finding twice changes nothing."""
    return sum(open_one(*found, at) for found in failures(at))


def failures(at: dt.datetime) -> Iterator[Found]:
    """What broke and has no case, and about whose thing none is open: asked of the database."""
    for failure, cause, found in (
        (Failure.DATE, "promise", broken_dates(at)),
        (Failure.AGREED, "agreed", late_deeds(at)),
        (Failure.ANSWER, "answer", late_answers(at)),
    ):
        for row in without_a_case(found, cause)[:MOST]:
            yield failure, *row
    yield from late_orders(at)


def without_a_case(found: QuerySet, cause: str) -> QuerySet:
    """As (cause, member, subject, thing); the oldest first."""
    found = found.annotate(cause=Concat(Value(f"{cause}:"), Cast("pk", CharField())))
    known = Recovery.objects.filter(cause=OuterRef("cause"))
    begun = Recovery.objects.open().filter(subject_id=OuterRef("thing"))
    new = found.exclude(Exists(known)).exclude(Exists(begun))
    return new.order_by("pk").values_list("cause", "whose", "what", "thing")


def broken_dates(at: dt.datetime) -> QuerySet[Promise]:
    """Days that members were told, that passed, and for which they still wait."""
    late = Promise.objects.broken().filter(seen=True, over_at=None, settled_at__gt=at - FRESH)
    of_a_claim = When(claim__isnull=False, then=Value("claim"))
    return late.annotate(
        whose=F("member_id"),
        what=Case(of_a_claim, default=Value("order")),
        thing=Coalesce("claim_id", "order_id"),
    )


def late_deeds(at: dt.datetime) -> QuerySet[SummaryLine]:
    """What we agreed in a call to do by a day that is over."""
    return about_what(
        SummaryLine.objects.late(at).filter(due_on__gt=(at - FRESH).date()), "summary__call"
    )


def late_answers(at: dt.datetime) -> QuerySet[Post]:
    late = Post.objects.unanswered().filter(answer_by__lt=at, answer_by__gt=at - FRESH)
    return about_what(late, "thread")


def about_what(late: QuerySet, by: str) -> QuerySet:
    """With whose it is, and what it is about."""
    return late.annotate(
        whose=F(f"{by}__member_id"), what=F(f"{by}__subject"), thing=F(f"{by}__subject_id")
    )


def late_orders(at: dt.datetime) -> Iterator[Found]:
    """Those that will not come by the day they are needed."""
    with connection.cursor() as cursor:
        query = f"WITH {order_late.FINDS} {LATE_ORDERS}"
        cursor.execute(query, order_late.values() | {"at": at, "most": MOST})
        for row in cursor.fetchall():
            yield Failure.ORDER, *row


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
        begin_by=open_for(BEGUN_IN, at),
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


def alarm_of_untouched(at: dt.datetime) -> int:
    """Supervisors hear once of each case that nobody began in time; how many."""
    untouched = Recovery.objects.untouched(at).filter(alarmed_at=None)
    number = untouched.count()
    said = ngettext_lazy(
        "Nobody has begun to put {n} thing right. Sign in to see it:",
        "Nobody has begun to put {n} things right. Sign in to see them:",
        "n",
    )
    page = reverse("outreach:recovery_list")
    if number and alarm(_("Something waits to be put right"), said, number, page, at):
        untouched.update(alarmed_at=at)
    return number


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
