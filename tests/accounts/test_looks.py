"""Who looked: by day, member and staff; and what is unusual, in words."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import now, today
from accounts.models import AccessRecord, Address, Member, Role, User, record_access
from claims.answers.person import portal_hours
from tests import make
from tests.many import copies
from tests.people import browser_of

LOOKS = reverse("accounts:access_record_list")
What = AccessRecord.What
EARLIER = "looked_at - nth * interval '1 min'"
DAY = dt.timedelta(days=1)


def look(user: User, member: Member, what: str = What.CALL_REQUEST, **fields: object) -> None:
    fields = {"subject_id": make.claim(member).pk} | fields
    AccessRecord.objects.create(user=user, member=member, what=what, **fields)


def page_of(browser: Client, **asked: str) -> str:
    return browser.get(LOOKS, asked).content.decode()


def test_looks_are_found_by_day_member_and_staff(
    as_nadia: Client, maya: Member, omar: Member, sana: User, ruth: User
) -> None:
    look(sana, maya)
    look(ruth, omar)
    then = today(portal_hours().zone) - 40 * DAY  # in summer time, where now may be winter's
    look(ruth, maya, looked_at=dt.datetime.combine(then, dt.time(17), dt.UTC))
    of_maya = page_of(as_nadia, member=maya.number.lower())
    assert of_maya.count("<tr><td>") == 2
    assert (
        page_of(as_nadia, member=maya.user.email, staff="RUTH@example.com").count("<tr><td>") == 1
    )
    assert page_of(as_nadia, day=then.isoformat()).count("<tr><td>") == 1
    assert "Nobody has looked, as you asked for it." in page_of(as_nadia, day="2020-01-01")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"member": "M-nobody"}, "We know no member by that number or email."),
        ({"staff": "nobody@example.com"}, "Nobody who works here has that email."),
        ({"day": "the other day"}, "Enter a valid date."),
    ],
)
def test_what_nobody_knows_is_said_and_not_answered_with_everything(
    as_nadia: Client, asked: dict, words: str
) -> None:
    assert words in page_of(as_nadia, **asked)


def test_a_member_is_no_staff(as_nadia: Client, maya: Member) -> None:
    assert "Nobody who works here" in page_of(as_nadia, staff=maya.user.email)


def test_the_next_page_keeps_what_was_asked_for(
    as_nadia: Client, maya: Member, omar: Member, sana: User
) -> None:
    look(sana, omar)
    record_access(sana, What.CALL_REQUEST, [(maya.pk, None)])
    copies(
        AccessRecord.objects.get(member=maya), 60, looked_at="looked_at - nth * interval '1 min'"
    )
    first = page_of(as_nadia, member=maya.number)
    assert f"member={maya.number}&amp;after=" in first
    assert omar.number not in first


def test_many_members_in_an_hour_are_asked_about(as_nadia: Client, sana: User, ruth: User) -> None:
    at = (now() - DAY).replace(minute=10)
    for _number in range(26):
        member = make.member(signs_in=False)
        look(sana, member, looked_at=at)
        AccessRecord.objects.create(user=ruth, member=member, what=What.CALL_LIST)
    page = page_of(as_nadia)
    assert "sana@example.com opened 26 members between" in page
    assert "ruth@example.com opened" not in page  # a list shows many at once


def test_a_look_without_a_call_or_case_is_asked_about(
    as_nadia: Client, maya: Member, sana: User, nadia: User
) -> None:
    make.inspection(maya, nadia)
    assert "We found no unusual looks" in page_of(as_nadia)
    look(sana, maya, subject_id=None)
    assert "sana@example.com opened 1 member with no call or case since" in page_of(as_nadia)


def test_a_look_at_someone_of_the_same_name_is_asked_about(as_nadia: Client) -> None:
    reed = make.user("daniel.reed@example.com", role=Role.SPECIALIST)
    look(reed, make.member("Ann", legal_name="Ann Reed", number="M-REED", signs_in=False))
    look(reed, make.member("Ann", legal_name="Ann Reeder", signs_in=False))
    page = page_of(as_nadia)
    assert "daniel.reed@example.com looked at member M-REED on" in page
    assert page.count("who has the same last name.") == 1


def test_a_look_at_a_colleague_or_at_oneself_is_asked_about(
    as_nadia: Client, maya: Member, omar: Member, sana: User, ruth: User
) -> None:
    Address.objects.create(member=maya, kind="email", value="Ruth@example.com")
    Address.objects.create(member=omar, kind="email", value="sana@example.com")
    look(sana, maya)
    look(sana, omar)
    page = page_of(as_nadia)
    assert f"sana@example.com looked at member {maya.number} on" in page
    assert page.count("who works here too.") == 1
    assert f"sana@example.com looked at their own record, member {omar.number}" in page


def test_last_weeks_looks_were_asked_about_last_week(
    as_nadia: Client, maya: Member, sana: User
) -> None:
    look(sana, maya, subject_id=None, looked_at=now() - 8 * DAY)
    assert "We found no unusual looks" in page_of(as_nadia)


def test_an_officers_look_needs_a_reason(maya: Member, nadia: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRecord.objects.create(user=nadia, member=maya, what=What.AUDIT)


def test_looks_cost_as_many_queries_for_10000_as_for_1(
    as_nadia: Client, maya: Member, sana: User
) -> None:
    record_access(sana, What.CALL_REQUEST, [(maya.pk, make.claim(maya).pk)])
    with CaptureQueriesContext(connection) as few:
        page_of(as_nadia)
    copies(AccessRecord.objects.get(), 10_000, looked_at=EARLIER)
    with CaptureQueriesContext(connection) as many:
        page_of(as_nadia)
    assert len(many) == len(few) < 10


# One member


def test_an_officer_says_why_before_they_see_a_member(as_nadia: Client, maya: Member) -> None:
    ask = reverse("accounts:inspection_create")
    page = as_nadia.post(ask, {"member": maya.number}).content.decode()
    assert "Write why you look." in page
    assert not AccessRecord.objects.exists()
    told = {"member": maya.user.email, "reason": "She asked who saw her record"}
    page = as_nadia.post(ask, told, follow=True).content.decode()
    assert maya.number in page
    assert maya.preferred_name not in page


def test_the_member_reads_that_an_officer_looked_and_why(
    as_maya: Client, maya: Member, nadia: User
) -> None:
    make.inspection(maya, nadia, "A complaint from last week")
    page = as_maya.get(reverse("accounts:settings")).content.decode()
    assert "Privacy officer, What was allowed, for an audit. Reason: A complaint from" in page


def test_a_look_is_for_the_officer_who_gave_the_reason_and_for_4_hours(
    as_nadia: Client, maya: Member, nadia: User
) -> None:
    other = make.user(role=Role.PRIVACY_OFFICER)
    theirs = reverse("accounts:inspection_detail", args=[make.inspection(maya, other).pk])
    assert as_nadia.get(theirs).status_code == 404
    mine = make.inspection(maya, nadia)
    address = reverse("accounts:inspection_detail", args=[mine.pk])
    assert as_nadia.get(address).status_code == 200
    with time_machine.travel(now() + dt.timedelta(hours=5)):
        assert browser_of(nadia).get(address).status_code == 404
