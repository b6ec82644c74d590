"""Our own ledger format for balances, CSV or JSON: docs/ledger.md is its description.

It exists because no open standard says what a member owes. An amount or a day that can be read in
two ways is refused, never guessed.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from msgspec import structs

from claims.facts import EntryRecord, EntryType, StatementRecord
from claims.sources.documents import documents, unpacked, until_damage
from claims.sources.refusal import Refusal, shape
from claims.sources.rows import (
    LONGEST_ROW,
    TooLong,
    Unfit,
    choice,
    date,
    dollars,
    given,
    not_negative,
    optional,
    rows,
    words,
    yes,
)
from claims.sources.tracking import Heard
from claims.sources.values import MIDDAY, content_hash, instant, text

Record = EntryRecord | StatementRecord

COLUMNS = frozenset(
    (
        *("record", "account", "member", "account_title", "currency"),
        *("id", "type", "amount", "effective_on", "posted_at", "description", "payer"),
        *("claim", "order", "statement", "with_payer", "reversal_of"),
        *("number", "transmitted_on", "due_on", "opening", "charges", "payments", "closing"),
        *("minimum", "late_fee", "period_from", "period_to"),
    )
)
ALWAYS = ("account", "member")
MEMBER_NUMBER = "member_number"
RAISES = frozenset({EntryType.CHARGE, EntryType.INTEREST, EntryType.REFUND})
LOWERS = frozenset({EntryType.PAYER_PAYMENT, EntryType.MEMBER_PAYMENT, EntryType.WRITE_OFF})


def parse(stream: BinaryIO, *, source: str, received_at: dt.datetime) -> Iterator[Record | Refusal]:
    """Entries and statements in the file's order; a bad row is refused, the others go on."""
    yield from until_damage(lambda: _read(unpacked(stream), Heard(source, received_at)))


def _read(stream: io.BufferedReader, heard: Heard) -> Iterator[Record | Refusal]:
    is_json = stream.peek(1)[:1] in (b"{", b"[")
    return _json(stream, heard) if is_json else _csv(stream, heard)


def _json(stream: io.BufferedReader, heard: Heard) -> Iterator[Record | Refusal]:
    """Objects with the same names as the columns: a list, one a line, or under two headings."""
    for document in documents(stream):
        if isinstance(document, Refusal):
            yield document
            continue
        for number, row in enumerate(_under_headings(document.content), start=document.line):
            if isinstance(row, Mapping):
                yield _row(row, number, heard)
            else:
                yield Refusal(line=number, expected="an object", found="something else")


def _under_headings(content: Any) -> list:
    if not isinstance(content, Mapping) or not {"entries", "statements"} & content.keys():
        return [content]
    return [
        {"record": record, **row} if isinstance(row, Mapping) else row
        for heading, record in (("statements", "statement"), ("entries", "entry"))
        for row in _listed(content.get(heading))
    ]


def _listed(under: Any) -> list:
    """What stands under a heading; what is no list is one row, which is then refused."""
    if under is None:
        return []
    return under if isinstance(under, list) else [under]


def _csv(stream: io.BufferedReader, heard: Heard) -> Iterator[Record | Refusal]:
    content = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="")
    table = rows(content)
    line, header = next(table, (1, []))
    if isinstance(header, TooLong):
        yield _too_long(line)
        return
    if isinstance(header, csv.Error):
        header = []
    names = [name.strip().lower() for name in header]
    problem = _header_problem(names)
    if problem:
        yield problem
        return
    for name in names:
        if name not in COLUMNS:
            yield Refusal(
                line=line,
                field=text(name, 40),
                expected="a column of docs/ledger.md",
                found="another column",
                now="The rows landed without this column.",
                warning=True,
            )
    for line, cells in table:
        yield _cells(names, cells, line, heard)


def _header_problem(names: list[str]) -> Refusal | None:
    missing = [name for name in ALWAYS if name not in names]
    twice = [name for name in names if names.count(name) > 1]
    if missing or twice:
        return Refusal(
            line=1,
            field=text((missing or twice)[0], 40),
            expected="a first line with the column names of docs/ledger.md, each once",
            found="a missing column" if missing else "a column that is there twice",
            now="Nothing of this file landed.",
        )
    return None


