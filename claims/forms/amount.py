"""An amount of money as people type it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

AMOUNT = re.compile(r"(-?)\$?(-?)(\d{1,3}(?:,\d{3})*|\d{1,9})(?:\.(\d{2}))?")
NO_AMOUNT = _("Enter an amount in dollars and cents, like 25.00.")


def cents_of(typed: str) -> int | None:
    """The cents of "$1,234.50", "84.20" or "-30"; None for what is no amount."""
    amount = AMOUNT.fullmatch(typed.strip())
    if amount is None:
        return None
    minus, minus_too, dollars, cents = amount.groups()
    sign = -1 if minus or minus_too else 1
    return sign * (int(dollars.replace(",", "")) * 100 + int(cents or 0))


class AmountField(forms.CharField):
    """Whole cents of what was typed, also of a negative amount; None for nothing."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("In dollars, like 25.00."))
        options.setdefault("error_messages", {"required": NO_AMOUNT})
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        typed = super().clean(value)
        if not typed:
            return None
        cents = cents_of(typed)
        if cents is None:
            raise forms.ValidationError(NO_AMOUNT)
        return cents
