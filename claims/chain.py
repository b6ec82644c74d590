"""Versions of a claim that a source keeps as claims of their own: which one members see. Pure."""

from collections.abc import Mapping

from msgspec import Struct


class Link(Struct, frozen=True):
    """A claim in a chain of versions, by its key and those of the claims before and after it."""

    replaces: str = ""
    replaced_by: str = ""
    hidden: bool = False
    split: bool = False  # its parts stand beside it, and not for it


def heads(links: Mapping[str, Link]) -> dict[str, str]:
    """For each claim that a later one supersedes, the key of the one that members see instead.

    A claim entered in error supersedes nothing. Claims that name one another in a circle end at
    the greatest key, so that never all of them vanish.
    """
    later: dict[str, set[str]] = {key: set() for key in links}
    for key, link in links.items():
        older = links.get(link.replaces)
        if older and not older.split and not link.hidden:
            later[link.replaces].add(key)
        if link.replaced_by in links and not link.split and not links[link.replaced_by].hidden:
            later[key].add(link.replaced_by)
    found = {}
    for key in links:
        reached = _reached(key, later)
        ends = {one for one in reached if not later[one] - {one}} or {key, *reached}
        if (head := max(ends)) != key:
            found[key] = head
    return found


def _reached(key: str, later: Mapping[str, set[str]]) -> set[str]:
    """Every later version of a claim, directly or through others."""
    reached: set[str] = set()
    ahead = later[key] - {key}
    while ahead:
        one = ahead.pop()
        if one not in reached:
            reached.add(one)
            ahead |= later[one]
    return reached
