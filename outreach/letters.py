"""What leaves the portal: that there is something to read, to whom, and how to stop it."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock import now
from accounts.models import Member
from outreach.channels import Letter
from outreach.models import Booking, Channel, Delivery, Message
from outreach.models.booking import ENDED
from outreach.notice import Notice, Outside, an_update, filled
from outreach.notices import NOTICES

SALT = "outreach.stop"


class Stop(Struct, frozen=True):
    """What a link to stop messages stops; it can do nothing else, so it never ends."""

    member: str
    channel: str
    purpose: str

    def token(self) -> str:
        return signing.dumps([self.member, self.channel, self.purpose], salt=SALT)


def stop_in(token: str) -> Stop | None:
    """What the link stops; None for one that we did not write."""
    try:
        return Stop(*signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None


def letter_of(delivery: Delivery) -> Letter:
    """In the member's language; nothing of what the message says."""
    message = delivery.message
    with translation.override(message.member.language):
        return letter(message, delivery)


def letter(message: Message, delivery: Delivery) -> Letter:
    """The same in the language that is active."""
    member = message.member
    notice = NOTICES.get(message.notice)
    outside = an_update()
    stop = Stop(str(member.pk), delivery.channel, message.purpose)
    words = {
        "language": translation.get_language(),
        "hello": greeting(member),
        "sentence": outside.sentence,
        "url": settings.PORTAL_ADDRESS + message.get_absolute_url(),
        "why": _("We send these because you can choose to hear from us by email."),
        "open": _("Open the message"),
        "stop": _("Stop emails like this:"),
        "stop_link": _("Stop emails like this"),
        "stop_url": settings.PORTAL_ADDRESS + reverse("outreach:stop", args=[stop.token()]),
    }
    texts = {Channel.SMS: short(outside, words), Channel.PUSH: f"{outside.sentence} {words['url']}"}
    is_text = delivery.channel in texts
    return Letter(
        key=str(delivery.pk),
        only=delivery.provider,
        address=delivery.address,
        subject=outside.subject,
        text=texts[Channel(delivery.channel)] if is_text else long(words),
        html="" if is_text else render_to_string("outreach/_letter.html", words),
        language=str(words["language"]),
        stop_url=words["stop_url"],
        **({} if is_text or not notice else invitation(message, notice, delivery.address)),
    )


def invitation(message: Message, notice: Notice, email: str) -> dict[str, Any]:
    """The calendar file of the call that the message is about, as things stand now."""
    key = message.context.get("booking") if notice.calendar else ""
    booked = Booking.objects.filter(pk=key).first() if key else None
    if booked is None:
        return {}
    from outreach.calendar import calendar_file

    early = notice.calendar == "CANCEL" and booked.state == Booking.State.CALLED
    method = "CANCEL" if early or booked.state in ENDED else "REQUEST"
    return {
        "calendar": calendar_file(booked, method, now=now(), email=email),
        "method": method,
    }


def greeting(member: Member) -> str:
    """Their first name alone: letters are read over shoulders."""
    name = member.preferred_name or member.legal_name.partition(" ")[0]
    return filled(_("Hello {name},"), name=name) if name else _("Hello,")


def long(words: dict[str, str]) -> str:
    first = f"{words['hello']}\n\n{words['sentence']}\n{words['url']}\n"
    return f"{first}\n-- \n{words['why']}\n{words['stop']}\n{words['stop_url']}\n"


def short(outside: Outside, words: dict[str, str]) -> str:
    """A text message: who writes, one sentence, the address, and the word that stops them."""
    stop = _("Reply STOP to stop these texts.")
    return f"Porchlight: {outside.sentence} {words['url']} {stop}"
