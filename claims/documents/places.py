"""What documents hang on: which kinds of things there are, whose they are, who may send to them."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from msgspec import Struct

from accounts.models import Level, Member


class Place(Struct, frozen=True):
    """``model`` has ``objects.for_member``; ``plan_zone`` leads to the time zone of its plan."""

    model: str
    level: Level
    plan_zone: str = ""


PLACES = {
    "claim": Place("claims.Claim", Level.SEE_CLAIMS, "plan__time_zone"),
    "appeal": Place("claims.Appeal", Level.SEE_CLAIMS, "claim__plan__time_zone"),
    "order": Place("claims.Order", Level.SEE_ORDERS),
    "balance": Place("claims.Balance", Level.SEE_BALANCE),
    "dispute": Place("claims.Dispute", Level.SEE_BALANCE),
    "thread": Place("outreach.Thread", Level.WRITE),
}
"""By the kind in "claim:<uuid>". Who adds a kind of thing adds it here."""


def split(about: str) -> tuple[str, UUID] | None:
    """The kind and the key of a thing; None for what names none."""
    kind, _colon, key = about.partition(":")
    try:
        return (kind, UUID(key)) if kind in PLACES and str(UUID(key)) == key else None
    except ValueError:
        return None


def thing_of(member: Member, about: str):
    """The member's thing that is named so, if it may be seen; else None. One query."""
    named = split(about)
    if named is None:
        return None
    place = PLACES[named[0]]
    things = apps.get_model(place.model).objects.for_member(member)
    if place.plan_zone:
        things = things.select_related(place.plan_zone.removesuffix("__time_zone"))
    return things.filter(pk=named[1]).first()


def may_send(member: Member) -> bool:
    """The member themselves, or somebody whom they let send documents."""
    return member.acting is None or member.acting.allows(Level.SEND_DOCUMENTS)


def counts_on(at: dt.datetime, member: Member, about: str) -> dt.date:
    """The day on which what came at an instant counts: where the member is, or the plan.

    Of the two the earlier: who sends before their own midnight is in time, and so is who sends
    before the plan's.
    """
    named = split(about)
    zones = {member.time_zone}
    if named and (path := PLACES[named[0]].plan_zone):
        model = apps.get_model(PLACES[named[0]].model)
        found = model._base_manager.filter(pk=named[1], member=member).values_list(path, flat=True)
        zones |= {zone for zone in found if zone}
    return min(at.astimezone(ZoneInfo(zone)).date() for zone in zones)
