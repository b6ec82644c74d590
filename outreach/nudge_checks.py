"""What is asked of a nudge alone before it is sent: is it needed, is it too much, is it private."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings

from claims.answers.words import local_date
from outreach.case import Case, Ruling, refuse, wait
from outreach.finding import is_still_found
from outreach.holdout import is_held_out
from outreach.models import Booking, CallRequest, Message
from outreach.models.coming_call import coming
from outreach.notice import Kind
from outreach.nudges import NUDGES
from outreach.nudges.nudge import Nudge
from outreach.subject import own_answer

WEEK = dt.timedelta(days=7)
MOST_OFFERS = 2  # nudges in seven days; then no offer comes on top
ONE_TURN = dt.timedelta(minutes=30)  # what is sent within it counts as one time


def needed(case: Case, nudge: Nudge) -> Ruling | None:
    """As things stand now; an offer about something private is none."""
    message = case.message
    if not message.subject_id:
        return None
    answer = own_answer(case.member, message.subject, message.subject_id, now=case.at)
    if answer is None:
        return refuse("not_yours")
    if answer.guarded and nudge.notice.kind is Kind.OFFER:
        return refuse("private")
    if nudge.still is None:
        found = is_still_found(nudge, message, case.at)
    else:
        found = nudge.still(answer, local_date(case.at, case.member.time_zone))
    return None if found else refuse("already_acted")


def call_comes(case: Case, nudge: Nudge) -> Ruling | None:
    """Who is going to be called, or was lately, is not offered a call."""
    message = case.message
    if not (nudge.notice.offers_call and message.subject_id):
        return None
    if coming(case.member, message.subject, message.subject_id).call:
        return refuse("call_booked")
    about = {"member": case.member, "subject": message.subject, "subject_id": message.subject_id}
    since = case.at - WEEK
    called = CallRequest.objects.filter(**about, called_at__gt=since)
    booked = Booking.objects.filter(**about, state=Booking.State.CALLED, during__endswith__gt=since)
    return refuse("call_recent") if called.exists() or booked.exists() else None


def told_lately(case: Case, nudge: Nudge) -> Ruling | None:
    """The same about the same thing, not again so soon."""
    message = case.message
    same = Message.objects.for_member(case.member).sent().filter(notice=message.notice)
    same = same.filter(subject_id=message.subject_id, sent_at__gt=case.at - nudge.apart)
    return refuse("told_lately") if same.exists() else None


def too_many(case: Case, nudge: Nudge) -> Ruling | None:
    """Two a week are enough for an offer, and one a day for any; what comes at once is one."""
    nudges = Message.objects.for_member(case.member).sent().filter(notice__in=list(NUDGES))
    before = nudges.filter(sent_at__lt=case.at - ONE_TURN)
    midnight, morning = days_ends(case)
    is_offer = nudge.notice.kind is Kind.OFFER
    if is_offer and nudges.filter(sent_at__gt=case.at - WEEK).count() >= MOST_OFFERS:
        return refuse("enough")
    if before.filter(sent_at__gte=midnight).exists():
        return refuse("enough") if is_offer else wait(morning, "daily_cap")
    return None


def held_out(case: Case, nudge: Nudge) -> Ruling | None:
    """Asked last of all: who is held back is in all else like those who get it."""
    if is_held_out(case.member.number, nudge.notice, settings.HOLDOUT_PERCENT):
        return refuse("held_out")
    return None


def days_ends(case: Case) -> tuple[dt.datetime, dt.datetime]:
    """When the member's day began, and when the next one's quiet hours end."""
    zone = ZoneInfo(case.member.time_zone)
    today = local_date(case.at, case.member.time_zone)
    tomorrow = today + dt.timedelta(days=1)
    began = dt.datetime.combine(today, dt.time(), tzinfo=zone)
    morning = dt.datetime.combine(tomorrow, case.means.quiet_until, tzinfo=zone)
    return began.astimezone(dt.UTC), morning.astimezone(dt.UTC)


def of_a_nudge(check: Callable[[Case, Nudge], Ruling | None]) -> Callable[[Case], Ruling | None]:
    def checked(case: Case) -> Ruling | None:
        nudge = NUDGES.get(case.message.notice)
        return check(case, nudge) if nudge else None

    return checked


EACH = (needed, call_comes, told_lately, too_many, held_out)
NUDGE_CHECKS = tuple(of_a_nudge(one) for one in EACH)
