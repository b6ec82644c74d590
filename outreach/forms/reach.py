"""How a member wants to hear from us: which ways, and when not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outreach.channels import is_offered
from outreach.models import Channel, Reach


class ReachForm(forms.ModelForm):
    """A day that is quiet all day is none that we can keep: the two times must differ."""

    class Meta:
        model = Reach
        fields = ("email", "sms", "quiet_from", "quiet_until")
        help_texts = {
            "email": _("It says only that there is an update, and never what it is about."),
            "sms": _(
                "In place of an email, and as short: never what it is about. Your carrier may"
                " charge for texts. Reply STOP to any of them to end them."
            ),
            "quiet_until": _("In your time zone. Your inbox here is never quiet."),
        }
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_offered(Channel.SMS):
            del self.fields["sms"]

    def clean_sms(self) -> bool:
        wanted = self.cleaned_data["sms"]
        if wanted and not self.instance.member.phones.exclude(verified_at=None).exists():
            raise forms.ValidationError(_("Confirm your phone number first: it stands below."))
        return wanted

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        times = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if times[0] and times[0] == times[1]:
            self.add_error("quiet_until", _("Choose two different times."))
        return cleaned

    def validate_constraints(self) -> None:
        """Not here: `clean` has said it in words."""
