"""Tell me when this changes: one press, found from what is new, told once for each change."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Member
from claims.models import Claim, ClaimEvent
from outreach.marks import follow
from outreach.models import Follow, Message, Sweep
from outreach.models.sweep import given_out
from outreach.sweep import sweep, sweep_everything
from tests import horizon, make

NOON = dt.datetime(2026, 3, 11, 17, 0, tzinfo=dt.UTC)  # Wednesday 12:00 in Chicago
FOLLOW, STOP = reverse("outreach:follow_create"), reverse("outreach:follow_end")

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        sweep(NOON)  # the first one begins with what comes after it
        yield


def about(thing: Any) -> dict[str, str]:
    return {"about": f"{type(thing).__name__.lower()}:{thing.pk}"}


def change(claim: Claim, state: str, **told: Any) -> ClaimEvent:
    """What the store does when a source tells of a new state."""
    event = make.event(claim, state, **told)
    Claim.objects.filter(pk=claim.pk).update(
        state=state, current=event, state_on=NOON.date(), changed_at=NOON
    )
    return event


def notices() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("notice", flat=True))


@pytest.mark.usefixtures("noon")
def test_one_press_follows_and_a_second_press_too(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya)
    for _time in range(2):
        assert as_maya.post(FOLLOW, about(claim)).url == claim.get_absolute_url()
    assert Follow.objects.open().count() == 1


@pytest.mark.usefixtures("noon")
def test_a_change_makes_one_message_however_often_it_is_looked_for(
    as_maya: Client, maya: Member
) -> None:
    claim = make.claim(maya, "received")
    as_maya.post(FOLLOW, about(claim))
    sweep(NOON)
    assert notices() == []
    change(claim, "in_process")
    for _time in range(3):
        sweep(NOON)
    sweep_everything(NOON)
    assert notices() == ["changed"]


@pytest.mark.usefixtures("noon")
def test_what_a_source_repeats_is_no_change(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya, "in_process")
    as_maya.post(FOLLOW, about(claim))
    change(claim, "in_process")
    sweep(NOON)
    assert notices() == []


@pytest.mark.usefixtures("noon")
def test_who_stopped_following_is_not_told(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya, "received")
    as_maya.post(FOLLOW, about(claim))
    as_maya.post(STOP, about(claim))
    change(claim, "in_process")
    sweep(NOON)
    assert notices() == []


@pytest.mark.usefixtures("noon")
def test_orders_and_balances_are_followed_too(as_maya: Client, maya: Member) -> None:
    order, balance = make.order(maya), make.balance(maya)
    as_maya.post(FOLLOW, about(order))
    as_maya.post(FOLLOW, about(balance))
    make.entry(balance, -2500)
    type(order).objects.filter(pk=order.pk).update(state="delivered")
    make.shipment(order, "delivered")
    sweep(NOON)
    told = Message.objects.order_by("subject").values_list("subject", "subject_id", "category")
    assert list(told) == [("balance", balance.pk, "balances"), ("order", order.pk, "orders")]


@pytest.mark.usefixtures("noon")
def test_a_fresh_decision_is_told_to_every_member_and_only_once(maya: Member) -> None:
    claim = make.claim(maya, "in_process")
    follow(maya, "claim", claim.pk, at=NOON)
    change(claim, "denied")
    sweep(NOON)
    change(claim, "denied")
    sweep(NOON)
    assert notices() == ["decided"]  # and not, beside it, that the same claim changed


@pytest.mark.usefixtures("noon")
def test_a_decision_of_long_ago_is_history_and_no_news(maya: Member) -> None:
    claim = make.claim(maya, "denied", state_on=NOON.date() - 30 * make.DAY)
    make.event(claim, "denied")
    sweep(NOON)
    assert notices() == []


@pytest.mark.usefixtures("noon")
def test_who_does_not_sign_in_has_no_inbox_to_fill(db: None) -> None:
    claim = make.claim(make.member("Ada", signs_in=False))
    change(claim, "paid")
    sweep(NOON)
    assert notices() == []


@pytest.mark.usefixtures("noon")
def test_a_replaced_claim_is_followed_as_the_version_that_stands_for_it(maya: Member) -> None:
    old = make.claim(maya, "received")
    follow(maya, "claim", old.pk, at=NOON)
    new = make.claim(maya, "in_process")
    Claim.objects.filter(pk=old.pk).update(superseded_by=new)
    make.event(new, "in_process")
    sweep(NOON)
    assert Message.objects.get().subject_id == new.pk


@pytest.mark.usefixtures("noon")
def test_nobody_follows_what_is_not_theirs(as_omar: Client, maya: Member) -> None:
    claim = make.claim(maya)
    assert as_omar.post(FOLLOW, about(claim)).status_code == 404
    assert as_omar.post(FOLLOW, {"about": "claim:1"}).status_code == 404
    assert not Follow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_found_although_a_later_one_was_seen(maya: Member) -> None:
    """The key is given out when a row is written, and others may commit before it."""
    slow, quick = make.claim(maya, "received"), make.claim(maya, "received")
    follow(maya, "claim", slow.pk, at=NOON)
    sweep(NOON)
    importer = connections["default"].copy("default")
    importer.inc_thread_sharing()
    try:
        importer.set_autocommit(False)
        with importer.cursor() as cursor:
            cursor.execute("UPDATE claims_claim SET state = 'in_process' WHERE id = %s", [slow.pk])
            cursor.execute(
                "INSERT INTO claims_claimevent (claim_id, source_id, content_hash, state, "
                "received_at, code_system, code, waiting_for, wanted, note, payee, "
                "payment_reference, remarks, lines, adjustments) SELECT claim_id, source_id, "
                "'late', 'in_process', received_at, '', '', '', '', '', '', '', '{}', '[]', '[]' "
                "FROM claims_claimevent WHERE claim_id = %s",
                [slow.pk],
            )
        make.event(quick, "in_process")
        for _time in range(3):
            sweep(NOON)
        assert notices() == []
        importer.commit()
    finally:
        importer.close()
    sweep(NOON)
    assert notices() == ["changed"]
    with transaction.atomic():
        assert connection.ensure_connection() is None
    horizon.passed()
    sweep(NOON)
    assert Sweep.objects.get(pk="claims_claimevent").done == given_out("claims_claimevent")


@pytest.mark.usefixtures("noon")
def test_the_page_of_a_thing_has_the_button_and_then_says_that_we_will(
    as_maya: Client, maya: Member
) -> None:
    for thing in (make.claim(maya), make.order(maya), make.balance(maya)):
        page = as_maya.get(thing.get_absolute_url()).content.decode()
        assert page.count("Tell me when this changes</button>") == 1
        as_maya.post(FOLLOW, about(thing))
        page = as_maya.get(thing.get_absolute_url()).content.decode()
        assert "We will tell you when this changes." in page
        assert "Do not tell me</button>" in page


@pytest.mark.usefixtures("noon")
def test_home_says_how_many_messages_are_new(as_maya: Client, maya: Member) -> None:
    make.claim(maya)
    assert "new message" not in as_maya.get("/").content.decode()
    make.message(maya)
    assert "<bdi>1</bdi> new message" in as_maya.get("/").content.decode()


@pytest.mark.usefixtures("noon")
def test_the_way_to_the_inbox_says_how_many_are_new_without_a_query_of_its_own(
    as_maya: Client, maya: Member
) -> None:
    claim, count = make.claim(maya), {"HX-Request": "true", "HX-Target": "unread"}
    assert as_maya.get("/inbox/count/", headers=count).content == b""
    make.message(maya)
    with CaptureQueriesContext(connection) as asked:
        page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert '<span class="unread" id="unread"><bdi>1</bdi> new message</span>' in page
    assert len([one for one in asked if "outreach_message" in one["sql"]]) == 1
    with CaptureQueriesContext(connection) as asked:
        page = as_maya.get("/claims/").content.decode()
    assert 'hx-trigger="load delay:1s, every 60s"' in page, "asked for once the page is there"
    assert not [one for one in asked if "outreach_message" in one["sql"]]
    assert b"<bdi>1</bdi> new message" in as_maya.get("/inbox/count/", headers=count).content


@pytest.mark.usefixtures("noon")
def test_with_scripts_only_the_button_changes(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya)
    answer = as_maya.post(FOLLOW, about(claim), headers={"HX-Request": "true"})
    assert answer.content.decode().count("<section") == 1
    assert "We will tell you when this changes." in answer.content.decode()
