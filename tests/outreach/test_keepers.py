"""Who looks after a case: always somebody, trained for it; passed on with a reason, never lost."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from accounts.models import Member, User
from outreach import talk
from outreach.models import Booking, HandOver, Keeper, Message, Specialist
from outreach.scheduling.absence import be_away
from outreach.scheduling.keeping import look_after_cases
from outreach.scheduling.matching import Caller, reasons
from tests import make
from tests.outreach.test_bookings import DAY, HOUR, TEN, TUESDAY, press

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def dana(db: None) -> Specialist:
    return make.specialist("Dana")


@pytest.fixture
def luis(db: None) -> Specialist:
    return make.specialist("Luis", languages=["en", "es"])


def keep(claim, who: Specialist) -> Keeper:
    return Keeper.objects.create(
        member=claim.member, subject="claim", subject_id=claim.pk, user=who.user, since=TUESDAY
    )


def test_whoever_is_booked_first_looks_after_it_and_its_page_says_so(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    claim = make.claim(maya)
    press(as_maya, claim)
    assert Keeper.objects.get().user == dana.user
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert "<bdi>Dana</bdi> looks after this for you." in page


def test_whoever_looks_after_it_calls_before_whoever_has_talked_about_it(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    claim = make.claim(maya)
    talked = make.booking(maya, luis, TEN - 7 * DAY, subject="claim", subject_id=claim.pk)
    talked.call(by=luis.user)
    dana.hours.filter(opens__lt=dt.time(12)).delete()
    keep(claim, dana)
    press(as_maya, claim)
    booked = Booking.objects.live().get()
    assert (booked.specialist, booked.reasons) == (dana.user, ["topic", "keeper"])
    assert Keeper.objects.get().user == dana.user


def test_the_reasons_for_a_match_are_only_these() -> None:
    """Whatever becomes known of a specialist, nothing else may say why they call (S4-10)."""
    fields = {"user_id", "name", "keeps_case", "knows_case", "knows_member", "speaks", "load"}
    assert set(Caller.__struct_fields__) == fields
    said = {
        one
        for known in ("keeps_case", "knows_case", "knows_member", "speaks")
        for one in reasons(Caller(user_id=None, name="", **{known: True}), "denial", "es")
    }
    assert said == {"topic", "speaks", "keeper", "case", "known", "free"}


def test_who_asks_for_somebody_new_is_looked_after_by_them(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    claim = make.claim(maya)
    keep(claim, dana)
    make.booking(maya, dana, TEN - 7 * DAY).call(by=dana.user)
    where = f"/calls/new/?about=claim:{claim.pk}"
    when = f"{luis.pk}@{int(TEN.timestamp()) // 60}"
    typed = {"phone": "(312) 555-0142", "say_who": "yes", "voicemail": "no", "way": "phone"}
    as_maya.post(where, typed | {"person": "new", "when": when})
    assert Booking.objects.live().get().specialist == luis.user
    assert Keeper.objects.get().user == luis.user
    assert HandOver.objects.get().reason == "wish"


def test_a_request_without_a_time_has_a_keeper_who_is_trained_for_it_and_has_the_fewest(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    make.specialist("Ines", topics=["order"])
    make.specialist("Neil", topics=["denial"]).skills.update(trained_on=TUESDAY.date() + DAY)
    keep(make.claim(maya), dana)
    claim = make.claim(maya, "denied")
    make.call_request(maya, subject="claim", subject_id=claim.pk)
    assert look_after_cases(TUESDAY) == 1
    assert look_after_cases(TUESDAY) == 0
    assert Keeper.objects.get(subject_id=claim.pk).user == luis.user


def test_an_appeal_has_a_keeper(maya: Member, dana: Specialist) -> None:
    make.appeal(make.claim(maya, "denied"))
    look_after_cases(TUESDAY)
    assert Keeper.objects.get().user == dana.user


def test_with_nobody_trained_a_supervisor_looks_after_it(maya: Member, ruth: User) -> None:
    make.specialist("Ines", topics=["order"])
    claim = make.claim(maya, "denied")
    make.call_request(maya, subject="claim", subject_id=claim.pk)
    look_after_cases(TUESDAY)
    assert Keeper.objects.get().user == ruth


def test_a_case_of_somebody_who_is_gone_passes_on_and_its_member_is_told(
    maya: Member, dana: Specialist, luis: Specialist
) -> None:
    claim = make.claim(maya)
    keep(claim, dana)
    dana.user.is_active = False
    dana.user.save()
    assert look_after_cases(TUESDAY) == 1
    assert Keeper.objects.get().user == luis.user
    told = Message.objects.get()
    assert (told.notice, told.subject_id) == ("case_passed", claim.pk)
    assert told.context == {"name": "Luis", "reason": "away"}


def test_sick_for_a_day_hands_on_only_what_cannot_wait(
    maya: Member, omar: Member, dana: Specialist, luis: Specialist
) -> None:
    waits, due = make.claim(maya), make.claim(omar)
    kept = keep(waits, dana)
    keep(due, dana)
    call = make.booking(omar, dana, TEN - HOUR, subject="claim", subject_id=due.pk)
    begun = talk.begin(dana.user, call)
    talk.verify(begun, ["name", "number"], actor=dana.user)
    agreed = talk.Said(kind="agreed", text="Call", owner="us", due_on=TUESDAY.date())
    talk.end(begun, [agreed], by=dana.user)
    be_away(dana, TUESDAY, TUESDAY + 10 * HOUR, "sick", by=dana.user, at=TUESDAY)
    assert Keeper.objects.get(subject_id=due.pk).user == luis.user
    kept.refresh_from_db()
    assert kept.user == dana.user
    be_away(dana, TUESDAY + DAY, TUESDAY + 10 * DAY, "sick", by=dana.user, at=TUESDAY)
    kept.refresh_from_db()
    assert kept.user == luis.user
