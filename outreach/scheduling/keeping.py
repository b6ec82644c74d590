"""Who looks after a case: somebody from the first contact on, somebody else before they are gone.

Only those who are trained for it, are not away and speak the language come into question; of them
whoever looks after the fewest.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.access import CALLERS
from accounts.models import Member, Role, User
from claims.facts import AppealState
from claims.models import Appeal
from outreach.models import Booking, CallRequest, HandOver, Keeper, Recovery, SummaryLine, Thread
from outreach.outbox import post
from outreach.subject import about_words, topic_of
from outreach.summary_words import first_name

LATELY = dt.timedelta(days=90)  # cases older than that are mostly settled
LONG = dt.timedelta(days=7)  # away for so long, nobody waits for them
AT_ONCE = 100
FITTING = """
SELECT s.user_id
  FROM outreach_specialist s
  JOIN accounts_user u ON u.id = s.user_id AND u.is_active AND u.role = ANY(%(callers)s)
  LEFT JOIN (SELECT user_id, count(*) AS cases FROM outreach_keeper
              WHERE since > %(lately)s GROUP BY user_id) k ON k.user_id = s.user_id
 WHERE s.user_id <> ALL(%(besides)s)
   AND (%(topic)s = '' OR EXISTS (
        SELECT FROM outreach_skill t
         WHERE t.specialist_id = s.user_id AND t.topic = %(topic)s AND t.trained_on <= %(today)s))
   AND NOT EXISTS (SELECT FROM outreach_timeoff o
                    WHERE o.specialist_id = s.user_id AND o.during @> %(now)s)
 ORDER BY (%(language)s = ANY(s.languages)) DESC, coalesce(k.cases, 0), s.user_id
"""


def fitting(
    member: Member, topic: str, at: dt.datetime, *, besides: Iterable[UUID] = ()
) -> list[UUID]:
    """Who may look after it, the best first; a supervisor where nobody is trained for it."""
    asked = {
        "callers": [str(role) for role in CALLERS],
        "besides": list(besides),
        "topic": topic,
        "language": member.language,
        "now": at,
        "today": at.date(),
        "lately": at - LATELY,
    }
    with connection.cursor() as cursor:
        cursor.execute(FITTING, asked)
        found = [row[0] for row in cursor.fetchall()]
    if found:
        return found
    supervisors = User.objects.filter(role=Role.SUPERVISOR, is_active=True)
    return list(supervisors.exclude(pk__in=asked["besides"]).values_list("pk", flat=True))


def give_keeper(wish: CallRequest | Recovery | Thread | Appeal, at: dt.datetime) -> None:
    """Somebody looks after what was asked about, if nobody does yet."""
    subject, subject_id = ("claim", wish.claim_id) if isinstance(wish, Appeal) else about(wish)
    if not subject_id or keeper_of(wish.member, subject, subject_id):
        return
    topic = topic_of(wish.member, subject, subject_id)
    for user in fitting(wish.member, topic, at)[:1]:
        Keeper.objects.get_or_create(
            member=wish.member,
            subject=subject,
            subject_id=subject_id,
            defaults={"user_id": user, "since": at},
        )


def about(wish: CallRequest | Booking | Recovery | Thread) -> tuple[str, UUID | None]:
    return wish.subject, wish.subject_id


def keeper_of(member: Member, subject: str, subject_id: UUID | None) -> Keeper | None:
    found = Keeper.objects.for_member(member).filter(subject=subject, subject_id=subject_id)
    return found.select_related("user__specialist").first()


@transaction.atomic
def pass_on(keeper: Keeper, taker: UUID, reason: str, at: dt.datetime) -> bool:
    """Without asking anybody: the keeper is gone, or the member wished for somebody else.

    A hand-over that waited for an answer ends. False where it was passed on meanwhile.
    """
    giver = keeper.user_id
    keeper = (
        Keeper.objects.select_for_update(of=["self"]).select_related("member").get(pk=keeper.pk)
    )
    if keeper.user_id != giver or giver == taker:
        return False
    keeper.hand_overs.waiting().update(accepted=False, answered_at=at)
    done = HandOver.objects.create(
        keeper=keeper,
        giver_id=giver,
        taker_id=taker,
        reason=reason,
        asked_at=at,
        accepted=True,
        answered_at=at,
    )
    become(keeper, taker, at)
    if reason != HandOver.Reason.WISH:
        tell(done)
    return True


def become(keeper: Keeper, user: UUID, at: dt.datetime) -> None:
    keeper.user_id, keeper.since = user, at
    keeper.save(update_fields=["user", "since"])


def tell(done: HandOver) -> None:
    """Their member reads who looks after it now, and that they need not begin anew."""
    keeper = done.keeper
    taker = User.objects.select_related("specialist").get(pk=done.taker_id)
    post(
        keeper.member,
        "case_passed",
        about=about_words(keeper.subject, keeper.subject_id),
        purpose="service_messages",
        category="calls",
        key=str(done.pk),
        context={"name": first_name(taker), "reason": done.reason},
    )


def take_as_wished(booked: Booking, at: dt.datetime) -> None:
    """They asked for somebody new, so whoever calls them looks after it from now on."""
    keeper = keeper_of(booked.member, *about(booked))
    if keeper and keeper.user_id != booked.specialist_id:
        pass_on(keeper, booked.specialist_id, HandOver.Reason.WISH, at)


def stand_in(who: UUID, begins: dt.datetime, ends: dt.datetime, at: dt.datetime) -> int:
    """Somebody is away: what cannot wait for them passes on; all of it when they are away long."""
    kept = Keeper.objects.filter(user=who)
    if ends - begins < LONG:
        owed = SummaryLine.objects.ours().filter(
            summary__call__member=OuterRef("member"),
            summary__call__subject=OuterRef("subject"),
            summary__call__subject_id=OuterRef("subject_id"),
            due_on__lte=ends.date(),
        )
        kept = kept.filter(Exists(owed))
    return pass_all_on(kept, at)


def pass_all_on(kept: QuerySet[Keeper], at: dt.datetime, *, most: int | None = None) -> int:
    """Each to whoever is the best then; how many. What nobody can take stays on the board."""
    number = 0
    for keeper in kept.select_related("member").order_by("since", "pk")[:most]:
        topic = topic_of(keeper.member, keeper.subject, keeper.subject_id)
        for taker in fitting(keeper.member, topic, at, besides=[keeper.user_id])[:1]:
            number += pass_on(keeper, taker, HandOver.Reason.AWAY, at)
    return number


def look_after_cases(at: dt.datetime) -> int:
    """Find what has no keeper, or one who is gone, and give it one; how many."""
    kept = Keeper.objects.filter(
        member=OuterRef("member"), subject=OuterRef("subject"), subject_id=OuterRef("subject_id")
    )
    asked = CallRequest.objects.open().exclude(subject_id=None).filter(~Exists(kept))
    of_claim = Keeper.objects.filter(
        member=OuterRef("member"), subject="claim", subject_id=OuterRef("claim_id")
    )
    appealed = Appeal.objects.filter(~Exists(of_claim), state=AppealState.FILED)
    wishes = [
        *asked.select_related("member")[:AT_ONCE],
        *appealed.select_related("member")[:AT_ONCE],
    ]
    for wish in wishes:
        give_keeper(wish, at)
    gone = Keeper.objects.filter(Q(user__is_active=False) | ~Q(user__role__in=CALLERS))
    return len(wishes) + pass_all_on(gone, at, most=AT_ONCE)
