"""An import as an operator reads it: where it stands, what came, what was refused."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from claims.alarm_words import moment
from claims.answers.answer import Fact
from claims.answers.words import join, say
from claims.models import ImportBatch
from claims.models.batch import GIVEN_UP, MOST_TRIES
from claims.store.refusals import MOST_KEPT


class BatchRow(Struct, frozen=True, kw_only=True):
    url: str
    file: str
    when: str
    state: str
    counts: str


class RefusalRow(Struct, frozen=True, kw_only=True):
    """Refusals that say the same, in English from ``expected`` to ``now``, as they are kept."""

    count: str
    field: str
    expected: str
    found: str
    now: str
    lines: str


def batch_row(batch: ImportBatch, at: dt.datetime) -> BatchRow:
    return BatchRow(
        url=batch.get_absolute_url(),
        file=batch.file_name,
        when=moment(batch.started_at),
        state=state(batch, at),
        counts=counts(batch),
    )


def counts(batch: ImportBatch) -> str:
    """Read 5 records: 2 new or changed, 1 already here, 1 held, 1 refused."""
    read = ngettext("Read {n} record:", "Read {n} records:", batch.read)
    parts = say(
        _("{landed} new or changed, {unchanged} already here, {held} held, {refused} refused."),
        landed=f"{batch.landed:,}",
        unchanged=f"{batch.unchanged:,}",
        held=f"{batch.held:,}",
        refused=f"{batch.refused:,}",
    )
    return join(say(read, n=f"{batch.read:,}"), parts)


def state(batch: ImportBatch, at: dt.datetime) -> str:
    """Where it stands, in a sentence or two."""
    if batch.finished_at:
        return say(_("Ended {moment}."), moment=moment(batch.finished_at))
    if batch.tries == GIVEN_UP:
        return _("It did not run: its file is gone or cannot be read.")
    if batch.is_waiting():
        return _("Waiting for the worker, which looks every minute.")
    if not batch.is_cut_short(at):
        return _("Running now.")
    if batch.rerun_of_id and batch.tries < MOST_TRIES:
        return _("It broke off. The worker takes it up again by itself.")
    return _("Cut short: it did not reach the end of its file.")


def batch_facts(batch: ImportBatch, at: dt.datetime) -> tuple[Fact, ...]:
    source, first = batch.source, batch.rerun_of
    facts = [
        Fact(_("Source"), source.slug, source.get_absolute_url()),
        Fact(_("File"), say("{name}", name=batch.file_name)),
        Fact(_("Started"), moment(batch.started_at)),
        Fact(_("Started by"), who(batch)),
        Fact(_("State"), state(batch, at)),
        Fact(_("What came"), counts(batch)),
    ]
    if first:
        again = say(_("The import of {moment}"), moment=moment(first.started_at))
        facts.append(Fact(_("Runs again"), again, first.get_absolute_url()))
    return tuple(facts)


def who(batch: ImportBatch) -> str:
    if batch.started_by:
        return batch.started_by.email
    return _("The command line, or the portal itself")


def is_on_its_way(batch: ImportBatch, at: dt.datetime) -> bool:
    """Whether looking again later shows more."""
    if batch.finished_at or batch.tries == GIVEN_UP:
        return False
    return not batch.is_cut_short(at)


def refusal_row(group: dict[str, Any]) -> RefusalRow:
    number, lines = group["count"], [one for one in group["lines"] or () if one]
    counted = ngettext("{n} record", "{n} records", number)
    if group["warning"]:
        counted = ngettext("{n} field left out", "{n} fields left out", number)
    return RefusalRow(
        count=say(counted, n=f"{number:,}"),
        field=group["field"],
        expected=group["expected"],
        found=group["example"],
        now=group["now"],
        lines=lines_in_words(lines, more=number > len(lines)),
    )


def kept_words(batch: ImportBatch) -> str:
    """That there was more than what is kept; "" when all is here."""
    said = []
    if batch.refused > MOST_KEPT:
        words = _("{total} records were refused. The first {kept} are kept.")
        said.append(say(words, total=f"{batch.refused:,}", kept=f"{MOST_KEPT:,}"))
    if batch.left_out > MOST_KEPT:
        words = _("{total} fields were left out. The first {kept} are kept.")
        said.append(say(words, total=f"{batch.left_out:,}", kept=f"{MOST_KEPT:,}"))
    return join(*said)


def lines_in_words(lines: list[int], *, more: bool) -> str:
    if not lines:
        return ""
    listed = ", ".join(f"{line:,}" for line in lines)
    if more:
        return say(_("Lines {lines} and more."), lines=listed)
    sentence = ngettext("Line {lines}.", "Lines {lines}.", len(lines))
    return say(sentence, lines=listed)
