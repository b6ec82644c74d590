"""Whether an answer helped, and what is still open."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from claims.models import Feedback


class FeedbackForm(forms.Form):
    """One press of "Did this answer your question?"; ``about`` is "claim:<uuid>" and alike."""

    about = forms.CharField(max_length=50)
    answered = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def clean_about(self) -> tuple[str, UUID]:
        subject, _colon, key = self.cleaned_data["about"].partition(":")
        try:
            return Feedback.Subject(subject).value, UUID(key)
        except ValueError:
            raise forms.ValidationError(_("We cannot find that page.")) from None

    def clean_answered(self) -> bool:
        return self.cleaned_data["answered"] == "yes"


class QuestionForm(forms.ModelForm):
    """What the member still wants to know, in their words."""

    class Meta:
        model = Feedback
        fields = ["question"]
        labels = {"question": _("What do you still want to know?")}
        widgets = {"question": LinesInput(4)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].required = True
        self.fields["question"].error_messages = {"required": _("Write your question.")}
