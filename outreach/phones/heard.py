"""What telephone systems tell: a call rings, it ended, or this was said in it."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from accounts.phone_number import e164

#: Without NUL, which no database holds.
Text = Annotated[str, Meta(pattern=r"^[^\x00]*$")]
Identifier = Annotated[Text, Meta(min_length=1, max_length=200)]

#: What reading JSON that nobody can read ends in: another shape, bytes that are no UTF-8, a depth
#: without end.
NO_JSON = (msgspec.MsgspecError, ValueError, RecursionError)


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
