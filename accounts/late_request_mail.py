"""An e-mail about requests that are late: how many there are, nothing of anyone's."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import today
from accounts.models import DataRequest, Role, User


def tell_of_late_requests() -> int:
    """Tell officers and supervisors, while there are any; how many are late.

    Sent again on the same day it has the same Message-ID.
    """
    day = today(settings.PORTAL_HOURS[-1])
    late = DataRequest.objects.overdue(day).count()
    people = User.objects.filter(role__in=[Role.PRIVACY_OFFICER, Role.SUPERVISOR], is_active=True)
    addresses = list(people.order_by("email").values_list("email", flat=True))
    if late and addresses:
        message(late, day, addresses).send()
    return late


def message(late: int, day: dt.date, addresses: list[str]) -> EmailMessage:
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    board = f"{settings.PORTAL_ADDRESS}{reverse('accounts:audit_request_list')}"
    with translation.override(settings.LANGUAGE_CODE):
        words = ngettext(
            "{n} request about data is late. Sign in to see it:",
            "{n} requests about data are late. Sign in to see them:",
            late,
        ).format(n=late)
        return EmailMessage(
            subject=_("Requests about data are late"),
            body=f"{words}\n\n{board}\n",
            to=addresses,
            headers={"Message-ID": f"<late-requests-{day:%Y%m%d}@{host}>"},
        )
