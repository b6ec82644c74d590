"""A call from its beginning to its summary, and what members and specialists do with it then."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from msgspec.structs import asdict

from accounts.clock import now
from accounts.models import Member, User
from claims.answers.words import local_date
from claims.deadlines.calendar import add_business_days
from outreach.first_words import first_words
from outreach.fulfilment import fulfil
from outreach.models import (
    Booking,
    Call,
    CallRequest,
    Correction,
    Summary,
    SummaryLine,
)
from outreach.models.turn import take_turn
from outreach.outbox import post

ANSWER_WITHIN = 2  # business days, for a correction
KINDS = SummaryLine.Kind


class Said(Struct, frozen=True, kw_only=True):
    """A line as it was typed. What was agreed has an owner ("us", "member") and a day.

    ``text`` is the original, in ``language``; ``translated`` the same in the other one, if typed.
    """

    kind: str
    text: str
    language: str = "en"
    translated: str = ""
    owner: str = ""
    due_on: dt.date | None = None


class Written(Exception):
    """Another text stands there that whoever wrote this one has not read: both are kept."""


class NotVerified(Exception):
    """The specialist has not said by what they know whom they talk to."""


def begin(by: User, wish: Booking | CallRequest) -> Call:
    """The call that answers a wish: a new one, or the one that somebody began."""
    which = {"booking": wish} if isinstance(wish, Booking) else {"request": wish}
    if had := Call.objects.not_dropped().filter(**which).first():
        return had
    call, _new = Call.objects.open().get_or_create(
        **which,
        defaults={
            "member": wish.member,
            "specialist": by,
            "subject": wish.subject,
            "subject_id": wish.subject_id,
            "began_at": now(),
        },
    )
    return call


@transaction.atomic
def take(
    by: User,
    member: Member,
    *,
    at: dt.datetime | None = None,
    about: tuple[str, UUID | None] = ("", None),
) -> Call:
    """A call that came in, or that one of us begins ``about`` what they put right or look after.

    The one that this specialist is on with them, if they are.
    """
    take_turn(member.pk)  # pressed twice at once, the second waits and finds the first one's call
    call, _new = Call.objects.get_or_create(
        member=member,
        specialist=by,
        ended_at=None,
        booking=None,
        request=None,
        subject=about[0],
        subject_id=about[1],
        defaults={"began_at": at or now()},
    )
    return call


@transaction.atomic
def verify(call: Call, by: Sequence[str], *, actor: User) -> None:
    """They gave these two answers; only now the gate is asked whether their visits may be used."""
    call = Call.objects.select_for_update(of=["self"]).select_related("member").get(pk=call.pk)
    if call.ended_at or call.verified:
        return
    found = first_words(call, actor=actor)
    call.verified_by, call.opener, call.because = list(by), found.sentence, found.because
    call.save(update_fields=["verified_by", "opener", "because"])


@transaction.atomic
def end(
    call: Call,
    said: Sequence[Said],
    *,
    by: User,
    at: dt.datetime | None = None,
    drafted: bool = False,
    note: str = "",
) -> Summary:
    """End it with its summary, which its member reads at once.

    The first to end it writes it. Another text is not lost: `Written` says to read and `add` it.
    That somebody noted meanwhile that nobody answered, in another tab, does not count any more.
    """
    call = Call.objects.select_for_update(of=["self"]).select_related("member").get(pk=call.pk)
    if call.summary_id:
        return written_already(Summary.objects.get(pk=call.summary_id), said)
    if not call.verified:
        raise NotVerified
    at = at or now()
    summary = Summary.objects.create(written_by=by, published_at=at, drafted=drafted, note=note)
    call.drafts.all().delete()
    write(summary, said, begin_at=1, added_by=None)
    call.summary, call.ended_at, call.opener, call.because = summary, at, "", ""
    call.save(update_fields=["summary", "ended_at", "opener", "because"])
    fulfil(call, by=by)
    tell(call.member, "summary", summary)
    return summary


@transaction.atomic
def add(call: Call, said: Sequence[Said], *, by: User, seen: int, drafted: bool = False) -> Summary:
    """Put these lines beside the ``seen`` ones, as another text of the same call.

    `Written` when there are more by now than whoever adds has read.
    """
    summary = Summary.objects.select_for_update().get(pk=call.summary_id)
    number = summary.lines.count()
    if number != seen:
        return written_already(summary, said)
    if drafted and not summary.drafted:
        summary.drafted = True
        summary.save(update_fields=["drafted"])
    first, *_others = write(summary, said, begin_at=number + 1, added_by=by)
    tell(call.member, "summary", summary, key=first.pk)
    return summary


def write(
    summary: Summary, said: Sequence[Said], *, begin_at: int, added_by: User | None
) -> list[SummaryLine]:
    return SummaryLine.objects.bulk_create(
        SummaryLine(
            summary=summary,
            number=number,
            added_by=added_by,
            **asdict(one),
        )
        for number, one in enumerate(said, begin_at)
    )


def written_already(summary: Summary, said: Sequence[Said]) -> Summary:
    """Sent twice, it is one text. Anything else has to be read first."""
    held = {Said(**line) for line in summary.lines.values(*Said.__struct_fields__)}
    if not held.issuperset(said):
        raise Written
    return summary


def drop(call: Call, *, by: User) -> bool:
    """Nobody answered, or it was somebody else: the wish stays open for another try.

    False if the call has ended, or somebody else is on it. What was typed of it stays for its two
    days, because it may have been pressed by mistake.
    """
    own = Call.objects.open().filter(pk=call.pk, specialist=by)
    return bool(own.update(ended_at=now(), opener="", because=""))


@transaction.atomic
def correct(summary: Summary, text: str, *, line: SummaryLine | None) -> Correction:
    """What the member says instead of a line, or beside all of them. Once while it is open."""
    at = now()
    by = add_business_days(local_date(at, summary.call.member.time_zone), ANSWER_WITHIN)
    # Pressed twice at once, the second waits here and then finds what the first wrote.
    Summary.objects.select_for_update().get(pk=summary.pk)
    waits = Correction.objects.filter(summary=summary, line=line, answered_at=None)
    same = waits.first() if line else waits.filter(text=text).first()
    return same or Correction.objects.create(
        summary=summary, line=line, text=text, made_at=at, answer_by=by
    )


@transaction.atomic
def answer(correction: Correction, text: str, *, by: User) -> bool:
    """Tell the member what became of their correction. False if somebody has."""
    if not correction.reply(text, by=by, at=now()):
        return False
    summary = correction.summary
    tell(summary.call.member, "correction_answered", summary, key=correction.pk)
    return True


def keep(line: SummaryLine, *, by: User, at: dt.datetime | None = None) -> bool:
    """We did what we said. False if it was noted before."""
    waits = SummaryLine.objects.ours().filter(pk=line.pk)
    return bool(waits.update(kept_at=at or now(), kept_by=by))


def tell_of_late(at: dt.datetime) -> int:
    """Tell the members whose promise we broke before they ask, once each; how many."""
    late = SummaryLine.objects.late(at).filter(late_told_at=None)
    number = 0
    for line in late.select_related("summary__call__member")[:500]:
        with transaction.atomic():
            if SummaryLine.objects.filter(pk=line.pk, late_told_at=None).update(late_told_at=now()):
                tell(line.summary.call.member, "agreement_late", line.summary, key=line.pk)
                number += 1
    return number


def tell(member: Member, notice: str, summary: Summary, *, key: UUID | None = None) -> None:
    post(
        member,
        notice,
        purpose="service_messages",
        category="calls",
        key=str(key or summary.pk),
        context={"summary": str(summary.pk)},
    )
