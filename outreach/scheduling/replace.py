"""When a call cannot be as it was booked: another person at the same time, else another time.

Nobody is left without a word: where no time is left in two weeks, the call becomes a request with
a promise, which stands on the list of calls to make.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.clock import now
from accounts.models import Role, User
from outreach.models import Booking, BookingChange, Call, CallRequest
from outreach.models.booking import BookingQuerySet
from outreach.scheduling.book import MOST_TRIES, Ask, take
from outreach.scheduling.change import Change, change
from outreach.scheduling.keeping import give_keeper
from outreach.scheduling.matching import Choice
from outreach.scheduling.search import choices
from outreach.scheduling.slots import NOTICE, minute
from outreach.subject import ask_again

Kind = BookingChange.Kind
ALL = 1000  # starts: more than anybody has in two weeks
SOON = 2 * 60  # minutes within which a supervisor makes up for what we missed
SHORTEST_NOTICE = 5
A_SHIFT = dt.timedelta(hours=8)  # nobody is on one call for longer


def not_begun(booked: BookingQuerySet, at: dt.datetime) -> BookingQuerySet:
    """Those that nobody is on, or was: a call under way is not looked after, it is had.

    One that was begun long before its time, and left open since, is none: its member still waits.
    """
    calls = Call.objects.not_dropped().filter(booking=OuterRef("pk"))
    in_time = Q(began_at__gt=OuterRef("during__startswith") - A_SHIFT)
    under_way = Q(began_at__gt=at - A_SHIFT)
    return booked.filter(~Exists(calls.filter(Q(summary__isnull=False) | in_time | under_way)))


def find_another(booked: Booking, at: dt.datetime, *, by: User | None) -> str:
    """Give the call to somebody at its time, or move it; the kind of change that it was.

    "" where the booking was changed or had ended meanwhile.
    """
    ask = ask_again(booked, by=by)
    found = choices(booked.member, ask.need, at, each=ALL, notice=0)
    begins = minute(booked.starts_at)
    others = [one for one in found if one.caller.user_id != booked.specialist_id]
    same_time = [one for one in others if one.begin == begins]
    after = max(begins + 1, minute(at) + NOTICE)  # never sooner than they reckon with
    later = [one for one in found if one.begin >= after]
    for kind, these in ((Kind.HANDED, same_time), (Kind.MOVED, later)):
        done = first_that_fits(booked, ask, these, at, kind)
        if done != Change.TAKEN:
            return kind if done == Change.DONE else ""
    return give_up(booked, at, by=by)


def first_that_fits(
    booked: Booking, ask: Ask, these: list[Choice], at: dt.datetime, kind: str
) -> Change:
    for choice in these[:MOST_TRIES]:
        done = change(booked, ask, choice, at, kind=kind)
        if done != Change.TAKEN:
            return done
    return Change.TAKEN


def give_up(booked: Booking, at: dt.datetime, *, by: User | None) -> str:
    """No time is left: whoever is free first calls, by a day that we promise."""
    with transaction.atomic():
        if not booked.lapse(by=by):
            return ""
        ask_instead(booked, at)
    return Kind.LAPSED


def ask_instead(booked: Booking, at: dt.datetime) -> CallRequest:
    asked = CallRequest.objects.ask(
        booked.member,
        at,
        subject=booked.subject,
        subject_id=booked.subject_id,
        phone=booked.phone,
        say_who=booked.say_who,
        voicemail=booked.voicemail,
        way=booked.way,
        interpreter_language=booked.interpreter_language,
        speaker=booked.speaker,
        note=booked.note,
    )
    give_keeper(asked, at)
    return asked


def own_up(booked: Booking, at: dt.datetime) -> Booking | CallRequest | None:
    """We did not call: say so, and let a supervisor call, or whoever can first. What comes
    instead; None where somebody has called, or cancelled, meanwhile."""
    with transaction.atomic():
        if not booked.miss():
            return None
        ask = ask_again(booked, by=None, anew=True)
        found = choices(booked.member, ask.need, at, each=ALL, notice=SHORTEST_NOTICE)
        supervisors = set(
            User.objects.filter(role=Role.SUPERVISOR, is_active=True).values_list("pk", flat=True)
        )
        found.sort(key=lambda one: (one.caller.user_id not in supervisors, one.begin))
        soon = [one for one in found if one.begin <= minute(at) + SOON]
        anyone = sorted(found, key=lambda one: one.begin)
        return take(booked.member, ask, (soon or anyone)[:MOST_TRIES], at) or ask_instead(
            booked, at
        )


def try_later(booked: Booking, at: dt.datetime, *, by: User) -> bool:
    """After two tries in vain: the first time of the same person on another day, or of another.

    False where there is none, or where this was the last try.
    """
    ask = ask_again(booked, by=by)
    tomorrow = minute(at) + 12 * 60
    found = [one for one in choices(booked.member, ask.need, at, each=ALL) if one.begin >= tomorrow]
    found.sort(key=lambda one: (one.caller.user_id != booked.specialist_id, one.begin))
    return first_that_fits(booked, ask, found, at, Kind.MOVED) == Change.DONE


def look_after(at: dt.datetime | None = None) -> int:
    """Own up to every call whose time has passed without a word of it; how many there were.

    One that somebody began in time is no missed call: its summary ends it, whenever it is written.
    """
    at = at or now()
    overdue = not_begun(Booking.objects.overdue(at), at).select_related("member", "specialist")
    return sum(own_up(one, at) is not None for one in overdue[:100])
