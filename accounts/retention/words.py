"""The rules of retention as members and officers read them."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct

from accounts.retention import LAWS, RULES, Asked, End, Group, Rule

GROUPS: dict[Group, str | Promise] = {
    Group.YOU: gettext_lazy("About you"),
    Group.SIGN_IN: gettext_lazy("How you sign in"),
    Group.CHOICES: gettext_lazy("What you chose and agreed to"),
    Group.VISITS: gettext_lazy("What you checked here"),
    Group.CLAIMS: gettext_lazy("Claims, approvals and plans"),
    Group.ORDERS: gettext_lazy("Orders"),
    Group.BALANCES: gettext_lazy("Balances and bills"),
    Group.CALLS: gettext_lazy("Calls, messages and questions"),
    Group.LOOKS: gettext_lazy("Who looked"),
    Group.REQUESTS: gettext_lazy("What you asked us to do with your data"),
    Group.PORTAL: gettext_lazy("The portal itself"),
}
"""In the order of the page."""

ON_REQUEST = {
    Asked.GOES: gettext_lazy("We delete it when you ask us to."),
    Asked.BLANKED: gettext_lazy("When you ask us to delete, we empty what you told us."),
    Asked.PRUNED: gettext_lazy(
        "When you ask us to delete, what no longer counts goes, but for a fingerprint. What counts "
        "now and what you signed for stay."
    ),
    Asked.STAYS: gettext_lazy("It stays when you ask us to delete."),
}


class Kept(Struct, frozen=True):
    """One kind of thing: what it is, for how long, why with its rule, what a deletion does.

    ``last`` is what the last clearing did, for those who work here.
    """

    model: str
    what: str
    how_long: str
    why: str
    rule: str
    on_request: str
    last: str = ""


class KeptGroup(Struct, frozen=True):
    slug: str
    title: str
    kept: list[Kept]


def kept_groups(*, of_members: bool, last: Mapping[str, str] | None = None) -> list[KeptGroup]:
    """What is kept about members, or about nobody; ``last`` are words on the last clearing."""
    rules = [rule for rule in RULES.values() if bool(rule.owner) is of_members]
    order = list(GROUPS)
    rules.sort(key=lambda rule: order.index(rule.group))
    return [
        KeptGroup(group.value, str(GROUPS[group]), list(told(found, last or {})))
        for group, found in groupby(rules, attrgetter("group"))
    ]


def told(rules: Iterator[Rule], last: Mapping[str, str]) -> Iterator[Kept]:
    for rule in rules:
        law = LAWS[rule.law]
        yield Kept(
            model=rule.model,
            what=str(rule.what),
            how_long=how_long(rule),
            why=str(rule.nobody or law.why),
            rule=law.rule,
            on_request=str(ON_REQUEST[rule.asked]) if rule.owner else "",
            last=last.get(rule.model, ""),
        )


def how_long(rule: Rule) -> str:
    if rule.end is End.NEVER:
        return _("As long as there is a portal") if rule.nobody else _("As long as you are on file")
    if rule.days is None:
        return _("As long as what it belongs to")
    return time_of(rule.days)


def time_of(days: int) -> str:
    """In years where it is whole years; a leap day more or less is not said."""
    if days < 1:
        return _("Until it ends")
    years = round(days / 365.25)
    if days >= 365 and abs(days - years * 365.25) <= years:
        return ngettext("{n} year", "{n} years", years).format(n=years)
    return ngettext("{n} day", "{n} days", days).format(n=days)
