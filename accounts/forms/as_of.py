"""The moment that a privacy officer asks about, and for which purpose."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.consent.catalogue import PURPOSES
from accounts.forms.day import day_field

UTC = "UTC"


def city(zone: str) -> str:
    """New York, of ``America/New_York``."""
    return zone.rpartition("/")[2].replace("_", " ")


class AsOfForm(forms.Form):
    """After `is_valid`, ``at`` is the instant, None without a day: now; ``in_zone``
    is its zone, and ``about`` a purpose or ""."""

    day = day_field(_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        help_text=_("Midday, unless you say another."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    zone = forms.ChoiceField(label=_("In which time zone"), required=False)
    purpose = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, asked: Any, *, member_zone: str) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields})
        zones = dict.fromkeys((settings.PORTAL_HOURS[-1], member_zone, UTC))
        self.fields["zone"].choices = [(zone, city(zone)) for zone in zones]
        optional = [(one.key, one.name) for one in PURPOSES.values() if not one.locked]
        self.fields["purpose"].choices = [("", _("Everything")), *optional]

    @property
    def in_zone(self) -> str:
        return self.cleaned_data.get("zone") or settings.PORTAL_HOURS[-1]

    @property
    def about(self) -> str:
        return self.cleaned_data.get("purpose", "")

    @property
    def at(self) -> dt.datetime | None:
        if not (day := self.cleaned_data.get("day")):
            return None
        time = self.cleaned_data.get("time") or dt.time(12)
        return dt.datetime.combine(day, time, ZoneInfo(self.in_zone)).astimezone(dt.UTC)

    def query(self) -> dict[str, str]:
        """What was asked, for links to the lists of the same moment."""
        return {name: self[name].value() for name in self.fields if self[name].value()}
