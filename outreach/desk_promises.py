"""What we owe members after calls, in finished words: for the desk, and for the supervisor."""

import datetime as dt
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, Func, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import User
from claims.answers.words import day, local_date, say
from outreach.kept_promises import done_by_others
from outreach.languages import marked
from outreach.models import Call, Correction, SummaryLine

MOST = 50
SOON = dt.timedelta(days=1)
CALLED, WRITER = "summary__call__member", "summary__written_by__specialist"
MEMBER = ("summary__call__pk", CALLED, f"{CALLED}__preferred_name", f"{CALLED}__legal_name")
DONE_BY = Coalesce("kept_by__specialist__name", "kept_by__email")
SOONEST = attrgetter("day", "key")


class Due(Struct, frozen=True, kw_only=True):
    key: UUID
    member: UUID
    name: str
    text: str
    by: str
    late: bool
    soon: bool = False
    who: str = ""
    said: str = ""
    call: str = ""
    url: str = ""


class Owed(Struct, frozen=True):
    """``done``: promises of theirs that somebody else noted as done lately."""

    promises: list[Due]
    corrections: list[Due]
    done: list[Due]

    @property
    def all(self) -> list[Due]:
        return [*self.promises, *self.corrections, *self.done]


class Row(NamedTuple):
    """``text``, ``language`` and ``translated`` are of a line, None where a correction is of none;
    ``words`` are what a member says is wrong. ``day`` is when it is due, or was done."""

    key: UUID
    call: UUID
    member: UUID
    preferred_name: str
    legal_name: str
    what: str
    text: str | None
    language: str | None
    translated: str | None
    words: str
    day: dt.date
    who: str

    @property
    def name(self) -> str:
        return self.preferred_name or self.legal_name


def owed(at: dt.datetime, zone: str, *, of: User | None = None) -> Owed:
    """``of`` somebody or of everybody, the soonest first. One query, because each is a wait."""
    lines, done = SummaryLine.objects.ours().with_owner(), SummaryLine.objects.none()
    if of:
        lines, done = lines.filter(owner_id=of.pk), done_by_others(of, at)
    local = Func(Value(zone), "kept_at", function="timezone", output_field=DateTimeField())
    wrong = Correction.objects.filter(answered_at=None).order_by("answer_by", "pk")
    parts = (
        rows_of(lines, "promise", day=F("due_on"), who=F("owner_name")),
        corrections(wrong),
        rows_of(done, "done", day=Cast(local, DateField()), who=DONE_BY),
    )
    rows = sorted(map(Row._make, parts[0].union(*parts[1:], all=True)), key=SOONEST)
    today, of_each = local_date(at, zone), {what: [] for what in DUE}
    for row in rows:
        of_each[row.what].append(DUE[row.what](row, today))
    return Owed(of_each["promise"], of_each["correction"], of_each["done"])


def corrections(found: QuerySet) -> QuerySet:
    return rows_of(found, "correction", day=F("answer_by"), who=F(f"{WRITER}__name"))


def rows_of(found: QuerySet, what: str, *, day: Any, who: Any) -> QuerySet:
    is_line = found.model is SummaryLine
    named = {
        "what": Value(what),
        "said": F("text") if is_line else F("line__text"),
        "said_in": F("language") if is_line else F("line__language"),
        "otherwise": F("translated") if is_line else F("line__translated"),
        "words": Value("") if is_line else F("text"),
        "day": day,
        "whose": Coalesce(who, Value(""), output_field=CharField()),
    }
    return found.annotate(**named).values_list("pk", *MEMBER, *named)[:MOST]


def promise_due(row: Row, today: dt.date) -> Due:
    return Due(
        key=row.key,
        call=Call(pk=row.call).get_absolute_url(),
        member=row.member,
        name=row.name,
        text=marked(row),
        by=by_words(row.day, today),
        late=row.day < today,
        soon=today <= row.day <= today + SOON,
        who=row.who,
        url=f"/desk/promises/{row.key}/",
    )


def correction_due(row: Row, today: dt.date) -> Due:
    return Due(
        key=row.key,
        member=row.member,
        name=row.name,
        said=marked(row) if row.text else "",
        text=row.words,
        by=by_words(row.day, today),
        late=row.day < today,
        who=row.who,
        url=f"/desk/corrections/{row.key}/",
    )


def due_of(one: Correction, today: dt.date) -> Due:
    """The same of one; one query."""
    found = corrections(Correction.objects.filter(pk=one.pk))
    return correction_due(Row._make(found.get()), today)


def done_by_another(row: Row, today: dt.date) -> Due:
    words = say(_("{name} did this: {date}."), name=row.who, date=day(row.day, today=today))
    return Due(
        key=row.key,
        member=row.member,
        name=row.name,
        text=marked(row),
        by=words,
        late=False,
    )


DUE = {"promise": promise_due, "correction": correction_due, "done": done_by_another}


def by_words(due_on: dt.date, today: dt.date) -> str:
    words = _("Late: it was due on {date}.") if due_on < today else _("By {date}.")
    return say(words, date=day(due_on, today=today))
