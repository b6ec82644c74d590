"""To whom a case passes, why, and what they should know."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from outreach.models import HandOver


class HandOverForm(forms.Form):
    """``takers`` are those who come into question: (key, name)."""

    taker = forms.TypedChoiceField(label=_("Who takes over?"), coerce=UUID)
    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("The member reads why."),
        choices=HandOver.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why: the member reads it.")},
    )
    note = forms.CharField(
        label=_("What should they know?"),
        help_text=_("What is settled, what is open, and what you promised."),
        max_length=1000,
        widget=LinesInput(4),
        error_messages={"required": _("Write what they should know, so that nobody asks again.")},
    )

    def __init__(self, *args: Any, takers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"].choices = takers
