"""Phone numbers: any form that people type in, E.164 in the record, the usual form on the page."""

from functools import lru_cache

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

HOME = "US"


def e164(typed: str) -> str:
    """``(312) 555-0142``, ``312.555.0142``, ``+52 55 1234 5678``: as ``+13125550142``.

    Without a country code it is of the United States. Raises ValueError when no phone has it.
    """
    try:
        number = phonenumbers.parse(typed, HOME)
    except phonenumbers.NumberParseException as wrong:
        raise ValueError(typed) from wrong
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise ValueError(typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=1024)
def shown(number: str) -> str:
    """(312) 555-0142 for a number of the United States, +52 55 1234 5678 for any other."""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if parsed.country_code == 1
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)


class PhoneNumberField(forms.CharField):
    """Takes a number in any form and gives it as E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    default_error_messages = {
        "required": _("Enter a phone number."),
        "invalid": _("Enter a phone number, like 312-555-0142. Begin with + if it is abroad."),
    }

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return e164(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
