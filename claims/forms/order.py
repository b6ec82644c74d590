"""What a member may tell us about an order."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from claims.facts import Choice
from claims.forms.day import DayInput
from claims.models import Order, OrderChoice


class NeededByForm(forms.ModelForm):
    """The day an order is needed by; empty takes it back."""

    class Meta:
        model = Order
        fields = ["needed_on"]
        labels = {"needed_on": _("What day do you need it by?")}
        help_texts = {"needed_on": _("Leave this empty if no day matters to you.")}
        widgets = {"needed_on": DayInput}

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)
        self.fields["needed_on"].error_messages = {"invalid": _("Enter a day, like 2026-03-20.")}

    def clean_needed_on(self):
        needed_on = self.cleaned_data["needed_on"]
        if needed_on and needed_on < self.today:
            raise forms.ValidationError(_("The day must be today or later."))
        return needed_on


class ChoiceForm(forms.Form):
    """What is asked with a choice about an order: where the member looked, if it is not there."""

    looked = forms.MultipleChoiceField(
        label=_("Where did you look?"),
        help_text=_("Many turn up there. Leave out what you could not do."),
        widget=forms.CheckboxSelectMultiple,
        choices=OrderChoice.Place.choices,
        required=False,
    )

    looked_on = forms.DateField(
        label=_("When did you look last?"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Enter a day, like 2026-03-20.")},
    )

    def __init__(self, *args: Any, choice: Choice, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)
        if choice is not Choice.NOT_HERE:
            del self.fields["looked"], self.fields["looked_on"]

    def clean_looked_on(self) -> dt.date | None:
        looked_on = self.cleaned_data["looked_on"]
        if looked_on and looked_on > self.today:
            raise forms.ValidationError(_("The day must be today or in the past."))
        return looked_on
