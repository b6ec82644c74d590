"""A payment that a member wants to make: how much, and on which number we take it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.phone_number import PhoneNumberField, shown
from claims.answers.words import plain
from claims.due import payment_problem
from claims.forms.amount import AmountField


class PaymentForm(forms.Form):
    """``due`` is what the member owes now, in cents: nobody pays more, and nobody less than 1."""

    amount = AmountField(label=_("How much do you want to pay?"))
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
        cents: int = self.cleaned_data["amount"]
        problem = payment_problem(cents, self.due)
        if problem:
            raise forms.ValidationError(plain(problem))
        return cents
