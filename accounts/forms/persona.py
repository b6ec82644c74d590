"""What a member tells us about themselves, one thing at a time."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from accounts.models import Preference
from accounts.models.preference import LONGEST

HINTS = {
    Preference.About.BEST_TIME: _("For example: call me after 5, never on Fridays."),
    Preference.About.REACH: _("For example: call first, and write only if I do not answer."),
    Preference.About.INTERPRETER: _("For example: Spanish, or text relay."),
    Preference.About.CAREFUL: _("For example: do not leave a message, others listen to it."),
    Preference.About.MATTERS: _("For example: explain it in plain steps."),
}


class PreferenceForm(forms.Form):
    """``about`` is what the member's words are about; empty words forget it."""

    words = forms.CharField(max_length=LONGEST, required=False, widget=LinesInput(3))

    def __init__(self, *args, about: Preference.About, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = about.label
        self.fields["words"].help_text = HINTS[about]


class CorrectionForm(forms.Form):
    """The member's own word in place of our guess."""

    words = forms.CharField(
        label=_("What is right?"),
        help_text=_("You do not have to say. We forget our guess either way."),
        max_length=LONGEST,
        required=False,
        widget=LinesInput(3),
    )


class DaysForm(forms.Form):
    """Which days to forget: one, or all before one."""

    day = forms.DateField(required=False, widget=forms.HiddenInput)
    before = forms.DateField(
        label=_("Forget everything before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day, like 2026-03-17.")},
    )

    def clean(self) -> dict[str, dt.date | None]:
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("day") or cleaned.get("before")):
            self.add_error("before", _("Enter the day."))
        return cleaned
