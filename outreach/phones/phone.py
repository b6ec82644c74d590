"""Our own shape, for any telephone system that can post JSON: a call started, a call ended."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from claims.store.webhook_events import Unreadable
from outreach.phones.heard import NO_JSON, Ended, Identifier, Rang, Text, number_of

Instant = Annotated[dt.datetime, Meta(tz=True)]


class CallStarted(Struct, tag_field="type", tag="call.started"):
    call_id: Identifier
    at: Instant
    number: str = field(name="from", default="")
    agent: Text = ""


class CallEnded(Struct, tag_field="type", tag="call.ended"):
    call_id: Identifier
    at: Instant


def read(body: bytes) -> Rang | Ended:
    try:
        said = msgspec.json.decode(body, type=CallStarted | CallEnded)
    except NO_JSON as problem:
        raise Unreadable(
            "expected call.started or call.ended with a call_id and the instant at, with its zone"
        ) from problem
    if isinstance(said, CallEnded):
        return Ended(call_id=said.call_id, at=said.at)
    return Rang(call_id=said.call_id, at=said.at, number=number_of(said.number), agent=said.agent)
