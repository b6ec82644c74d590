"""Whose things somebody needs to see now, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from accounts.models import Member
from accounts.models.emergency_access import SHORTEST_REASON


class EmergencyAccessForm(forms.Form):
    member = forms.CharField(
        label=_("Member number or email"),
        max_length=254,
        error_messages={"required": _("Enter their member number or email.")},
    )
    reason = forms.CharField(
        label=_("Why do you need this now?"),
        help_text=_("At least 20 characters. The member and our privacy officers read this."),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=LinesInput(4),
        error_messages={
            "required": _("Write why you need this now."),
            "min_length": _("Write why in at least 20 characters."),
        },
    )

    def clean_member(self) -> Member:
        found = Member.objects.known_as(self.cleaned_data["member"])
        if found is None:
            raise forms.ValidationError(_("We know no member by that number or email."))
        return found
