"""Values as PostgreSQL's COPY reads them in its CSV format, texts as one array, and JSON.

JSON without its brackets is CSV but for the escapes in texts, and msgspec writes it ten times as
fast as Python or psycopg write a row. ``null`` is no value, ``"null"`` a text: only what stands
without quotes can be NULL (https://www.postgresql.org/docs/18/sql-copy.html, "CSV Format").
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

NULL = "null"

_encoder = msgspec.json.Encoder()
encode, encode_rows = _encoder.encode, _encoder.encode_lines


def array(values: Iterable[str]) -> str:
    """Texts as the literal of a ``text[]``: as a parameter it costs a tenth of a list."""
    found = [*values]
    if not found:
        return "{}"
    if any('"' in one or "\\" in one for one in found):
        found = [one.replace("\\", r"\\").replace('"', r"\"") for one in found]
    return '{"' + '","'.join(found) + '"}'


def json(value: Any) -> msgspec.Raw:
    """A cell of a ``json`` column: the whole of it is one text of CSV."""
    return msgspec.Raw(b'"' + encode(value).replace(b'"', b'""') + b'"')


NO_JSON = msgspec.Raw(b'"[]"')


def with_arrays(row: Iterable[Any]) -> list[Any]:
    """A row in which lists of texts are what `lines_of` takes."""
    return [array(value) if isinstance(value, list | tuple) else value for value in row]


def lines_of(rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows as lines for COPY. A list of texts is given as `array`, a JSON value as `json`.

    Nearly no row has a backslash, the mark of a text that JSON writes in another way than CSV.
    """
    block = encode_rows(rows)[1:-2].replace(b"]\n[", b"\n")  # no text of JSON has a line's end
    if b"\\" in block:
        lines = zip(block.split(b"\n"), rows, strict=True)
        block = b"\n".join([_line_of(row) if b"\\" in line else line for line, row in lines])
    return block + b"\n"


def _line_of(row: Sequence[Any]) -> bytes:
    return b",".join(map(_cell, row))


def _cell(value: Any) -> bytes:
    if isinstance(value, str):
        return b'"' + value.replace('"', '""').encode() + b'"'
    return encode(value)
