"""A payment that a member wants to make: how much, and on which number we take it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.phone_number import PhoneNumberField, shown
from claims.answers.words import plain
from claims.due import payment_problem

AMOUNT = re.compile(r"(-?)\$?(-?)(\d{1,3}(?:,\d{3})*|\d{1,9})(?:\.(\d{2}))?")


def cents_of(typed: str) -> int | None:
    """The cents of "$1,234.50", "84.20" or "-30"; None for what is no amount."""
    amount = AMOUNT.fullmatch(typed.strip())
    if amount is None:
        return None
    minus, minus_too, dollars, cents = amount.groups()
    sign = -1 if minus or minus_too else 1
    return sign * (int(dollars.replace(",", "")) * 100 + int(cents or 0))


class PaymentForm(forms.Form):
    """``due`` is what the member owes now, in cents: nobody pays more, and nobody less than 1."""

    amount = forms.CharField(
        label=_("How much do you want to pay?"),
        help_text=_("In dollars, like 25.00."),
        max_length=20,
        error_messages={"required": _("Enter an amount in dollars and cents, like 25.00.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    phone = PhoneNumberField(
        label=_("Phone number"),
        help_text=_("We call this number to take your payment."),
        max_length=40,
    )

    def __init__(self, *args: Any, due: int, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due
        self.fields["amount"].initial = f"{due / 100:.2f}" if due > 0 else ""
        self.fields["phone"].initial = phone and shown(phone)

    def clean_amount(self) -> int:
        cents = cents_of(self.cleaned_data["amount"])
        problem = payment_problem(cents, self.due)
        if problem or cents is None:
            raise forms.ValidationError(plain(problem))
        return cents
