"""Where the demo may run: on this machine only, because it signs anyone in as anyone."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

LOCAL_NAMES = {"localhost", "testserver"}


def is_local(host: str) -> bool:
    """Whether only this machine answers to that name."""
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def strange_hosts() -> list[str]:
    """The names we answer to that others could reach us by."""
    hosts = {urlsplit(settings.PORTAL_ADDRESS).hostname or "", *settings.ALLOWED_HOSTS}
    return sorted(host for host in hosts if not is_local(host))


def demo_is_open() -> bool:
    """Whether one click may sign somebody in: in the demo, and on this machine only.

    A Host header is whatever a stranger writes, so the interface that we listen on counts too.
    """
    return settings.PORTAL_DEMO and is_local(settings.LISTEN) and not strange_hosts()


@checks.register()
def demo_is_local(**_options: Any) -> list[checks.Error]:
    strange = strange_hosts()
    if not settings.PORTAL_DEMO or not strange:
        return []
    return [
        checks.Error(
            f"The demo signs anyone in as anyone, and {', '.join(strange)} is not this machine.",
            hint="Set PORTAL_DEMO=false, or PORTAL_ADDRESS and PORTAL_ALLOWED_HOSTS to localhost.",
            id="accounts.E001",
        )
    ]


@checks.register(deploy=True)
def no_demo_in_production(**_options: Any) -> list[checks.Warning]:
    if not settings.PORTAL_DEMO:
        return []
    return [
        checks.Warning("PORTAL_DEMO is on: anyone may sign in as anyone.", id="accounts.W001"),
    ]


@checks.register(checks.Tags.models)
def every_table_has_a_rule(**_options: Any) -> list[checks.Error]:
    from accounts.retention.complete import problems

    return [checks.Error(sentence, id="accounts.E002") for sentence in problems()]
