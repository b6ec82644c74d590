"""What every channel can do: take a letter, say how the provider calls it, or why not."""

from types import TracebackType
from typing import Protocol, Self

from msgspec import Struct


class Letter(Struct, frozen=True, kw_only=True):
    """``key`` is the same at each try. ``text`` and ``html`` say the same; a text has no html.

    ``calendar`` is a calendar file for programs that keep one, ``method`` what they do with it.
    ``only`` names the provider that may have it already: no other is to get it.
    """

    key: str
    address: str
    text: str
    language: str
    subject: str = ""
    html: str = ""
    stop_url: str = ""
    calendar: bytes = b""
    method: str = ""
    only: str = ""


class Taken(Struct, frozen=True):
    """Which provider has it now, and what it calls it, or ""."""

    provider: str
    id: str = ""


class NotNow(Exception):
    """It may go at another time. ``away``: nothing goes through this provider at present.

    ``unknown``: nobody knows whether the provider has it, so that no other may be asked.
    """

    def __init__(self, reason: str, *, away: bool = False, unknown: bool = False) -> None:
        super().__init__(reason)
        self.away, self.unknown = away, unknown
        self.provider = ""


class Never(Exception):
    """This address does not take it, now or later."""


class Way(Protocol):
    """One provider. Open as a context manager; it keeps its connection from letter to letter."""

    name: str

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def send(self, letter: Letter) -> str:
        """Hand it over; the provider's own name for it, or "". Raises `NotNow` or `Never`."""
        ...
