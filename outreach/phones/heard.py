"""What telephone systems tell: a call rings, it ended, or this was said in it."""

import datetime as dt

from msgspec import Struct

from accounts.phone_number import e164

LONGEST_ID = 200


class Rang(Struct, frozen=True, kw_only=True):
    """``number`` is E.164, or "" where the caller withheld it; ``agent`` the e-mail address of
    whose phone rings, or "" where it rings for whoever is free first."""

    call_id: str
    at: dt.datetime
    number: str = ""
    agent: str = ""


class Ended(Struct, frozen=True, kw_only=True):
    call_id: str
    at: dt.datetime


class Spoken(Struct, frozen=True):
    """One sentence of a transcript; ``who`` is "us" or "member"."""

    who: str
    text: str


class Told(Struct, frozen=True, kw_only=True):
    """What a contact center made of a call: what was said, and its own summary if it wrote one."""

    call_id: str
    spoken: tuple[Spoken, ...] = ()
    summary: str = ""


Heard = Rang | Ended | Told


def number_of(stated: str) -> str:
    """E.164; "" for "anonymous" and whatever else no phone has."""
    try:
        return e164(stated)
    except ValueError:
        return ""
