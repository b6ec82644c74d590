"""What a reviewer found about an emergency access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from accounts.models import EmergencyAccess


class ReviewForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("Was it needed?"),
        choices=EmergencyAccess.Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was needed.")},
    )
    review = forms.CharField(
        label=_("What did you find?"),
        max_length=1000,
        widget=LinesInput(4),
        error_messages={"required": _("Write what you found.")},
    )
