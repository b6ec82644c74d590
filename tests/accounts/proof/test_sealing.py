"""The sealer: everything that was committed, once, in order, and nothing that was not."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.consent.verify_consent import Key, checkpoints_in, extends, includes
from accounts.models import ConsentEvent, Member, Seal, SealTile
from accounts.proof import sealing
from accounts.proof.note import NoKey
from accounts.proof.places import Differs
from accounts.proof.sealing import Broken
from accounts.proof.tree import Tree
from tests import horizon
from tests.accounts.proof.deciding import seal, turn, turn_often

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seals")]


def files(seals: Path) -> list[str]:
    return sorted(file.name for file in seals.iterdir())


def later_from(one: Seal) -> dt.datetime:
    line = one.note.splitlines()[4]
    return dt.datetime.fromisoformat(line.removeprefix("later rows from "))


@contextmanager
def open_elsewhere() -> Iterator[None]:
    """A transaction that is open in another database of the cluster."""
    if settings.EMBEDDED.isdisjoint({"postgres"}):
        pytest.skip("the other databases of a cluster that is not ours are nobody's to use")
    place = connection.settings_dict
    address = {"host": place["HOST"], "port": place["PORT"], "dbname": "postgres"}
    with psycopg.connect(user="postgres", **address) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield


def test_what_was_decided_is_sealed_and_signed(maya: Member, seals: Path) -> None:
    turn_often(maya)
    found = seal()
    assert found is not None
    assert found.size == ConsentEvent.objects.count() == 6
    assert files(seals) == ["000000000006.checkpoint", "000000000006.rows"]
    note = (seals / "000000000006.checkpoint").read_text()
    key = Key(sealing.key().public)
    (checkpoint,), forged = checkpoints_in(note, "it", key)
    assert (checkpoint.size, checkpoint.root, forged) == (6, bytes(found.root), [])
    assert note.splitlines()[0] == "localhost:8000/consent"


def test_nothing_new_is_no_new_seal(maya: Member) -> None:
    assert seal() is None
    turn_often(maya)
    assert seal() is not None
    assert seal() is None
    assert Seal.objects.count() == 1


def test_each_head_extends_the_one_before_and_has_every_row(maya: Member, omar: Member) -> None:
    sizes = []
    for rounds in (2, 4, 2, 6):
        turn_often(maya, omar, rounds=rounds)
        found = seal()
        assert found is not None
        sizes.append(found.size)
    tree = Tree(sizes[-1], sealing.load)
    heads = {one.size: bytes(one.root) for one in Seal.objects.all()}
    for old, new in pairwise(sizes):
        assert extends(heads[old], old, heads[new], new, tree.consistency(old, new))
    rows = ConsentEvent.objects.order_by("xact", "pk").values_list("hash", flat=True)
    for index, row in enumerate(rows):
        assert includes(heads[sizes[-1]], sizes[-1], index, bytes(row), tree.inclusion(index))


def test_a_row_whose_transaction_is_open_waits_and_so_do_later_ones(
    maya: Member, omar: Member
) -> None:
    """Its number is lower than theirs: who went by numbers would never come back for it."""
    turn(omar, True)
    seal()
    began, may_end = threading.Event(), threading.Event()

    def decide_slowly() -> None:
        try:
            with transaction.atomic():
                turn(maya, True)
                began.set()
                assert may_end.wait(10)
        finally:
            connection.close()

    slow = threading.Thread(target=decide_slowly)
    slow.start()
    assert began.wait(10)
    later = turn(omar, False)
    assert sealing.seal() is None
    may_end.set()
    slow.join()
    found = seal()
    assert found is not None
    assert found.size == 3
    assert found.event == later.pk


def test_no_row_that_comes_later_is_dated_before_what_the_seal_says(
    maya: Member, omar: Member
) -> None:
    """Though its transaction began, and dated it, before the seal."""
    turn(omar, True)
    horizon.passed()
    began, may_end = threading.Event(), threading.Event()

    def decide_slowly() -> None:
        try:
            with transaction.atomic():
                turn(maya, True)
                began.set()
                assert may_end.wait(10)
        finally:
            connection.close()

    slow = threading.Thread(target=decide_slowly)
    slow.start()
    assert began.wait(10)
    found = sealing.seal()
    may_end.set()
    slow.join()
    assert found is not None
    late = ConsentEvent.objects.get(subject=maya.subject)
    assert later_from(found) <= late.recorded_at < found.sealed_at


def test_nor_is_a_row_that_was_committed_and_waits_for_another_database(
    maya: Member, omar: Member
) -> None:
    """The horizon is of the whole cluster: such a row is no forgery when the next seal takes it."""
    turn(omar, True)
    horizon.passed()
    with open_elsewhere():
        waits = turn(maya, True)
        found = sealing.seal()
    assert found is not None
    assert found.size == 1
    assert later_from(found) <= waits.recorded_at < found.sealed_at
    again = seal()
    assert again is not None
    assert again.event == waits.pk


def test_the_key_is_made_once_and_is_nobody_elses_to_read(maya: Member, tmp_path: Path) -> None:
    turn(maya, True)
    seal()
    assert (tmp_path / "seal-key").stat().st_mode & 0o777 == 0o600
    assert sealing.key().public == sealing.key().public


def test_a_key_that_was_named_is_never_made(maya: Member, settings: Any) -> None:
    settings.SEAL_KEY_IS_OURS = False
    turn(maya, True)
    with pytest.raises(NoKey, match="seal-key"):
        seal()


def test_a_key_that_is_lost_is_not_made_anew(maya: Member, tmp_path: Path) -> None:
    """A new one would sign whatever the record has become."""
    turn(maya, True)
    seal()
    (tmp_path / "seal-key").unlink()
    turn(maya, False)
    with pytest.raises(NoKey):
        seal()


def test_a_crash_after_the_checkpoint_was_kept_is_taken_up(
    maya: Member, omar: Member, seals: Path
) -> None:
    turn_often(maya)
    found = seal()
    kept = (seals / "000000000006.checkpoint").read_text()
    Seal.objects.all().delete()
    SealTile.objects.all().delete()
    turn_often(omar)
    again = seal()
    assert again is not None
    assert found is not None
    assert (again.size, again.note) == (6, found.note)
    assert (seals / "000000000006.checkpoint").read_text() == kept
    last = seal()
    assert last is not None
    assert last.size == 12


def test_a_record_that_lost_sealed_rows_is_not_sealed_on(maya: Member, seals: Path) -> None:
    """As after a restore of an older copy: nothing is signed over it."""
    turn_often(maya)
    seal()
    Seal.objects.all().delete()
    SealTile.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_consentevent DISABLE TRIGGER leaves_its_digest")
        cursor.execute("DELETE FROM accounts_consentevent WHERE seq = 6")
        cursor.execute("ALTER TABLE accounts_consentevent ENABLE ALWAYS TRIGGER leaves_its_digest")
    with pytest.raises(Broken, match="6 rows were sealed"):
        seal()
    assert len(files(seals)) == 2


def test_transactions_that_are_numbered_anew_stop_the_sealer(maya: Member) -> None:
    """As in a new cluster that a backup was restored into: its rows would never be sealed."""
    turn(maya, True)
    seal()
    Seal.objects.update(xact=2**40)
    with pytest.raises(Broken, match="numbered anew"):
        seal()


def test_hashes_that_were_changed_in_the_database_are_not_sealed_on(maya: Member) -> None:
    turn_often(maya)
    seal()
    SealTile.objects.update(hashes=bytes(32 * 6))
    turn_often(maya)
    with pytest.raises(Broken, match="were changed"):
        seal()


def test_a_checkpoint_that_is_gone_or_is_another_stops_the_sealer(
    maya: Member, seals: Path
) -> None:
    turn_often(maya)
    seal()
    (seals / "000000000006.checkpoint").unlink()
    turn_often(maya)
    with pytest.raises(Broken, match="not where it was kept"):
        seal()
    (seals / "000000000006.checkpoint").write_text("another")
    with pytest.raises(Broken, match="not where it was kept"):
        seal()


def test_a_file_that_somebody_put_in_the_way_stops_the_sealer(maya: Member, seals: Path) -> None:
    seals.mkdir()
    (seals / "000000000006.rows").write_text("1 00\n")
    turn_often(maya)
    with pytest.raises(Differs):
        seal()
    assert not Seal.objects.exists()


def test_two_sealers_at_once_seal_once(maya: Member) -> None:
    turn_often(maya)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.LOCK])
        found: list[Seal | None] = []

        def other() -> None:
            try:
                found.append(sealing.seal())
            finally:
                connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
    assert found == [None]
    assert seal() is not None


def test_many_rows_are_sealed_in_pieces(maya: Member, omar: Member, monkeypatch: Any) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 5)
    turn_often(maya, omar)
    while seal():
        pass
    assert list(Seal.objects.order_by("size").values_list("size", flat=True)) == [5, 10, 12]
    for one in Seal.objects.all():
        later = ConsentEvent.objects.filter(pk__gt=one.event)
        assert all(later_from(one) <= row.recorded_at for row in later)
