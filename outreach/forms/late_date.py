"""What somebody of staff does about a date that we did not keep."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.date_kind import DateKind
from claims.facts import OURS, Delay
from claims.forms.day import DayInput
from claims.models import Promise
from outreach.late_dates import REASONS

FARTHEST = dt.timedelta(days=365)


class LateDateForm(forms.Form):
    """A new day, where it is ours to name, and whether the member was told. ``today`` is theirs."""

    on = forms.DateField(
        label=_("What new day do you promise?"),
        help_text=_("They read it as our word, with the old day. Leave it empty if you know none."),
        widget=DayInput,
        required=False,
        error_messages={"invalid": _("Enter a day, like 2026-03-20.")},
    )
    delay = forms.ChoiceField(
        label=_("Why does it take longer?"),
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    told = forms.BooleanField(label=_("I told them"), required=False)

    def __init__(self, *args: Any, late: Promise, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if late.kind not in (*OURS, DateKind.NEWS):
            del self.fields["on"], self.fields["delay"]

    def clean_on(self) -> dt.date | None:
        on = self.cleaned_data["on"]
        if on and not self.today < on <= self.today + FARTHEST:
            raise forms.ValidationError(_("Choose a day after today, within a year."))
        return on

    def clean_delay(self) -> Delay:
        return Delay(self.cleaned_data["delay"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not (found.get("on") or found.get("told") or self.errors):
            raise forms.ValidationError(_("Promise a new day, or say that you told them."))
        return found
