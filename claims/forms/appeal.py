"""What a member writes in an appeal: one form a step, each of which may be left for later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from claims.forms.day import DayInput
from claims.models import Appeal

YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


def yes(text: str) -> bool:
    return text == "yes"


class YesOrNo(forms.TypedChoiceField):
    """A question that has no answer until it is answered."""

    def __init__(self, **kwargs: Any) -> None:
        plain = {"choices": YES_OR_NO, "coerce": yes, "widget": forms.RadioSelect}
        super().__init__(empty_value=None, **plain | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class StatementForm(forms.ModelForm):
    class Meta:
        model = Appeal
        fields = ("statement",)
        labels = {"statement": _("Why do you think that we are wrong?")}
        help_texts = {"statement": _("Write it as you would say it. You do not need legal words.")}
        widgets = {"statement": LinesInput(10)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].required = True
        self.fields["statement"].error_messages |= {
            "required": _("Write why you think that we are wrong. One sentence is enough.")
        }


class RepresentativeForm(forms.ModelForm):
    class Meta:
        model = Appeal
        fields = ("speaker", "speaker_name")
        labels = {
            "speaker": _("Who speaks for you in this appeal?"),
            "speaker_name": _("Their name"),
        }
        help_texts = {"speaker_name": _("Only if somebody else speaks for you.")}
        widgets = {"speaker": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaker = self.fields["speaker"]
        speaker.required = True
        speaker.choices = Appeal.Speaker.choices
        speaker.error_messages |= {"required": _("Choose who speaks for you.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("speaker") == Appeal.Speaker.MYSELF:
            cleaned["speaker_name"] = ""
        elif cleaned.get("speaker") and not cleaned.get("speaker_name"):
            self.add_error("speaker_name", _("Enter the name of the person who speaks for you."))
        return cleaned


class FasterForm(forms.ModelForm):
    fast = YesOrNo(
        label=_("Could waiting harm your health?"),
        help_text=_("If you say yes, we treat it as urgent."),
        error_messages={"required": _("Choose yes or no.")},
    )

    class Meta:
        model = Appeal
        fields = ("fast", "fast_reason", "doctor_agrees")
        labels = {
            "fast_reason": _("What could happen if you wait?"),
            "doctor_agrees": _("My doctor says so too"),
        }
        help_texts = {
            "fast_reason": _("You can leave this empty if you said no."),
            "doctor_agrees": _("A few lines from your doctor help. Add them to your papers."),
        }
        widgets = {"fast_reason": LinesInput(4)}


class BenefitsForm(forms.ModelForm):
    keep_benefits = YesOrNo(
        label=_("Do you want the care to go on while we look again?"),
        help_text=_("If we do not agree in the end, you may have to pay for it."),
        error_messages={"required": _("Choose yes or no.")},
    )

    class Meta:
        model = Appeal
        fields = ("keep_benefits",)


class LateForm(forms.ModelForm):
    class Meta:
        model = Appeal
        fields = ("late_reason",)
        labels = {"late_reason": _("What kept you from appealing in time?")}
        help_texts = {
            "late_reason": _(
                "Like: you were ill, somebody in your family died, or the letter came late."
            )
        }
        widgets = {"late_reason": LinesInput(5)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["late_reason"].required = True
        self.fields["late_reason"].error_messages |= {"required": _("Write what kept you.")}


class DraftForm(forms.ModelForm):
    """Words as they are typed, saved without a question asked."""

    class Meta:
        model = Appeal
        fields = ("statement", "speaker_name", "fast_reason", "late_reason")
        widgets = dict.fromkeys(("statement", "fast_reason", "late_reason"), LinesInput(1))

    def typed(self) -> dict[str, str]:
        """The fields that were sent and are short enough to keep; the others are in ``errors``."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


class ReviewerForm(forms.Form):
    """Who looks at an appeal; the second question is the law's."""

    reviewer = forms.CharField(
        label=_("First name of the reviewer"),
        help_text=_("The member reads it."),
        max_length=60,
        error_messages={"required": _("Enter a first name.")},
    )
    another = forms.BooleanField(
        label=_("They did not make the first decision, and do not work for whoever did"),
        error_messages={"required": _("A reviewer must not have made the first decision.")},
    )


class OutcomeForm(forms.Form):
    """What was decided on an appeal."""

    outcome = forms.ChoiceField(
        label=_("What was decided?"),
        choices=(
            ("overturned", _("The decision was changed")),
            ("partly", _("A part of the decision was changed")),
            ("upheld", _("The decision stays")),
            ("dismissed", _("It was not looked at")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    notice_on = forms.DateField(
        label=_("The date on the letter"),
        help_text=_("The member's next time to appeal runs from it."),
        widget=DayInput,
        error_messages={
            "required": _("Enter the date on the letter."),
            "invalid": _("Enter a day, like 2026-03-20."),
        },
    )
    note = forms.CharField(
        label=_("A note for whoever reads this next"),
        help_text=_("You can leave this empty. The member does not read it."),
        widget=LinesInput(3),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, first: Any, last: Any, **kwargs: Any) -> None:
        """``first`` is the day it was filed, ``last`` today, both in the plan's zone."""
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last

    def clean_notice_on(self):
        notice_on = self.cleaned_data["notice_on"]
        if not self.first <= notice_on <= self.last:
            raise forms.ValidationError(
                _("Enter a day from the one on which it was filed until today.")
            )
        return notice_on
