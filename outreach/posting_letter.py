"""The letter that goes by post when nothing else got through: no more than that there is news."""

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.phone_number import shown
from claims.letters import Letter
from outreach.letters import greeting
from outreach.notice import filled


def letter_to_post(member: Member, *, address: list[str], on: dt.date) -> Letter:
    """In the language that is active. An envelope is opened by others too, so it says no more
    than our e-mails do."""
    phone = shown(settings.PORTAL_PHONE)
    return Letter(
        title=_("There is an update in your account"),
        date=on,
        language=translation.get_language() or "en",
        sender=("Porchlight",),
        to=member.legal_name or member.preferred_name,
        address=tuple(address),
        paragraphs=(
            greeting(member),
            _("There is something new for you to read. Our emails and texts to you came back."),
            filled(_("Sign in to read it: {address}"), address=settings.PORTAL_ADDRESS),
            filled(_("Or call us at {phone}. A person reads it to you."), phone=phone),
            _("Please tell us your new email address or phone number when you sign in."),
        ),
    )
