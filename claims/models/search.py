"""How the words of a search become conditions on rows that are already one member's own."""

import re

from django.db.models import Q

#: More words than this are not read: each costs a condition.
MOST_WORDS = 8

_AMOUNT = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{2}))?")


def any_contains(word: str, *columns: str) -> Q:
    """The word stands anywhere in one of the columns, in capitals or not."""
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__icontains": word})
    return condition


def cents_in(word: str) -> int | None:
    """The cents of "$1,234.50", "84.20" or "84"; None for a word that is no amount."""
    amount = _AMOUNT.fullmatch(word)
    if amount is None:
        return None
    dollars, cents = amount.groups()
    return int(dollars.replace(",", "")) * 100 + int(cents or 0)
