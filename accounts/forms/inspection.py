"""Whose record a privacy officer opens, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from accounts.models import Member

SHORTEST_REASON = 10  # characters


class InspectionForm(forms.Form):
    member = forms.CharField(
        label=_("Member number or email"),
        max_length=254,
        error_messages={"required": _("Enter their member number or email.")},
    )
    reason = forms.CharField(
        label=_("Why do you look?"),
        help_text=_("The member reads this under “Who looked at your information”."),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=LinesInput(3),
        error_messages={
            "required": _("Write why you look."),
            "min_length": _("Write why in a few words more."),
        },
    )

    def clean_member(self) -> Member:
        found = Member.objects.known_as(self.cleaned_data["member"])
        if found is None:
            raise forms.ValidationError(_("We know no member by that number or email."))
        return found
