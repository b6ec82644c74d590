"""Pages that tell dates of one thing at once, each on a connection of its own."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.clock import now
from claims.answers.claim import claim_answer
from claims.models import Claim, Promise
from claims.store.open_dates import note_all
from claims.store.promises import keep
from tests import make
from tests.many import copies

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
PATIENCE = 20  # seconds
WAITING = (
    "SELECT count(*) FROM pg_locks WHERE relation = 'claims_promise'::regclass AND NOT granted"
)


@contextmanager
def nobody_writes() -> Iterator[Callable[[int], None]]:
    """Pages read on, but wait where they store what they say; gives a wait for so many of them."""

    def until(number: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0] >= number:
                    return
        raise TimeoutError

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE claims_promise IN SHARE MODE")
        yield until


@pytest.fixture
def at_once() -> Iterator[Callable[..., Future]]:
    def alone(work: Callable[..., object], *given: object) -> object:
        try:
            return work(*given)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        yield lambda work, *given: pool.submit(alone, work, *given)


def read(member, path: str) -> int:
    client = Client()
    client.force_login(member.user)
    return client.get(path).status_code


def said(claim: Claim) -> list[Promise]:
    return [*claim.promises.order_by("number")]


def taken_in_later(claim: Claim) -> None:
    """So that the law's day is another one."""
    Claim.objects.filter(pk=claim.pk).update(received_on=claim.received_on + 7 * DAY)


def test_two_pages_and_the_night_that_say_the_same_date_at_once_store_it_once(maya, at_once):
    claim = make.claim(maya)
    with nobody_writes() as until:
        pages = [at_once(read, maya, path) for path in (claim.get_absolute_url(), "/claims/")]
        night = at_once(note_all, now())
        until(3)
    assert [page.result(PATIENCE) for page in pages] == [200, 200]
    night.result(PATIENCE)
    assert len(said(claim)) == 1


def test_a_date_that_changes_while_two_pages_tell_it_is_stored_as_both_told_it(maya, at_once):
    claim = make.claim(maya)
    with nobody_writes() as until:
        first = at_once(read, maya, claim.get_absolute_url())
        until(1)
        at_once(taken_in_later, claim).result(PATIENCE)
        second = at_once(read, maya, claim.get_absolute_url())
        until(2)
    assert first.result(PATIENCE) == second.result(PATIENCE) == 200
    one, other = said(claim)
    assert abs(one.due_on - other.due_on) == 7 * DAY
    assert (one.was_on, other.was_on) == (None, one.due_on)


def test_two_lists_that_tell_the_same_dates_in_another_order_never_wait_for_each_other(
    maya, at_once
):
    copies(make.claim(maya), 60)
    rows = [*Claim.objects.for_member(maya).facts()]
    told = [(facts, claim_answer(facts, now=now(), zone=maya.time_zone)) for facts in rows]
    with nobody_writes() as until:
        both = [
            at_once(lambda some: keep(maya.pk, some, at=now(), zone=maya.time_zone), some)
            for some in (told, told[::-1])
        ]
        until(2)
    for one in both:
        one.result(PATIENCE)
    assert Promise.objects.count() == len(told)
