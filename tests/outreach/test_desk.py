"""The specialists' list of calls, the list of things to check, and the record of who looked."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import now
from accounts.models import AccessRecord, Member, User
from claims.facts import ClaimState
from claims.models import UnrecognisedCode
from outreach import talk
from outreach.models import Call
from tests import make

DESK = reverse("outreach:desk")
CHECKS = reverse("outreach:check_list")
HOUR = dt.timedelta(hours=1)


def test_a_look_at_several_things_of_a_member_is_one_row_with_their_number(
    as_sana: Client, as_nadia: Client, maya: Member
) -> None:
    for _ in range(3):
        make.claim(maya, ClaimState.UNRECOGNISED)
    with time_machine.travel(now(), tick=False):
        as_sana.get(CHECKS)
    page = as_nadia.get(reverse("accounts:access_record_list")).content.decode()
    assert page.count("The list of things to check") == 1
    assert "<td>3</td>" in page


def test_the_soonest_promise_comes_first(as_sana: Client, maya: Member, omar: Member) -> None:
    make.call_request(maya, call_by=now() + 9 * HOUR)
    make.call_request(omar, call_by=now() + 2 * HOUR)
    page = as_sana.get(DESK).content.decode()
    assert page.index("<h3>Omar</h3>") < page.index("<h3>Maya</h3>")


def test_how_to_talk_to_someone_comes_before_their_number(as_sana: Client, maya: Member) -> None:
    make.call_request(maya, way="interpreter", interpreter_language="Somali")
    page = as_sana.get(DESK).content.decode()
    assert page.index("MY-uh") < page.index("Somali") < page.index("(312) 555-0142")


def test_whoever_calls_reads_what_the_member_sees(as_sana: Client, maya: Member) -> None:
    claim = make.claim(maya, service="Eye test")
    make.call_request(maya, subject="claim", subject_id=claim.pk)
    page = as_sana.get(DESK).content.decode()
    assert "Eye test" in page
    assert "You do not need to do anything now." in page
    assert "claims system" in page


@pytest.mark.parametrize("kind", ["claim", "order", "balance"])
def test_a_call_may_be_about_anything_a_member_sees(
    as_sana: Client, as_maya: Client, maya: Member, kind: str
) -> None:
    thing = getattr(make, kind)(maya)
    asked = make.call_request(maya, subject=kind, subject_id=thing.pk)
    assert thing.number in as_sana.get(DESK).content.decode()
    asked.cancel()
    form = as_maya.get(f"{reverse('outreach:call_request_create')}?about={kind}:{thing.pk}")
    assert thing.number in form.content.decode()


@pytest.mark.parametrize("guard", ["mental_health", "unknown"])
def test_a_guarded_item_is_not_named_to_whoever_calls(
    as_sana: Client, maya: Member, guard: str
) -> None:
    claim = make.claim(maya, service="Counselling", guard=guard)
    make.call_request(maya, subject="claim", subject_id=claim.pk)
    page = as_sana.get(DESK).content.decode()
    assert "Counselling" not in page
    assert "This item is private." in page
    assert claim.number in page


def test_a_late_promise_says_so(as_sana: Client, maya: Member) -> None:
    make.call_request(maya, call_by=now() - HOUR)
    assert "Late: call was due by" in as_sana.get(DESK).content.decode()


def test_a_call_that_was_made_leaves_the_list(as_sana: Client, maya: Member, sana: User) -> None:
    asked = make.call_request(maya)
    page = as_sana.post(reverse("outreach:call_create", args=[asked.pk]), follow=True)
    assert "Not verified yet" in page.content.decode()
    call = Call.objects.get()
    talk.verify(call, ["name", "number"], actor=sana)
    talk.end(call, [talk.Said(kind="told_us", text="All is well.")], by=sana)
    assert "There are no calls to make." in as_sana.get(DESK).content.decode()
    asked.refresh_from_db()
    assert asked.called_by == sana
    assert asked.called_at is not None


def test_whoever_starts_a_call_second_sees_who_is_on_it(
    as_sana: Client, as_ruth: Client, maya: Member, sana: User
) -> None:
    address = reverse("outreach:call_create", args=[make.call_request(maya).pk])
    as_sana.post(address)
    assert sana.email in as_ruth.post(address, follow=True).content.decode()
    assert Call.objects.count() == 1


def test_a_call_that_ended_is_not_started_again(as_sana: Client, maya: Member, sana: User) -> None:
    asked = make.call_request(maya)
    asked.call(by=sana)
    page = as_sana.post(reverse("outreach:call_create", args=[asked.pk]), follow=True)
    assert "This call had already ended." in page.content.decode()


def test_every_look_at_a_member_is_recorded(
    as_sana: Client, as_nadia: Client, maya: Member, omar: Member, sana: User
) -> None:
    asked = make.call_request(maya)
    with time_machine.travel(now() - dt.timedelta(minutes=31)):
        as_sana.get(DESK)
    as_sana.get(DESK)
    looks = AccessRecord.objects.all()
    assert {(look.user, look.member, look.subject_id) for look in looks} == {(sana, maya, asked.pk)}
    assert len(looks) == 2
    page = as_nadia.get(reverse("accounts:access_record_list")).content.decode()
    assert page.count(sana.email) == 2
    assert maya.number in page
    assert maya.preferred_name not in page


def test_a_page_loaded_again_is_the_same_look(
    as_sana: Client, as_ruth: Client, maya: Member, omar: Member
) -> None:
    make.call_request(maya)
    as_sana.get(DESK)
    make.call_request(omar)
    as_sana.get(DESK)
    assert AccessRecord.objects.count() == 2
    as_ruth.get(DESK)
    assert AccessRecord.objects.count() == 4


@pytest.mark.parametrize("change", ["UPDATE {} SET looked_at = now()", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_record(maya: Member, sana: User, change: str) -> None:
    AccessRecord.objects.create(user=sana, member=maya, what=AccessRecord.What.CALL_LIST)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(AccessRecord._meta.db_table))


def test_a_look_at_something_unknown_is_refused(maya: Member, sana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRecord.objects.create(user=sana, member=maya, what="diary")


def many_requests(count: int) -> None:
    """In SQL, because 10,000 model instances take 15 seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH lee AS (
                INSERT INTO accounts_member (number, preferred_name, legal_name, pronunciation,
                                             language, time_zone, theme, made_at)
                SELECT gen_random_uuid(), 'Lee', '', '', 'en', 'America/Chicago', 'system', now()
                FROM generate_series(1, %s) RETURNING id
            )
            INSERT INTO outreach_callrequest (member_id, subject, phone, best_time, say_who,
                voicemail, way, interpreter_language, speaker, note, asked_at, call_by)
            SELECT id, '', '+13125550142', '', true, false, 'phone', '', '', '', now(), now()
              FROM lee
            """,
            [count],
        )


def test_the_list_costs_as_many_queries_for_10_000_calls_as_for_10(
    as_sana: Client, maya: Member
) -> None:
    balance, claim = make.balance(maya), make.claim(maya, ClaimState.DENIED)
    make.entry(balance, 4500, claim=claim)
    things = {"claim": claim, "order": make.order(maya), "balance": balance}
    for kind, thing in things.items():
        make.call_request(maya, subject=kind, subject_id=thing.pk, call_by=now() - HOUR)
    make.phone_call(maya)
    many_requests(7)
    with CaptureQueriesContext(connection) as few:
        as_sana.get(DESK)
    many_requests(9_990)
    with CaptureQueriesContext(connection) as many:
        page = as_sana.get(DESK).content.decode()
    assert "<bdi>10,000</bdi> calls." in page
    assert "A call from" in page
    assert "Only somebody who is trained" in page  # the claim is about a decision that hurts
    assert len(many) == len(few) <= 14


def test_a_claim_that_two_systems_disagree_about_is_listed(as_otto: Client, maya: Member) -> None:
    claim = make.claim(maya, service="Counselling", conflict=["paid", "denied"])
    make.claim(maya)
    page = as_otto.get(CHECKS).content.decode()
    assert page.count('<li class="row">') == 1
    assert claim.number in page
    assert "Two systems disagree: <bdi>“" in page
    assert "paid, denied" not in page
    assert "Counselling" not in page
    assert AccessRecord.objects.get().member == maya


def test_a_status_that_nobody_knows_is_listed(as_sana: Client, maya: Member) -> None:
    claim = make.claim(maya, ClaimState.UNRECOGNISED)
    order = make.order(maya, "unrecognised")
    assert claim.number in as_sana.get(CHECKS).content.decode()
    assert order.number in as_sana.get(CHECKS, {"kind": "orders"}).content.decode()


def test_balances_and_codes_are_listed_too(as_otto: Client, maya: Member) -> None:
    balance = make.balance(maya, conflict=True)
    at = now()
    UnrecognisedCode.objects.create(
        source=make.source(), system="carc", code="999", times=3, first_seen_at=at, last_seen_at=at
    )
    assert balance.number in as_otto.get(CHECKS, {"kind": "balances"}).content.decode()
    codes = as_otto.get(CHECKS, {"kind": "codes"}).content.decode()
    assert "999" in codes
    assert "seen <bdi>3</bdi> times" in codes
    UnrecognisedCode.objects.update(times=1)
    once = as_otto.get(CHECKS, {"kind": "codes"}).content.decode()
    assert "seen <bdi>1</bdi> time<" in once


def test_a_kind_that_nobody_knows_shows_claims(as_otto: Client, db: None) -> None:
    assert as_otto.get(CHECKS, {"kind": "'"}).status_code == 200


def test_things_to_check_cost_as_many_queries_for_100_as_for_1(
    as_otto: Client, maya: Member
) -> None:
    make.claim(maya, conflict=["paid", "denied"])
    with CaptureQueriesContext(connection) as few:
        as_otto.get(CHECKS)
    for _number in range(60):
        make.claim(maya, conflict=["paid", "denied"])
    with CaptureQueriesContext(connection) as many:
        as_otto.get(CHECKS)
    assert len(many) == len(few) <= 6
