"""Amazon Connect Contact Lens: the file that it writes after a call has been analyzed.

Read are who spoke, what was said and the summary. Its sentiment, loudness and talk time are left
where they are: we keep no guess about how somebody felt.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from claims.store.webhook_events import Unreadable
from outreach.phones.heard import NO_JSON, Identifier, Spoken, Told


class Participant(Struct, rename="pascal"):
    participant_id: str
    participant_role: Literal["AGENT", "CUSTOMER", "SYSTEM", "CUSTOM_BOT", "SUPERVISOR"]


class Turn(Struct, rename="pascal"):
    participant_id: str
    content: str = ""


class Metadata(Struct, rename="pascal"):
    contact_id: Identifier


class PostContactSummary(Struct, rename="pascal"):
    content: str = ""


class ContactSummary(Struct, rename="pascal"):
    post_contact_summary: PostContactSummary = msgspec.field(default_factory=PostContactSummary)


class Characteristics(Struct, rename="pascal"):
    contact_summary: ContactSummary = msgspec.field(default_factory=ContactSummary)


class Analysis(Struct, rename="pascal"):
    channel: Literal["VOICE"]
    customer_metadata: Metadata
    participants: list[Participant]
    transcript: list[Turn]
    conversation_characteristics: Characteristics = msgspec.field(default_factory=Characteristics)


def read(body: bytes) -> Told:
    try:
        said = msgspec.json.decode(body, type=Analysis)
    except NO_JSON as problem:
        raise Unreadable(
            "expected a Contact Lens file of a VOICE contact, with CustomerMetadata.ContactId, "
            "Participants and Transcript"
        ) from problem
    roles = {one.participant_id: one.participant_role for one in said.participants}
    return Told(
        call_id=said.customer_metadata.contact_id,
        spoken=tuple(
            Spoken("member" if roles.get(turn.participant_id) == "CUSTOMER" else "us", turn.content)
            for turn in said.transcript
            if roles.get(turn.participant_id) in ("AGENT", "CUSTOMER", "SUPERVISOR")
        ),
        summary=said.conversation_characteristics.contact_summary.post_contact_summary.content,
    )
