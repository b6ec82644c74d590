"""What a member chooses about themselves."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.as_of import city
from accounts.models import Member

NEAR = (
    ("America/New_York", _("New York (Eastern)")),
    ("America/Chicago", _("Chicago (Central)")),
    ("America/Denver", _("Denver (Mountain)")),
    ("America/Phoenix", _("Phoenix (Arizona)")),
    ("America/Los_Angeles", _("Los Angeles (Pacific)")),
    ("America/Anchorage", _("Anchorage (Alaska)")),
    ("Pacific/Honolulu", _("Honolulu (Hawaii)")),
    ("America/Puerto_Rico", _("Puerto Rico (Atlantic)")),
)
"""Where most members live: offered first, by the names that people use."""


def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every time zone of the world, the near ones first."""
    named = {zone for zone, _name in NEAR}
    rest = sorted(zone for zone in available_timezones() if "/" in zone and zone not in named)
    return [
        (_("United States"), list(NEAR)),
        (_("Everywhere else"), [(zone, zone.replace("_", " ")) for zone in rest]),
    ]


def zone_name(zone: str) -> str:
    """The name that people use, or the city's."""
    return str(dict(NEAR).get(zone) or city(zone))


class SettingsForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    class Meta:
        model = Member
        fields = ("preferred_name", "pronunciation", "language", "time_zone", "theme")
        labels = {
            "preferred_name": _("What we call you"),
            "pronunciation": _("How to say it"),
            "language": _("Language"),
            "theme": _("Colors"),
        }
        help_texts = {
            "preferred_name": _("We use this name on every page and when we call you."),
            "pronunciation": _("For example: MY-uh. People read it before they call you."),
        }
        widgets = {
            "preferred_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "language": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }
