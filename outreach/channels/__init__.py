"""The ways out of the portal, behind one small interface (`Way`); the inbox is the row itself."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from outreach.channels.channel import Letter, Never, NotNow, Taken, Way
from outreach.channels.email import Email
from outreach.channels.failover import Failover
from outreach.channels.push import Push
from outreach.channels.sms import Sms
from outreach.models.delivery import Channel

__all__ = ["Failover", "Letter", "Never", "NotNow", "Taken", "Way", "is_offered", "open_channel"]


def mail_servers() -> list[Way]:
    """The usual one, and another where one is set up for when that is away."""
    second = settings.SECOND_EMAIL
    return [Email("first"), *([Email("second", second)] if second else [])]


def text_providers() -> list[Way]:
    if settings.TEXTS:
        return [Sms(held) for held in settings.TEXTS]
    return [import_string(settings.TEXT_PROVIDER)()] if settings.TEXT_PROVIDER else []


def push_services() -> list[Way]:
    return [Push()] if settings.PUSH_KEY else []


PROVIDERS: dict[str, Callable[[], list[Way]]] = {
    Channel.EMAIL: mail_servers,
    Channel.SMS: text_providers,
    Channel.PUSH: push_services,
}


def open_channel(channel: str) -> Failover:
    """Its providers in their order; a context manager."""
    return Failover(PROVIDERS[channel]())


def is_offered(channel: str) -> bool:
    """Whether anybody is set up to carry it: what nobody carries is no choice."""
    return bool(PROVIDERS[channel]())
