"""What an item of a balance is called."""

from claims.answers.words import say
from claims.explanations.entries import what
from claims.item import ItemOwed


def item_name(item: ItemOwed) -> str:
    """The newest charge names an item; an entry that is none, when it has no charge."""
    charges = [entry for entry in item.entries if entry.cents > 0] or list(item.entries)
    return say("{what}", what=what(charges[0]))
