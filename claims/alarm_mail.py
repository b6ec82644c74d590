"""An e-mail to operators about an alarm: that there is one and where, nothing of any member's."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import Role, User
from claims.models import Alarm


def tell_operators() -> int:
    """Send one e-mail for each alarm that nobody was told of; how many.

    The alarm's row stays locked until the mail server has the e-mail and the row says so. Should
    we die in between, the next turn sends it with the same Message-ID, by which mail programs know
    that it is the same.
    """
    sent = 0
    operators = User.objects.filter(role=Role.OPERATOR, is_active=True)
    addresses = list(operators.order_by("email").values_list("email", flat=True))
    for key in list(Alarm.objects.untold().values_list("pk", flat=True)) if addresses else []:
        with transaction.atomic():
            untold = Alarm.objects.untold().select_for_update(skip_locked=True)
            alarm = untold.filter(pk=key).first()
            if alarm:
                message(alarm, addresses).send()
                Alarm.objects.filter(pk=key).update(told_at=now())
                sent += 1
    return sent


def message(alarm: Alarm, addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        words = _("The source “{source}” needs a look. Sign in to see what is wrong:").format(
            source=alarm.source_id
        )
        subject = _("A source needs a look")
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    return EmailMessage(
        subject=subject,
        body=f"{words}\n\n{settings.PORTAL_ADDRESS}{alarm.source.get_absolute_url()}\n",
        to=addresses,
        headers={"Message-ID": f"<alarm-{alarm.pk}@{host}>"},
    )
