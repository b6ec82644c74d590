"""A copy of all that we keep about a member, made of the tables themselves, so that it is complete.

A column that is not in it is named in `Rule.withheld` with the reason, and the copy says so.
"""

import datetime as dt
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec
from django.db.models import Field, ForeignKey
from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import DataCopy, DataRequest, Member, User
from accounts.retention import ALL, LAWS, Rule
from accounts.retention.words import how_long
from accounts.rights.rows import OWNED, counted, model_of, rows_of

KEPT = dt.timedelta(days=7)
LARGE = 2_000  # rows; a copy of more is made by the worker, because a page would wait for it


def is_large(member: Member) -> bool:
    found = {label: rows_of(rule, member) for label, rule in OWNED.items()}
    return sum(counted(found, member).values()) > LARGE


def make(request: DataRequest) -> dict[str, int]:
    """Make the copy that was asked for; how many rows of each table are in it."""
    provided = request.kind == DataRequest.Kind.PORTABILITY
    made = now()
    tables = [
        table
        for rule in rules_of(request.kind)
        if (table := table_of(rule, request.member, provided))
    ]
    whole = {
        "made_at": made,
        "member_number": request.member.number,
        "request": request.reference,
        "about": about(provided),
        "tables": tables,
    }
    counts = {table["table"]: len(table["rows"]) for table in tables}
    DataCopy.objects.update_or_create(
        request=request,
        defaults={
            "packed": zlib.compress(msgspec.json.encode(whole, enc_hook=str)),
            "rows": sum(counts.values()),
            "made_at": made,
            "gone_at": made + KEPT,
        },
    )
    return counts


def rules_of(kind: str) -> list[Rule]:
    """Of everything, or of what the member gave us."""
    all_of_it = kind != DataRequest.Kind.PORTABILITY
    return [rule for rule in OWNED.values() if all_of_it or rule.provided]


def about(provided: bool) -> str:
    if provided:
        return _("This is what you gave us, in a form that another service can read.")
    return _("This is everything that we keep about you, with how long we keep it and why.")


def table_of(rule: Rule, member: Member, provided: bool) -> dict[str, Any]:
    """One table as the copy has it; one query."""
    columns = dict(columns_of(rule, provided))
    rows = rows_of(rule, member).order_by("pk").values_list(*columns.values())
    return {
        "table": rule.model,
        "what": str(rule.what),
        "kept": how_long(rule),
        "why": str(LAWS[rule.law].why),
        "law": LAWS[rule.law].rule,
        "left_out": {} if provided else {name: str(why) for name, why in rule.withheld.items()},
        "rows": [dict(zip(columns, map(plain, row), strict=True)) for row in rows],
    }


def plain(value: Any) -> Any:
    """Bytes, such as a fingerprint, as hexadecimal."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def columns_of(rule: Rule, provided: bool) -> Iterator[tuple[str, str]]:
    """The name of each column, and the lookup that reads it."""
    for field in model_of(rule)._meta.concrete_fields:
        if field.name in rule.withheld:
            continue
        if provided and rule.provided != ALL and field.name not in rule.provided:
            continue
        yield field.name, lookup_of(field, rule)


def lookup_of(field: Field, rule: Rule) -> str:
    """Of somebody who works here their role, of a plan its name, else what is in the column."""
    if not isinstance(field, ForeignKey):
        return field.name
    towards = field.related_model
    if towards is User and not rule.owner.startswith(f"{field.name}__"):
        return f"{field.name}__role"
    if towards._meta.label not in OWNED and any(f.name == "name" for f in towards._meta.fields):
        return f"{field.name}__name"
    return field.attname


def unpacked(copy: DataCopy) -> dict[str, Any]:
    return msgspec.json.decode(zlib.decompress(copy.packed))
