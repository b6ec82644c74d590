"""A chosen time waits for its member while they fill in the rest; no longer than ten minutes."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Member
from outreach.models import Booking, Hold, Specialist
from outreach.scheduling.hold import hold, hold_the_best, let_go
from outreach.scheduling.need import Need
from outreach.scheduling.search import choices
from outreach.scheduling.slots import minute
from tests import make
from tests.outreach.test_bookings import HALF_HOUR, TEN, TUESDAY, press
from tests.outreach.test_calls import CALL_ME, about

EIGHT_THIRTY = TUESDAY + 2 * HALF_HOUR  # in Chicago, the first that Maya is offered
ELEVEN_MINUTES = dt.timedelta(minutes=11)


pytestmark = pytest.mark.usefixtures("tuesday")


def at_ten(who: Specialist) -> str:
    return f"{who.pk}@{minute(TEN)}"


def begins_of(member: Member) -> set[int]:
    return {one.begin for one in choices(member, Need(), make.now(), each=100)}


def test_who_must_still_give_a_number_keeps_the_time_of_their_press(
    as_maya: Client, as_omar: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    maya.phones.update(verified_at=None)
    claim = make.claim(maya)
    form = as_maya.get(press(as_maya, claim).url).content.decode()
    assert "We keep <bdi>8:30am</bdi> for you until <bdi>7:40am</bdi>." in form
    assert form.index("<bdi>8:30am</bdi>, with") < form.index("<bdi>Wednesday, November 25</bdi>")
    press(as_omar, make.claim(omar))
    assert Booking.objects.get().starts_at == EIGHT_THIRTY + HALF_HOUR
    as_maya.post(about(claim), CALL_ME | {"when": f"{dana.pk}@{minute(EIGHT_THIRTY)}"})
    assert Booking.objects.get(member=maya).starts_at == EIGHT_THIRTY
    assert not Hold.objects.exists()


def test_a_form_that_comes_back_keeps_its_time_and_nobody_else_can_book_it(
    as_maya: Client, as_omar: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    typed = CALL_ME | {"when": at_ten(dana), "phone": "", "note": "Ring twice"}
    page = as_maya.post(about(make.claim(maya)), typed).content.decode()
    assert "We keep <bdi>9am</bdi> for you until <bdi>7:40am</bdi>." in page
    assert "Ring twice" in page
    page = as_omar.post(about(make.claim(omar)), CALL_ME | {"when": at_ten(dana)}).content.decode()
    assert "That time does not fit what you chose. The next time is" in page
    assert not Booking.objects.exists()


def test_a_hold_that_expired_gives_the_next_offer_and_loses_nothing_typed(
    as_maya: Client, as_omar: Client, maya: Member, omar: Member, dana: Specialist
) -> None:
    where = about(make.claim(maya))
    typed = CALL_ME | {"when": at_ten(dana), "note": "Ring twice"}
    as_maya.post(where, typed | {"phone": ""})
    with time_machine.travel(TUESDAY + ELEVEN_MINUTES, tick=False):
        as_omar.post(about(make.claim(omar)), CALL_ME | {"when": at_ten(dana)})
        page = as_maya.post(where, typed).content.decode()
    assert Booking.objects.get().member == omar
    assert "Someone else booked 9am a moment ago. The next time is" in page
    assert "Ring twice" in page


def test_who_was_slower_than_the_hold_books_all_the_same_if_nobody_else_has(
    as_maya: Client, maya: Member, dana: Specialist
) -> None:
    where = about(make.claim(maya))
    as_maya.post(where, CALL_ME | {"when": at_ten(dana), "phone": ""})
    with time_machine.travel(TUESDAY + ELEVEN_MINUTES, tick=False):
        as_maya.post(where, CALL_ME | {"when": at_ten(dana)})
    assert Booking.objects.get().starts_at == TEN


def test_one_member_keeps_one_time_and_gives_the_old_one_back(
    maya: Member, omar: Member, dana: Specialist
) -> None:
    first, second = choices(maya, Need(), TUESDAY)[:2]
    assert hold(maya, first, Need(), TUESDAY)
    assert hold(omar, first, Need(), TUESDAY) is None
    assert first.begin not in begins_of(omar)
    assert first.begin in begins_of(maya)
    assert hold(maya, second, Need(), TUESDAY)
    assert first.begin in begins_of(omar)
    assert Hold.objects.count() == 1


def test_the_database_keeps_a_time_for_one(maya: Member, omar: Member, dana: Specialist) -> None:
    kept = hold_the_best(maya, Need(), TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(member=omar, specialist=dana.user, during=kept.during, until=kept.until)
    let_go(kept.until)
    assert not Hold.objects.exists()
