"""What someone decides about what is held back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput


class DecisionForm(forms.Form):
    """What someone decides about a hold, with the reason. ``looked_at`` is what they had seen."""

    USE, KEEP, ASK = "use", "keep", "ask"
    CONFIRM, DECLINE = "confirm", "decline"

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Write what you found out, for whoever reads this next. Name no person."),
        widget=LinesInput(3),
        max_length=2000,
        error_messages={"required": _("Write why.")},
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, decisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = decisions
