"""The summary of a call in finished words, for its member."""

import datetime as dt
from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import User
from claims.answers.words import clock, day, local_date, say
from outreach.languages import languages_words, marked, original_words, shown
from outreach.models import Call, Correction, SummaryLine

KINDS = SummaryLine.Kind
SUMMARY_WITHIN = dt.timedelta(hours=1)  # of the beginning of a call


class LineWords(Struct, frozen=True, kw_only=True):
    """``url`` is where to correct it; ``notes`` are what the member corrected and what we answered.

    ``open``: a correction waits for its answer."""

    url: str
    text: SafeString
    original: str = ""
    status: str = ""
    added: str = ""
    late: bool = False
    notes: tuple[str, ...] = ()
    open: bool = False


class SummaryWords(Struct, frozen=True, kw_only=True):
    title: str
    about: str
    drafted: str
    languages: str
    agreed: tuple[LineWords, ...]
    told_us: tuple[LineWords, ...]
    we_told: tuple[LineWords, ...]
    unsettled: tuple[LineWords, ...]
    missing: tuple[str, ...]
    note: str


class SummaryRow(Struct, frozen=True):
    url: str
    title: str


class Theirs(Struct, frozen=True):
    """A summary for another of us who wrote one of the same call."""

    title: str
    heading: str
    lines: tuple[str, ...]


def theirs(call: Call) -> Theirs:
    assert call.summary
    name = first_name(call.summary.written_by) or call.summary.written_by.email
    return Theirs(
        title=say(_("{name} wrote a summary of this call too"), name=name),
        heading=say(_("What {name} wrote"), name=name),
        lines=tuple(
            say("{kind}: {text}", kind=str(one.get_kind_display()), text=marked(one))
            for one in call.summary.lines.order_by("number")
        ),
    )


def first_name(user: User) -> str:
    """As members know whoever calls; "" for somebody who does not."""
    return user.specialist.name if hasattr(user, "specialist") else ""


def title_of(call: Call, today: dt.date, zone: str) -> str:
    return title(first_name(call.specialist), call.began_at, today, zone)


def title(name: str, began_at: dt.datetime, today: dt.date, zone: str) -> str:
    """``name`` is the first name of whoever called, "" where members know none."""
    date = day(local_date(began_at, zone), today=today)
    if name:
        return say(_("Your call with {name} on {date}"), name=name, date=date)
    return say(_("Your call on {date}"), date=date)


def staff_title(name: str, began_at: dt.datetime, today: dt.date, zone: str) -> str:
    """The same for staff, who read it among others' calls."""
    date = day(local_date(began_at, zone), today=today)
    if name:
        return say(_("A call with {name} on {date}"), name=name, date=date)
    return say(_("A call on {date}"), date=date)


def summary_words(call: Call, *, today: dt.date, zone: str) -> SummaryWords:
    """Everything, with its corrections. Three queries beside the call's own."""
    assert call.summary
    corrections = list(call.summary.corrections.order_by("made_at", "pk"))
    words = Sayer(corrections, first_name(call.specialist), today, zone)
    lines = list(call.summary.lines.select_related("added_by__specialist").order_by("number"))
    name = first_name(call.summary.written_by)
    return SummaryWords(
        title=title_of(call, today, zone),
        about=say(_("Written by {name}."), name=name) if name else "",
        drafted=drafted_words(name) if call.summary.drafted else "",
        languages=languages_words(lines, name),
        agreed=words.of(lines, KINDS.AGREED),
        told_us=words.of(lines, KINDS.TOLD_US),
        we_told=words.of(lines, KINDS.WE_TOLD),
        unsettled=words.of(lines, KINDS.UNSETTLED),
        note=note_words(call.summary.note, name),
        missing=tuple(words.added(one) for one in corrections if one.line_id is None),
    )


def note_words(note: str, name: str) -> str:
    if not note:
        return ""
    return say(_("{name} adds: “{note}”"), name=name or _("A specialist"), note=note)


