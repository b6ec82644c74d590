"""Only people on the plan may sign up, and trying tells a stranger nothing about who is."""

import datetime as dt
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.age import adult_on
from accounts.clock import today
from accounts.models import Member, TrustedPerson, User


def is_child(born_on: dt.date) -> bool:
    """By the day where the portal's people work: the form knows of no plan yet."""
    return today(settings.PORTAL_HOURS[-1]) < adult_on(born_on)


class SignUpForm(SignupForm):
    """By member number and date of birth, or by an e-mail address that the plan has on file; a
    child by the second only.

    A number that does not fit says so, the same whether it is wrong or already signed up. Without
    a number the page is the same whether or not the address is on file: the e-mail tells.
    Somebody whom a member asked to help signs up by that address, and is no member by it.
    Whoever signs up becomes the member when the e-mail address is confirmed, not before.
    """

    field_order = ("email", "password1", "number", "born_on")
    number = forms.CharField(
        label=_("Member number"),
        help_text=_("It is on your card. Leave it empty if your plan has your email address."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        help_text=_("We need it with your member number."),
        required=False,
        input_formats=("%Y-%m-%d", "%m/%d/%Y"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
        error_messages={"invalid": _("Enter your date of birth, like 05/17/1980.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member: Member | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        number, born_on = cleaned.get("number"), cleaned.get("born_on")
        if self.errors:
            return cleaned
        if number and not born_on:
            self.add_error("born_on", _("Enter your date of birth."))
        elif born_on and not number:
            self.add_error("number", _("Enter your member number."))
        elif number and born_on and is_child(born_on):
            # A parent knows both, and would read what the law keeps for the child alone.
            self.add_error(
                "born_on",
                _(
                    "Until you are 18, sign up without the number, with the email address that "
                    "your plan has on file for you."
                ),
            )
        elif number and born_on:
            self._find_by_number(number, born_on)
        else:
            self.member = Member.objects.may_join().with_email(cleaned["email"])
        return cleaned

    def _find_by_number(self, number: str, born_on: dt.date) -> None:
        if ratelimit.consume(context.request, action="sign_up_number", key=number.upper()):
            self.member = Member.objects.may_join().with_number(number, born_on)
        if self.member is None:
            self.add_error(
                "number",
                _(
                    "We cannot sign you up with these details. Check your member number and "
                    "your date of birth. If you signed up before, sign in instead."
                ),
            )

    def _is_turned_away(self) -> bool:
        """Neither on the plan nor asked, at this address, to help somebody who is."""
        asked = TrustedPerson.objects.invited([self.cleaned_data["email"]])
        return self.member is None and not asked.exists()

    def try_save(self, request: HttpRequest) -> Any:
        if self._is_turned_away() or self.account_already_exists:
            # A new account hashes its password; without it the answer would come sooner and tell.
            make_password(self.cleaned_data["password1"])
        if self._is_turned_away() and not self.account_already_exists:
            adapter = get_adapter(request)
            address = request.build_absolute_uri(reverse("account_signup"))
            adapter.send_mail(
                "account/email/not_on_file", self.cleaned_data["email"], {"signup_url": address}
            )
            return None, adapter.respond_email_verification_sent(request, None)
        return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.joins = self.member
        user.save(update_fields=["joins"])
