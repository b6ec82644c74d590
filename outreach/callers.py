"""Who is calling: what the caller says of themselves, narrowed by the number they call from.

A number alone opens nothing: families, offices and shelters share one.
"""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from accounts.models import Member
from accounts.models.member import spellings
from accounts.phone_number import shown
from claims.answers.words import clock, say
from outreach.models import PhoneCall

MOST = 50  # members with one number; more of them have a switchboard in common


class Ringing(Struct, frozen=True):
    """``shared`` says how many members have the number, and nothing of who they are."""

    title: str
    since: str
    url: str
    shared: str = ""


def ringing_row(phone_call: PhoneCall, zone: str) -> Ringing:
    return Ringing(
        title=title_of(phone_call.number),
        since=say(_("Since {time}."), time=clock(phone_call.began_at, zone)),
        url=phone_call.get_absolute_url(),
    )


def ringing_words(phone_call: PhoneCall, zone: str) -> Ringing:
    row = ringing_row(phone_call, zone)
    return Ringing(row.title, row.since, row.url, shared_words(phone_call.number))


def title_of(number: str) -> str:
    if not number:
        return _("A call without a number")
    return say(_("A call from {number}"), number=shown(number))


def shared_words(number: str) -> str:
    members = with_number(number).count() if number else 0
    if not members:
        return _("No member has this number. Ask for their member number.")
    return say(
        ngettext(
            "{n} member has this number. That does not say who is speaking.",
            "{n} members have this number. Ask who is speaking.",
            members,
        ),
        n=members,
    )


def with_number(number: str):
    return Member.objects.filter(phones__number=number).distinct()


def named(said: str, *, number: str) -> Member | None:
    """Who that is: by member number anybody, by name only one of those with this number.

    None also where two of them go by that name.
    """
    by_number = Member.objects.filter(number__in=spellings(said)).first()
    if by_number or not number:
        return by_number
    wanted = said.casefold().split()
    found = [one for one in with_number(number)[:MOST] if goes_by(one, wanted)]
    return found[0] if len(found) == 1 else None


def goes_by(member: Member, wanted: list[str]) -> bool:
    """Their first name, the name they prefer, or all of it."""
    names = (member.preferred_name.casefold().split(), member.legal_name.casefold().split())
    return any(name and wanted in (name, name[:1]) for name in names)


def began_lately(number: str, at: dt.datetime) -> PhoneCall | None:
    """The call from that number that rings now, the newest."""
    return PhoneCall.objects.ringing(at).filter(number=number).last()
