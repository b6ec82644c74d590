"""Which looks at members a privacy officer wants to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.day import day_field
from accounts.models import Member, Role, User


class LooksForm(forms.Form):
    """All may be left empty. ``cleaned_data`` has the day, the member and the user themselves."""

    day = day_field(_("Day"))
    member = forms.CharField(
        label=_("Member"),
        help_text=_("Member number or email"),
        required=False,
        max_length=254,
    )
    staff = forms.CharField(
        label=_("Staff"), help_text=_("Their email"), required=False, max_length=254
    )

    def clean_member(self) -> Member | None:
        typed = self.cleaned_data["member"].strip()
        found = Member.objects.known_as(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("We know no member by that number or email."))
        return found

    def clean_staff(self) -> User | None:
        typed = self.cleaned_data["staff"].strip()
        staff = User.objects.exclude(role=Role.MEMBER)
        found = staff.filter(email__iexact=typed).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("Nobody who works here has that email."))
        return found

    def words(self) -> dict[str, Any]:
        """What was typed and understood, for the address of the next page."""
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}
