"""What a call is about: a claim, an order or a balance, and what its member sees of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import Member, User
from claims.answers.answer import Answer
from claims.answers.balance import balance_answer
from claims.answers.claim import claim_answer
from claims.answers.order import order_answer
from claims.answers.words import join, plain, say
from claims.models import Balance, Claim, Order
from claims.models.claim_account import accounts_of, on_accounts
from outreach.models import Booking, CallRequest, Topic
from outreach.scheduling.book import Ask
from outreach.scheduling.need import Need

MOST_TO_CHOOSE = 20  # of a kind: a longer list nobody reads
NO_COLUMNS = frozenset({"need", "by"})  # parts of an `Ask`
SUBJECTS: dict[str, tuple[Any, Any]] = {
    CallRequest.Subject.CLAIM: (Claim, claim_answer),
    CallRequest.Subject.ORDER: (Order, order_answer),
    CallRequest.Subject.BALANCE: (Balance, balance_answer),
}


def parse_about(about: str) -> tuple[str, UUID | None]:
    """``claim:<uuid>`` as its two parts; what nobody wrote means nothing in particular."""
    subject, _colon, number = about.partition(":")
    try:
        found = UUID(number)
    except ValueError:
        return "", None
    return (subject, found) if subject in SUBJECTS else ("", None)


def own_answer(
    member: Member, subject: str, subject_id: UUID, *, now: dt.datetime
) -> Answer | None:
    """The brief answer about something of this member's; None when they have no such thing."""
    model, answer = SUBJECTS[subject]
    found = model.objects.for_member(member).filter(pk=subject_id).facts()
    if subject == CallRequest.Subject.CLAIM:
        found = on_accounts(found, now, member.time_zone, reader=member)
    return answer(found[0], now=now, zone=member.time_zone, brief=True) if found else None


def about_words(subject: str, subject_id: UUID | None) -> str:
    """The two parts as one address names them; "" for nothing in particular."""
    return f"{subject}:{subject_id}" if subject_id else ""


def need_about(
    subject: str, subject_id: UUID | None, answer: Answer | None, member: Member, **how: Any
) -> Need:
    """What a call about that takes; what we did not agree to takes another training."""
    denied = subject == CallRequest.Subject.CLAIM and answer and answer.tag == "not-agreed"
    return Need(
        topic=Topic.DENIAL if denied else subject,
        subject=subject,
        subject_id=subject_id,
        language=member.language,
        **how,
    )


def topic_of(member: Member, subject: str, subject_id: UUID) -> str:
    """What somebody must be trained for to talk about it."""
    answer = own_answer(member, subject, subject_id, now=now())
    return need_about(subject, subject_id, answer, member).topic


def need_of(booked: Booking, *, way: str = "", anew: bool = False) -> Need:
    """What a booked call takes; what it is about may be gone by now, then its kind counts.

    ``anew``: for a call besides this one, which keeps its time.
    """
    answer = None
    if booked.subject_id:
        answer = own_answer(booked.member, booked.subject, booked.subject_id, now=now())
    return need_about(
        booked.subject,
        booked.subject_id,
        answer,
        booked.member,
        way=way or booked.way,
        zone=booked.zone,
        moving=None if anew else booked.pk,
    )


def ask_again(booked: Booking, *, by: User | None, anew: bool = False) -> Ask:
    """The booking as it is, as if it was asked for now."""
    own = {name: getattr(booked, name) for name in Ask.__struct_fields__ if name not in NO_COLUMNS}
    key = uuid4() if anew else booked.key
    return Ask(need=need_of(booked, anew=anew), by=by and by.pk, **own | {"key": key})


def coming_about(
    member: Member, subject: str, subject_id: UUID | None
) -> CallRequest | Booking | None:
    """The call about that which the member asked for or booked already."""
    asked = CallRequest.objects.asked_by_reader(member).open()
    if member.acting:
        return asked.filter(subject=subject, subject_id=subject_id).first()
    booked = Booking.objects.for_member(member).booked()
    return (
        asked.filter(subject=subject, subject_id=subject_id).first()
        or booked.about(subject, subject_id).first()
    )


def things_to_choose(member: Member, *, now: dt.datetime) -> list[tuple[str, str]]:
    """A member's own claims and orders that changed last, as ("claim:<uuid>", its name)."""
    found = []
    for subject in (CallRequest.Subject.CLAIM, CallRequest.Subject.ORDER):
        model, answer = SUBJECTS[subject]
        for facts in model.objects.for_member(member).recent()[:MOST_TO_CHOOSE].facts():
            one = answer(facts, now=now, zone=member.time_zone, brief=True)
            found.append((f"{subject}:{facts.id}", f"{plain(one.name)}, {plain(one.caption)}"))
    return found


def answers_for(
    requests: Iterable[CallRequest | Booking], *, now: dt.datetime, reader: Member | None = None
) -> dict[tuple[str, UUID], Answer]:
    """What each request's member sees now, in that member's zone; few queries for any number.

    ``reader``: only what this member, or whoever acts for them, may see.
    """
    asked: dict[str, dict[UUID, CallRequest | Booking]] = {}
    for request in requests:
        if request.subject_id:
            asked.setdefault(request.subject, {})[request.subject_id] = request
    seen = {}
    for subject, by_id in asked.items():
        found, answer = facts_of(subject, list(by_id), reader), SUBJECTS[subject][1]
        accounts = accounts_of(found) if subject == CallRequest.Subject.CLAIM else []
        for facts in found:
            key = UUID(facts.id)
            zone = by_id[key].member.time_zone
            (known,) = on_accounts([facts], now, zone, accounts) if accounts else (facts,)
            seen[subject, key] = answer(known, now=now, zone=zone, brief=True)
    return seen


def facts_of(subject: str, keys: list[UUID], reader: Member | None) -> list[Any]:
    """Of those that ``reader`` may see. Where anybody may, claims need not be looked for first."""
    model, _answer = SUBJECTS[subject]
    if reader:
        return model.objects.for_member(reader).filter(pk__in=keys).facts()
    if subject == CallRequest.Subject.CLAIM:
        return model.objects.facts_of(keys)
    return model.objects.filter(pk__in=keys).facts()


def they_see(answer: Answer) -> str:
    """The sentences the member reads now; nothing of them when the item is guarded.

    A guarded item is for its member alone, so whoever calls asks them to open it together.
    """
    if answer.guarded:
        return say(_("This item is private. Ask them to open it, and to read out what they want."))
    return join(
        answer.headline,
        answer.action.sentence,
        answer.date.sentence,
        answer.date.sure,
        answer.freshness_line,
    )
