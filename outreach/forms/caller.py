"""Who calls, and by what we know that it is them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.models import Call


class MemberNumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Their member number"),
        help_text=gettext_lazy("Ask for it. A phone number alone tells nobody who calls."),
        max_length=80,
    )


class CallerForm(forms.Form):
    """Who they say they are. The number they call from only narrows it down."""

    said = forms.CharField(
        label=gettext_lazy("Who do they say they are?"),
        help_text=gettext_lazy("Their first name, their whole name or their member number."),
        max_length=80,
        error_messages={"required": gettext_lazy("Ask who is calling, and write what they say.")},
    )


class VerificationForm(forms.Form):
    """Which two answers they gave. The right answers are on the specialist's own list."""

    by = forms.MultipleChoiceField(
        label=gettext_lazy("Which two answers were right?"),
        choices=Call.Check,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose the two answers that were right.")},
    )

    def clean_by(self) -> list[str]:
        given = list(dict.fromkeys(self.cleaned_data["by"]))  # one that is sent twice is one
        if len(given) < 2:
            raise forms.ValidationError(_("Ask for two, and choose both."))
        return given
