"""E-mail to privacy officers: the day's checkpoint to keep, and that something needs a look.

A mailbox is a place that neither the database nor its administrator can write. What is sent says
nothing of any member.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import now
from accounts.models import RecordAlarm, Role, Seal, User


def send_checkpoint() -> bool:
    """The newest checkpoint, once a day; whether it was sent now."""
    addresses = officers()
    with transaction.atomic():
        newest = Seal.objects.latest_first().select_for_update().first()
        today = now().date()
        if not addresses or newest is None or newest.mailed_on == today:
            return False
        checkpoint_message(newest, addresses).send()
        newest.mailed_on = today
        newest.save(update_fields=["mailed_on"])
    return True


def tell_of_alarms() -> int:
    """One e-mail for each alarm that nobody was told of; how many.

    The row stays locked until the mail server has the e-mail and the row says so; dying in between
    sends it again under the same Message-ID.
    """
    addresses, sent = officers(), 0
    for key in list(RecordAlarm.objects.untold().values_list("pk", flat=True)) if addresses else []:
        with transaction.atomic():
            untold = RecordAlarm.objects.untold().select_for_update(skip_locked=True)
            alarm = untold.filter(pk=key).first()
            if alarm:
                alarm_message(alarm, addresses).send()
                RecordAlarm.objects.filter(pk=key).update(told_at=now())
                sent += 1
    return sent


def officers() -> list[str]:
    people = User.objects.filter(role=Role.PRIVACY_OFFICER, is_active=True).order_by("email")
    return list(people.values_list("email", flat=True))


def checkpoint_message(seal: Seal, addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Keep this: the consent record's checkpoint of today")
        words = _(
            "Keep this e-mail. With it you can prove later whether the consent record was changed. "
            "How to check it:"
        )
    name = f"checkpoint-{seal.size}-{now():%Y%m%d}"
    return message(subject, f"{words}\n{page()}\n\n{seal.note}", addresses, name)


def alarm_message(alarm: RecordAlarm, addresses: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The proof of the consent record needs a look")
        words = _("Something about the proof of the consent record is not as it should be. See:")
    return message(subject, f"{words}\n{page()}\n", addresses, f"record-alarm-{alarm.pk}")


def message(subject: str, body: str, addresses: list[str], name: str) -> EmailMessage:
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    headers = {"Message-ID": f"<{name}@{host}>"}
    return EmailMessage(subject=subject, body=body, to=addresses, headers=headers)


def page() -> str:
    return settings.PORTAL_ADDRESS + reverse("accounts:record")
