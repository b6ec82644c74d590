"""One member's consent record for another program: W3C DPV terms, the sections of ISO/IEC TS 27560.

It names the member by their random subject and holds facts of consent, no contents. The signature
is over the same document without ``proof``, as JSON with sorted keys and no spaces, in UTF-8.
"""

import datetime as dt
import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.consent import Standing, standing
from accounts.consent.catalogue import CATEGORIES, EVERYTHING, PURPOSES, Basis, Purpose
from accounts.consent.verdict import Reason
from accounts.models import ConsentEvent, Member
from accounts.models.consent_event import Decision, Who
from accounts.proof.note import Key

SCHEMA = "https://www.iso.org/standard/80392.html"  # ISO/IEC TS 27560:2023
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "porchlight": "urn:porchlight:consent:1#",
}
BASES = {
    Basis.CONTRACT: "dpv:ContractPerformance",
    Basis.CONSENT: "dpv:Consent",
    Basis.AUTHORIZATION: "dpv:ExplicitlyExpressedConsent",
}
STATUS = {
    Decision.GRANT: "dpv:ConsentGiven",
    Decision.WITHDRAW: "dpv:ConsentWithdrawn",
    Decision.PAUSE: "dpv:ConsentWithdrawn",
    Decision.RESUME: "dpv:RenewedConsentGiven",
    Decision.EXPIRE: "dpv:ConsentExpired",
}
STANDS = {
    Reason.GRANTED: "dpv:ConsentGiven",
    Reason.WITHDRAWN: "dpv:ConsentWithdrawn",
    Reason.SIGNAL: "dpv:ConsentRefused",
    Reason.PAUSED: "dpv:ConsentWithdrawn",
    Reason.EXPIRED: "dpv:ConsentExpired",
    Reason.NOTICE_OUTDATED: "dpv:ConsentInvalidated",
}
DATA_SUBJECT = {Who.MEMBER, Who.PAPER, Who.SIGNAL}


def record(member: Member, *, number: UUID, at: dt.datetime) -> tuple[dict[str, Any], int]:
    """The unsigned document, and how many decisions are in it. Two queries."""
    events = list(ConsentEvent.objects.of(member.subject).order_by("seq"))
    stands = standing(member)
    document = header(member, number, at) | {
        "dpv:hasProcess": [
            process(purpose, category, stands[purpose.key, category], events)
            for purpose in PURPOSES.values()
            if not purpose.locked
            for category in purpose.categories
        ],
        "porchlight:everythingOptional": [
            event(one) for one in events if one.purpose == EVERYTHING
        ],
    }
    return document, len(events)


def header(member: Member, number: UUID, at: dt.datetime) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{number}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": {"@id": SCHEMA},
        "dct:identifier": str(number),
        "dct:created": instant(at),
        "dpv:hasDataSubject": {"@id": f"urn:uuid:{member.subject}", "@type": "dpv:DataSubject"},
        "dpv:hasDataController": {
            "@type": "dpv:DataController",
            "dct:identifier": settings.PORTAL_ADDRESS,
            "dpv:hasContact": settings.PORTAL_PHONE,
        },
        "dpv:hasJurisdiction": "US",
    }


def process(
    purpose: Purpose, category: str, stands: Standing, events: Iterable[ConsentEvent]
) -> dict[str, Any]:
    """What one purpose may do with one category, how that stands, and each decision about it."""
    return {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose",
            "dct:identifier": purpose.key,
            "dct:title": str(purpose.name),
            "dct:description": str(purpose.sentence),
        },
        "dpv:hasPersonalData": {
            "@type": "dpv:SpecialCategoryPersonalData"
            if CATEGORIES[category].guarded
            else "dpv:PersonalData",
            "dct:identifier": category,
            "dct:title": str(CATEGORIES[category].name),
        },
        "dpv:hasLegalBasis": {"@id": BASES[purpose.basis]},
        "dpv:hasRecipient": str(purpose.who_sees),
        "dpv:hasDuration": f"P{purpose.expiry}M" if purpose.expiry else "until withdrawn",
        "dpv:hasStorageCondition": "proof is kept for 6 years after it ends",
        "porchlight:withdrawal": f"{settings.PORTAL_ADDRESS}/you/",
        "porchlight:allowed": stands.allowed,
        "porchlight:reason": str(stands.reason),
        "dpv:hasConsentStatus": {"@id": STANDS.get(stands.reason, "dpv:ConsentUnknown")},
        "porchlight:events": [
            event(one) for one in events if (one.purpose, one.category) == (purpose.key, category)
        ],
    }


def status(one: ConsentEvent) -> str:
    """DPV tells what the person ended from what somebody else ended."""
    if one.decision == Decision.WITHDRAW and one.who not in DATA_SUBJECT:
        return "dpv:ConsentRevoked"
    return STATUS[Decision(one.decision)]


def event(one: ConsentEvent) -> dict[str, Any]:
    """One row of the ledger: what, when by both clocks, who, how, and what was shown."""
    return {
        "@type": status(one),
        "dpv:isIndicatedAtTime": instant(one.effective_at),
        "dpv:isIndicatedBy": {
            "@type": "dpv:DataSubject" if one.who in DATA_SUBJECT else "dpv:Entity",
            "dct:title": one.who,
        },
        "dpv:hasIndicationMethod": one.through,
        "dct:language": one.language,
        "porchlight:recordedAt": instant(one.recorded_at),
        "porchlight:validUntil": instant(one.valid_until),
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "porchlight:version": one.version,
            "porchlight:sha256": digits(one.wording),
        },
        "porchlight:screen": one.screen,
        "porchlight:receipt": str(one.receipt),
        "porchlight:row": one.seq,
        "porchlight:previous": digits(one.previous),
        "porchlight:hash": digits(one.hash),
    }


def signed(document: dict[str, Any], key: Key) -> bytes:
    """The document with its proof: Ed25519 over `canonical` of all the rest."""
    content = canonical(document)
    proof = {
        "@type": "porchlight:Ed25519Signature",
        "porchlight:publicKey": key.public,
        "porchlight:sha256": hashlib.sha256(content).hexdigest(),
        "porchlight:signature": b64encode(key.private.sign(content)).decode(),
    }
    whole = document | {"porchlight:proof": proof}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def canonical(document: dict[str, Any]) -> bytes:
    rest = {name: value for name, value in document.items() if name != "porchlight:proof"}
    return json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def instant(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""


def digits(content: bytes | memoryview | None) -> str:
    return bytes(content).hex() if content else ""
