"""The terms of a payment plan that a member chooses."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.answers.payment_plan import months_words
from claims.answers.words import plain
from claims.deadlines.calendar import ONE_DAY
from claims.forms.day import DayInput
from claims.instalments import months_for

LATEST = 31 * ONE_DAY  # a plan begins within a month


class PaymentPlanForm(forms.Form):
    """``total`` are the cents that are owed now. The same choices and words for everyone."""

    months = forms.TypedChoiceField(
        label=_("In how many months do you want to pay?"),
        coerce=int,
        error_messages={
            "required": _("Choose in how many months."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    first_on = forms.DateField(
        label=_("On which day do you want to pay first?"),
        help_text=_("Within a month from today. Each month you pay on the same day."),
        widget=DayInput,
        error_messages={
            "required": _("Enter a day, like 2026-03-20."),
            "invalid": _("Enter a day, like 2026-03-20."),
        },
    )

    def __init__(self, *args: Any, total: int, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["months"].choices = [
            (number, plain(months_words(total, number))) for number in months_for(total)
        ]

    def clean_first_on(self) -> dt.date:
        first_on = self.cleaned_data["first_on"]
        if not self.today <= first_on <= self.today + LATEST:
            raise forms.ValidationError(_("Enter a day from today on, within a month."))
        return first_on


class AgreementForm(PaymentPlanForm):
    """The same, with the total that the terms on the page were made of."""

    total = forms.IntegerField()
