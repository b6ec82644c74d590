"""One member's consent record for another program: complete, about nobody by name, and signed."""

import hashlib
import json
from base64 import b64decode

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client
from django.urls import reverse

from accounts.consent import pause
from accounts.consent.catalogue import PURPOSES
from accounts.models import AuditExport, Member, User
from tests import make
from tests.accounts.test_audit import CHECKED, turn


@pytest.fixture(autouse=True)
def _a_key_of_this_test(settings, tmp_path) -> None:
    settings.SEAL_KEY, settings.SEAL_KEY_IS_OURS = tmp_path / "key", True


def taken(browser: Client, member: Member, officer: User) -> tuple[dict, bytes]:
    look = make.inspection(member, officer)
    content = browser.get(reverse("accounts:inspection_record", args=[look.pk])).content
    return json.loads(content), content


def process_of(record: dict, purpose: str, category: str) -> dict:
    (found,) = (
        one
        for one in record["dpv:hasProcess"]
        if one["dpv:hasPurpose"]["dct:identifier"] == purpose
        and one["dpv:hasPersonalData"]["dct:identifier"] == category
    )
    return found


def test_every_choice_and_every_decision_about_it_is_in_the_record(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    turn(maya, True)
    off = turn(maya, False)
    pause(maya, by=maya.user, screen="persona", language="en", key="pause")
    record, content = taken(as_nadia, maya, nadia)
    found = process_of(record, *CHECKED)
    assert found["dpv:hasConsentStatus"] == {"@id": "dpv:ConsentWithdrawn"}
    assert [one["@type"] for one in found["porchlight:events"]] == [
        "dpv:ConsentGiven",
        "dpv:ConsentWithdrawn",
    ]
    last = found["porchlight:events"][-1]
    assert last["porchlight:hash"] == bytes(off.hash).hex()
    assert last["dpv:hasNotice"]["porchlight:sha256"] == bytes(off.wording).hex()
    assert len(record["porchlight:everythingOptional"]) == 1
    in_all = sum(len(one.categories) for one in PURPOSES.values() if not one.locked)
    assert len(record["dpv:hasProcess"]) == in_all
    assert str(maya.subject).encode() in content
    for secret in (maya.number, maya.legal_name, maya.user.email):
        assert secret.encode() not in content


def test_what_somebody_else_ended_is_not_said_of_the_member(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    turn(maya, True)
    turn(maya, False, who="officer", by=nadia)
    record, _content = taken(as_nadia, maya, nadia)
    last = process_of(record, *CHECKED)["porchlight:events"][-1]
    assert last["@type"] == "dpv:ConsentRevoked"


def test_its_signature_holds_until_a_word_is_changed(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    turn(maya, True)
    record, _content = taken(as_nadia, maya, nadia)
    proof = record.pop("porchlight:proof")
    raw = b64decode(proof["porchlight:publicKey"].split("+", 2)[2])[1:]
    public = Ed25519PublicKey.from_public_bytes(raw)
    signature = b64decode(proof["porchlight:signature"])
    public.verify(signature, canonical(record))
    record["dpv:hasProcess"][0]["porchlight:allowed"] = "changed"
    with pytest.raises(InvalidSignature):
        public.verify(signature, canonical(record))


def canonical(record: dict) -> bytes:
    """As its file says it, without our code."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_taking_it_is_in_the_log(as_nadia: Client, nadia: User, maya: Member) -> None:
    turn(maya, True)
    _record, content = taken(as_nadia, maya, nadia)
    log = AuditExport.objects.get()
    assert (log.by, log.member, log.rows) == (nadia, maya, 1)
    assert log.sha256 == hashlib.sha256(content).hexdigest()


def test_without_a_key_an_officer_reads_what_is_wrong(
    as_nadia: Client, nadia: User, maya: Member, settings
) -> None:
    settings.SEAL_KEY_IS_OURS = False
    look = make.inspection(maya, nadia)
    address = reverse("accounts:inspection_record", args=[look.pk])
    page = as_nadia.get(address, follow=True).content.decode()
    assert "cannot be read" in page
    assert not AuditExport.objects.exists()
