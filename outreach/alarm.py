"""E-mail to supervisors that something waits. It names nobody: the page it leads to does."""

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from accounts.models import Role, User


def alarm(subject: str, words: str, number: int, page: str, at: dt.datetime) -> bool:
    """Both are lazy; ``words`` counts by its ``n``. False where there is no supervisor."""
    people = User.objects.filter(role=Role.SUPERVISOR, is_active=True)
    addresses = list(people.order_by("email").values_list("email", flat=True))
    if not addresses:
        return False
    host = settings.PORTAL_ADDRESS.partition("://")[2].partition(":")[0]
    name = page.strip("/").replace("/", "-")
    with translation.override(settings.LANGUAGE_CODE):
        EmailMessage(
            subject=str(subject),
            body=f"{words.format(n=number)}\n\n{settings.PORTAL_ADDRESS}{page}\n",
            to=addresses,
            headers={"Message-ID": f"<{name}-{at:%Y%m%d%H%M}@{host}>"},
        ).send()
    return True
