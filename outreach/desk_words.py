"""A call to make in finished words, for whoever makes it."""

import datetime as dt

from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock import now as clock_now
from accounts.models import Member
from accounts.phone_number import shown
from accounts.trusted_words import level_words
from claims.answers.answer import Answer
from claims.answers.words import clock, join, say
from outreach.call_words import day_of, window_words
from outreach.languages import named
from outreach.models import Booking, CallRequest
from outreach.models.booking import AGAIN
from outreach.subject import they_see


class DeskRow(Struct, frozen=True, kw_only=True):
    """For whoever calls: who it is and how to talk to them come before the number.

    ``unanswered`` is where one says that nobody picked up; "" for a call without a time.
    ``barred`` says why whoever reads may not call; "" where they may.
    """

    url: str
    barred: str
    unanswered: str
    name: str
    pronunciation: str
    way: str
    number: str
    tel: str
    promise: str
    late: bool
    subject: str
    they_see: str
    best_time: str
    say_who: str
    voicemail: str
    speaker: str
    note: str


def desk_row(
    asked: CallRequest, answer: Answer | None, *, now: dt.datetime, zone: str, barred: str = ""
) -> DeskRow:
    """``zone`` is that of whoever calls; what the member sees is in the member's own."""
    return call_row(
        asked,
        answer,
        url=f"/desk/calls/{asked.pk}/call/",
        promise=desk_promise(asked, now=now, zone=zone),
        late=asked.call_by < now,
        best_time=asked.best_time,
        barred=barred,
    )


def booked_row(asked: Booking, answer: Answer | None, *, now: dt.datetime, zone: str) -> DeskRow:
    """The same of a call at a time."""
    return call_row(
        asked,
        answer,
        url=f"/desk/bookings/{asked.pk}/call/",
        unanswered=f"/desk/bookings/{asked.pk}/no-answer/",
        promise=booked_for_desk(asked, now=now, zone=zone),
        late=asked.call_by < now,
        best_time="",
    )


def call_row(
    asked: CallRequest | Booking,
    answer: Answer | None,
    *,
    url: str,
    unanswered: str = "",
    barred: str = "",
    promise: str,
    late: bool,
    best_time: str,
) -> DeskRow:
    return DeskRow(
        url=url,
        unanswered=unanswered,
        barred=barred,
        name=asked.member.name,
        pronunciation=asked.member.pronunciation,
        way=way_words(asked),
        number=say("{number}", number=shown(asked.phone)),
        tel=f"tel:{asked.phone}",
        promise=promise,
        late=late,
        subject=subject_words(asked, answer),
        they_see=they_see(answer) if answer else "",
        best_time=best_time,
        say_who=_("Say that you call from Porchlight.")
        if asked.say_who
        else _("Say only your first name."),
        voicemail=_("You may leave a voicemail. Say nothing about why.")
        if asked.voicemail
        else _("Leave no voicemail."),
        speaker=speaker_words(asked),
        note=asked.note,
    )


def speaker_words(asked: CallRequest | Booking) -> str:
    """Who talks for the member; of somebody who helps them, what they may hear."""
    who = getattr(asked, "asked_by", None)
    if who is None:
        return asked.speaker
    if not who.in_force(clock_now()):
        return say(_("{name} asked, and helps them no more. Do not call them."), name=who.name)
    return say(
        _("{name} asked, whom they trust. They may hear only about what they can do: {may}."),
        name=who.name,
        may=level_words(who.levels),
    )


def booked_for_desk(asked: Booking, *, now: dt.datetime, zone: str) -> str:
    """With the member's own time where it is another hour there."""
    words = _("Call on {date}, between {begins} and {ends}.")
    if asked.call_by < now:
        words = _("Late: call was due on {date}, between {begins} and {ends}.")
    said = say(words, **window_words(asked.starts_at, now=now, zone=zone))
    if asked.tries == 1:
        again = clock(asked.starts_at + AGAIN, zone)
        said = say(_("Nobody picked up. Try again at {time}."), time=again)
    theirs = clock(asked.starts_at, asked.member_zone)
    if theirs == clock(asked.starts_at, zone):
        return said
    return join(said, say(_("It is {time} where they are."), time=theirs))


def way_words(asked: CallRequest | Booking) -> str:
    language = named(asked.member.language)
    if asked.way == CallRequest.Way.INTERPRETER:
        return say(
            _("With an interpreter: {language}. They read {own}."),
            language=asked.interpreter_language,
            own=language,
        )
    return say(_("{way}. They read {own}."), way=str(asked.get_way_display()), own=language)


def reads_words(member: Member) -> str:
    """For a call that nobody asked for: no way was chosen."""
    return say(_("They read {language}."), language=named(member.language))


def subject_words(asked: CallRequest | Booking, answer: Answer | None) -> str:
    """The thing and its number; its name only when it is not guarded."""
    if answer is None:
        return say("{subject}", subject=str(asked.get_subject_display()))
    if answer.guarded:
        return answer.caption
    return join(answer.caption, say("({name})", name=answer.name))


def desk_promise(asked: CallRequest, *, now: dt.datetime, zone: str) -> str:
    words = _("Late: call was due by {time} on {date}.")
    if asked.call_by >= now:
        words = _("Call by {time} on {date}.")
    return say(
        words,
        time=clock(asked.call_by, zone),
        date=day_of(asked.call_by, now=now, zone=zone),
    )
