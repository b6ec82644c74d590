"""What a member may tell us about an order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from claims.forms.day import DayInput
from claims.models import Order


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
