"""Push as an outside system does: sign a body, send it over HTTP."""

import datetime as dt
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from accounts.clock import now
from claims.models import WebhookKey
from claims.store.batch import source_named
from claims.webhook_signature import signed

NOW = dt.datetime(2026, 11, 22, 6, 0, tzinfo=dt.UTC)


def key_of(slug: str, system: str = "easypost", *, at: dt.datetime = NOW) -> tuple[WebhookKey, str]:
    return WebhookKey.objects.make(source_named(system, slug), system, at=at)


def tracker(status: str = "in_transit", at: str = "2026-11-20T10:00:00Z", **fields: Any) -> bytes:
    """An EasyPost event about the parcel 1Z9."""
    plain = {
        "object": "Tracker",
        "carrier": "UPS",
        "tracking_code": "1Z9",
        "status": status,
        "tracking_details": [{"status": status, "datetime": at}],
    }
    return json.dumps({"object": "Event", "result": plain | fields}).encode()


def header(body: bytes, *secrets: str, at: dt.datetime | None = None) -> str:
    second = int((at or now()).timestamp())
    return f"t={second}," + ",".join(f"v1={signed(one, second, body)}" for one in secrets)


def push(
    address: str, slug: str, body: bytes, signature: str, **headers: str
) -> tuple[int, dict[str, str]]:
    """The status and the answer of one real request."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    sent = {"Content-Type": "application/json", "Porchlight-Signature": signature}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request("POST", f"/hooks/{slug}/", body, sent)
        answer = connection.getresponse()
        told = answer.read()
    finally:
        connection.close()
    return answer.status, json.loads(told)