def _cells(names: list[str], cells: Any, line: int, heard: Heard) -> Record | Refusal:
    if isinstance(cells, TooLong):
        return _too_long(line)
    if isinstance(cells, csv.Error):
        return Refusal(line=line, expected="a row of CSV", found=text(str(cells), 80))
    if len(cells) != len(names):
        return Refusal(line=line, expected=f"{len(names)} cells", found=f"{len(cells)} cells")
    return _row(dict(zip(names, cells, strict=True)), line, heard)


def _too_long(line: int) -> Refusal:
    return Refusal(
        line=line,
        expected=f"a row of {LONGEST_ROW:,} characters or fewer",
        found="a longer one, or one without an end",
        now="The rows before it landed. Nothing behind it was read.",
    )


def _row(row: Mapping, line: int, heard: Heard) -> Record | Refusal:
    try:
        kind = choice(row, "record", ("entry", "statement")) if row.get("record") else "entry"
        record = _statement(row, heard) if kind == "statement" else _entry(row, heard)
    except Unfit as unfit:
        return Refusal(line=line, field=unfit.field, expected=unfit.expected, found=unfit.found)
    stated = structs.asdict(record)
    del stated["line"]  # where it stands is no part of what it says
    return structs.replace(record, content_hash=content_hash(stated), line=line)


def _entry(row: Mapping, heard: Heard) -> EntryRecord:
    kind = EntryType(choice(row, "type", tuple(EntryType)))
    effective_on = date(row, "effective_on")
    return EntryRecord(
        source=heard.source,
        account=words(row, "account", 80),
        external_id=words(row, "id", 120),
        content_hash="",
        customer=_customer(row),
        type=kind,
        cents=_signed(row, kind),
        effective_on=effective_on,
        posted_at=_posted_at(row, effective_on),
        description=optional(row, "description", 300),
        payer=optional(row, "payer", 200),
        claim_number=optional(row, "claim", 80),
        order_number=optional(row, "order", 80),
        statement=optional(row, "statement", 80),
        with_payer=yes(row, "with_payer"),
        reversal_of=optional(row, "reversal_of", 120),
        account_title=optional(row, "account_title", 200),
    )


def _statement(row: Mapping, heard: Heard) -> StatementRecord:
    record = StatementRecord(
        source=heard.source,
        account=words(row, "account", 80),
        number=words(row, "number", 80),
        content_hash="",
        customer=_customer(row),
        transmitted_on=date(row, "transmitted_on"),
        due_on=date(row, "due_on"),
        opening=dollars(row, "opening"),
        charges=not_negative(row, "charges"),
        payments=not_negative(row, "payments"),
        closing=dollars(row, "closing"),
        minimum=not_negative(row, "minimum") if given(row, "minimum") else None,
        late_fee=not_negative(row, "late_fee") if given(row, "late_fee") else None,
        period_from=date(row, "period_from") if given(row, "period_from") else None,
        period_to=date(row, "period_to") if given(row, "period_to") else None,
        account_title=optional(row, "account_title", 200),
    )
    if record.closing != record.opening + record.charges - record.payments:
        raise Unfit("closing", "opening + charges - payments", "another sum")
    if record.due_on < record.transmitted_on:
        raise Unfit("due_on", "the day the statement was sent, or later", "an earlier day")
    return record


def _posted_at(row: Mapping, effective_on: dt.date) -> dt.datetime:
    if not given(row, "posted_at"):
        return dt.datetime.combine(effective_on, MIDDAY)
    found = instant(row["posted_at"].strip()) if isinstance(row["posted_at"], str) else None
    if found is None:
        raise Unfit("posted_at", "a time like 2026-03-17T09:30:00Z", shape(row["posted_at"]))
    return found


def _signed(row: Mapping, kind: EntryType) -> int:
    """Cents whose sign fits their kind: positive raises what is owed, negative lowers it."""
    found = dollars(row, "amount")
    if found == 0:
        raise Unfit("amount", "an amount that is not 0", "0")
    if kind in RAISES and found < 0:
        raise Unfit("amount", f"a positive amount: a {kind} raises what is owed", "a negative one")
    if kind in LOWERS and found > 0:
        raise Unfit("amount", f"a negative amount: a {kind} lowers what is owed", "a positive one")
    return found


def _customer(row: Mapping) -> tuple[str, str]:
    """ "M-1001" is a member number; "system|value" any other identifier."""
    system, bar, value = words(row, "member", 401).rpartition("|")
    if not value.strip():
        raise Unfit("member", "a member number, or system|value", "none")
    return (system.strip() if bar else MEMBER_NUMBER, value.strip())
