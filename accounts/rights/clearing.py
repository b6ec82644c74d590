"""Rows go, and with them all that follows them; each table leaves word of it first.

Append-only tables let rows go only in a transaction that says so in `Sweep`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import SET_NULL, Exists, Model, OuterRef, QuerySet
from django.db.models.expressions import BaseExpression

from accounts.models import ConsentEvent, DataRequest, LegalHold, Sweep
from accounts.models.consent_event import ConsentEventQuerySet
from accounts.retention import RULES, End, Rule
from accounts.rights.rows import keys_of_owner, model_of, relations_to


class Broom:
    """Clears for one cause, in the caller's transaction, and writes one `Sweep` a table."""

    def __init__(
        self, *, request: DataRequest | None = None, before: dt.datetime | None = None
    ) -> None:
        self.cause: dict[str, Any] = {"request": request, "before": before}
        self.sweeps: dict[str, Sweep] = {}

    def sweep(self, model: type[Model]) -> Sweep:
        label = model._meta.label
        if label not in self.sweeps:
            self.sweeps[label] = Sweep.objects.create(
                model=label, table=model._meta.db_table, **self.cause
            )
        return self.sweeps[label]

    def remove(self, model: type[Model], rows: QuerySet) -> int:
        """Delete these rows and what follows them; how many of this table."""
        sweep = self.sweep(model)
        keys = list(rows.values_list("pk", flat=True))
        if not keys:
            return 0
        for relation in relations_to(model):
            self._let_go(relation, keys)
        count = model._base_manager.filter(pk__in=keys)._raw_delete(using=rows.db)
        sweep.rows += count
        sweep.save(update_fields=["rows"])
        return count

    def _let_go(self, relation: Any, keys: Sequence[Any]) -> None:
        child, field = relation.related_model, relation.field.name
        leading = child._base_manager.filter(**{f"{field}__in": keys})
        if relation.on_delete is SET_NULL:
            leading.update(**{field: None})
        elif follows(child, field) or relation.on_delete.__name__ == "CASCADE":
            self.remove(child, leading)

    def prune(self, events: ConsentEventQuerySet) -> int:
        """Keep of these rows of the ledger the digest alone; how many."""
        sweep = self.sweep(ConsentEvent)
        sweep.rows += events.prune()
        sweep.save(update_fields=["rows"])
        return sweep.rows

    def empty(self, rule: Rule, rows: QuerySet) -> int:
        """Empty the columns that the rule names, where they are not empty yet."""
        plain = {
            name: value
            for name, value in rule.blank.items()
            if not isinstance(value, BaseExpression)
        }
        sweep = self.sweep(model_of(rule))
        sweep.rows += rows.exclude(**plain).update(**rule.blank)
        sweep.save(update_fields=["rows"])
        return sweep.rows


def follows(model: type[Model], field: str) -> bool:
    """Whether rows of that table end with the row that this column leads to."""
    rule = RULES.get(model._meta.label)
    return rule is not None and field in rule.follows.split("|")


def over(rule: Rule, at: dt.datetime) -> QuerySet:
    """The rows whose time is over, that no legal hold keeps and no row that stays leads to."""
    model = model_of(rule)
    since = at - dt.timedelta(days=rule.days or 0)
    if rule.end is End.PRUNE:
        # A digest stays in the row's place, so whatever leads to it may stay.
        return not_held(rule, ConsentEvent.objects.replaced(before=since))
    field = model._meta.get_field(rule.since)
    limit = since if field.get_internal_type() == "DateTimeField" else since.date()
    rows = not_held(rule, model._base_manager.filter(**{f"{rule.since}__lt": limit}, **rule.when))
    for relation in relations_to(model):
        if keeps(relation):
            leading = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            rows = rows.exclude(Exists(leading))
    return rows


def not_held(rule: Rule, rows: QuerySet) -> QuerySet:
    """Without the rows of members of whom a legal hold keeps everything."""
    for path in keys_of_owner(rule) if rule.owner else ():
        rows = rows.exclude(Exists(LegalHold.objects.standing().filter(member=OuterRef(path))))
    return rows


def keeps(relation: Any) -> bool:
    """Whether a row that leads here stays when this one goes, so that this one stays too."""
    if relation.on_delete is SET_NULL or relation.on_delete.__name__ == "CASCADE":
        return False
    return not follows(relation.related_model, relation.field.name)
