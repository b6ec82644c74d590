"""A request for a call in finished words: for the member who asked, and for whoever calls."""

import datetime as dt
from uuid import uuid4

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock import now as clock_now
from accounts.phone_number import shown
from accounts.trusted_words import level_words
from claims.answers.answer import Answer
from claims.answers.person import billing_specialist, claims_specialist, orders_specialist
from claims.answers.words import clock, day, join, local_date, say
from outreach.models import Booking, CallRequest
from outreach.models.booking import AGAIN, WINDOW
from outreach.models.coming_call import ComingCall
from outreach.subject import they_see


class CallWords(Struct, frozen=True, kw_only=True):
    """For the member. ``next_steps`` is () once it has ended."""

    title: str
    promise: str
    reference: str
    how: str
    is_open: bool
    next_steps: tuple[str, ...] = ()


class PanelCall(Struct, frozen=True, kw_only=True):
    """What the human panel says of calls: one that comes ("" when none does), or how to book one.

    ``here``: it is about what the page is about. ``book`` is the address of the one click, and
    ``key`` tells this page's click from another's; both are "" where there is nothing to book.
    """

    words: str = ""
    link: str = ""
    url: str = ""
    here: bool = False
    book: str = ""
    key: str = ""
    about: str = ""
    lead: str = ""
    choose: str = ""


class DeskRow(Struct, frozen=True, kw_only=True):
    """For whoever calls: who it is and how to talk to them come before the number.

    ``unanswered`` is where one says that nobody picked up; "" for a call without a time.
    """

    url: str
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


def call_words(asked: CallRequest, *, now: dt.datetime, zone: str) -> CallWords:
    """What the member, or whoever asked, reads: in the active language and the member's zone."""
    if asked.cancelled_at:
        title, promise = _("You cancelled this call"), say(_("We will not call you about this."))
    elif asked.called_at:
        called_on = day_of(asked.called_at, now=now, zone=zone)
        title, promise = _("We called you"), say(_("We called you on {date}."), date=called_on)
    else:
        title, promise = _("We will call you"), promise_words(asked, now=now, zone=zone)
    is_open = not (asked.cancelled_at or asked.called_at)
    return CallWords(
        title=title,
        promise=promise,
        reference=say(_("Reference {reference}."), reference=asked.reference),
        how=how_words(asked),
        is_open=is_open,
        next_steps=next_steps(asked) if is_open else (),
    )


def panel_call(
    coming: ComingCall | None, *, now: dt.datetime, zone: str, about: str
) -> PanelCall | None:
    if coming:
        return PanelCall(
            words=promise_words(coming, now=now, zone=zone),
            link=_("See or change this call"),
            url=coming.get_absolute_url(),
            here=bool(about),
        )
    if not about:
        return None
    return PanelCall(
        book="/calls/bookings/",
        key=str(uuid4()),
        about=about,
        lead=_("We book the next free time for you. You can change it."),
        choose=_("Choose the time and how we talk"),
    )


def promise_words(asked: CallRequest | ComingCall, *, now: dt.datetime, zone: str) -> str:
    if isinstance(asked, ComingCall) and asked.begins:
        return booked_promise(asked.begins, now=now, zone=zone)
    by = day_of(asked.call_by, now=now, zone=zone)
    if helper := getattr(asked, "asked_by", None):
        return say(_("{name} asked. We call them by {date}."), name=helper.name, date=by)
    if asked.call_by >= now:
        return say(_("We will call you by {date}."), date=by)
    return say(_("We said we would call you by {date}. We are late, and we are sorry."), date=by)


def booked_promise(begins: dt.datetime, *, now: dt.datetime, zone: str) -> str:
    """We will call you on Wednesday, between 9am and 9:15am."""
    words = _("We will call you on {date}, between {begins} and {ends}.")
    if begins + WINDOW < now:
        words = _(
            "We said we would call you on {date}, between {begins} and {ends}. "
            "We are late, and we are sorry."
        )
    return say(words, **window_words(begins, now=now, zone=zone))


def window_words(begins: dt.datetime, *, now: dt.datetime, zone: str) -> dict[str, str]:
    """The date and the two times between which we call, where the reader is."""
    return {
        "date": day_of(begins, now=now, zone=zone),
        "begins": clock(begins, zone),
        "ends": clock(begins + WINDOW, zone),
    }


def how_words(asked: CallRequest | Booking) -> str:
    """Says only the last 4 digits: the page may be read over a shoulder."""
    calling = say(_("We will call the number that ends in {digits}."), digits=asked.phone[-4:])
    if asked.say_who:
        return join(calling, say(_("We will say we are from Porchlight.")))
    return join(calling, say(_("We will say only a first name.")))


def next_steps(asked: CallRequest) -> tuple[str, ...]:
    steps = [
        say(
            _("{specialist} will call. They can see what you asked about."),
            specialist=caller(asked.subject),
        ),
        say(
            _(
                "They will ask 2 questions to be sure it is you. "
                "We never ask for your password or a code we sent you."
            )
        ),
    ]
    if asked.voicemail:
        steps.append(say(_("If you miss the call, we leave a voicemail. It does not say why.")))
    else:
        steps.append(say(_("If you miss the call, we try again. We leave no voicemail.")))
    return tuple(steps)


def caller(subject: str) -> str:
    """Who calls about that kind of thing."""
    if subject == CallRequest.Subject.ORDER:
        return orders_specialist()
    if subject == CallRequest.Subject.BALANCE:
        return billing_specialist()
    return claims_specialist() if subject else _("A specialist")


def desk_row(asked: CallRequest, answer: Answer | None, *, now: dt.datetime, zone: str) -> DeskRow:
    """``zone`` is that of whoever calls; what the member sees is in the member's own."""
    return call_row(
        asked,
        answer,
        url=f"/desk/calls/{asked.pk}/call/",
        promise=desk_promise(asked, now=now, zone=zone),
        late=asked.call_by < now,
        best_time=asked.best_time,
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
    promise: str,
    late: bool,
    best_time: str,
) -> DeskRow:
    return DeskRow(
        url=url,
        unanswered=unanswered,
        name=asked.member.preferred_name or asked.member.legal_name,
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
    theirs = clock(asked.starts_at, asked.member.time_zone)
    if theirs == clock(asked.starts_at, zone):
        return said
    return join(said, say(_("It is {time} where they are."), time=theirs))


def way_words(asked: CallRequest | Booking) -> str:
    language = get_language_info(asked.member.language)["name_translated"]
    if asked.way == CallRequest.Way.INTERPRETER:
        return say(
            _("With an interpreter: {language}. They read {own}."),
            language=asked.interpreter_language,
            own=language,
        )
    return say(_("{way}. They read {own}."), way=str(asked.get_way_display()), own=language)


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


def day_of(instant: dt.datetime, *, now: dt.datetime, zone: str) -> str:
    return day(local_date(instant, zone), today=local_date(now, zone))
