"""Emergency access: who opens a member without a case says why, and another person asks them."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import now
from accounts.emergency_mail import tell_officers
from accounts.models import AccessRecord, EmergencyAccess, Member, User
from tests import make
from tests.many import copies
from tests.people import browser_of

ASK = reverse("outreach:emergency_access_create")
ALL = reverse("accounts:emergency_access_list")
WHY = "She fainted and the hospital asks for her plan"
MINUTE = dt.timedelta(minutes=1)


def opened(browser: Client, member: Member, reason: str = WHY) -> str:
    answer = browser.post(ASK, {"member": member.number, "reason": reason}, follow=True)
    return answer.content.decode()


def test_a_specialist_sees_what_the_member_sees_and_nothing_private(
    as_sana: Client, maya: Member
) -> None:
    make.claim(maya, service="Eye test")
    private = make.claim(maya, service="Counselling", guard="mental_health")
    page = opened(as_sana, maya)
    assert "You use emergency access until" in page
    assert "Eye test" in page
    assert "Counselling" not in page
    assert private.number in page
    assert maya.number in page


def test_it_ends_by_itself_after_30_minutes(as_sana: Client, maya: Member) -> None:
    make.claim(maya, service="Eye test")
    opened(as_sana, maya)
    access = EmergencyAccess.objects.get()
    address = reverse("outreach:emergency_access_detail", args=[access.pk])
    with time_machine.travel(access.began_at + 31 * MINUTE, tick=False):
        page = browser_of(access.user).get(address).content.decode()
    assert "has ended" in page
    assert "Eye test" not in page
    assert maya.number not in page


def test_it_can_be_ended_before(as_sana: Client, maya: Member) -> None:
    opened(as_sana, maya)
    access = EmergencyAccess.objects.get()
    as_sana.post(reverse("outreach:emergency_ending_create", args=[access.pk]))
    address = reverse("outreach:emergency_access_detail", args=[access.pk])
    assert maya.number not in as_sana.get(address).content.decode()


@pytest.mark.parametrize("reason", ["", "too short", " " * 30])
def test_a_reason_is_at_least_20_characters(as_sana: Client, maya: Member, reason: str) -> None:
    assert "There is a problem" in opened(as_sana, maya, reason)
    assert not EmergencyAccess.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.emergency(maya, make.user(), reason[:19])


def test_it_is_one_member_at_a_time(as_sana: Client, maya: Member, omar: Member) -> None:
    opened(as_sana, maya)
    opened(as_sana, maya)
    assert EmergencyAccess.objects.count() == 1
    opened(as_sana, omar)
    assert EmergencyAccess.objects.open().get().member == omar


def test_the_member_reads_that_somebody_looked_and_why(
    as_sana: Client, as_maya: Client, maya: Member
) -> None:
    opened(as_sana, maya)
    page = as_maya.get(reverse("accounts:settings")).content.decode()
    assert "Specialist, Claims, orders and balances, in an emergency. Reason: She fainted" in page


def test_officers_are_told_at_once_and_once_and_of_nothing_else(
    maya: Member, sana: User, nadia: User
) -> None:
    make.emergency(maya, sana)
    assert tell_officers() == 1
    assert tell_officers() == 0
    (letter,) = mail.outbox
    assert letter.to == [nadia.email]
    assert reverse("accounts:emergency_access_list") in letter.body
    assert maya.number not in letter.body
    assert sana.email not in letter.body


def test_after_72_hours_officers_and_supervisors_are_told_that_nobody_reviewed_it(
    maya: Member, sana: User, nadia: User, ruth: User
) -> None:
    make.emergency(maya, sana)
    tell_officers()
    with time_machine.travel(now() + dt.timedelta(hours=71)):
        assert tell_officers() == 0
    with time_machine.travel(now() + dt.timedelta(hours=73)):
        assert tell_officers() == 1
        assert tell_officers() == 0
    assert mail.outbox[-1].to == [nadia.email, ruth.email]


def test_an_officer_reviews_it_once(as_nadia: Client, maya: Member, sana: User) -> None:
    access = make.emergency(maya, sana)
    waiting = as_nadia.get("/audit/").content.decode()
    assert "1 emergency access waits for a review." in waiting
    told = {"finding": "right", "review": "I called the hospital"}
    page = as_nadia.post(access.get_absolute_url(), told, follow=True).content.decode()
    assert "It was needed. nadia@example.com reviewed it on" in page
    told["review"] = "Something else"
    page = as_nadia.post(access.get_absolute_url(), told, follow=True).content.decode()
    assert "Somebody reviewed this before you." in page
    assert "I called the hospital" in page
    assert "No emergency access waits" in as_nadia.get("/audit/").content.decode()


def test_a_review_says_what_was_found(as_nadia: Client, maya: Member, sana: User) -> None:
    page = as_nadia.post(make.emergency(maya, sana).get_absolute_url()).content.decode()
    assert "Say whether it was needed." in page
    assert "Write what you found." in page


def test_nobody_reviews_their_own(maya: Member, sana: User) -> None:
    access = make.emergency(maya, sana)
    with pytest.raises(IntegrityError), transaction.atomic():
        access.decide(by=sana, finding="right", review="It was me")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_emergencyaccess SET reason = 'another reason, a better one'",
        "UPDATE accounts_emergencyaccess SET began_at = began_at - interval '1 day'",
        "UPDATE accounts_emergencyaccess SET review = 'changed', finding = 'wrong'",
        "DELETE FROM accounts_emergencyaccess",
    ],
)
def test_the_database_keeps_what_was_said(
    maya: Member, sana: User, nadia: User, change: str
) -> None:
    make.emergency(maya, sana).decide(by=nadia, finding="right", review="I asked")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_list_costs_as_many_queries_for_60_as_for_1(
    as_nadia: Client, maya: Member, sana: User
) -> None:
    access = make.emergency(maya, sana)
    with CaptureQueriesContext(connection) as few:
        as_nadia.get(ALL)
    copies(access, 60)
    with CaptureQueriesContext(connection) as many:
        page = as_nadia.get(ALL).content.decode()
    assert "Older" in page
    assert len(many) == len(few) <= 4


def test_a_look_in_an_emergency_is_recorded_with_its_reason(maya: Member, sana: User) -> None:
    access = make.emergency(maya, sana)
    look = AccessRecord.objects.get()
    assert (look.what, look.subject_id, look.reason) == ("emergency", access.pk, access.reason)
