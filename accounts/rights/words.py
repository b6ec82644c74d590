"""Requests about data as members and officers read them: finished sentences."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct

from accounts.clock_words import full_day, moment, sentence
from accounts.models import DataRequest, DataRequestStep
from accounts.regimes import REGIMES, is_soon
from accounts.retention import LAWS, RULES, Asked, Group
from accounts.retention.words import how_long
from accounts.rights.column_labels import LABELS
from accounts.rights.deletion import SESSIONS, Part
from accounts.rights.requests import ASK, TELL

TITLES: dict[str, str | Promise] = {
    "access": gettext_lazy("A copy of everything"),
    "correction": gettext_lazy("A correction"),
    "deletion": gettext_lazy("A deletion"),
    "portability": gettext_lazy("A copy of what you gave us"),
}
OTHER_STORES: dict[str, str | Promise] = {
    SESSIONS: gettext_lazy("Where you are signed in"),
    "source": gettext_lazy("We ask the system that told us"),
    "member": gettext_lazy("We tell you what we found"),
}


class RequestRow(Struct, frozen=True):
    """One request in a list; ``late`` and ``soon`` are for those who answer it."""

    url: str
    title: str
    state: str
    asked: str
    member: str = ""
    late: bool = False
    soon: bool = False


class StepRow(Struct, frozen=True):
    what: str
    state: str
    done: bool
    trouble: bool


def request_row(request: DataRequest, *, today: dt.date, for_staff: bool = False) -> RequestRow:
    open_ = request.finished_at is None
    late = open_ and request.due_on < today
    return RequestRow(
        url=(
            reverse("accounts:audit_request_detail", args=[request.pk])
            if for_staff
            else request.get_absolute_url()
        ),
        title=f"{TITLES[request.kind]}, {request.reference}",
        state=due_words(request, today) if for_staff and open_ else state_words(request, today),
        asked=moment(request.asked_at),
        member=request.member.number if for_staff else "",
        late=late,
        soon=open_ and is_soon(request.due_on, today),
    )


def state_words(request: DataRequest, today: dt.date) -> str:
    """What its member reads."""
    if request.finished_at is None:
        if request.due_on < today:
            return _("We said we would answer by {day}. We are late, and we are sorry.").format(
                day=full_day(request.due_on)
            )
        return _("We answer by {day} at the latest.").format(day=full_day(request.due_on))
    when = moment(request.finished_at)
    if request.outcome == DataRequest.Outcome.REFUSED:
        return sentence(_("We did not agree to it on {when}."), when=when)
    return sentence(_("Done on {when}."), when=when)


def due_words(request: DataRequest, today: dt.date) -> str:
    """What those who answer it read."""
    days = (request.due_on - today).days
    if days < 0:
        late = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
        return _("Overdue: {late}. It was due on {day}.").format(
            late=late, day=full_day(request.due_on)
        )
    left = ngettext("{n} day left", "{n} days left", days).format(n=days)
    soon = _("Due soon") if is_soon(request.due_on, today) else _("Open")
    return _("{state}: {left}, until {day}.").format(
        state=soon, left=left, day=full_day(request.due_on)
    )


def found_words(on: dt.date) -> str:
    """How many are open, and how many of them late; two queries."""
    waiting = DataRequest.objects.open().count()
    late = DataRequest.objects.overdue(on).count()
    words = ngettext("{n} open request.", "{n} open requests.", waiting).format(n=f"{waiting:,}")
    if late:
        words += " " + ngettext("{n} is late.", "{n} are late.", late).format(n=f"{late:,}")
    return words


def step_rows(steps: Iterable[DataRequestStep]) -> list[StepRow]:
    """What was done where, and how many entries that were; stores that held nothing as one row."""
    rows, nothing = [], 0
    for step in steps:
        if step.done_at is not None and step.rows == 0:
            nothing += 1
        else:
            done, trouble = step.done_at is not None, bool(step.trouble)
            rows.append(StepRow(store_words(step.store), step_state(step), done, trouble))
    if nothing:
        words = ngettext("{n} more place", "{n} more places", nothing).format(n=nothing)
        rows.append(StepRow(words, _("There was nothing of yours."), done=True, trouble=False))
    return rows


def store_words(store: str) -> str:
    return str(OTHER_STORES[store] if store in OTHER_STORES else RULES[store].what)


def step_state(step: DataRequestStep) -> str:
    if step.trouble:
        return _("It did not work yet. We try again.")
    if step.done_at is None:
        return _("Not done yet")
    if step.doing in (ASK, TELL):
        return step.note or _("Done")
    number = entries(step.rows or 0)
    done = {
        "copy": _("{entries} copied"),
        Asked.GOES.value: _("{entries} deleted"),
        Asked.BLANKED.value: _("{entries} emptied"),
        Asked.PRUNED.value: _("{entries} deleted, but for a fingerprint"),
    }[step.doing]
    return done.format(entries=number)


def entries(number: int) -> str:
    return ngettext("{n} entry", "{n} entries", number).format(n=f"{number:,}")


def regime_words(request: DataRequest) -> list[str]:
    """Which laws its clock is counted by."""
    known = [REGIMES[key] for key in request.regimes if key in REGIMES]
    return [f"{one.name} ({one.rule})" if one.rule else str(one.name) for one in known]


def night_words(at: dt.datetime, rows: int, trouble: str) -> str:
    """What the last clearing of a table did, for those who work here."""
    if trouble:
        words = _("{when}: it did not work ({trouble}), and {entries} deleted.")
    else:
        words = _("{when}: {entries} deleted.")
    return words.format(when=moment(at), entries=entries(rows), trouble=trouble)


# What a deletion takes and leaves


class PartRow(Struct, frozen=True):
    what: str
    entries: str
    until: str = ""
    why: str = ""
    rule: str = ""


class PreviewWords(Struct, frozen=True):
    """What goes, what is emptied, what goes only with the sign-in, and what stays by which law."""

    goes: list[PartRow]
    emptied: list[PartRow]
    sign_in: list[PartRow]
    stays: list[PartRow]
    held: bool


def preview_words(parts: Iterable[Part], *, held: bool) -> PreviewWords:
    rows: dict[str, list[PartRow]] = {"goes": [], "emptied": [], "sign_in": [], "stays": []}
    for part in parts:
        rows[place_of(part)].append(part_row(part, held=held))
    return PreviewWords(held=held, **rows)


def place_of(part: Part) -> str:
    if part.becomes is Asked.STAYS:
        return "stays"
    if part.rule.group is Group.SIGN_IN:
        return "sign_in"
    return "goes" if part.becomes is Asked.GOES else "emptied"


def part_row(part: Part, *, held: bool) -> PartRow:
    what, number = str(part.rule.what), entries(part.rows)
    if part.becomes is Asked.BLANKED:
        emptied = [str(LABELS[name]) for name in part.rule.blank if name in LABELS]
        return PartRow(what, number, ", ".join(emptied))
    if part.becomes is Asked.PRUNED:
        return PartRow(what, number, _("All but a fingerprint, which shows that the rest is whole"))
    if part.becomes is Asked.GOES:
        return PartRow(what, number)
    law = LAWS["legal_hold" if held else part.rule.staying_law]
    return PartRow(what, number, how_long(part.rule), str(law.why), law.rule)
