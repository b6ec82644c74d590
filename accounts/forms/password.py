"""allauth's forms for a password, with labels in the case that all our labels have."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password (again)"),
}


class OurLabels:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            if name in self.fields:  # type: ignore[attr-defined]
                field = self.fields[name]  # type: ignore[attr-defined]
                field.label = label
                field.widget.attrs.pop("placeholder", None)  # it repeats the label


class ChangePasswordForm(OurLabels, allauth_forms.ChangePasswordForm):
    """Signed in: the current one, and a new one twice."""


class SetPasswordForm(OurLabels, allauth_forms.SetPasswordForm):
    """For someone who has none."""


class ResetPasswordKeyForm(OurLabels, allauth_forms.ResetPasswordKeyForm):
    """From the link in an e-mail."""
