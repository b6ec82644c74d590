"""Two places with one behaviour: what they hold is never overwritten, and trouble is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.proof.bucket import Bucket
from accounts.proof.places import Differs, Directory, Place, Unreachable
from tests.accounts.proof.storage import Storage, storage


@pytest.fixture
def s3() -> Iterator[Storage]:
    with storage() as server:
        yield server


@pytest.fixture(params=["directory", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, s3: Storage) -> Place:
    return Directory(tmp_path / "seals") if request.param == "directory" else Bucket(s3.address)


def test_what_is_put_can_be_read_again(place: Place) -> None:
    place.put("0001.checkpoint", b"one")
    assert place.get("0001.checkpoint") == b"one"
    assert place.get("0002.checkpoint") is None


def test_putting_the_same_twice_is_putting_it_once(place: Place) -> None:
    place.put("0001.checkpoint", b"one")
    place.put("0001.checkpoint", b"one")
    assert place.names() == ["0001.checkpoint"]


def test_nothing_is_overwritten(place: Place) -> None:
    place.put("0001.checkpoint", b"one")
    with pytest.raises(Differs):
        place.put("0001.checkpoint", b"another")
    assert place.get("0001.checkpoint") == b"one"


def test_names_come_in_order_however_many_they_are(place: Place) -> None:
    names = [f"{number:04d}.checkpoint" for number in range(8)]
    for name in reversed(names):
        place.put(name, name.encode())
    assert place.names() == names


def test_an_empty_place_has_no_names(place: Place) -> None:
    assert place.names() == []


def test_a_name_with_signs_of_its_own_is_signed_rightly(place: Place) -> None:
    place.put("a b+c~ä.checkpoint", b"one")
    assert place.get("a b+c~ä.checkpoint") == b"one"


def test_a_wrong_secret_is_said_to_be_refused(s3: Storage) -> None:
    stranger = Bucket(s3.address.replace("light", "night"))
    with pytest.raises(Unreachable, match="403"):
        stranger.put("0001.checkpoint", b"one")
    with pytest.raises(Unreachable, match="403"):
        stranger.names()
    assert not s3.kept


def test_storage_that_is_down_is_said_to_be(s3: Storage) -> None:
    s3.is_down = True
    with pytest.raises(Unreachable, match="503"):
        Bucket(s3.address).put("0001.checkpoint", b"one")


def test_storage_that_is_gone_is_said_to_be() -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9"):
        Bucket("http://key:secret@127.0.0.1:9/seals").get("0001.checkpoint")


def test_a_directory_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "seals").write_text("a file is in the way")
    with pytest.raises(Unreachable, match="seals"):
        Directory(tmp_path / "seals").put("0001.checkpoint", b"one")


def test_what_a_directory_holds_is_nobody_elses_to_read(tmp_path: Path) -> None:
    Directory(tmp_path / "seals").put("0001.checkpoint", b"one")
    assert (tmp_path / "seals").stat().st_mode & 0o77 == 0
    assert (tmp_path / "seals" / "0001.checkpoint").stat().st_mode & 0o77 == 0
