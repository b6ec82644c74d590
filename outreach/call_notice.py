"""What the notices of a booked call share: its time in words, and whether it still holds."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.clock import now
from claims.answers.words import join, plain
from outreach.call_words import booked_promise, zone_words
from outreach.models import Booking

CALL = frozenset({"booking", "begins", "zone", "name"})


def context_of(booked: Booking, name: str) -> dict[str, str]:
    """The facts of this moment: what a message said stays what it said."""
    return {
        "booking": str(booked.pk),
        "begins": booked.starts_at.isoformat(),
        "zone": booked.member_zone,
        "away": booked.zone,
        "name": name,
    }


def begins(context: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(context["begins"])


def when(context: Mapping[str, Any]) -> str:
    """We will call you on Wednesday, March 4, between 9am and 9:15am."""
    at = min(now(), begins(context))  # a promise, whenever it is read
    promise = booked_promise(begins(context), now=at, zone=context["zone"])
    away = context.get("away", "")  # messages from before 2026-11-23 do not say it
    return plain(join(promise, zone_words(away)) if away else promise)


def who(context: Mapping[str, Any]) -> str:
    return _("{name} will call.").format(name=context["name"])


def change_it() -> str:
    return _("Not right for you? You can change or cancel it in your account.")


def still_on(context: Mapping[str, Any]) -> bool:
    """Whether it is still booked for that time, and told in the time of the same place: asked when
    the message is sent, not before."""
    booked = Booking.objects.booked().filter(
        pk=UUID(context["booking"]), zone=context.get("away", "")
    )
    return booked.filter(during__startswith=begins(context)).exists()


def because_you_asked(_context: Mapping[str, Any]) -> str:
    return _("You asked us to call you.")
