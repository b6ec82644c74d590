"""What one of us did to put something right, and what they add afterward."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from outreach.models import Goodwill, RecoveryStep
from outreach.models.recovery import MOST_OF_A_CASE


class StepForm(forms.ModelForm):
    class Meta:
        model = RecoveryStep
        fields = ("what", "words")
        labels = {"what": _("What did you do?"), "words": _("In a few words")}
        help_texts = {"words": _("The member reads them with your first name.")}
        widgets = {"what": forms.RadioSelect, "words": LinesInput(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        what.choices = RecoveryStep.What.choices
        what.error_messages["required"] = _("Choose what you did.")


class GoodwillForm(forms.Form):
    dollars = forms.DecimalField(
        label=_("Amount to add, in dollars"),
        min_value=1,
        max_value=MOST_OF_A_CASE // 100,
        decimal_places=2,
    )
    reason = forms.ChoiceField(
        label=_("Why more than everybody gets?"),
        choices=Goodwill.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    note = forms.CharField(
        label=_("A few words of your own"),
        help_text=_("The member reads them with your first name."),
        required=False,
        max_length=500,
        widget=LinesInput(3),
    )
