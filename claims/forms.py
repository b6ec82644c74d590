"""What a member may tell us about a claim or an order, and whether an answer helped."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from claims.answers.words import plain, short_day
from claims.models import Claim, Feedback, Order


class DayInput(forms.DateInput):
    """The browser's own date picker; without one, a text box that takes 2026-03-20."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")


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


class NeededByForm(forms.ModelForm):
    """The day an order is needed by; empty takes it back."""

    class Meta:
        model = Order
        fields = ["needed_on"]
        labels = {"needed_on": _("What day do you need it by?")}
        help_texts = {"needed_on": _("Leave this empty if no day matters to you.")}
        widgets = {"needed_on": DayInput}

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)
        self.fields["needed_on"].error_messages = {"invalid": _("Enter a day, like 2026-03-20.")}

    def clean_needed_on(self):
        needed_on = self.cleaned_data["needed_on"]
        if needed_on and needed_on < self.today:
            raise forms.ValidationError(_("The day must be today or later."))
        return needed_on


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
        widgets = {"question": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].required = True
        self.fields["question"].error_messages = {"required": _("Write your question.")}


class DecisionForm(forms.Form):
    """What someone decides about a hold, with the reason. ``looked_at`` is what they had seen."""

    USE, KEEP, ASK = "use", "keep", "ask"
    CONFIRM, DECLINE = "confirm", "decline"

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Write what you found out, for whoever reads this next. Name no person."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Write why.")},
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, decisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = decisions
