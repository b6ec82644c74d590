"""Asking for a call: one page, one open request a subject, a promise that our hours can keep."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member, User
from claims.answers.person import OpeningHours
from claims.answers.promise import call_by
from outreach.models import CallRequest
from tests import make

NEW = reverse("outreach:call_request_create")
CALL_ME = {
    "subject": "",
    "phone": "(312) 555-0142",
    "best_time": "after 5pm",
    "say_who": "yes",
    "voicemail": "no",
    "way": "phone",
    "interpreter_language": "",
    "note": "",
}
WEDNESDAY = dt.datetime(2026, 3, 11, 4, 58, tzinfo=dt.UTC)  # Tuesday 23:58 in Chicago


def about(thing: object) -> str:
    return f"{NEW}?about={type(thing).__name__.lower()}:{thing.pk}"


@time_machine.travel(WEDNESDAY, tick=False)
def test_asking_gives_a_promise_a_reference_and_what_happens_next(
    as_maya: Client, maya: Member
) -> None:
    claim = make.claim(maya)
    page = as_maya.post(about(claim), CALL_ME, follow=True).content.decode()
    asked = CallRequest.objects.get()
    assert (asked.subject, asked.subject_id, asked.phone) == ("claim", claim.pk, "+13125550142")
    assert "<h1>We will call you</h1>" in page
    assert "We will call you by <bdi>Thursday, March 12</bdi>." in page
    assert asked.reference in page
    assert "ends in <bdi>0142</bdi>" in page
    assert "We never ask for your password" in page


def test_the_form_knows_what_it_is_about_and_your_number(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya, service="Eye test")
    page = as_maya.get(about(claim)).content.decode()
    assert "Eye test" in page
    assert 'value="(312) 555-0142"' in page
    assert 'name="subject"' not in page


def test_without_an_item_the_form_asks_what_it_is_about(as_maya: Client, maya: Member) -> None:
    as_maya.post(NEW, CALL_ME | {"subject": "balance"})
    asked = CallRequest.objects.get()
    assert (asked.subject, asked.subject_id) == ("balance", None)


@pytest.mark.parametrize("words", ["claim", "claim:1", "house:1", ":::", "claim:' OR 1=1"])
def test_an_address_that_nobody_wrote_asks_about_nothing_in_particular(
    as_maya: Client, words: str
) -> None:
    page = as_maya.get(NEW, {"about": words})
    assert page.status_code == 200
    assert 'name="subject"' in page.content.decode()


def test_a_double_click_asks_once(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya)
    first = as_maya.post(about(claim), CALL_ME)
    second = as_maya.post(about(claim), CALL_ME)
    assert first.url == second.url
    assert CallRequest.objects.count() == 1


def test_two_clicks_at_the_same_moment_ask_once(maya: Member) -> None:
    make.call_request(maya)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.call_request(maya)


def test_what_is_asked_already_is_shown_instead_of_the_form(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya)
    as_maya.post(about(claim), CALL_ME)
    assert as_maya.get(about(claim)).url == CallRequest.objects.get().get_absolute_url()


def test_after_cancelling_one_may_ask_again(as_maya: Client, maya: Member) -> None:
    asked = make.call_request(maya)
    page = as_maya.post(
        reverse("outreach:cancellation_create", args=[asked.pk]), follow=True
    ).content.decode()
    assert "You cancelled this call" in page
    as_maya.post(NEW, CALL_ME)
    assert CallRequest.objects.open().count() == 1


def test_a_call_that_was_made_cannot_be_cancelled(
    as_maya: Client, maya: Member, sana: User
) -> None:
    asked = make.call_request(maya)
    assert asked.call(by=sana)
    assert not asked.cancel()
    asked.refresh_from_db()
    assert asked.cancelled_at is None


def test_an_empty_form_says_what_is_missing(as_maya: Client) -> None:
    page = as_maya.post(NEW, {}).content.decode()
    assert "There is a problem" in page
    assert 'href="#id_phone"' in page
    assert "Enter a phone number." in page
    assert "<title>Error: " in page
    assert not CallRequest.objects.exists()


def test_an_interpreter_needs_a_language(as_maya: Client) -> None:
    page = as_maya.post(NEW, CALL_ME | {"way": "interpreter"}).content.decode()
    assert "Enter the language of the interpreter." in page
    as_maya.post(NEW, CALL_ME | {"way": "interpreter", "interpreter_language": "Somali"})
    assert CallRequest.objects.get().interpreter_language == "Somali"


def test_what_was_typed_stays_when_something_is_wrong(as_maya: Client) -> None:
    page = as_maya.post(NEW, CALL_ME | {"phone": "12", "note": "Ring twice"}).content.decode()
    assert "Ring twice" in page
    assert 'value="12"' in page


def test_you_cannot_ask_about_another_members_claim(as_maya: Client, omar: Member) -> None:
    claim = make.claim(omar)
    assert as_maya.get(about(claim)).status_code == 404
    assert as_maya.post(about(claim), CALL_ME).status_code == 404
    assert as_maya.get(f"{NEW}?about=claim:{uuid4()}").status_code == 404


def test_another_members_request_does_not_exist_for_you(as_maya: Client, omar: Member) -> None:
    asked = make.call_request(omar)
    assert as_maya.get(asked.get_absolute_url()).status_code == 404
    cancellation = reverse("outreach:cancellation_create", args=[asked.pk])
    assert as_maya.post(cancellation).status_code == 404
    asked.refresh_from_db()
    assert asked.cancelled_at is None


def test_no_word_about_an_item_is_in_an_address(as_maya: Client, maya: Member) -> None:
    claim = make.claim(maya, service="Counselling", guard="mental_health")
    answer = as_maya.post(about(claim), CALL_ME)
    assert "ounselling" not in about(claim) + answer.url


def test_a_promise_that_was_not_kept_is_admitted(as_maya: Client, maya: Member) -> None:
    asked = make.call_request(maya, call_by=dt.datetime(2026, 1, 5, 1, tzinfo=dt.UTC))
    page = as_maya.get(asked.get_absolute_url()).content.decode()
    assert "We are late, and we are sorry." in page


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        # Tuesday at noon in New York: Wednesday, when we close at 8pm.
        (dt.datetime(2026, 3, 10, 16, tzinfo=dt.UTC), dt.datetime(2026, 3, 12, 0, tzinfo=dt.UTC)),
        # Friday at midnight: open next on Monday, so by Tuesday.
        (dt.datetime(2026, 3, 14, 4, tzinfo=dt.UTC), dt.datetime(2026, 3, 18, 0, tzinfo=dt.UTC)),
        # The Wednesday before Thanksgiving: by Friday, in winter time.
        (dt.datetime(2026, 11, 25, 18, tzinfo=dt.UTC), dt.datetime(2026, 11, 28, 1, tzinfo=dt.UTC)),
    ],
)
def test_we_promise_the_next_business_day_after_we_are_open(
    asked: dt.datetime, by: dt.datetime
) -> None:
    assert call_by(asked) == by


def test_who_is_open_at_weekends_only_promises_a_weekend() -> None:
    nine_to_five = (dt.time(9), dt.time(17))
    hours = OpeningHours(week=(None,) * 5 + (nine_to_five,) * 2)
    wednesday = dt.datetime(2026, 3, 11, 16, tzinfo=dt.UTC)
    assert call_by(wednesday, hours) == dt.datetime(2026, 3, 15, 21, tzinfo=dt.UTC)


def test_who_never_opens_promises_three_weeks() -> None:
    never = OpeningHours(week=(None,) * 7)
    assert call_by(WEDNESDAY, never) == WEDNESDAY + dt.timedelta(days=21)


def test_asking_for_a_call_costs_few_queries(
    as_maya: Client, maya: Member, django_assert_max_num_queries
) -> None:
    claim = make.claim(maya)
    with django_assert_max_num_queries(14):
        as_maya.get(about(claim))


def test_a_character_that_no_database_holds_is_refused_or_left_out(
    as_maya: Client, maya: Member
) -> None:
    where = about(make.claim(maya))
    as_maya.post(where, CALL_ME | {"note": "First"})
    assert as_maya.post(where, CALL_ME | {"note": "Sec\0ond"}).status_code == 200
    assert as_maya.post(where, {"searched": "thi\0rd"}).status_code == 302
    assert CallRequest.objects.get().note == "First\nThey looked for: third"


def test_the_newest_number_typed_is_the_one_we_call(as_maya: Client, maya: Member) -> None:
    where = about(make.claim(maya))
    as_maya.post(where, CALL_ME | {"note": "First"})
    again = CALL_ME | {"phone": "773-555-0199", "note": "Second", "voicemail": "yes"}
    page = as_maya.post(where, again, follow=True).content.decode()
    asked = CallRequest.objects.get()
    assert (asked.phone, asked.note, asked.voicemail) == ("+17735550199", "First\nSecond", True)
    assert asked.best_time == "after 5pm"
    assert "We will call the number that ends in <bdi>0199</bdi>." in page


def test_a_number_that_no_phone_has_is_refused_though_a_call_is_open(
    as_maya: Client, maya: Member
) -> None:
    where = about(make.claim(maya))
    as_maya.post(where, CALL_ME)
    page = as_maya.post(where, CALL_ME | {"phone": "12"}).content.decode()
    assert "There is a problem" in page
    assert CallRequest.objects.get().phone == "+13125550142"


def test_what_a_member_looked_for_is_said_to_staff_in_english(
    as_maya: Client, maya: Member
) -> None:
    Member.objects.update(language="es")
    page = as_maya.post(NEW, {"searched": "rodilla"})
    form = page.context["form"]
    as_maya.post(NEW, CALL_ME | {"note": "Gracias", "looked_for": form["looked_for"].value()})
    assert CallRequest.objects.get().note == "They looked for: rodilla\nGracias"
    as_maya.post(NEW, {"searched": "bastón"})
    assert CallRequest.objects.get().note.endswith("\nThey looked for: bastón")


@pytest.mark.parametrize("kind", ["claim", "order", "balance"])
def test_a_call_that_is_asked_for_is_said_where_it_was_asked_for_and_at_home(
    as_maya: Client, maya: Member, kind: str
) -> None:
    thing, other = getattr(make, kind)(maya), make.claim(maya)
    asked = make.call_request(maya, subject=kind, subject_id=thing.pk)
    link = f'<a href="{asked.get_absolute_url()}">See or change this call</a>'
    page = as_maya.get(thing.get_absolute_url()).content.decode()
    assert link in page
    assert "We will call you by" in page
    assert link in as_maya.get("/").content.decode()
    assert link not in as_maya.get(other.get_absolute_url()).content.decode()
    asked.cancel()
    assert link not in as_maya.get("/").content.decode()


def test_without_an_item_one_may_say_which_claim_or_order(as_maya: Client, maya: Member) -> None:
    claim, order = make.claim(maya, service="Eye test"), make.order(maya)
    page = as_maya.get(NEW).content.decode()
    assert "Which one?" in page
    assert "Eye test, Claim" in page
    assert "You will not have to start from the beginning." not in page
    assert (
        "You will not have to start from the beginning."
        in as_maya.get(about(claim)).content.decode()
    )
    as_maya.post(NEW, CALL_ME | {"subject": "claim", "which": f"claim:{claim.pk}"})
    as_maya.post(NEW, CALL_ME | {"subject": "claim", "which": f"order:{order.pk}"})
    as_maya.post(NEW, CALL_ME | {"subject": "claim", "which": ""})
    asked = set(CallRequest.objects.values_list("subject", "subject_id"))
    assert asked == {("claim", claim.pk), ("order", order.pk), ("claim", None)}


def test_one_cannot_choose_another_members_claim(
    as_maya: Client, maya: Member, omar: Member
) -> None:
    make.claim(maya)
    theirs = make.claim(omar)
    page = as_maya.post(NEW, CALL_ME | {"which": f"claim:{theirs.pk}"}).content.decode()
    assert "There is a problem" in page
    assert not CallRequest.objects.exists()
