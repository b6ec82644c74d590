"""What somebody must be trained for before they call: of a decision that hurts, nobody else speaks.

Booked calls are found for those who are trained. This is for the list from which everybody takes.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import Role, User
from claims.answers.answer import Answer
from outreach.models import Booking, CallRequest, Skill, Topic
from outreach.subject import need_about, topic_of

HIGH_STAKES = frozenset({str(Topic.DENIAL)})


def may_speak_of(user: User, topic: str, at: dt.datetime) -> bool:
    """A supervisor may speak of everything."""
    if topic not in HIGH_STAKES or user.role == Role.SUPERVISOR:
        return True
    trained = Skill.objects.filter(specialist=user.pk, topic=topic, trained_on__lte=at.date())
    return trained.exists()


def barred_from(user: User, wish: CallRequest | Booking) -> str:
    """Why they may not call about that; "" where they may."""
    if not wish.subject_id:
        return ""
    topic = topic_of(wish.member, wish.subject, wish.subject_id)
    return "" if may_speak_of(user, topic, now()) else words()


def barred_ones(
    user: User,
    wishes: Iterable[CallRequest],
    seen: dict[tuple[str, UUID], Answer],
    *,
    trained: Collection[str],
) -> dict[UUID, str]:
    """The same of each on a list, by its key; ``trained``: for these topics they are by now."""
    topics = {
        one.pk: need_about(
            one.subject, one.subject_id, seen.get((one.subject, one.subject_id)), one.member
        ).topic
        for one in wishes
    }
    may_not = set() if user.role == Role.SUPERVISOR else HIGH_STAKES.difference(trained)
    return {key: words() for key, topic in topics.items() if topic in may_not}


def words() -> str:
    return _("Only somebody who is trained for decisions like this calls them.")
