"""What a member says is right instead of a line, and our answer to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.forms.lines import LinesInput
from outreach.forms.summary import LONGEST


class CorrectionForm(forms.Form):
    text = forms.CharField(max_length=LONGEST, widget=LinesInput(2))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = _("Write what would be right.")


class CorrectionAnswerForm(forms.Form):
    text = forms.CharField(max_length=LONGEST, widget=LinesInput(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = _("Your answer"), _("It stands beside their words.")
        text.error_messages["required"] = _("Write an answer: the member reads it.")
