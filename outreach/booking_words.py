"""A call at a time in finished words, for the member who is called."""

import datetime as dt

from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.person import phone_link, portal_phone
from claims.answers.words import join, say
from outreach.call_words import (
    booked_promise,
    how_words,
    keeper_words,
    window_words,
    zone_words,
)
from outreach.models import Booking
from outreach.models.booking import AGAIN

#: Why this specialist, by the word that the booking keeps.
REASONS = {
    "topic": lambda name: say(_("{name} is trained for this."), name=name),
    "speaks": lambda name: say(_("{name} speaks your language."), name=name),
    "keeper": keeper_words,
    "case": lambda name: say(_("{name} has talked with you about this before."), name=name),
    "known": lambda name: say(_("{name} has talked with you before."), name=name),
    "free": lambda name: say(_("{name} has the first free time."), name=name),
}


class BookingWords(Struct, frozen=True, kw_only=True):
    """``next_steps`` is () once it has ended; ``why`` says why this specialist, ``where`` whose
    clock the times are of."""

    title: str
    promise: str
    reference: str
    how: str
    is_open: bool
    where: str = ""
    why: str = ""
    next_steps: tuple[str, ...] = ()


def booking_words(
    booked: Booking, name: str, *, now: dt.datetime, sees_activity: bool
) -> BookingWords:
    """What the member reads, in the language that is active and where they are then."""
    is_open, zone = booked.state == Booking.State.BOOKED, booked.member_zone
    return BookingWords(
        title=title_of(booked),
        promise=booked_promise(booked.starts_at, now=now, zone=zone)
        if is_open
        else ended_words(booked, now=now, zone=zone),
        where=zone_words(zone) if is_open else "",
        reference=say(_("Reference {reference}."), reference=booked.reference),
        how=join(
            how_words(booked), say(_("We call from {number}."), number=phone_link(portal_phone()))
        ),
        is_open=is_open,
        why=join(*(REASONS[reason](name) for reason in booked.reasons)) if is_open else "",
        next_steps=next_steps(booked, name, sees_activity=sees_activity) if is_open else (),
    )


def title_of(booked: Booking) -> str:
    titles = {
        Booking.State.BOOKED: _("We will call you"),
        Booking.State.CALLED: _("We called you"),
        Booking.State.UNREACHED: _("We did not reach you"),
        Booking.State.MISSED: _("We did not call you"),
        Booking.State.LAPSED: _("We could not keep this time"),
    }
    return titles.get(Booking.State(booked.state), _("You cancelled this call"))


def ended_words(booked: Booking, *, now: dt.datetime, zone: str) -> str:
    window = window_words(booked.starts_at, now=now, zone=zone)
    if booked.state == Booking.State.CALLED:
        return say(_("We called you on {date}."), date=window["date"])
    if booked.state == Booking.State.UNREACHED:
        return say(_("We called you on {date} and did not reach you."), date=window["date"])
    if booked.state == Booking.State.MISSED:
        return say(
            _(
                "We said we would call you on {date}, between {begins} and {ends}. We did not. "
                "We are sorry."
            ),
            **window,
        )
    if booked.state == Booking.State.LAPSED:
        return say(
            _(
                "We cannot call you on {date} at {begins}, and we are sorry. "
                "Whoever is free first calls you."
            ),
            **window,
        )
    return say(_("We will not call you on {date} at {begins}."), **window)


def next_steps(booked: Booking, name: str, *, sees_activity: bool) -> tuple[str, ...]:
    voicemail = _("We leave no voicemail.")
    if booked.voicemail:
        voicemail = _("We may leave a voicemail. It does not say why.")
    return (
        join(
            say(_("{specialist} will call. They can see what you asked about."), specialist=name),
            say(_("You allowed them to see what else you checked here, too."))
            if sees_activity
            else say(_("They cannot see what else you checked here.")),
        ),
        say(
            _(
                "They will ask 2 questions to be sure it is you. "
                "We never ask for your password or a code we sent you."
            )
        ),
        join(
            say(
                _("If you miss the call, we try again {n} minutes later."),
                n=int(AGAIN.total_seconds()) // 60,
            ),
            say(voicemail),
        ),
    )
