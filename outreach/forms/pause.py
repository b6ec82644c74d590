"""From when until when no call is booked, and about what."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from outreach.models.pause import EVERYTHING, TOPICS

#: The first and the last days that there are have no such minute in every zone.
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)
MINUTE = "%Y-%m-%dT%H:%M"


class MinuteInput(forms.DateTimeInput):
    """The browser's own picker; without one, a text box that takes 2026-03-20T14:00."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MINUTE)


class MinuteField(forms.DateTimeField):
    """On the wall of the zone that is active."""

    widget = MinuteInput
    default_error_messages = {"invalid": _("Enter a day and a time, like 2026-03-20T14:00.")}

    def __init__(self, **named: Any) -> None:
        within = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))
        super().__init__(input_formats=[MINUTE], validators=within, **named)


class PauseForm(forms.Form):
    topic = forms.ChoiceField(
        label=_("No calls about what?"),
        choices=TOPICS,
        initial=EVERYTHING,
        required=False,
        widget=forms.RadioSelect,
    )
    begins = MinuteField(label=_("From"), error_messages={"required": _("Say from when.")})
    ends = MinuteField(label=_("Until"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args: Any, at: dt.datetime, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= max(begins, self.at):
            self.add_error("ends", _("It must end after it begins, and after now."))
        return cleaned
