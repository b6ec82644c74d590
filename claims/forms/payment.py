"""What a member wants to pay now: all of it, an item, a payment of the plan, or a part."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.answers.words import plain
from claims.due import payment_problem
from claims.facts import PaymentState
from claims.forms.amount import AmountField

PART = "part"


class PaymentForm(forms.Form):
    """``choices`` are (key, finished words, cents); the amounts are the server's own.

    ``due`` is what is owed now, in cents: nobody pays more. ``form_key`` makes two presses one.
    """

    what = forms.ChoiceField(
        label=_("What do you want to pay?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you want to pay."),
            "invalid_choice": _("Choose one of these. What you owe may have changed."),
        },
    )
    amount = AmountField(
        label=_("The other amount"),
        help_text=_("Only for “Another amount”. In dollars, like 25.00."),
        required=False,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, choices: list[tuple[str, str, int]], due: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cents = {key: cents for key, _words, cents in choices}
        self.due = due
        self.fields["what"].choices = [
            *((key, words) for key, words, _cents in choices),
            (PART, _("Another amount")),
        ]
        self.initial |= {"what": choices[0][0] if choices else PART, "form_key": uuid4()}

    def clean(self) -> None:
        """T47: what makes no sense is refused in words, and nothing is written."""
        typed = self.cleaned_data
        what = typed.get("what")
        if what is None or "amount" in self.errors:
            return
        cents = typed.get("amount") if what == PART else self.cents[what]
        if problem := payment_problem(cents, self.due):
            self.add_error("amount" if what == PART else "what", plain(problem))
        typed["cents"] = cents


class PaymentEventForm(forms.Form):
    """What an operator decides about a message that does not fit. ``ours``: it names a payment."""

    NOTHING = "nothing"
    outcome = forms.ChoiceField(
        label=_("What is true?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is true.")},
    )
    note = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For us. For example, what the provider's own page says."),
        max_length=500,
        error_messages={"required": _("Write how you know.")},
    )

    def __init__(self, *args: Any, ours: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = [
            (PaymentState.PAID.value, _("The payment was made.")),
            (PaymentState.FAILED.value, _("The payment was not made.")),
        ]
        nothing = [(self.NOTHING, _("It has nothing to do with a payment of ours."))]
        self.fields["outcome"].choices = decided if ours else nothing
