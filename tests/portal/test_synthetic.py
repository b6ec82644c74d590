"""Made-up feeds: the same bytes each time, exactly as many things, and all of them go in."""

import datetime as dt
import hashlib
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import Member
from claims.facts import ClaimState
from claims.models import Claim, Coverage, LedgerEntry, Order, Shipment
from portal.synthetic.dice import Dice, Shares, Table
from portal.synthetic.feeds import Feed

UNTIL = dt.date(2026, 11, 1)
SIZES = {"members": 60, "claims": 240, "orders": 90, "entries": 400}


def written(folder: Path, **more) -> dict[str, str]:
    """The hash of each file."""
    call_command("synthesise", folder, until=UNTIL, **SIZES | more, verbosity=0)
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir())
    }


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path):
    first = written(tmp_path / "a", seed=7)
    assert len(first) == 5
    assert first == written(tmp_path / "b", seed=7)
    assert not set(first.values()) & set(written(tmp_path / "c", seed=8).values())


def test_a_record_is_the_same_in_a_longer_feed():
    short = Feed(seed=7, until=UNTIL, members=20, claims=100, orders=40, entries=200)
    long = Feed(seed=7, until=UNTIL, members=40, claims=200, orders=80, entries=400)
    for one, other in zip(short.files().values(), long.files().values(), strict=True):
        lines, more = list(one()), list(other())
        assert more[: len(lines)] == lines


def test_nothing_is_seen_after_the_feed_ends():
    feed = Feed(seed=7, until=UNTIL, members=60, claims=0, orders=1_000, entries=0)
    trackers = [json.loads(line) for line in feed.tracker_lines()]
    seen = [step["datetime"] for one in trackers for step in one["tracking_details"]]
    assert max(seen) < UNTIL.isoformat()


@pytest.mark.django_db
def test_a_feed_goes_in_whole_and_twice_changes_nothing(tmp_path):
    feed = Feed(seed=7, until=UNTIL, **SIZES)
    call_command("source", "fhir", enrolls=True, stdout=io.StringIO())
    for time in (1, 2):
        for (system, name), lines in feed.files().items():
            path = tmp_path / name
            path.write_bytes(b"".join(lines()))
            call_command("import", system, str(path), verbosity=0)
        held = [model.objects.count() for model in (Member, Coverage, Claim, Order, LedgerEntry)]
        assert held == [60, 60, 240, 90, 400], f"import number {time}"
    assert Member.objects.exclude(number="").count() == 60
    assert not Shipment.objects.filter(order=None).exists()
    assert not LedgerEntry.objects.filter(claim=None).exclude(claim_number="").exists()


@pytest.mark.django_db
def test_claims_are_of_many_kinds_and_few_people_have_most(tmp_path):
    feed = Feed(seed=7, until=UNTIL, **SIZES | {"claims": 1_000})
    path = tmp_path / "claims.ndjson"
    path.write_bytes(b"".join(feed.claim_lines()))
    call_command("import", "fhir", str(path), verbosity=0)
    states = dict(Claim.objects.values_list("state").annotate(Count("pk")))
    assert states.keys() >= {
        ClaimState.PAID,
        ClaimState.DENIED,
        ClaimState.PARTIALLY_DENIED,
        ClaimState.IN_PROCESS,
        ClaimState.NEEDS_CORRECTION,
        ClaimState.VOIDED,
    }
    assert states[ClaimState.PAID] > 500
    most = Claim.objects.values("member").annotate(n=Count("pk")).order_by("-n")
    assert most[0]["n"] > 3 * 1_000 / SIZES["members"]


@pytest.mark.parametrize("people", [1, 2, 19, 20, 21, 1_000])
@pytest.mark.parametrize("total", [0, 1, 7, 12_345])
def test_everything_belongs_to_exactly_one_person(people, total):
    shares = Shares(total, people)
    things = [thing for person in range(people) for thing in shares.of(person)]
    assert things == list(range(total))


def test_dice_are_fair_enough():
    table = Table({"often": 90, "seldom": 10})
    often = sum(Dice(1, 2, number).of(table) == "often" for number in range(10_000))
    assert 8_800 < often < 9_200


def test_a_feed_takes_no_more_memory_when_it_is_longer():
    feed = Feed(seed=1, until=UNTIL, members=10_000, claims=2_000, orders=0, entries=0)
    tracemalloc.start()
    for _line in feed.claim_lines():
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


def test_a_feed_of_nobody_is_refused(tmp_path):
    with pytest.raises(CommandError, match="one member or more"):
        call_command("synthesise", tmp_path, members=0)
