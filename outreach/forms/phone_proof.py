"""The code that came as a text, typed in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PhoneProofForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six numbers. The text can take a minute."),
        max_length=12,
        error_messages={"required": _("Enter the code from the text.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
