"""What we could not take from a file, said so that whoever sent it can put it right."""

from msgspec import Struct


class Refusal(Struct, frozen=True, kw_only=True):
    """One record, or with ``warning`` one field of it, that we did not take.

    ``found`` describes and never repeats a personal value: a code, a shape, a length. ``line`` is
    1-based; in a single document it is the number of the record.
    """

    expected: str
    found: str = ""
    field: str = ""
    line: int | None = None
    now: str = "This record was left out. The others landed."  # what happens now
    warning: bool = False  # the record is kept without this field


class NotNeeded(Struct, frozen=True):
    """A sound record of a kind that we do not keep, such as an Organization: only counted."""

    kind: str


KEPT_WITHOUT = "The record landed without this field."


def shape(value: object, longest: int = 40) -> str:
    """Describe a value without telling it: letters and digits become "a" and "9"."""
    text = str(value)
    masked = "".join(map(_masked, text[:longest]))
    return masked + ("…" if len(text) > longest else "")


def _masked(one: str) -> str:
    if one.isdigit():
        return "9"
    if one.isalpha():
        return "a"
    return one if one.isprintable() else "?"  # no database holds half a character or a NUL
