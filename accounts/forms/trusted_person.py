"""Whom a member asks to help: who, with what, and until when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from accounts.models import Level, TrustedPerson
from accounts.models.trusted_person import MOST_OPEN

LONGEST = dt.timedelta(days=2 * 366)


class HelpForm(forms.ModelForm):
    """What they may do, and until when. The day is one of the member's own zone."""

    levels = forms.MultipleChoiceField(
        label=_("What can they do?"),
        help_text=_("They never see what is private, or what you hide from them."),
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what they can do.")},
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("Their access ends when this day is over. You can end it sooner."),
        input_formats=("%Y-%m-%d", "%m/%d/%Y"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the last day, like 06/30/2027."),
            "invalid": _("Enter the last day, like 06/30/2027."),
        },
    )

    class Meta:
        model = TrustedPerson
        fields: tuple[str, ...] = ("levels", "until")

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        now = today(self.instance.zone)
        if until < now:
            raise forms.ValidationError(_("That day is over. Enter a later one."))
        if until - now > LONGEST:
            raise forms.ValidationError(_("Enter a day within 2 years."))
        return until


class InvitationForm(HelpForm):
    """The same for somebody new."""

    class Meta(HelpForm.Meta):
        fields = ("name", "email", "levels", "until")
        help_texts = {
            "name": _("For you only, for example: Tom."),
            "email": _("We send them a link. They sign in with an account of their own."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}
        error_messages = {
            "name": {"required": _("Enter their name.")},
            "email": {"required": _("Enter their email address.")},
        }

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() == self.instance.invited_by.email.lower():
            raise forms.ValidationError(_("This is your own address. Enter theirs."))
        return email

    def clean(self) -> dict[str, Any]:
        # A ModelForm skips the constraints on fields that it does not show.
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = TrustedPerson.objects.filter(member=self.instance.member).open()
        email = cleaned.get("email")
        if email and asked.filter(email__iexact=email).exists():
            self.add_error("email", _("You asked this person already."))
        elif asked.count() >= MOST_OPEN:
            self.add_error(None, _("5 people can help you at a time. End one of them first."))
        return cleaned
