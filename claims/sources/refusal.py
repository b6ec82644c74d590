"""What we could not take from a file, said so that whoever sent it can put it right."""

from msgspec import Struct


class Refusal(Struct, frozen=True, kw_only=True):
    """One record (or, with ``warning``, one field of a record that landed without it).

    ``line`` is 1-based: the line of a text file, the number of the record elsewhere. ``found``
    describes and never holds a personal value. ``now`` says what happens now.
    """

    expected: str
    found: str = ""
    field: str = ""
    line: int | None = None
    now: str = "This record was left out. The others landed."
    warning: bool = False
