"""Writing to us and answering: the promise is made with the post, and kept or broken in its row."""

import datetime as dt
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Count, F, Q

from accounts.models import Member, User
from claims.answers.promise import call_by
from outreach.models import Post, Thread, ThreadDraft, TimeOff
from outreach.models.turn import take_turn
from outreach.outbox import post
from outreach.scheduling.keeping import fitting, give_keeper, keeper_of
from outreach.subject import topic_of
from outreach.summary_words import first_name

LATELY = dt.timedelta(days=30)
MOST = 500

answer_by = call_by
"""When we close on the working day after the one on which we are open next: as with calls."""


class WroteAgain(Exception):
    """The member wrote once more since whoever answers opened the page."""


def begin(
    member: Member,
    text: str,
    *,
    by: User,
    key: UUID,
    at: dt.datetime,
    about: tuple[str, UUID | None] = ("", None),
    appeal: UUID | None = None,
) -> Thread:
    """Start a thread with its first post. The same ``key`` again gives the same thread."""
    subject, subject_id = about
    with transaction.atomic():
        take_turn(member.pk)  # two presses at once make one thread
        if had := sent_before(key, thread__member=member):
            return had.thread
        thread = Thread.objects.create(
            member=member,
            subject=subject,
            subject_id=subject_id,
            appeal=appeal,
            begun_by=by,
            begun_at=at,
            last_at=at,
        )
        keep_post(thread, text, by=by, key=key, at=at)
        forget_draft(member, by, f"{subject}:{subject_id}" if subject else "")
    return thread


def who_answers(thread: Thread, at: dt.datetime) -> UUID | None:
    """Whoever looks after the case; while they are away, whoever else would. None for nobody."""
    member, subject, subject_id = thread.member, thread.subject, thread.subject_id
    give_keeper(thread, at)
    keeper = keeper_of(member, subject, subject_id) if subject_id else None
    if keeper and not is_away(keeper.user_id, at):
        return keeper.user_id
    topic = topic_of(member, subject, subject_id) if subject_id else ""
    return next(iter(fitting(member, topic, at)), keeper and keeper.user_id)


def is_away(who: UUID, at: dt.datetime) -> bool:
    """Until after the time by which we answer."""
    off = TimeOff.objects.filter(specialist=who, during__contains=at)
    return off.filter(during__endswith__gt=answer_by(at)).exists()


def write(thread: Thread, text: str, *, by: User, key: UUID, at: dt.datetime) -> None:
    """The member writes on; what they wait for is answered by the first promise."""
    with transaction.atomic():
        locked = Thread.objects.select_for_update().get(pk=thread.pk)
        locked.member = thread.member  # who knows who acts for them
        if not sent_before(key, thread=thread):
            keep_post(locked, text, by=by, key=key, at=at)
        forget_draft(thread.member, by, thread.about_files)


def sent_before(key: UUID, **where: object) -> Post | None:
    """What this form sent already. Raises `BadRequest` where the key is that of another post: what
    was written would be lost."""
    had = Post.objects.filter(pk=key, **where).select_related("thread").first()
    if had is None and Post.objects.filter(pk=key).exists():
        raise BadRequest("This key is that of another post.")
    return had


def keep_post(thread: Thread, text: str, *, by: User, key: UUID, at: dt.datetime) -> None:
    by_when = answer_by(at)
    helper = thread.member.acting
    Post.objects.create(
        id=key,
        thread=thread,
        by=by,
        ours=False,
        who=helper.name if helper else "",
        text=text,
        at=at,
        answer_by=by_when,
    )
    if thread.answer_by is None:
        thread.answer_by, thread.specialist_id = by_when, who_answers(thread, at)
    thread.last_at = at
    thread.save(update_fields=["answer_by", "specialist", "last_at"])


def reply(thread: Thread, text: str, *, by: User, key: UUID, seen: int, at: dt.datetime) -> None:
    """Answer, and let the member know that there is an answer; no more of it leaves the portal.

    ``seen`` is how many of the member's posts whoever answers has read.
    """
    with transaction.atomic():
        thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
        if sent_before(key, thread=thread):
            return
        if theirs(thread) > seen:
            raise WroteAgain
        said = Post.objects.create(
            id=key, thread=thread, by=by, ours=True, who=first_name(by), text=text, at=at
        )
        Post.objects.unanswered().filter(thread=thread).update(answered_at=at)
        thread.answer_by, thread.last_at, thread.unread = None, at, True
        thread.specialist = thread.specialist or by
        thread.save(update_fields=["answer_by", "last_at", "unread", "specialist"])
        tell(thread, "thread_answered", said.pk)


def theirs(thread: Thread) -> int:
    """How many posts are not ours."""
    return Post.objects.filter(thread=thread, ours=False).count()


def settle(thread: Thread, *, seen: int, at: dt.datetime) -> bool:
    """What the member wrote needs no answer, like a thank-you. False where they wrote on."""
    with transaction.atomic():
        thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
        if theirs(thread) > seen:
            return False
        Post.objects.unanswered().filter(thread=thread).update(answered_at=at)
        thread.answer_by = None
        thread.save(update_fields=["answer_by"])
    return True


def tell_of_late_answers(at: dt.datetime) -> int:
    """Tell members that we did not answer by when we said, once for each; how many."""
    late = Post.objects.unanswered().filter(answer_by__lt=at, late_told_at=None)
    number = 0
    for one in late.select_related("thread__member").order_by("answer_by")[:MOST]:
        with transaction.atomic():
            if Post.objects.filter(pk=one.pk, late_told_at=None).update(late_told_at=at):
                tell(one.thread, "answer_late", one.pk)
                number += 1
    return number


def tell(thread: Thread, notice: str, key: UUID) -> None:
    post(
        thread.member,
        notice,
        purpose="service_messages",
        category="calls",
        key=str(key),
        context={"thread": str(thread.pk)},
    )


def kept_lately(at: dt.datetime) -> tuple[int, int]:
    """Of what was to be answered in the last 30 days: how many we answered in time, of how many."""
    due = Post.objects.filter(ours=False, answer_by__gt=at - LATELY)
    over = Q(answered_at__isnull=False) | Q(answer_by__lt=at)
    counted = due.aggregate(
        kept=Count("pk", filter=Q(answered_at__lte=F("answer_by"))),
        all=Count("pk", filter=over),
    )
    return counted["kept"], counted["all"]


def keep_draft(member: Member, author: User, about: str, text: str, at: dt.datetime) -> None:
    """Only the newest is kept; nothing typed is no draft."""
    if not text.strip():
        forget_draft(member, author, about)
        return
    ThreadDraft.objects.update_or_create(
        member=member, author=author, about=about, defaults={"text": text, "saved_at": at}
    )


def draft_of(member: Member, author: User, about: str) -> ThreadDraft | None:
    return ThreadDraft.objects.filter(member=member, author=author, about=about).first()


def forget_draft(member: Member, author: User, about: str) -> None:
    ThreadDraft.objects.filter(member=member, author=author, about=about).delete()