def unfinished_words(call: Call | None, *, now: dt.datetime, zone: str) -> str:
    """Of a call whose summary is not there yet: by when it is, or that it is late."""
    if call is None:
        return ""
    by = call.began_at + SUMMARY_WITHIN
    name = first_name(call.specialist) or _("A specialist")
    if by < now:
        return say(
            _(
                "We said the summary of your call would be here by {time}. It is late, and we are "
                "sorry. {name}'s manager sees that it is late."
            ),
            time=clock(by, zone),
            name=name,
        )
    words = _("{name} is finishing the summary of your call. It will be here by {time}.")
    return say(words, name=name, time=clock(by, zone))


def drafted_words(name: str) -> str:
    return say(
        _(
            "A computer tool wrote a first draft of this. {name} checked and changed it. "
            "It can still be wrong. Tell us if it is."
        ),
        name=name or _("A specialist"),
    )


class Sayer:
    """Says the lines of one summary, each with what the member says of it."""

    def __init__(
        self, corrections: Iterable[Correction], name: str, today: dt.date, zone: str
    ) -> None:
        self.corrections = list(corrections)
        self.name = name or _("A specialist")
        self.today, self.zone = today, zone

    def of(self, lines: Iterable[SummaryLine], kind: str) -> tuple[LineWords, ...]:
        return tuple(self.line(one) for one in lines if one.kind == kind)

    def line(self, line: SummaryLine) -> LineWords:
        own = [one for one in self.corrections if one.line_id == line.pk]
        return LineWords(
            added=added_words(line),
            url=f"/summaries/{line.summary_id}/corrections/{line.number}/",
            text=shown(line),
            original=original_words(line),
            status=self.status(line),
            late=is_late(line, self.today),
            notes=tuple(note for one in own for note in self.notes(one)),
            open=any(one.answered_at is None for one in own),
        )

    def status(self, line: SummaryLine) -> str:
        if not line.due_on:
            return ""
        if line.kept_at:
            done = day(local_date(line.kept_at, self.zone), today=self.today)
            return say(_("Done on {date}."), date=done)
        by = day(line.due_on, today=self.today)
        if line.owner == SummaryLine.Owner.MEMBER:
            return say(_("You do this by {date}."), date=by)
        name = (first_name(line.added_by) if line.added_by else "") or self.name
        words = _("{name} does this by {date}.")
        if is_late(line, self.today):
            words = _("{name} said by {date}. We are late, and we are sorry.")
        return say(words, name=name, date=by)

    def notes(self, one: Correction) -> list[str]:
        said = say(
            _("You told us this is not right on {date}: “{text}”"),
            date=self.day(one.made_at),
            text=one.text,
        )
        return [said, self.reply(one)]

    def added(self, one: Correction) -> str:
        said = say(_("You added on {date}: “{text}”"), date=self.day(one.made_at), text=one.text)
        return SafeString(f"{said} {self.reply(one)}")

    def reply(self, one: Correction) -> str:
        if one.answered_at:
            return say(
                _("{name} answered on {date}: “{text}”"),
                name=first_name(one.answered_by) or _("A specialist"),  # type: ignore[arg-type]
                date=self.day(one.answered_at),
                text=one.answer,
            )
        return say(
            _("{name} will answer by {date}."),
            name=self.name,
            date=day(one.answer_by, today=self.today),
        )

    def day(self, at: dt.datetime) -> SafeString:
        return day(local_date(at, self.zone), today=self.today)


def added_words(line: SummaryLine) -> str:
    if line.added_by is None:
        return ""
    name = first_name(line.added_by) or _("another specialist")
    return say(_("Added by {name}."), name=name)


def is_late(line: SummaryLine, today: dt.date) -> bool:
    ours = line.owner == SummaryLine.Owner.US and line.kept_at is None
    return bool(ours and line.due_on and line.due_on < today)


def summary_rows(calls: Iterable[Call], *, today: dt.date, zone: str) -> list[SummaryRow]:
    return [
        SummaryRow(call.summary.get_absolute_url(), title_of(call, today, zone))
        for call in calls
        if call.summary
    ]
