"""Who looks after a case: always somebody, trained for it; passed on with a reason, never lost."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, User
from outreach import talk
from outreach.hand_over import alarm_of_relays, answer, ask
from outreach.models import Booking, Call, HandOver, Keeper, Message, Specialist
from outreach.scheduling.absence import be_away
from outreach.scheduling.keeping import look_after_cases, pass_on
from outreach.scheduling.matching import Caller, reasons
from tests import make
from tests.outreach.test_bookings import DAY, HOUR, TEN, TUESDAY, press
from tests.people import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def luis(db: None) -> Specialist:
    return make.specialist("Luis", languages=["en", "es"])


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
    make.keeper(claim, dana.user)
    press(as_maya, claim)
    booked = Booking.objects.booked().get()
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
    make.keeper(claim, dana.user)
    make.booking(maya, dana, TEN - 7 * DAY).call(by=dana.user)
    where = f"/calls/new/?about=claim:{claim.pk}"
    when = f"{luis.pk}@{int(TEN.timestamp()) // 60}"
    typed = {"phone": "(312) 555-0142", "say_who": "yes", "voicemail": "no", "way": "phone"}
    as_maya.post(where, typed | {"person": "new", "when": when})
    assert Booking.objects.booked().get().specialist == luis.user
    assert Keeper.objects.get().user == luis.user
    assert HandOver.objects.get().reason == "wish"


def test_a_request_without_a_time_has_a_keeper_who_is_trained_for_it_and_has_the_fewest(
    as_maya: Client, maya: Member, dana: Specialist, luis: Specialist
) -> None:
    make.specialist("Ines", topics=["order"])
    make.specialist("Neil", topics=["denial"]).skills.update(trained_on=TUESDAY.date() + DAY)
    make.keeper(make.claim(maya), dana.user)
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
    make.keeper(claim, dana.user)
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
    kept = make.keeper(waits, dana.user)
    make.keeper(due, dana.user)
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


def hand_over(browser: Client, kept: Keeper, taker: Specialist, **typed: str) -> str:
    fields = {"taker": str(taker.pk), "reason": "load", "note": "She waits for the letter."}
    return browser.post(kept.get_absolute_url(), fields | typed, follow=True).content.decode()


def test_a_case_passes_on_once_the_other_has_accepted_and_then_its_member_is_told(
    maya: Member, dana: Specialist, luis: Specialist, as_sana: Client
) -> None:
    make.specialist("Ines", topics=["order"])
    claim = make.claim(maya, "denied")
    kept = make.keeper(claim, dana.user)
    by_dana, by_luis = browser_of(dana.user), browser_of(luis.user)
    where = kept.get_absolute_url()
    assert where in by_dana.get("/desk/cases/").content.decode()
    page = by_dana.get(where).content.decode()
    assert "Luis" in page
    assert "Ines" not in page  # was never trained for it
    assert by_luis.get(where).status_code == as_sana.get(where).status_code == 404
    assert "There is a problem" in hand_over(by_dana, kept, luis, note="")
    assert "<bdi>Dana</bdi> asked <bdi>Luis</bdi> to take over" in hand_over(by_dana, kept, luis)
    assert Keeper.objects.get().user == dana.user
    assert Message.objects.count() == 0
    assert "<bdi>1</bdi> case waits for your answer." in by_luis.get("/desk/").content.decode()
    assert "She waits for the letter." in by_luis.get("/desk/cases/").content.decode()
    accept = f"/desk/hand-overs/{HandOver.objects.get().pk}/acceptance/"
    assert by_dana.post(accept).status_code == 404
    assert "It is yours now." in by_luis.post(accept, follow=True).content.decode()
    assert Keeper.objects.get().user == luis.user
    assert Message.objects.get().context == {"name": "Luis", "reason": "load"}
    page = browser_of(maya.user).get(claim.get_absolute_url()).content.decode()
    assert "<bdi>Luis</bdi> looks after this for you." in page
    assert "answered already" in by_luis.post(accept, follow=True).content.decode()


def test_whoever_is_asked_may_refuse_and_nothing_changes(
    maya: Member, dana: Specialist, luis: Specialist
) -> None:
    asked = make.hand_over(make.claim(maya), dana.user, luis.user)
    by_luis = browser_of(luis.user)
    page = by_luis.post(f"/desk/hand-overs/{asked.pk}/refusal/", follow=True).content.decode()
    assert "It stays where it was." in page
    assert Keeper.objects.get().user == dana.user
    by_luis.post(f"/desk/hand-overs/{asked.pk}/acceptance/")
    assert Keeper.objects.get().user == dana.user
    assert not Message.objects.exists()


def test_a_hand_over_that_waits_ends_when_the_giver_is_gone(
    maya: Member, dana: Specialist, luis: Specialist, ruth: User
) -> None:
    asked = make.hand_over(make.claim(maya), dana.user, ruth)
    dana.user.is_active = False
    dana.user.save()
    look_after_cases(TUESDAY)
    assert answer(asked, accepted=True, at=TUESDAY) is False
    assert Keeper.objects.get().user == luis.user


def test_a_second_hand_over_alarms_the_supervisor_once_and_a_wish_never(
    maya: Member, ruth: User, dana: Specialist, luis: Specialist
) -> None:
    asked = make.hand_over(make.claim(maya), dana.user, luis.user)
    answer(asked, accepted=True, at=TUESDAY)
    kept = Keeper.objects.get()
    pass_on(kept, dana.pk, "wish", TUESDAY)
    assert alarm_of_relays(TUESDAY) == 0
    kept.refresh_from_db()
    assert ask(kept, luis.pk, "skill", "Look", by=dana.user, at=TUESDAY) is not None
    assert ask(kept, luis.pk, "skill", "Again", by=dana.user, at=TUESDAY) is None
    assert (alarm_of_relays(TUESDAY), alarm_of_relays(TUESDAY)) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [ruth.email]
    assert "a second time" in letter.body
    assert "Dana" not in letter.message().as_string()


def test_nobody_hands_over_to_themselves_and_no_case_is_without_a_keeper(
    maya: Member, dana: Specialist
) -> None:
    kept = make.keeper(make.claim(maya), dana.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            keeper=kept, giver=dana.user, taker=dana.user, reason="load", asked_at=TUESDAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Keeper.objects.update(user=None)


def test_the_list_of_cases_costs_as_many_queries_for_many_as_for_one(
    maya: Member, dana: Specialist
) -> None:
    browser = browser_of(dana.user)
    make.keeper(make.claim(maya), dana.user)
    with CaptureQueriesContext(connection) as few:
        browser.get("/desk/cases/")
    for _number in range(15):
        make.keeper(make.claim(maya), dana.user)
    with CaptureQueriesContext(connection) as many:
        browser.get("/desk/cases/")
    assert len(many) == len(few) <= 12


def test_nobody_untrained_takes_a_call_about_a_decision_from_the_list(
    maya: Member, as_sana: Client, luis: Specialist
) -> None:
    claim = make.claim(maya, "denied")
    asked = make.call_request(maya, subject="claim", subject_id=claim.pk)
    start = f"/desk/calls/{asked.pk}/call/"
    for browser, may in ((as_sana, False), (browser_of(luis.user), True)):
        assert (start in browser.get("/desk/").content.decode()) is may
        browser.post(start)
        assert Call.objects.exists() is may


def test_who_asks_for_a_hand_over_after_it_passed_on_blocks_no_later_one(
    maya: Member, dana: Specialist, luis: Specialist, ruth: User
) -> None:
    kept = make.keeper(make.claim(maya), dana.user)
    seen = Keeper.objects.get()
    assert pass_on(kept, luis.pk, "away", TUESDAY)
    assert ask(seen, ruth.pk, "load", "", by=dana.user, at=TUESDAY) is None
    assert not HandOver.objects.waiting().exists()
