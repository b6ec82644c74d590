"""What we ask of a payment provider, and what it tells us."""

import datetime as dt
from typing import Protocol

from msgspec import Struct

from claims.facts import PaymentState


class Asked(Struct, frozen=True, kw_only=True):
    """A payment that the provider is to take. ``id`` makes asking twice the same as once.

    ``back`` is where it sends the member when they have paid, ``left`` when they have not.
    """

    id: str
    reference: str
    cents: int
    until: dt.datetime
    back: str
    left: str


class Session(Struct, frozen=True, kw_only=True):
    """The provider's page for one payment."""

    id: str
    url: str


class Word(Struct, frozen=True, kw_only=True):
    """What a provider says of a payment: of its ``session``, or of ours with the id ``payment``.

    ``cents`` is what was taken, None where it does not say; ``refunded`` all that was given back.
    """

    state: PaymentState
    session: str = ""
    payment: str = ""
    cents: int | None = None
    currency: str = "usd"
    refunded: int = 0


class Event(Struct, frozen=True, kw_only=True):
    """A message of a provider; ``word`` is None where it is about nothing that we ask for."""

    id: str
    word: Word | None


class NoAnswer(Exception):
    """Nobody knows whether it arrived. Asking again with the same id is safe."""


class Refused(Exception):
    """The provider will not take this payment; asking again changes nothing."""


class Provider(Protocol):
    name: str  # as members know it
    pages: str  # the origin of its pages, for the browser's rules

    def begin(self, payment: Asked) -> Session:
        """Its page for this payment, the same one however often it is asked."""

    def expire(self, session: str) -> bool:
        """Let nobody pay there any more. False when somebody has paid, or it has ended."""

    def look_up(self, session: str) -> Word | None:
        """Where a session stands now; None while it is open."""

    def signed(self, body: bytes, header: str, at: dt.datetime) -> bool:
        """Whether the provider sent this just now."""

    def read(self, body: bytes) -> Event:
        """Raises ValueError for what is none of its messages."""
