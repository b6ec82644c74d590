"""The rows of a copy in a member's words: what a column is called, and what stands in it.

A column that has no words yet stands under its technical name, as in the file.
"""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock_words import full_day, moment
from accounts.rights.code_words import code_words, is_code
from accounts.rights.column_labels import LABELS

MONEY = frozenset(
    (
        *("agreed", "allowed", "billed", "cents", "charges", "closing", "coinsurance", "copay"),
        *("deductible", "estimate", "late_fee", "member_owes", "minimum", "not_covered", "opening"),
        *(
            "other_payer_paid",
            "paid_before",
            "paid_by_member",
            "payments",
            "plan_paid",
            "price",
            "refunded",
        ),
        *("share_before", "total", "written_off"),
    )
)
COUNTED = frozenset(("limit", "used", "remaining", "share"))
"""Amounts where the row itself says that its unit is cents."""


class Cell(Struct, frozen=True):
    label: str
    value: str


def row_words(table: str, row: dict[str, Any]) -> list[Cell]:
    """What is stated in one row; a column in which nothing stands is left out."""
    model = apps.get_model(table)
    in_cents = row.get("unit") == "cents"
    return [
        Cell(label_of(name), value_words(model, name, value, in_cents=in_cents))
        for name, value in row.items()
        if value not in (None, "", [], {})
    ]


def label_of(name: str) -> str:
    label = LABELS.get(name)
    return str(label) if label else name.replace("_", " ").capitalize()


def value_words(model: type[models.Model], name: str, value: Any, *, in_cents: bool) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int) and (name in MONEY or (in_cents and name in COUNTED)):
        return f"{'-' if value < 0 else ''}${abs(value) / 100:,.2f}"
    if isinstance(value, list):
        return ", ".join(list_words(model._meta.get_field(name), value))
    if isinstance(value, str):
        return text_words(model._meta.get_field(name), value)
    return str(value)


def list_words(field: Any, values: list[Any]) -> list[str]:
    choices = dict(getattr(getattr(field, "base_field", None), "flatchoices", ()))
    return [str(choices.get(one, one) if isinstance(one, str) else one) for one in values]


def text_words(field: models.Field, value: str) -> str:
    """A choice by its name, a date or an instant where the reader is, all else as it is."""
    named = dict(field.flatchoices).get(value)
    # A code that was given no label of its own has itself for one.
    if named is not None and str(named) != value and not is_code(field):
        return str(named)
    if isinstance(field, models.DateTimeField):
        return moment(dt.datetime.fromisoformat(value))
    if isinstance(field, models.DateField):
        return full_day(dt.date.fromisoformat(value))
    return code_words(field.model._meta.label, field.name, value)
