"""A member's phone number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Phone
from accounts.phone_number import PhoneNumberField


class PhoneForm(forms.ModelForm):
    number = PhoneNumberField(
        label=_("New phone number"),
        help_text=_("We use it to call you. We never ask for your password on the phone."),
        max_length=40,
    )

    class Meta:
        model = Phone
        fields = ("number",)

    def clean(self) -> dict:
        # A ModelForm skips the constraints on fields that it does not show.
        cleaned = super().clean()
        number = cleaned.get("number")
        others = Phone.objects.filter(member=self.instance.member).exclude(pk=self.instance.pk)
        if number and others.filter(number=number).exists():
            self.add_error("number", _("You already have this number."))
        return cleaned
