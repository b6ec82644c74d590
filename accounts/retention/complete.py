"""What the table of rules leaves out, or says of tables that are no longer so.

Each sentence tells whoever added a model what to write, and where: `manage.py check` prints them,
so nothing lands with a table that nobody would clear away, export or delete.
"""

from collections.abc import Iterable, Iterator, Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP

from accounts.models import Member, User
from accounts.retention import LAWS, RULES
from accounts.retention.rule import ALL, Asked, End, Rule

ANYWHERE = "accounts"  # the home of rules for the tables of libraries


def problems(rules: Mapping[str, Rule] = RULES) -> list[str]:
    """Sentences for whoever wrote a model or a rule; none when every table is spoken for."""
    found = [unnamed(model) for label, model in tables().items() if label not in rules]
    for label, rule in rules.items():
        if label not in tables():
            found.append(f"{label} has a rule of retention and is no table. Remove its rule.")
        else:
            found += (f"The rule of retention of {label} {what}" for what in wrong(rule, rules))
    return found


def tables() -> dict[str, type[models.Model]]:
    """Every table's model by its label, those that Django makes for many-to-many too."""
    found = apps.get_models(include_auto_created=True)
    return {one._meta.label: one for one in found if one._meta.managed and not one._meta.proxy}


def unnamed(model: type[models.Model]) -> str:
    app = model._meta.app_label
    home = app if app in ("accounts", "claims", "outreach") else ANYWHERE
    return (
        f"{model._meta.label} has no rule of retention. Write Rule(model={model._meta.label!r}, …) "
        f"in accounts/retention/rules_of_{home}.py, before the rules of the tables that it leads "
        "to: what it is in a member's words (what), whose it is (owner, the lookup that leads to "
        "Member, or nobody with the reason), how long it is kept (days and since, or follows) and "
        "by which law, what becomes of it when its member asks us to delete (asked), which columns "
        "are what the member told us (provided), and which a copy leaves out, with the reason "
        "(withheld)."
    )


def wrong(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[str]:
    model = tables()[rule.model]
    yield from wrong_times(rule)
    yield from wrong_columns(rule, model)
    yield from wrong_owner(rule, model, rules)
    if rule.asked is Asked.GOES:
        yield from left_behind(model, rules)


def wrong_times(rule: Rule) -> Iterator[str]:
    if rule.end is not End.NEVER and rule.days is None and not rule.follows:
        yield "says no time: give days and since, or follows, or end=End.NEVER with its law."
    if (rule.days is None) != (not rule.since):
        yield "needs both days and since, or neither."
    for law in filter(None, (rule.law, rule.asked_law)):
        if law not in LAWS:
            yield f"rests on {law!r}, which accounts/retention/laws.py does not have."
    if rule.blank and Asked.BLANKED is not rule.asked and rule.end is not End.BLANK:
        yield "names columns to blank, and blanks nothing."


def wrong_columns(rule: Rule, model: type[models.Model]) -> Iterator[str]:
    named = {name for names in (rule.blank, rule.withheld) for name in names}
    if rule.provided != ALL:
        named |= set(rule.provided)
    for name in sorted(named - {field.name for field in model._meta.concrete_fields}):
        yield f"names {name}, and the table has no such column."
    lookups = [*paths(rule.since), *paths(rule.follows), *rule.when, *rule.asked_when]
    for lookup in lookups:
        if target(model, lookup) is None:
            yield f"looks up {lookup}, which leads nowhere."


def wrong_owner(rule: Rule, model: type[models.Model], rules: Mapping[str, Rule]) -> Iterator[str]:
    if bool(rule.owner) == bool(rule.nobody):
        yield "needs an owner, or the reason why it is nobody's, and not both."
    for path in paths(rule.owner):
        if target(model, path) is not Member and not (path == "pk" and model is Member):
            yield f"says that {path} leads to the member, and it does not."
    if rule.nobody:
        for field in leading_to_people(model, rules):
            yield f"says that it is nobody's, and its {field} leads to a member: give its owner."


def leading_to_people(model: type[models.Model], rules: Mapping[str, Rule]) -> Iterator[str]:
    """Its columns that lead to a member, or to a row that has one; users may be staff."""
    for field in model._meta.concrete_fields:
        towards = field.related_model
        if towards is None or towards is User:
            continue
        its_rule = rules.get(towards._meta.label)
        if towards is Member or (its_rule is not None and its_rule.owner):
            yield field.name


def left_behind(model: type[models.Model], rules: Mapping[str, Rule]) -> Iterator[str]:
    """Tables whose rows could not stay when a row of this one goes."""
    for relation in model._meta.related_objects:
        label = relation.related_model._meta.label
        its_rule = rules.get(label)
        if relation.on_delete is models.SET_NULL or its_rule is None:
            continue
        if its_rule.asked is not Asked.GOES:
            yield f"lets its rows go, and rows of {label} lead to them and stay: let them go too."


def paths(lookup: str) -> Iterable[str]:
    return filter(None, lookup.split("|"))


def target(model: type[models.Model], lookup: str) -> object:
    """What a lookup ends at: a model, or a column; None when there is no such way."""
    here: object = model
    for part in lookup.split(LOOKUP_SEP):
        if not (isinstance(here, type) and issubclass(here, models.Model)):
            return here  # the rest is a comparison: __in, __isnull
        if part == "pk":
            return here._meta.pk
        try:
            field = here._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        here = field.related_model or field
    return here
