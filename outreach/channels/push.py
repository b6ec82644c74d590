"""Notifications on a member's own devices (Web Push), through their browser's push service."""

import datetime as dt
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from django.conf import settings

from accounts.clock import now
from outreach.channels.channel import Letter, Never, NotNow
from outreach.channels.push_encryption import encrypted, private_key, signed_claim
from outreach.models.device import Device

TIMEOUT = (3.05, 10)  # seconds to connect, and to answer
GONE = (404, 410)  # the browser forgot us, or its owner said no
KEPT = dt.timedelta(days=2)  # how long a service keeps it for a device that is off
CLAIM = dt.timedelta(hours=12)


class Push:
    """``Letter.address`` is the member: it goes to each of their devices.

    Where one device took it and another did not answer, it counts as sent. A second try replaces
    the first on the device, because both carry the same key.
    """

    name = "push"

    def __enter__(self) -> Self:
        import requests  # which no page needs

        self.session = requests.Session()
        self.key = private_key(settings.PUSH_KEY)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.close()

    def send(self, letter: Letter) -> str:
        devices = list(Device.objects.filter(member=letter.address))
        answers = [self._send(letter, device) for device in devices]
        if any(answer < 300 for answer in answers):
            return ""
        if all(answer in GONE for answer in answers):
            raise Never("no device takes notifications any more")
        raise NotNow(f"push {max(answers)}")

    def _send(self, letter: Letter, device: Device) -> int:
        """What the service answered; 599 where it did not. A device that is gone is forgotten."""
        from requests import RequestException

        try:
            body = encrypted(words_of(letter), public=device.public, auth=device.auth)
            answer = self.session.post(
                device.endpoint,
                data=body,
                headers=self._headers(device, letter.key),
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except RequestException:
            return 599
        if answer.status_code in GONE:
            device.delete()
        return answer.status_code

    def _headers(self, device: Device, key: str) -> dict[str, str]:
        parts = urlsplit(device.endpoint)
        service = f"{parts.scheme}://{parts.netloc}"
        contact = settings.PORTAL_ADDRESS
        return {
            "Authorization": signed_claim(
                self.key, service=service, contact=contact, until=now() + CLAIM
            ),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(KEPT.total_seconds())),
            "Topic": UUID(key).hex,
        }


def words_of(letter: Letter) -> bytes:
    """What the service worker shows; the same that an e-mail says, and the address to open."""
    sentence, _space, url = letter.text.rpartition(" ")
    told = {"title": letter.subject, "body": sentence, "url": url, "key": letter.key}
    return msgspec.json.encode(told | {"language": letter.language})
