"""A member's signature under what a purpose means: their name, typed, and that they read it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member


class SignatureForm(forms.Form):
    read = forms.BooleanField(
        label=_("I have read this and I agree"),
        error_messages={"required": _("Check the box if you have read this and agree.")},
    )
    name = forms.CharField(
        label=_("Your full name"),
        help_text=_("Type it as your plan has it. This is your signature."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your full name.")},
    )

    def __init__(self, *args, member: Member, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.member.legal_name and plain(name) != plain(self.member.legal_name):
            raise forms.ValidationError(
                _("Your plan has another name. Type your name as it stands on your plan's card.")
            )
        return name


def plain(name: str) -> str:
    return " ".join(name.casefold().split())
