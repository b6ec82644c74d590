"""What one of us did about a member's order, as they note it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.facts import Deed
from claims.forms.day import DayInput
from claims.models import OrderDeed
from claims.store.order_deeds import Noted

NEEDED = {
    Deed.REFUNDED: ("on",),
    Deed.ANSWERED: ("words",),
    Deed.TO_COLLECT: ("words",),
}


class DeedForm(forms.Form):
    """Only what fits the order now is offered. ``today`` is the member's day."""

    deed = forms.ChoiceField(
        label=gettext_lazy("What did you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you did.")},
    )
    on = forms.DateField(
        label=gettext_lazy("On what day was the money sent back?"),
        help_text=gettext_lazy("Only for money that was sent back."),
        required=False,
        widget=DayInput,
    )
    words = forms.CharField(
        label=gettext_lazy("Where, or which number?"),
        help_text=gettext_lazy(
            "What you found out, where to collect it, or the number of the new order."
        ),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, fits: Iterable[Deed], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fits = set(fits) - {Deed.GOODWILL}  # has a budget, and a page of its own
        self.fields["deed"].choices = [
            (what.value, what.label) for what in OrderDeed.What if what.value in fits
        ]
        if Deed.REFUNDED not in fits:
            del self.fields["on"]
        if not fits & {Deed.ANSWERED, Deed.SENT_AGAIN, Deed.TO_COLLECT}:
            del self.fields["words"]

    def clean_on(self) -> dt.date | None:
        on = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(_("The day must be today or in the past."))
        return on

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in NEEDED.get(typed.get("deed", ""), ()):
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in for what you did."))
        return typed

    def noted(self, who: str) -> Noted:
        typed = self.cleaned_data
        deed = Deed(typed["deed"])
        named = {name: typed[name] for name in NEEDED.get(deed, ())}
        if deed is Deed.SENT_AGAIN:
            named["words"] = typed["words"]
        return Noted(deed=deed, who=who, **named)
