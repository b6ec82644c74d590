"""What a member says is wrong on a bill, and what somebody answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from claims.answers.words import money, plain, say
from claims.facts import DisputeOutcome
from claims.forms.amount import AmountField
from claims.models import Dispute


class DisputeForm(forms.Form):
    """``items`` are (key, finished words) of what may be questioned now."""

    item = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong."),
            "invalid_choice": _("Choose one of these. The rest is not asked of you now."),
        },
    )
    reason = forms.ChoiceField(
        label=_("Why is it wrong?"),
        choices=Dispute.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is wrong.")},
    )
    estimate = AmountField(
        label=_("What was the estimate?"),
        help_text=_("Only if you got an estimate and did not use insurance. In dollars."),
        required=False,
    )
    words = forms.CharField(
        label=_("Tell us more"),
        help_text=_("A few words are enough. Do not write card numbers here."),
        widget=LinesInput(4),
        max_length=2000,
        error_messages={"required": _("Write a few words about what is wrong.")},
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items

    def clean_estimate(self) -> int | None:
        estimate = self.cleaned_data["estimate"]
        if estimate is not None and estimate < 0:
            raise forms.ValidationError(_("Enter an amount of 0 or more."))
        return estimate

    def clean(self) -> None:
        typed = self.cleaned_data
        needs_one = typed.get("reason") == Dispute.Reason.ESTIMATE
        if needs_one and typed.get("estimate") is None and "estimate" not in self.errors:
            self.add_error("estimate", _("Enter the amount of the estimate."))


class DisputeAnswerForm(forms.Form):
    """An answer with words for the member, or word that somebody looks at it.

    ``costs`` is what the item costs the member in all by now, in cents.
    """

    LOOKING = "looking"
    decision = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[
            (LOOKING, _("We are looking at it. There is no answer yet.")),
            (DisputeOutcome.RIGHT.value, _("They are right. They do not owe it.")),
            (DisputeOutcome.PARTLY.value, _("They are right in part.")),
            (DisputeOutcome.UPHELD.value, _("The bill is right.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    agreed = AmountField(
        label=_("What do they owe for it in all?"),
        help_text=_("Only where they are right in part. With what they paid for it already."),
        required=False,
    )
    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("The member reads this. Say what you found and what happens now."),
        widget=LinesInput(5),
        max_length=2000,
        error_messages={"required": _("Write the answer that the member reads.")},
    )

    def __init__(self, *args: Any, costs: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.costs = costs

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("decision") != DisputeOutcome.PARTLY or "agreed" in self.errors:
            typed["agreed"] = None
            return
        agreed = typed.get("agreed")
        if agreed is None or agreed <= 0:
            self.add_error("agreed", _("Enter what they owe for it."))
        elif agreed >= self.costs:
            words = say(gettext("Enter less than {amount}."), amount=money(self.costs))
            self.add_error("agreed", plain(words))
