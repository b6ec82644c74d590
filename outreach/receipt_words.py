"""What a provider's message says, whatever form it has. Pure. They read docs/webhooks.md."""

from enum import StrEnum
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from outreach.channels.sms import NO_PHONE
from outreach.models.delivery import Channel


class Kind(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"  # this one did not arrive; another may
    BOUNCED = "bounced"  # nothing will arrive there
    COMPLAINED = "complained"
    ANSWERED = "answered"  # a text from a member
    NOTHING = "nothing"  # on its way, opened, and what else we do not ask for


class Said(Struct, frozen=True, kw_only=True):
    """``key`` is ours, ``provider_id`` theirs; ``address`` and ``text`` are of an answer."""

    kind: Kind
    key: str = ""
    provider_id: str = ""
    address: str = ""
    text: str = ""
    reason: str = ""


class MailEvent(Struct, frozen=True):
    """One JSON object. ``key`` is what stands before the @ of our Message-ID."""

    id: str
    kind: str
    key: str = ""
    provider_id: str = ""
    permanent: bool = True
    code: str = ""


def said_in(channel: str, body: bytes) -> Said:
    """Raises ValueError for what is none of their messages."""
    return text_said(body) if channel == Channel.SMS else mail_said(body)


def mail_said(body: bytes) -> Said:
    told = msgspec.json.decode(body, type=MailEvent)
    kinds = {one.value: one for one in (Kind.DELIVERED, Kind.BOUNCED, Kind.COMPLAINED)}
    kind = kinds.get(told.kind, Kind.NOTHING)
    if kind is Kind.BOUNCED and not told.permanent:
        kind = Kind.FAILED
    key = told.key.strip("<>").partition("@")[0]
    code = told.code if told.code.isascii() else ""
    reason = f"{kind} {code[:40]}".strip()
    return Said(kind=kind, key=key, provider_id=told.provider_id, reason=reason)


def text_said(body: bytes) -> Said:
    """Twilio's form. Our key stands in the address that it was told to call, added to the form."""
    told = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "MessageStatus" not in told:
        return Said(kind=Kind.ANSWERED, address=told.get("From", ""), text=told.get("Body", ""))
    status, code = told["MessageStatus"], told.get("ErrorCode", "")
    kind = Kind.DELIVERED if status in ("delivered", "read") else Kind.NOTHING
    if status in ("undelivered", "failed"):
        is_final = code.isdecimal() and int(code) in NO_PHONE
        kind = Kind.BOUNCED if is_final else Kind.FAILED
    return Said(
        kind=kind,
        key=told.get("key", ""),
        provider_id=told.get("MessageSid", ""),
        reason=f"SMS {code[:10]}".strip(),
    )
