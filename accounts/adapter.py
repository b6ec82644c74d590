"""How allauth's sign-in behaves here: our words, who lands where, and who may join."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import first_page
from accounts.device import device
from accounts.models import Member, User


def shown_name(user: User) -> str:
    """What a passkey or an authenticator app calls this person."""
    member = getattr(user, "member", None)
    return (member and member.preferred_name) or user.email


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That email or password does not match. Try again, or set a new password."
        ),
        "too_many_login_attempts": _("We stopped sign-in for 15 minutes to protect your account."),
        "rate_limited": _("That was too often. Wait a minute and try again."),
        "incorrect_password": _("That is not your password. Try again."),
        "incorrect_code": _("That code does not match. Check it and try again."),
        "invalid_or_expired_key": _("That link no longer works. Ask for a new one."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page(request.user)  # type: ignore[arg-type]

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address; from now on a new user is the member they signed up as."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            join(email_address.user)
        return confirmed


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code does not match. Check it and try again."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's
        """The device that the passkey is made on."""
        return device(self.request.META.get("HTTP_USER_AGENT", ""))

    def encrypt(self, text: str) -> str:
        """An authenticator's secret never lies readable in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code without inline style, which our content security policy refuses.

        It brings its own white ground, because cameras read no code on a dark page.
        """
        import qrcode
        from qrcode.image.svg import SvgPathImage

        class Plain(SvgPathImage):
            QR_PATH_STYLE = {"fill": "#000"}

        picture: Any = qrcode.make(url, image_factory=Plain)
        drawn: str = picture.to_string(encoding="unicode")
        return drawn.replace(">", '><rect width="100%" height="100%" fill="#fff"/>', 1)


def join(user: User) -> None:
    """Make a user the member they signed up as, unless somebody else became that member first."""
    if user.joins_id is None:
        return
    Member.objects.filter(pk=user.joins_id, user=None).update(user=user)
    user.joins = None
    user.save(update_fields=["joins"])


def _cipher() -> MultiFernet:
    """The newest key first; older ones still read, so that the secret key can be changed."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"totp:{secret}".encode()).digest()))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
