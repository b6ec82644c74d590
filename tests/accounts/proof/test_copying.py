"""The second copy, in storage that speaks S3: complete, caught up with, never written over."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Member, RecordAlarm, Seal
from accounts.proof.sealing import directory
from tests.accounts.proof.deciding import seal_record, turn, turn_often
from tests.accounts.proof.storage import Storage, storage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seals")]


@pytest.fixture
def s3(settings: Any) -> Iterator[Storage]:
    with storage() as server:
        settings.SEALS_BUCKET = server.address
        yield server


def kept(s3: Storage) -> dict[str, bytes]:
    return {name.removeprefix("/seals/porchlight/"): it for name, it in s3.kept.items()}


def here() -> dict[str, bytes]:
    place = directory()
    return {name: place.get(name) or b"" for name in place.names()}


def test_every_seal_is_copied_and_copied_once(maya: Member, s3: Storage) -> None:
    turn_often(maya)
    seal_record()
    turn(maya, True)
    seal_record()
    assert kept(s3) == here()
    assert len(here()) == 4
    assert not Seal.objects.filter(copied_at=None).exists()


def test_storage_that_is_down_is_an_alarm_and_is_caught_up_with(maya: Member, s3: Storage) -> None:
    s3.is_down = True
    turn_often(maya)
    seal_record()
    assert Seal.objects.count() == 1  # the first copy does not wait for the second
    alarm = RecordAlarm.objects.open().get()
    assert (alarm.kind, "503" in alarm.detail) == (RecordAlarm.Kind.COPIES, True)
    s3.is_down = False
    seal_record()
    assert kept(s3) == here()
    assert not RecordAlarm.objects.open().exists()


def test_what_lies_there_under_the_same_name_is_not_overwritten(maya: Member, s3: Storage) -> None:
    s3.kept["/seals/porchlight/000000000001.checkpoint"] = b"another"
    turn(maya, True)
    seal_record()
    assert kept(s3)["000000000001.checkpoint"] == b"another"
    assert RecordAlarm.objects.open().get().kind == RecordAlarm.Kind.COPIES
