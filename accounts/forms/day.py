"""A day that somebody looks for; no calendar of ours goes beyond these."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
    )
