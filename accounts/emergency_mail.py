"""An e-mail to privacy officers about emergency access: that there is one, nothing of anyone's."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import EmergencyAccess, Role, User


def tell_officers() -> int:
    """Of each new one at once; of each that nobody reviewed in 72 hours once more. How many.

    The row stays locked until the mail server has the e-mail and the row says so; dying in between
    sends it again under the same Message-ID.
    """
    told = EmergencyAccess.objects
    sent = tell(told.untold(), "told_at", new_message, Role.PRIVACY_OFFICER)
    return sent + tell(
        told.unescalated(), "escalated_at", late_message, Role.PRIVACY_OFFICER, Role.SUPERVISOR
    )


def tell(waiting: Any, field: str, message: Any, *roles: Role) -> int:
    sent = 0
    people = User.objects.filter(role__in=roles, is_active=True).order_by("email")
    addresses = list(people.values_list("email", flat=True))
    for key in list(waiting.values_list("pk", flat=True)) if addresses else []:
        with transaction.atomic():
            found = waiting.select_for_update(skip_locked=True).filter(pk=key).first()
            if found:
                message(found, addresses).send()
                EmergencyAccess.objects.filter(pk=key).update(**{field: now()})
                sent += 1
    return sent


def new_message(access: EmergencyAccess, addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Somebody used emergency access")
        words = _("Somebody used emergency access. Sign in to see who, and to review it:")
    return written(access, addresses, subject, words, "emergency")


def late_message(access: EmergencyAccess, addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("An emergency access waits for its review")
        words = _("Nobody has reviewed an emergency access for 72 hours. Sign in to review it:")
    return written(access, addresses, subject, words, "emergency-late")


def written(
    access: EmergencyAccess, addresses: list[str], subject: str, words: str, kind: str
) -> EmailMessage:
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    return EmailMessage(
        subject=subject,
        body=f"{words}\n\n{settings.PORTAL_ADDRESS}{access.get_absolute_url()}\n",
        to=addresses,
        headers={"Message-ID": f"<{kind}-{access.pk}@{host}>"},
    )
