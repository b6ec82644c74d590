"""The worker's work: takes due messages, decides, shows them in the inbox, and hands them over.

Nothing is on the wire before the row says that it is about to be, and no row is locked while it
is. Whoever dies in between leaves a row that is due again, and the provider gets it with the same
key; in the inbox it stands once, because the row is the inbox.
"""

import datetime as dt
import logging
import random
from contextlib import ExitStack
from typing import Self
from uuid import UUID

from django.db import transaction
from django.utils import translation

from accounts.clock import now
from accounts.models import Member
from outreach.case import Case, Outcome, Ruling
from outreach.channels import Failover, Never, NotNow, open_channel
from outreach.gate import LOOK_AGAIN, may_leave, ruling_of
from outreach.ladder import another_way, bounced
from outreach.letters import letter_of
from outreach.means import means_of
from outreach.models import Delivery, Message, Rule
from outreach.models.message import WAITS
from outreach.models.turn import take_turn
from outreach.notice import Words, nameless
from outreach.notices import NOTICES
from outreach.subject import own_answer
from outreach.ways_out import way_out

logger = logging.getLogger(__name__)

AT_ONCE = 50
JITTER = 0.2  # of the wait, so that what failed together does not come back together


def send_due(most: int = AT_ONCE) -> int:
    """Decide about what is due, hand over what may leave; how many rows were looked at.

    Any number of workers may do so at once, and doing it twice changes nothing.
    """
    with Outgoing() as outgoing:
        keys = Message.objects.all().claim(now(), most)
        for key in keys:
            if (delivery := decide(key, now())) and not outgoing.is_away(delivery):
                outgoing.hand_over(delivery)
        for number in range(most):
            delivery = None if outgoing.away else next_delivery(now())
            if delivery is None:
                return len(keys) + number
            outgoing.hand_over(delivery)
    return len(keys) + most


class Outgoing:
    """The channels of one turn: opened when first needed, closed at its end."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.ways: dict[str, Failover] = {}
        self.away: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.stack.close()

    def is_away(self, delivery: Delivery) -> bool:
        return delivery.channel in self.away

    def hand_over(self, delivery: Delivery) -> None:
        if delivery.channel not in self.ways:
            way = self.stack.enter_context(open_channel(delivery.channel))
            self.ways[delivery.channel] = way
        try:
            taken = self.ways[delivery.channel].send(letter_of(delivery))
        except Never as problem:
            delivery.bounce(now(), str(problem))
            bounced(delivery, now())
        except NotNow as problem:
            self.away |= {delivery.channel} if problem.away else set()
            may_have_it = problem.provider if problem.unknown else ""
            until = now() + jittered(WAITS[delivery.attempts - 1])
            delivery.retry(until, str(problem), provider=may_have_it)
        else:
            delivery.finish(now(), taken.id, provider=taken.provider)


def jittered(wait: dt.timedelta) -> dt.timedelta:
    return wait * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def decide(key: UUID, at: dt.datetime) -> Delivery | None:
    """Send, wait or refuse, in one transaction; what is to be handed over now, if anything."""
    try:
        with transaction.atomic():
            return _decide(key, at)
    except Exception as problem:  # noqa: BLE001 - one that cannot be decided must not stop others
        reason = f"{type(problem).__name__} while it was decided"
        Message.objects.open().filter(pk=key).update(reason=reason)
        # Without a traceback, which may repeat what stood in the message.
        logger.error("message failed", extra={"key": str(key), "reason": reason})
        return None


def _decide(key: UUID, at: dt.datetime) -> Delivery | None:
    message = Message.objects.open().take(key)
    if message is None:
        return None
    case = case_of(message, at)
    ruling = ruling_of(case)
    if ruling.outcome is Outcome.WAIT and ruling.until:
        message.wait(ruling.until, ruling.reason)
    elif ruling.outcome is Outcome.REFUSE:
        message.refuse(at, ruling.reason)
    else:
        show(case, ruling)
        return way_out(case)
    return None


def rehearse(key: UUID, at: dt.datetime) -> str:
    """What would become of it: "send", or why not. For a dry run, which takes all of it back."""
    message = Message.objects.select_related("member").get(pk=key)
    take_turn(message.member_id)
    case = case_of(message, at, rehearsal=True)
    ruling = ruling_of(case)
    if ruling.outcome is Outcome.SEND:
        show(case, ruling)
    return ruling.reason or ruling.outcome


def case_of(message: Message, at: dt.datetime, *, rehearsal: bool = False) -> Case:
    """What is known about it, now that it is its member's turn."""
    return Case(
        message=message,
        notice=NOTICES[message.notice],
        member=message.member,
        means=means_of(message.member_id),
        at=at,
        rehearsal=rehearsal,
    )


def show(case: Case, ruling: Ruling) -> None:
    """Put it into the inbox, in the words of this moment."""
    message, member = case.message, case.member
    with translation.override(member.language):
        words, guarded = words_of(message, member, case.at)
    message.send(
        case.at,
        guarded=guarded,
        language=member.language,
        title=words.title,
        text="\n\n".join(filter(None, words.paragraphs)),
        why=message.why | ruling.why,
    )


def words_of(message: Message, member: Member, at: dt.datetime) -> tuple[Words, bool]:
    """What it says, and whether it is about something guarded: then it names nothing."""
    answer = None
    if message.subject_id:
        answer = own_answer(member, message.subject, message.subject_id, now=at)
        if answer is None or answer.guarded:
            return nameless(), True
    return NOTICES[message.notice].words(message.context, answer), False


def next_delivery(at: dt.datetime) -> Delivery | None:
    """The next that is due again, with its try counted and asked anew if it may leave."""
    while True:
        with transaction.atomic():
            due = Delivery.objects.due(at).select_related("message__member")
            delivery = due.select_for_update(of=("self",), skip_locked=True).first()
            if delivery is None:
                return None
            if Rule.objects.all().stopped(delivery.message.notice):
                delivery.wait(at + LOOK_AGAIN)
            elif delivery.begin(at):
                objection = may_leave(delivery)
                if not objection:
                    return delivery
                delivery.drop(at, objection)
                if objection == "no_way":
                    another_way(delivery.message, NOTICES[delivery.message.notice], at)
