"""What the database says, as one digest for each table: keys that each run makes anew left out.

A reference to another row becomes that row's own digest, so two databases agree when they hold the
same facts about the same things, whatever their keys are.
"""

import hashlib
from typing import Any

import msgspec
from django.db.models import Field, Model

from accounts.models import Member, MemberIdentifier
from claims import models

# In this order: a row's digest reads those of the rows it points at. What only says how a run went
# (batches, readings, refusals) differs between a run that was killed and one that was not.
TABLES: tuple[type[Model], ...] = (
    models.Source,
    models.Plan,
    Member,
    MemberIdentifier,
    models.Coverage,
    models.Claim,
    models.ClaimEvent,
    models.ClaimName,
    models.Accumulator,
    models.AccumulatorEvent,
    models.Hold,
    models.Order,
    models.OrderItem,
    models.Shipment,
    models.OrderEvent,
    models.Balance,
    models.Statement,
    models.LedgerEntry,
    models.UnrecognisedCode,
)
# When a row was made or heard is the run's own; which batch brought it too.
OF_THE_RUN = {
    *("id", "batch", "line", "made_at", "created_at", "received_at", "changed_at", "heard_at"),
    *("failed_at", "doubt", "doubt_at", "opened_at", "first_seen_at", "last_seen_at"),
}
# Claims name their event and one another in a circle; the keys of the outside say the same.
BY_KEY = {("Claim", "current"): "content_hash", ("Claim", "superseded_by"): "external_key"}
# Of these, only what names them: the members of a file have no number before a Patient came.
NAMED_BY = {Member: ("number", "preferred_name", "legal_name", "language", "time_zone", "born_on")}


def digests() -> dict[str, str]:
    """Table by table, a digest of its rows in an order that no key decides."""
    known: dict[tuple[type[Model], Any], str] = {}
    identify_members(known)
    return {table.__name__: digest_of(table, known) for table in TABLES}


def identify_members(known: dict[tuple[type[Model], Any], str]) -> None:
    """A member is who the identifiers say; the table of members alone does not tell them apart."""
    names: dict[Any, list[str]] = {}
    for one in MemberIdentifier.objects.all():
        names.setdefault(one.member_id, []).append(f"{one.system}|{one.value}")
    for key, number in Member.objects.values_list("pk", "number"):
        known[Member, key] = sealed([number, *sorted(names.get(key, []))])


def digest_of(table: type[Model], known: dict[tuple[type[Model], Any], str]) -> str:
    fields = [field for field in table._meta.concrete_fields if field.name not in OF_THE_RUN]
    if table in NAMED_BY:
        fields = [field for field in fields if field.name in NAMED_BY[table]]
    found = []
    for row in table.objects.select_related(*names_by_key(table)).iterator():
        said = sealed([value_of(row, field, known) for field in fields])
        known.setdefault((table, row.pk), said)
        found.append(said)
    return f"{len(found):>7,} {sealed(sorted(found))}"


def names_by_key(table: type[Model]) -> list[str]:
    return [field for name, field in BY_KEY if name == table.__name__]


def value_of(row: Model, field: Field, known: dict[tuple[type[Model], Any], str]) -> Any:
    by_key = BY_KEY.get((type(row).__name__, field.name))
    if by_key:
        return getattr(getattr(row, field.name), by_key, None)
    value = getattr(row, field.attname)
    if field.is_relation and value is not None and field.related_model is not models.Source:
        return known[field.related_model, value]
    return value


def sealed(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()[:24]
