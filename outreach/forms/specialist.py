"""A specialist's hours, one line a weekday, and the times when they are away."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from outreach.models import Specialist, TimeOff, WorkingHours

STRETCH = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
ONE_OCLOCK, THREE_OCLOCK = dt.time(1), dt.time(3)
#: The first and the last days that there are have no midnight in every zone.
THIS_CENTURY = (
    MinValueValidator(dt.date(2000, 1, 1)),
    MaxValueValidator(dt.date(2099, 12, 31)),
)
Stretch = tuple[dt.time, dt.time]


def parse_hours(typed: str) -> list[Stretch]:
    """``9:00-12:00, 13:00-17:00`` as its stretches, in order. Raises ValueError for other words."""
    found = []
    for part in filter(str.strip, typed.split(",")):
        match = STRETCH.fullmatch(part)
        if match is None:
            raise ValueError(part)
        first, second, third, fourth = map(int, match.groups())
        found.append((dt.time(first, second), dt.time(third, fourth)))
    return sorted(found)


def hours_in_words(stretches: list[Stretch]) -> str:
    return ", ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in stretches)


class HoursField(forms.CharField):
    default_error_messages = {"hours": _("Enter hours like 9:00-12:00, 13:00-17:00.")}

    def clean(self, value: str) -> list[Stretch]:
        typed = super().clean(value)
        try:
            found = parse_hours(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["hours"], code="hours") from None
        ends = None
        for begin, end in found:
            if begin >= end or (ends and begin < ends):
                raise forms.ValidationError(_("Each stretch must end after it begins."))
            if any(ONE_OCLOCK < one < THREE_OCLOCK for one in (begin, end)):
                raise forms.ValidationError(_("Choose no time between 1am and 3am."))
            ends = end
        return found


class HoursForm(forms.Form):
    """Empty means a day without work; two stretches have a break between them."""

    daily_maximum = forms.IntegerField(label=_("Most calls a day"), min_value=1, max_value=50)

    def __init__(self, *args: Any, specialist: Specialist, **kwargs: Any) -> None:
        self.specialist = specialist
        week: dict[int, list[Stretch]] = {}
        for hours in specialist.hours.order_by("weekday", "opens"):
            week.setdefault(hours.weekday, []).append((hours.opens, hours.closes))
        initial = {f"day_{day}": hours_in_words(found) for day, found in week.items()}
        initial["daily_maximum"] = specialist.daily_maximum
        super().__init__(*args, initial=initial, **kwargs)
        for day in range(7):
            self.fields[f"day_{day}"] = HoursField(label=WEEKDAYS[day], required=False)
        self.order_fields([f"day_{day}" for day in range(7)])

    def save(self) -> None:
        """New calls follow the new hours; calls that are booked stay."""
        with transaction.atomic():
            self.specialist.hours.all().delete()
            WorkingHours.objects.bulk_create(
                WorkingHours(specialist=self.specialist, weekday=day, opens=opens, closes=closes)
                for day in range(7)
                for opens, closes in self.cleaned_data[f"day_{day}"]
            )
            Specialist.objects.filter(pk=self.specialist.pk).update(
                daily_maximum=self.cleaned_data["daily_maximum"]
            )


class TimeOffForm(forms.Form):
    """From and until are days of the specialist's own zone; today begins now."""

    kind = forms.ChoiceField(
        label=_("Why?"), choices=TimeOff.Kind.choices, widget=forms.RadioSelect
    )
    first = forms.DateField(
        label=_("First day"),
        validators=THIS_CENTURY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=_("Last day"),
        validators=THIS_CENTURY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first."))
        return cleaned

    def instants(self, zone: str, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Midnight to midnight where they work, and nothing of what has passed."""
        home = ZoneInfo(zone)
        after = self.cleaned_data["last"] + dt.timedelta(days=1)
        begins, ends = (
            dt.datetime.combine(day, dt.time(), tzinfo=home).astimezone(dt.UTC)
            for day in (self.cleaned_data["first"], after)
        )
        return max(begins, now), max(ends, now + dt.timedelta(minutes=1))
