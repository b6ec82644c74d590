"""Asking for a call: one page, every field but the number has an answer already."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from accounts.phone_number import PhoneNumberField, shown
from outreach.models import CallRequest

LONGEST_SEARCH = 100  # characters


def they_looked_for(words: str) -> str:
    """For staff, so in English whatever the member reads; "" for no words."""
    return f"They looked for: {words}" if words else ""


def yes(text: str) -> bool:
    return text == "yes"


class CallRequestForm(forms.ModelForm):
    """``about_item`` leaves the first questions out, because the address answers them.

    ``things`` are what it may be about: ("claim:<uuid>", its name).
    """

    phone = PhoneNumberField(
        label=_("Phone number"),
        help_text=_("We only use this for this call."),
        max_length=40,
    )
    say_who = forms.TypedChoiceField(
        label=_("Can we say we are calling from Porchlight?"),
        choices=(("yes", _("Yes")), ("no", _("No, say only a first name"))),
        coerce=yes,
        initial="yes",
        widget=forms.RadioSelect,
    )
    voicemail = forms.TypedChoiceField(
        label=_("Can we leave a voicemail?"),
        choices=(("no", _("No")), ("yes", _("Yes, but say nothing about why"))),
        coerce=yes,
        initial="no",
        widget=forms.RadioSelect,
    )

    when = forms.ChoiceField(
        label=_("When can we call you?"), required=False, widget=forms.RadioSelect
    )
    person = forms.ChoiceField(
        label=_("Who would you like to talk to?"),
        choices=(
            ("", _("Whoever can call first")),
            ("same", _("Someone I have talked to before")),
            ("new", _("Someone new")),
        ),
        required=False,
        widget=forms.RadioSelect,
    )
    which = forms.ChoiceField(
        label=_("Which one?"),
        help_text=_("Only if it is about a claim or an order."),
        required=False,
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    looked_for = forms.CharField(
        required=False, max_length=LONGEST_SEARCH, widget=forms.HiddenInput
    )

    class Meta:
        model = CallRequest
        fields = (
            "subject",
            "phone",
            "best_time",
            "say_who",
            "voicemail",
            "way",
            "interpreter_language",
            "speaker",
            "note",
        )
        help_texts = {
            "best_time": _(
                "If no time suits you. In your own words, like: in the morning, or after 5pm."
            ),
            "interpreter_language": _("Only if you want an interpreter."),
            "speaker": _(
                "Their name, and how you know them. You must be on the call, or they must be a "
                "trusted person of yours already."
            ),
            "note": _("You do not have to write anything."),
        }
        widgets = {
            "subject": forms.RadioSelect,
            "way": forms.RadioSelect,
            "note": LinesInput(4),
        }

    def __init__(
        self,
        *args: Any,
        about_item: bool,
        phone: str,
        things: Iterable[tuple[str, str]] = (),
        times: Sequence[tuple[str, str]] = (),
        hint: str = "",
        has_talked: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        which = [("", _("I do not know, or another one")), *things]
        self.fields["which"].choices = which
        self.order_fields(["subject", "which", "phone", "when", "best_time", "person"])
        self.offer(times, hint)
        if not has_talked:
            del self.fields["person"]
        self.fields["phone"].initial = phone and shown(phone)
        if about_item:
            del self.fields["subject"]
        if about_item or len(which) == 1:
            del self.fields["which"]

    def offer(self, times: Sequence[tuple[str, str]], hint: str) -> None:
        """Let the member choose among these; the form also takes a time that it no longer shows,
        because whether it is free is asked when it is booked."""
        when = self.fields["when"]
        when.choices = [*times, ("", _("No time suits me. Call me when somebody is free."))]
        when.valid_value = lambda _value: True
        when.initial = times[0][0] if times else ""
        # Not the field's own: the form has taken that when it read what was typed.
        self["when"].help_text = hint if times else ""

    def keep(self, value: str, words: str, times: Sequence[tuple[str, str]], hint: str) -> None:
        """For a call that is booked: its own time first, and none is no choice."""
        others = [one for one in times if one[0] != value]
        self.offer([(value, words), *others], hint)
        self.fields["when"].choices = self.fields["when"].choices[:-1]
        self.fields["when"].required = True
        for name in ("best_time", "person", "looked_for", "key"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("way") != CallRequest.Way.INTERPRETER:
            cleaned["interpreter_language"] = ""
        elif not cleaned.get("interpreter_language"):
            self.add_error("interpreter_language", _("Enter the language of the interpreter."))
        looked_for = they_looked_for(cleaned.pop("looked_for", ""))
        cleaned["note"] = "\n".join(filter(None, (looked_for, cleaned.get("note", ""))))[:2000]
        return cleaned

    def validate_unique(self) -> None:
        """Not here: asking twice shows the request that is open already."""

    def validate_constraints(self) -> None:
        """Not here, for the same reason; the fields have checked the rest."""
