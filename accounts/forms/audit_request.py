"""How officers answer requests about data, take one from a letter, and hold data for a court."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock_words import full_day
from accounts.forms.lines import LinesInput
from accounts.models import DataRequest, LegalHold, Member
from accounts.rights.requests import UnknownPerson, subject_of

DONE, REFUSED = "done", "refused"


class ExtensionForm(forms.Form):
    """More time, up to the last day that the law allows."""

    until = forms.DateField(label=_("We answer by"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(
        label=_("Why do we need more time?"),
        error_messages={"required": _("Say why: the member reads it.")},
        help_text=_("The member reads this."),
        max_length=1000,
        widget=LinesInput(3),
    )

    def __init__(self, *args: Any, after: dt.date, latest: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after, self.latest = after, latest
        self.fields["until"].help_text = _("At the latest {day}.").format(day=full_day(latest))
        self.fields["until"].initial = latest.isoformat()

    def clean_until(self) -> dt.date:
        until = self.cleaned_data["until"]
        if not self.after < until <= self.latest:
            raise forms.ValidationError(
                _("Choose a day after {day} and not after {latest}.").format(
                    day=full_day(self.after), latest=full_day(self.latest)
                )
            )
        return until


class AnswerForm(forms.Form):
    """What became of a request: done (only where a person does it), or not agreed to."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    source_says = forms.CharField(
        label=_("What did the system that told us say?"),
        help_text=_("Only if it was asked. The member reads this."),
        max_length=1000,
        required=False,
        widget=LinesInput(3),
    )
    answer = forms.CharField(
        label=_("What do we tell the member?"),
        error_messages={"required": _("Write the answer that the member reads.")},
        help_text=_("If we do not agree: why, by which rule, and how to complain."),
        max_length=2000,
        widget=LinesInput(4),
    )

    def __init__(self, *args: Any, by_hand: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(REFUSED, _("We do not agree to it"))]
        if by_hand:
            choices.insert(0, (DONE, _("It is put right")))
        else:
            del self.fields["source_says"]
        self.fields["outcome"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == DONE and not cleaned.get("source_says"):
            self.add_error(
                "source_says", _("Write what the system said, before it counts as done.")
            )
        return cleaned


class SubjectForm(forms.Form):
    """Whom it is about, by number and date of birth; nobody else's number will do."""

    number = forms.CharField(
        label=_("Member number"),
        max_length=40,
        error_messages={"required": _("Enter their member number.")},
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter their date of birth.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "number" in cleaned and "born_on" in cleaned:
            try:
                cleaned["member"] = subject_of(cleaned["number"], cleaned["born_on"])
            except UnknownPerson:
                self.add_error(
                    None,
                    _(
                        "We know nobody by this number and date of birth. Nothing was opened, and "
                        "nothing is called done. Ask who they are before you answer."
                    ),
                )
        return cleaned

    @property
    def member(self) -> Member:
        return self.cleaned_data["member"]


class TakenRequestForm(SubjectForm):
    kind = forms.ChoiceField(label=_("What do they ask for?"), choices=DataRequest.Kind.choices)
    through = forms.ChoiceField(
        label=_("How did they ask?"),
        choices=(
            (DataRequest.Through.PHONE, _("By phone")),
            (DataRequest.Through.LETTER, _("By letter")),
        ),
    )
    home = forms.ChoiceField(
        label=_("Where do they live?"), choices=DataRequest.Home.choices, required=False
    )
    words = forms.CharField(
        label=_("What is wrong, for a correction"),
        max_length=2000,
        required=False,
        widget=LinesInput(3),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == DataRequest.Kind.CORRECTION and not cleaned.get("words"):
            self.add_error("words", _("Write what is wrong."))
        return cleaned


class LegalHoldForm(SubjectForm):
    why = forms.CharField(
        label=_("Why must everything stay?"),
        error_messages={"required": _("Say why everything must stay.")},
        help_text=_("The case or the order. The member does not read this."),
        max_length=LegalHold._meta.get_field("why").max_length,
        widget=LinesInput(3),
    )
