"""Files for officers: streamed, safe for a spreadsheet, and logged with their rows and digest."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from accounts.clock import now
from accounts.keyset import Keyset
from accounts.models import AccessRecord, AuditExport, ConsentEvent, Member, Use, User
from accounts.spreadsheet import as_csv

BLOCK = 1000  # rows of one query and one piece

Cells = Callable[[Any], tuple[Any, ...]]


def event_cells(event: ConsentEvent) -> tuple[Any, ...]:
    return (
        str(event.subject_id),
        event.seq,
        instant(event.recorded_at),
        instant(event.effective_at),
        event.purpose,
        event.category,
        event.decision,
        instant(event.valid_until),
        event.who,
        event.through,
        event.screen,
        event.language,
        event.version,
        hexadecimal(event.wording),
        str(event.receipt),
        hexadecimal(event.previous),
        hexadecimal(event.hash),
    )


def use_cells(use: Use) -> tuple[Any, ...]:
    return (
        use.pk,
        instant(use.used_at),
        use.purpose,
        use.category,
        use.doing,
        use.actor.email if use.actor else "",
        "allowed" if use.allowed else "refused",
        use.reason,
        use.event.seq if use.event else "",
        use.version,
    )


def look_cells(look: AccessRecord) -> tuple[Any, ...]:
    return (
        instant(look.looked_at),
        look.user.email,
        look.user.role,
        look.member.number,
        look.what,
        str(look.subject_id or ""),
        look.reason,
    )


EVENTS = [
    "subject",
    "row",
    "recorded_at",
    "effective_at",
    "purpose",
    "category",
    "decision",
    "valid_until",
    "who",
    "through",
    "screen",
    "language",
    "version",
    "wording_sha256",
    "receipt",
    "previous",
    "hash",
]
USES = [
    "use",
    "used_at",
    "purpose",
    "category",
    "doing",
    "by",
    "verdict",
    "reason",
    "rests_on_row",
    "version",
]
LOOKS = ["looked_at", "who", "role", "member", "what", "about", "reason"]


def csv_file(
    rows: QuerySet,
    keyset: Keyset,
    head: Iterable[str],
    cells: Cells,
    *,
    by: User,
    what: str,
    asked: Mapping[str, str],
    member: Member | None = None,
) -> StreamingHttpResponse:
    """All of these rows, in flat memory. The log has it from now on, and its digest at the end."""
    export = AuditExport.objects.create(by=by, member=member, what=what, asked=dict(asked))
    export.refresh_from_db()
    content = logged(export, pieces(rows, keyset, head, cells))
    name = f"{what}-{export.began_at:%Y%m%d-%H%M%S}.csv"
    return StreamingHttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def pieces(
    rows: QuerySet, keyset: Keyset, head: Iterable[str], cells: Cells
) -> Iterator[tuple[bytes, int]]:
    """Bytes, and how many rows are in them. Page by page, so that no query lives long."""
    yield as_csv(head).encode(), 0
    rows = rows.order_by(*keyset.ordering())
    part = list(rows[:BLOCK])
    while part:
        yield "".join(as_csv(cells(row)) for row in part).encode(), len(part)
        place = [attrgetter(name)(part[-1]) for name in keyset.columns]
        part = list(rows.filter(keyset.after(place))[:BLOCK]) if len(part) == BLOCK else []


def logged(export: AuditExport, content: Iterable[tuple[bytes, int]]) -> Iterator[bytes]:
    """The bytes as they go out. What breaks off on the way stays unfinished in the log."""
    digest, number = hashlib.sha256(), 0
    for piece, rows in content:
        digest.update(piece)
        number += rows
        yield piece
    finish(export, number, digest.hexdigest())


def finish(export: AuditExport, rows: int, sha256: str) -> None:
    unfinished = AuditExport.objects.filter(pk=export.pk, finished_at=None)
    unfinished.update(finished_at=now(), rows=rows, sha256=sha256)


def instant(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""


def hexadecimal(content: bytes | memoryview | None) -> str:
    return bytes(content).hex() if content else ""
