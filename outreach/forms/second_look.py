"""What one of us found when they looked at a claim again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from claims.models import SecondLook


class SecondLookForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What comes of it?"),
        choices=[
            (SecondLook.Outcome.AGAIN, _("I sent it on. The claim is looked at again.")),
            (SecondLook.Outcome.STAYS, _("It does not change the decision.")),
            (SecondLook.Outcome.KEPT, _("I put it with the claim. Nothing else was asked.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes of it.")},
    )
    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("The member reads this. Say what you found and what happens now."),
        widget=LinesInput(5),
        max_length=2000,
        error_messages={"required": _("Write the answer that the member reads.")},
    )
