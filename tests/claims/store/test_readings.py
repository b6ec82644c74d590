"""A check measures every source, opens an alarm once, and closes it when the source is well."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.clock import now
from claims.facts import Trouble
from claims.models import Alarm, ImportBatch, Source, SourceReading, UnrecognisedCode, WebhookEvent
from claims.store.readings import prune_readings, take_readings
from tests import make

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def batch(source: Source, name: str = "day.ndjson", *, ago: dt.timedelta = HOUR, **fields):
    at = now() - ago
    plain = {"started_at": at, "seen_at": at, "finished_at": at, "read": 100, "landed": 100}
    return ImportBatch.objects.create(source=source, file_name=name, **plain | fields)


def troubles(source: Source) -> set[str]:
    return set(source.alarms.open().values_list("kind", flat=True))


def checked(source: Source) -> Source:
    take_readings()
    source.refresh_from_db()
    return source


def test_a_source_that_is_well_has_a_reading_and_no_alarm():
    source = make.source()
    batch(source, newest_on=(now() - HOUR).date() - 2 * DAY)  # it ended an hour ago
    assert checked(source).doubt == ""
    reading = SourceReading.objects.get()
    assert (reading.read, reading.refused, reading.late_by) == (100, 0, 2 * DAY)
    assert not Alarm.objects.exists()


def test_too_many_refused_records_turn_the_source_and_open_one_alarm():
    source = make.source()
    batch(source, refused=30)
    checked(source)
    first = Alarm.objects.get()
    take_readings()
    assert Alarm.objects.get().pk == first.pk
    assert (first.kind, first.value, first.threshold) == ("refused", 0.3, 0.02)
    assert source.doubt == Trouble.REFUSED
    assert source.doubt_at == first.opened_at


def test_a_file_that_is_sent_again_and_read_makes_the_source_well():
    source = make.source()
    batch(source, refused=30, ago=2 * HOUR)
    assert checked(source).doubt
    batch(source, refused=0)
    assert checked(source).doubt == ""
    assert Alarm.objects.get().closed_at is not None
    batch(source, "another.ndjson", refused=60)
    checked(source)
    assert Alarm.objects.count() == 2, "what comes back is another alarm"


def test_what_was_refused_days_before_the_last_file_counts_no_more():
    source = make.source()
    batch(source, refused=100, ago=3 * DAY)
    batch(source, "today.ndjson")
    assert checked(source).doubt == ""


def test_a_run_that_goes_on_is_not_cut_short_and_one_that_is_quiet_is():
    source = make.source()
    running = batch(source, finished_at=None, ago=dt.timedelta(minutes=2))
    assert checked(source).doubt == ""
    ImportBatch.objects.filter(pk=running.pk).update(seen_at=now() - HOUR)
    assert checked(source).doubt == Trouble.CUT_SHORT
    batch(source, ago=dt.timedelta(0))
    assert checked(source).doubt == "", "the same file was read to its end"


def test_a_source_that_sends_the_same_old_things_every_day_is_late():
    source = make.source("carrier", Source.Kind.CARRIER)
    for day in range(4):
        batch(source, f"{day}.json", ago=day * DAY, newest_on=now().date() - 6 * DAY)
    checked(source)
    assert (source.doubt, source.newest_on) == (Trouble.LATE, now().date() - 6 * DAY)


def test_an_old_file_run_again_does_not_make_its_source_late():
    source = make.source()
    old = batch(source, "old.ndjson", ago=100 * DAY, newest_on=now().date() - 100 * DAY)
    batch(source, newest_on=now().date())
    batch(source, "old.ndjson", rerun_of=old, tries=1, newest_on=now().date() - 100 * DAY)
    assert checked(source).doubt == ""


def test_one_pushed_event_that_nobody_could_read_turns_its_source():
    source = make.source()
    event = WebhookEvent.objects.create(
        source=source,
        system="easypost",
        signed_digest=make.digest(),
        body_digest=make.digest(),
        body=b"{}",
        received_at=now(),
        next_at=now(),
    )
    assert checked(source).doubt == ""
    event.park(now(), "a reason")
    assert checked(source).doubt == Trouble.PARKED
    event.again(now())
    assert checked(source).doubt == ""


def test_codes_that_somebody_noted_raise_no_alarm(otto):
    source = make.source()
    batch(source, unknown=40)
    code = UnrecognisedCode.objects.create(
        source=source, system="x", code="Q7", first_seen_at=now(), last_seen_at=now()
    )
    assert checked(source).doubt == Trouble.UNKNOWN_CODES
    code.note(by=otto, at=now())
    assert checked(source).doubt == ""


def test_a_source_that_was_never_heard_is_silent_from_when_we_know_of_it():
    source = make.source(heard_at=None)
    checked(source)
    assert troubles(source) == set()
    Source.objects.update(created_at=now() - DAY)
    checked(source)
    assert troubles(source) == {"silent"}
    assert source.doubt == "", "its freshness line tells the silence by itself"


def test_of_two_troubles_members_are_told_the_graver_and_operators_both():
    source = make.source(failed_at=now())
    batch(source, refused=50)
    batch(source, "b.ndjson", finished_at=None, ago=2 * HOUR)
    checked(source)
    assert source.doubt == Trouble.CUT_SHORT
    assert troubles(source) == {"down", "refused", "cut_short"}


def test_a_limit_of_its_own_wins():
    source = make.source(most_refused=0.5)
    batch(source, refused=30)
    assert checked(source).doubt == ""


@pytest.mark.parametrize(
    "wrong", [{"most_refused": 1.5}, {"most_unknown": -0.1}, {"late_after": dt.timedelta()}]
)
def test_the_database_refuses_a_limit_that_is_none(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.source(**wrong)


def test_many_sources_cost_as_many_queries_as_one():
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            take_readings()
        return len(queries)

    batch(make.source(), refused=50)
    few = cost()
    for number in range(30):
        batch(make.source(f"s{number}"), refused=50)
    assert cost() == few


def test_readings_are_kept_for_two_weeks(settings):
    make.source()
    take_readings()
    assert prune_readings() == 0
    settings.PORTAL_NOW = now() + 15 * DAY
    assert prune_readings() == 1


@pytest.mark.django_db(transaction=True)
def test_two_checks_at_the_same_moment_open_one_alarm():
    batch(make.source(), refused=50)
    together = threading.Barrier(4)

    def check() -> None:
        together.wait()
        take_readings()
        connection.close()

    checks = [threading.Thread(target=check) for _ in range(4)]
    for one in checks:
        one.start()
    for one in checks:
        one.join()
    assert Alarm.objects.count() == 1
    assert SourceReading.objects.count() == 4
