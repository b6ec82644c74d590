"""What stands in our tables as a short code, in a member's words."""

import re
from collections.abc import Callable, Mapping

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy

from accounts.audit.words import DECISIONS, DOING, THROUGH, purpose_name
from accounts.consent.catalogue import CATEGORIES, EVERYTHING
from accounts.consent.verdict import SAYS
from accounts.models import ConsentPruned
from accounts.models.consent_event import Who

Words = str | Promise

CODE = re.compile(r"[a-z]+(_[a-z]+)+")

WHO: Mapping[str, Words] = {
    Who.MEMBER: gettext_lazy("you"),
    Who.TRUSTED: gettext_lazy("your trusted person"),
    Who.GUARDIAN: gettext_lazy("your parent or guardian"),
    Who.OFFICER: gettext_lazy("our privacy officer"),
    Who.SIGNAL: gettext_lazy("your browser"),
    Who.PAPER: gettext_lazy("you, on paper"),
    Who.PORTAL: gettext_lazy("the portal itself"),
}
PRUNED: Mapping[str, Words] = {
    ConsentPruned.Rule.AGED: gettext_lazy("It was old enough to be deleted."),
    ConsentPruned.Rule.ASKED: gettext_lazy("You asked us to delete."),
}


def category_words(key: str) -> Words:
    return purpose_name(EVERYTHING) if key == EVERYTHING else CATEGORIES[key].name


def language_words(code: str) -> Words:
    return get_language_info(code)["name_translated"]


#: By the name of the column; of some, by table and column.
WORDS: Mapping[str, Callable[[str], Words]] = {
    "purpose": purpose_name,
    "category": category_words,
    "language": language_words,
    "accounts.Use.doing": lambda code: DOING[code.partition(":")[0]],
    "accounts.ConsentEvent.who": WHO.__getitem__,
    "accounts.ConsentEvent.decision": DECISIONS.__getitem__,
    "accounts.ConsentEvent.through": THROUGH.__getitem__,
    "accounts.ConsentNow.who": WHO.__getitem__,
    "accounts.ConsentNow.decision": DECISIONS.__getitem__,
    "accounts.ConsentNow.through": THROUGH.__getitem__,
    "accounts.Use.reason": SAYS.__getitem__,
    "accounts.ConsentPruned.rule": PRUNED.__getitem__,
}


def is_code(field: Field) -> bool:
    """Whether its words stand here, and not in the labels of its choices."""
    return field.name in WORDS or f"{field.model._meta.label}.{field.name}" in WORDS


def code_words(table: str, column: str, value: str) -> str:
    """The words; what no table here knows, without the underscores that only a program needs."""
    of = WORDS.get(f"{table}.{column}") or WORDS.get(column)
    try:
        return str(of(value)) if of else spaced(value)
    except (KeyError, ValueError):
        return spaced(value)


def spaced(value: str) -> str:
    return value.replace("_", " ").capitalize() if CODE.fullmatch(value) else value
