"""A request for a call in finished words, for the member who asked."""

import datetime as dt
from uuid import uuid4

from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.forms.settings import zone_name
from claims.answers.person import billing_specialist, claims_specialist, orders_specialist
from claims.answers.words import clock, day, join, local_date, say
from outreach.models import Booking, CallRequest
from outreach.models.booking import WINDOW
from outreach.models.coming_call import Coming, ComingCall


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
    ``keeper`` says who looks after it.
    """

    words: str = ""
    keeper: str = ""
    link: str = ""
    url: str = ""
    here: bool = False
    book: str = ""
    key: str = ""
    about: str = ""
    lead: str = ""
    choose: str = ""


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


def panel_call(found: Coming, *, now: dt.datetime, zone: str, about: str) -> PanelCall | None:
    keeper = keeper_words(found.keeper)
    if coming := found.call:
        return PanelCall(
            words=promise_words(coming, now=now, zone=zone),
            keeper=keeper,
            link=_("See or change this call"),
            url=coming.get_absolute_url(),
            here=bool(about),
        )
    if not about:
        return None
    return PanelCall(
        keeper=keeper,
        book="/calls/bookings/",
        key=str(uuid4()),
        about=about,
        lead=_("We book the next free time for you. You can change it."),
        choose=_("Choose the time and how we talk"),
    )


def keeper_words(name: str) -> str:
    return say(_("{name} looks after this for you."), name=name) if name else ""


def promise_words(asked: CallRequest | ComingCall, *, now: dt.datetime, zone: str) -> str:
    if isinstance(asked, ComingCall) and asked.begins:
        promise = booked_promise(asked.begins, now=now, zone=asked.zone or zone)
        return join(promise, zone_words(asked.zone)) if asked.zone else promise
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


def zone_words(zone: str) -> str:
    """Whose clock the times are of."""
    return say(_("Times are as clocks show them in {place}."), place=zone_name(zone))


def window_words(begins: dt.datetime, *, now: dt.datetime, zone: str) -> dict[str, str]:
    """The date and the two times between which we call, where the reader is."""
    return {
        "date": day_of(begins, now=now, zone=zone),
        "begins": clock(begins, zone, exact=True),
        "ends": clock(begins + WINDOW, zone, exact=True),
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


def day_of(instant: dt.datetime, *, now: dt.datetime, zone: str) -> str:
    return day(local_date(instant, zone), today=local_date(now, zone))
