"""Which letters there are about a claim, an order or an account; without a query, for any page.

A letter is listed only where it exists: a decision where one was made and a letter was written, a
statement where one was sent. A summary there is of whatever we know something about.
"""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.answers.claim_deadlines import APPEALABLE
from claims.answers.words import gettext as _
from claims.answers.words import say, short_day
from claims.facts import BalanceFacts, ClaimFacts, ClaimState, OrderFacts, StatementFacts

Facts = ClaimFacts | OrderFacts | BalanceFacts

MOST_STATEMENTS = 12  # newest first: a year of them
DECIDED = (
    *APPEALABLE,
    ClaimState.PAID,
    ClaimState.FINALIZED_NO_PAYMENT,
    ClaimState.APPROVED,
)


class Kind(StrEnum):
    """The word in its address."""

    DECISION = "decision"
    SUMMARY = "summary"
    STATEMENT = "statement"
    RECEIPT = "appeal-receipt"


class Download(Struct, frozen=True, kw_only=True):
    """A letter as a page lists it: finished words, where to read it and where its file is."""

    title: str
    url: str
    pdf: str


def letters_of(facts: Facts) -> tuple[Download, ...]:
    """What can be downloaded about it, most telling first."""
    if isinstance(facts, BalanceFacts):
        return (*_statements(facts), _download(_("Summary"), "balance", facts.id, Kind.SUMMARY))
    if isinstance(facts, OrderFacts):
        return (_download(_("Summary"), "order", facts.id, Kind.SUMMARY),)
    if facts.current is None:
        return ()
    found = [*letters_of_appeal(facts), _download(_("Summary"), "claim", facts.id, Kind.SUMMARY)]
    if is_decided(facts):
        found.insert(0, _download(_("Decision letter"), "claim", facts.id, Kind.DECISION))
    return tuple(found)


def letters_of_appeal(facts: ClaimFacts) -> tuple[Download, ...]:
    """What was sent and that it came, of the newest appeal that the member filed."""
    appeal = facts.appeal
    if appeal is None or appeal.filed_at is None or appeal.automatic:
        return ()
    place = f"/appeals/{appeal.id}/letter"
    return (
        _download(_("Receipt for your appeal"), "claim", facts.id, Kind.RECEIPT),
        Download(title=_("Your appeal"), url=f"{place}/", pdf=f"{place}.pdf"),
    )


def is_decided(facts: ClaimFacts) -> bool:
    """A decision was put into a letter, and nothing that we hold puts it in doubt."""
    known = facts.notice_on is not None and not facts.conflict and not facts.held
    return known and facts.state in DECIDED


def statement_of(facts: BalanceFacts, slug: str) -> StatementFacts | None:
    """The statement that an address names by the day on which it was sent."""
    return next((one for one in facts.statements if slug_of(one) == slug), None)


def slug_of(statement: StatementFacts) -> str:
    return f"{Kind.STATEMENT}-{statement.transmitted_on.isoformat()}"


def _statements(facts: BalanceFacts) -> list[Download]:
    by_slug = {slug_of(one): one for one in reversed(facts.statements)}
    newest = sorted(by_slug.values(), key=lambda one: one.transmitted_on, reverse=True)
    return [
        _download(
            say(_("Statement of {date}"), date=short_day(one.transmitted_on, today=dt.date.min)),
            "balance",
            facts.id,
            slug_of(one),
        )
        for one in newest[:MOST_STATEMENTS]
    ]


def _download(title: str, subject: str, key: str, slug: str) -> Download:
    place = f"/letters/{subject}:{key}/{slug}"
    return Download(title=title, url=f"{place}/", pdf=f"{place}.pdf")
