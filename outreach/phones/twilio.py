"""Twilio: the status callbacks of a call, and a transcript of Conversational Intelligence.

Both are posted as JSON by a small function of one's own (docs/phones.md), because Twilio posts
forms, signs in another way, and says of a transcript only that it is there.
"""

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from claims.store.webhook_events import Unreadable
from outreach.phones.heard import NO_JSON, Ended, Heard, Identifier, Rang, Spoken, Told, number_of

OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


class Status(Struct, rename="pascal"):
    """The parameters of a status callback, by their own names."""

    call_sid: Identifier
    call_status: Literal[
        "queued", "initiated", "ringing", "in-progress", "completed", "busy", "no-answer",
        "failed", "canceled",
    ]  # fmt: skip
    timestamp: str
    direction: str = "inbound"
    from_: str = msgspec.field(name="From", default="")


class CallReference(Struct):
    call_sid: Identifier


class Media(Struct):
    reference_sids: CallReference


class Participant(Struct):
    channel_participant: int
    role: str


class Channel(Struct):
    media_properties: Media
    participants: list[Participant]


class Transcript(Struct):
    channel: Channel


class Sentence(Struct):
    media_channel: int
    sentence_index: int
    transcript: str


class Generated(Struct):
    result: str = ""


class OperatorResult(Struct):
    operator_type: str = ""
    text_generation_results: Generated | None = None


class Intelligence(Struct):
    """Three answers of its API in one body: the transcript, its sentences, its operators."""

    transcript: Transcript
    sentences: list[Sentence]
    operator_results: list[OperatorResult] = []


def read(body: bytes) -> Heard | None:
    try:
        shape: Any = msgspec.json.decode(body)
        is_transcript = isinstance(shape, dict) and "transcript" in shape
        if is_transcript:
            return told(msgspec.convert(shape, Intelligence))
        return status(msgspec.convert(shape, Status))
    except (*NO_JSON, TypeError) as problem:
        raise Unreadable(
            "expected a status callback with CallSid, CallStatus and Timestamp, or an object with "
            "transcript (its channel with participants and call_sid) and sentences"
        ) from problem


def status(said: Status) -> Rang | Ended | None:
    """Calls that we make ring nowhere on the desk."""
    at = parsedate_to_datetime(said.timestamp)
    at = at.replace(tzinfo=at.tzinfo or dt.UTC)  # "-0000", and what names no zone
    if said.call_status in OVER:
        return Ended(call_id=said.call_sid, at=at)
    if said.direction != "inbound":
        return None
    return Rang(call_id=said.call_sid, at=at, number=number_of(said.from_))


def told(said: Intelligence) -> Told:
    channel = said.transcript.channel
    roles = {one.channel_participant: one.role.casefold() for one in channel.participants}
    generated = [
        one.text_generation_results.result
        for one in said.operator_results
        if one.operator_type == "text_generation" and one.text_generation_results
    ]
    return Told(
        call_id=channel.media_properties.reference_sids.call_sid,
        spoken=tuple(
            Spoken("us" if roles.get(one.media_channel) == "agent" else "member", one.transcript)
            for one in sorted(said.sentences, key=lambda one: one.sentence_index)
        ),
        summary=" ".join(generated),
    )
