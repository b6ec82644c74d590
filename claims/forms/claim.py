"""What a member may tell us about a claim."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from claims.answers.words import plain, short_day
from claims.forms.day import DayInput
from claims.models import Claim


class ReceiptForm(forms.ModelForm):
    """The day a decision letter arrived, because the time to appeal runs from there (T02)."""

    class Meta:
        model = Claim
        fields = ["notice_received_on"]
        labels = {"notice_received_on": _("What day did the letter arrive?")}
        help_texts = {"notice_received_on": _("For example, the day you found it in your mailbox.")}
        widgets = {"notice_received_on": DayInput}

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)
        self.fields["notice_received_on"].required = True
        self.fields["notice_received_on"].error_messages = {
            "required": _("Enter the day the letter arrived."),
            "invalid": _("Enter a day, like 2026-03-20."),
        }

    def clean_notice_received_on(self):
        arrived = self.cleaned_data["notice_received_on"]
        if arrived > self.today:
            raise forms.ValidationError(_("The day must be today or in the past."))
        if self.instance.notice_on and arrived < self.instance.notice_on:
            written = plain(short_day(self.instance.notice_on, today=self.today))
            raise forms.ValidationError(
                _("The letter is dated {date}. Enter that day or a later one.").format(date=written)
            )
        return arrived
