"""One line of a balance in finished words: what, when, who, how much, and where it belongs."""

import datetime as dt

from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import day, money, say, short_day
from claims.explanations.entries import TYPES, what
from claims.facts import EntryFacts


class EntryRow(Struct, frozen=True, kw_only=True):
    """Finished words. ``url`` leads to the claim or order it is about, "" when we do not know it.

    ``lowers`` is true for money that lowers what is owed.
    """

    title: str
    kind: str
    when: str
    amount: str
    lowers: bool
    who: str = ""
    note: str = ""
    url: str = ""


def entry_row(entry: EntryFacts, *, today: dt.date, until: dt.date) -> EntryRow:
    """The line as it stands on a day; ``until`` is the last day whose entries count."""
    return EntryRow(
        title=say("{what}", what=what(entry)),
        kind=_(TYPES[entry.type]) if entry.description else "",  # else the title says it
        when=short_day(entry.effective_on, today=today),
        amount=money(entry.cents),
        lowers=entry.cents < 0,
        who=say("{payer}", payer=entry.payer) if entry.payer else "",
        note=note(entry) if entry.effective_on <= until else not_yet(entry, today),
        url=url(entry),
    )


def note(entry: EntryFacts) -> str:
    if entry.disputed:
        return _("You said this is wrong. We are checking. You do not have to pay it now.")
    if entry.with_payer:
        return _("An insurer still has to decide. Do not pay this yet.")
    return ""


def not_yet(entry: EntryFacts, today: dt.date) -> str:
    return say(_("Not counted yet: from {date}."), date=day(entry.effective_on, today=today))


def url(entry: EntryFacts) -> str:
    if entry.claim_id:
        return f"/claims/{entry.claim_id}/"
    return f"/orders/{entry.order_id}/" if entry.order_id else ""
