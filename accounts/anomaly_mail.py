"""An e-mail to privacy officers about uses without consent: that there are some, not whose."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import Anomaly, Role, User


@transaction.atomic
def tell_of_anomalies() -> int:
    """One e-mail about all that nobody was told of; how many they are.

    Their rows stay locked until the mail server has it; dying in between sends it once more.
    """
    officers = User.objects.filter(role=Role.PRIVACY_OFFICER, is_active=True).order_by("email")
    addresses = list(officers.values_list("email", flat=True))
    untold = list(Anomaly.objects.untold().select_for_update(skip_locked=True).order_by("pk"))
    if not (addresses and untold):
        return 0
    message(untold, addresses).send()
    Anomaly.objects.filter(pk__in=[one.pk for one in untold]).update(told_at=now())
    return len(untold)


def message(anomalies: list[Anomaly], addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("We found a use without consent")
        words = _("We found a use of information that nobody had allowed. Sign in to see it:")
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    return EmailMessage(
        subject=subject,
        body=f"{words}\n\n{settings.PORTAL_ADDRESS}{reverse('accounts:anomaly_list')}\n",
        to=addresses,
        headers={"Message-ID": f"<anomaly-{anomalies[-1].pk}@{host}>"},
    )
