"""Threads in finished words: for the member who wrote, and for whoever answers."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import Member, User
from claims.answers.answer import Answer
from claims.answers.person import billing_specialist, claims_specialist, orders_specialist
from claims.answers.words import clock, day, local_date, say
from claims.documents import DocumentFacts
from outreach.desk_words import subject_words
from outreach.inbox_words import when
from outreach.models import Post, Thread
from outreach.subject import answers_for, own_answer
from outreach.summary_words import first_name
from outreach.writing import answer_by

GROUPS = {
    "claim": claims_specialist,
    "order": orders_specialist,
    "balance": billing_specialist,
}


class ThreadRow(Struct, frozen=True, kw_only=True):
    url: str
    title: str
    state: str
    when: str
    unread: bool


class PostWords(Struct, frozen=True):
    who: str
    when: str
    text: str
    ours: bool


class WaitingRow(Struct, frozen=True, kw_only=True):
    """For whoever answers; of what is private only its number."""

    url: str
    name: str
    thing: str
    promise: str
    late: bool
    who: str


def with_people(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return threads.select_related("member", "specialist__specialist")


def answerer(user: User | None, subject: str) -> str:
    """Dana, or "A claims specialist" while nobody is named."""
    name = first_name(user) if user else ""
    return name or GROUPS.get(subject, lambda: _("A specialist"))()


def promise_words(who: str, by: dt.datetime, *, at: dt.datetime, zone: str) -> str:
    return say(
        _("{who} answers by {time} on {date}."),
        who=who,
        time=clock(by, zone),
        date=on(by, at, zone),
    )


def promise_before(subject: str, *, at: dt.datetime, zone: str) -> str:
    """What we would say if it was sent now."""
    by = answer_by(at)
    return say(
        _("{who} answers by {time} on {date}, if you send it now."),
        who=answerer(None, subject),
        time=clock(by, zone),
        date=on(by, at, zone),
    )


def state_words(thread: Thread, last_ours: bool, *, at: dt.datetime, zone: str) -> str:
    """What happens next, for the member."""
    who = answerer(thread.specialist, thread.subject)
    if thread.answer_by is None:
        return _("We answered.") if last_ours else _("We read it. It needs no answer.")
    if thread.answer_by >= at:
        return promise_words(who, thread.answer_by, at=at, zone=zone)
    return say(
        _("We are late. We said that {who} answers by {time} on {date}. A manager sees it too."),
        who=who,
        time=clock(thread.answer_by, zone),
        date=on(thread.answer_by, at, zone),
    )


def reply_to(thread: Thread) -> str:
    """What stands above the field for the next words."""
    name = first_name(thread.specialist) if thread.specialist else ""
    return say(_("Your reply to {name}"), name=name) if name else _("Your message")


def thing_words(thread: Thread, answer: Answer | None) -> str:
    """What it is about, on the member's own pages."""
    if answer is None:
        return _("Your question")
    if thread.appeal:
        return say(_("Your appeal, {thing}"), thing=answer.caption)
    return answer.caption


def thread_rows(threads: Sequence[Thread], *, reader: Member, at: dt.datetime) -> list[ThreadRow]:
    """As this member, or whoever acts for them, may see them; few queries for any number."""
    seen, zone = answers_for(threads, now=at, reader=reader), reader.time_zone
    keys = [one.pk for one in threads]
    last = Post.objects.filter(thread__in=keys).order_by("thread", "-at").distinct("thread")
    ours = dict(last.values_list("thread", "ours"))
    return [
        ThreadRow(
            url=one.get_absolute_url(),
            title=thing_words(one, seen.get((one.subject, one.subject_id))),
            state=state_words(one, ours.get(one.pk, False), at=at, zone=zone),
            when=when(one.last_at, at, zone),
            unread=one.unread,
        )
        for one in threads
    ]


def post_words(
    posts: Iterable[Post], *, at: dt.datetime, zone: str, reader: User, member_name: str
) -> list[PostWords]:
    """The oldest first."""
    return [
        PostWords(who_wrote(one, reader, member_name), when(one.at, at, zone), one.text, one.ours)
        for one in posts
    ]


def who_wrote(one: Post, reader: User, member_name: str) -> str:
    if one.by_id == reader.pk:
        return _("You")
    return one.who or (_("Porchlight") if one.ours else member_name)


def waiting_rows(threads: Sequence[Thread], *, at: dt.datetime, zone: str) -> list[WaitingRow]:
    seen = answers_for(threads, now=at)
    return [
        WaitingRow(
            url=f"/desk/threads/{one.pk}/",
            name=one.member.name,
            thing=about_words(one, seen.get((one.subject, one.subject_id))),
            promise=due_words(one, at=at, zone=zone),
            late=one.answer_by is not None and one.answer_by < at,
            who=answerer(one.specialist, one.subject),
        )
        for one in threads
    ]


def about_words(thread: Thread, answer: Answer | None) -> str:
    """The same for staff: nothing of what is private."""
    words = subject_words(thread, answer) if thread.subject else _("A question")
    return say(_("Appeal of {thing}"), thing=words) if thread.appeal else words


def due_words(thread: Thread, *, at: dt.datetime, zone: str) -> str:
    if thread.answer_by is None:
        return _("Nobody waits for an answer.")
    late = thread.answer_by < at
    return say(
        _("Late: an answer was due by {time} on {date}.")
        if late
        else _("Answer by {time} on {date}."),
        time=clock(thread.answer_by, zone),
        date=on(thread.answer_by, at, zone),
    )


def kept_words(kept: int, number: int) -> str:
    """How often we kept our word; "" while nothing was due."""
    if not number:
        return ""
    return say(
        _("In the last 30 days we answered {kept} of {all} in time."),
        kept=f"{kept:,}",
        all=f"{number:,}",
    )


def answer_of(thread: Thread, at: dt.datetime) -> Answer | None:
    if not thread.subject_id:
        return None
    return own_answer(thread.member, thread.subject, thread.subject_id, now=at)


def on(instant: dt.datetime, at: dt.datetime, zone: str) -> str:
    return day(local_date(instant, zone), today=local_date(at, zone))


def openable(thread: Thread, sent: Iterable[DocumentFacts]) -> list[dict[str, str]]:
    """Files for whoever answers, each with its receipt, and an address where it may be opened."""
    return [
        {
            "name": one.name,
            "sentence": one.sentence,
            "url": f"/desk/threads/{thread.pk}/documents/{one.id}/" if one.url else "",
        }
        for one in sent
    ]
