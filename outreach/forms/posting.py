"""How a letter to post was dealt with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.models import Posting


class PostingForm(forms.Form):
    how = forms.ChoiceField(
        label=_("What did you do?"),
        choices=Posting.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you did.")},
    )
