"""A payment plan in finished words: the choices, the terms and each payment."""

import datetime as dt

from django.utils.translation import ngettext
from msgspec import Struct

from claims.answers.answer import Table
from claims.answers.words import day, money, plain, say
from claims.answers.words import gettext as _
from claims.facts import Instalment
from claims.instalments import PlanStanding, split

SHORTEST_MONTH = 28  # days


class Terms(Struct, frozen=True, kw_only=True):
    """What a member agrees to, the same words whoever they are; ``kept`` is what we store of it."""

    sentences: tuple[str, ...]
    table: Table

    @property
    def kept(self) -> str:
        rows = (": ".join(plain(cell) for cell in row) for row in self.table.rows)
        return "\n".join((*(plain(one) for one in self.sentences), *rows))


def months_words(total: int, months: int) -> str:
    words = ngettext(
        "{n} month: about {amount} each month", "{n} months: about {amount} each month", months
    )
    return say(words, n=months, amount=money(split(total, months)[0]))


def terms(schedule: tuple[Instalment, ...], today: dt.date) -> Terms:
    total, first, last = sum(one.cents for one in schedule), schedule[0], schedule[-1]
    sentences: list[str] = [
        say(
            _("You pay {total} in {n} payments, one each month."),
            total=money(total),
            n=len(schedule),
        ),
        say(
            _("The first is on {first}, the last on {last}."),
            first=day(first.on, today=today),
            last=day(last.on, today=today),
        ),
    ]
    if first.cents != last.cents:
        sentences.append(_("It does not come out even, so the first ones are one cent more."))
    if first.on.day > SHORTEST_MONTH:
        sentences.append(_("In a shorter month you pay on its last day."))
    sentences += [
        _("There is no late fee while you keep to the plan."),
        _("We take no money by ourselves. You pay each one here or by phone."),
        _("You can pay more or sooner. You can end the plan on any day."),
        _("It does not change your care or your coverage."),
    ]
    return Terms(sentences=tuple(sentences), table=table(schedule, today))


def table(schedule: tuple[Instalment, ...], today: dt.date) -> Table:
    return Table(
        caption=_("Your payments"),
        head=(_("Day"), _("Amount")),
        rows=tuple((day(one.on, today=today), money(one.cents)) for one in schedule),
    )


def standing_words(
    schedule: tuple[Instalment, ...], plan: PlanStanding | None, today: dt.date
) -> Table:
    """Each payment of a plan, and whether it is paid; ``plan`` is None once nothing is left."""
    left = {one.on: one.cents for one in plan.open} if plan else {}
    rows = tuple(
        (
            day(one.on, today=today),
            money(one.cents),
            _status(one, left.get(one.on, 0), today),
        )
        for one in schedule
    )
    head = (_("Day"), _("Amount"), _("Status"))
    return Table(caption=_("Your payments"), head=head, rows=rows)


def _status(one: Instalment, left: int, today: dt.date) -> str:
    if not left:
        return _("Nothing left to pay")
    if left < one.cents:
        return say(_("{amount} left to pay"), amount=money(left))
    return _("Missed") if one.on < today else _("To come")
