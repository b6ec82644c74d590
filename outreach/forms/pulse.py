"""Three short questions; each may be left out, and not all of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.lines import LinesInput
from outreach.models import Pulse


class PulseForm(forms.Form):
    understood = forms.ChoiceField(
        label=gettext_lazy("I felt understood."),
        choices=Pulse.Agreement,
        widget=forms.RadioSelect,
        required=False,
    )
    reached = forms.ChoiceField(
        label=gettext_lazy("I could reach a person easily when I wanted to."),
        choices=Pulse.Agreement,
        widget=forms.RadioSelect,
        required=False,
    )
    feeling = forms.ChoiceField(
        label=gettext_lazy("After this, I feel"),
        choices=Pulse.Feeling,
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words, if you like"),
        help_text=gettext_lazy("A supervisor reads it, with your name."),
        max_length=1000,
        widget=LinesInput(3),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Answer at least one question, or leave this page."))
        return given
