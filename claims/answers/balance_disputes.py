"""What a balance says of items that the member questioned: while we check, and what we found."""

from claims.answers.answer import Fact, Group
from claims.answers.balance_case import BalanceCase
from claims.answers.balance_items import item_name
from claims.answers.entry import url as link_of
from claims.answers.words import day, join, money, say, short_day
from claims.answers.words import gettext as _
from claims.explanations.dispute_outcomes import OUTCOMES
from claims.facts import DisputeFacts
from claims.item import ItemOwed


def being_checked(case: BalanceCase) -> Group | None:
    """Each item that rests, and by when we answer."""
    if not case.disputed:
        return None
    told = [(item, dispute_of(case, item)) for item in case.disputed]
    facts = tuple(
        Fact(
            item_name(item),
            money(item.total),
            url_of(dispute) if dispute else link_of(item.entries[0]),
        )
        for item, dispute in told
    )
    notes = [
        say(
            _("We are checking “{item}”. You do not have to pay it while we check."),
            item=item_name(item),
        )
        for item, _dispute in told
    ]
    days = sorted({dispute.resolve_by for _item, dispute in told if dispute})
    if days and days[0] >= case.today:
        until = _("We tell you what we found by {date} at the latest.")
        notes.append(say(until, date=day(days[0], today=case.today)))
    return Group(heading=_("What we are checking for you"), facts=facts, note=join(*notes))


def what_we_found(case: BalanceCase) -> Group | None:
    """The answers of the last months."""
    ended = [one for one in case.facts.by_member.disputes if one.ended_on]
    if not ended:
        return None
    facts = tuple(
        Fact(
            say(
                _("{what}, {date}"),
                what=one.name,
                date=short_day(one.ended_on or one.received_on, today=case.today),
            ),
            _(OUTCOMES[one.outcome]),
            url_of(one),
        )
        for one in ended
    )
    return Group(heading=_("What we found"), facts=facts)


def dispute_of(case: BalanceCase, item: ItemOwed) -> DisputeFacts | None:
    """The open dispute that pauses an item; None where the ledger alone says that one is open."""
    lines = {entry.id for entry in item.entries}
    disputes = (one for one in case.facts.by_member.disputes if not one.ended_on)
    return next((one for one in disputes if lines.intersection(one.entries)), None)


def was_agreed(item: ItemOwed) -> bool:
    """What is above the member's share is so because they were right about it."""
    return any(entry.agreed is not None for entry in item.entries)


def url_of(dispute: DisputeFacts) -> str:
    return f"/disputes/{dispute.id}/"
