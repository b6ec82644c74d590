"""A member's rows in every table, found by the table of retention."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Func, Model, Q, QuerySet, Subquery, Value
from django.db.models.fields.reverse_related import ForeignObjectRel

from accounts.models import Member
from accounts.retention import RULES, Group, Rule

OWNED = {label: rule for label, rule in RULES.items() if rule.owner}
SIGN_IN = {label for label, rule in OWNED.items() if rule.group is Group.SIGN_IN}


def model_of(rule: Rule) -> type[Model]:
    return apps.get_model(rule.model)


def keys_of_owner(rule: Rule) -> list[str]:
    """The lookups that lead to the member's key; some tables know the member by another name."""
    return ["pk" if path == "pk" else f"{path}__pk" for path in rule.owner.split("|")]


def rows_of(rule: Rule, member: Member) -> QuerySet:
    """All of a member's rows of one table, past every manager that hides some."""
    owned = Q()
    for path in keys_of_owner(rule):
        owned |= Q(**{path: member.pk})
    return model_of(rule)._base_manager.filter(owned)


def counted(found: Mapping[str, QuerySet], member: Member) -> dict[str, int]:
    """How many rows each of these has, in one query."""
    counts = [
        Subquery(rows.order_by().values(n=Func(Value(1), function="COUNT")))
        for rows in found.values()
    ]
    numbers = Member.objects.filter(pk=member.pk).values_list(*counts).get()
    return dict(zip(found, numbers, strict=True))


def relations_to(model: type[Model]) -> Iterator[ForeignObjectRel]:
    """Every foreign key that leads to a table, those without a way back too."""
    for field in model._meta.get_fields(include_hidden=True):
        is_key = isinstance(field, ForeignObjectRel) and not field.many_to_many
        if is_key and not field.related_model._meta.proxy:
            yield field
