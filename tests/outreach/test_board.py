"""The supervisor's board: what is owed, what went wrong, and who has how much."""

from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.consent import decide
from accounts.models import AccessRecord, Activity, Member, User
from outreach import talk
from outreach.call_screen import REMEMBERS
from outreach.drafts import DRAFTS
from outreach.first_words import SEES
from outreach.hand_over import answer, ask
from outreach.models import Call, Keeper, Summary, SummaryLine
from outreach.scheduling.absence import be_away
from outreach.scheduling.replace import look_after
from tests import make
from tests.many import copies
from tests.outreach.test_bookings import DAY, HALF_HOUR, HOUR, TEN, TUESDAY
from tests.people import browser_of

BOARD = "/desk/board/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_a_call_that_we_missed_and_one_that_nobody_made_in_time_stand_on_the_board(
    ruth: User, maya: Member, omar: Member
) -> None:
    make.booking(maya, make.specialist("Dana"), TEN)
    late = make.call_request(omar, call_by=TUESDAY - HOUR)
    with time_machine.travel(TEN + HALF_HOUR, tick=False):
        look_after(TEN + HALF_HOUR)
        page = browser_of(ruth).get(BOARD).content.decode()
        begun = browser_of(ruth).post(f"/desk/calls/{late.pk}/call/")
    assert "<bdi>Dana</bdi> did not call on" in page
    assert "Nobody has called: it was due on" in page
    assert page.count("Start the call") == 1
    assert f'action="/desk/calls/{late.pk}/call/"' in page
    assert begun.url == Call.objects.get(request=late).get_absolute_url()
    assert AccessRecord.objects.filter(member=maya).exists()


def test_the_board_names_what_waits_and_what_went_from_hand_to_hand(
    as_ruth: Client, ruth: User, maya: Member
) -> None:
    dana, luis = make.specialist("Dana"), make.specialist("Luis")
    answer(make.hand_over(make.claim(maya), dana.user, luis.user), accepted=True, at=TUESDAY)
    page = as_ruth.get(BOARD).content.decode()
    assert "Handed over more than once" not in page
    kept = Keeper.objects.get()
    again = ask(kept, dana.pk, "skill", "Look", by=luis.user, at=TUESDAY)
    page = as_ruth.get(BOARD).content.decode()
    assert "Hand-overs without an answer" in page
    assert kept.get_absolute_url() in page
    answer(again, accepted=True, at=TUESDAY)
    assert "Handed over more than once" in as_ruth.get(BOARD).content.decode()
    make.hand_over(make.claim(maya), dana.user, ruth)
    assert "I take it over" in as_ruth.get(BOARD).content.decode()


def test_a_promise_passes_on_with_its_case(maya: Member) -> None:
    dana, luis = make.specialist("Dana"), make.specialist("Luis")
    claim = make.claim(maya)
    call = talk.begin(
        dana.user, make.booking(maya, dana, TEN, subject="claim", subject_id=claim.pk)
    )
    talk.verify(call, ["name", "number"], actor=dana.user)
    agreed = talk.Said(kind="agreed", text="Ask the clinic", owner="us", due_on=TUESDAY.date())
    talk.end(call, [agreed], by=dana.user)
    make.keeper(claim, luis.user)
    (line,) = SummaryLine.objects.ours().with_owner()
    assert (line.owner_id, line.owner_name) == (luis.pk, "Luis")
    assert "Ask the clinic" in browser_of(luis.user).get("/desk/").content.decode()
    assert "Ask the clinic" not in browser_of(dana.user).get("/desk/").content.decode()


def test_the_board_says_who_has_how_much_and_nothing_of_how_long_they_talk(
    as_ruth: Client, maya: Member, omar: Member
) -> None:
    dana, luis = make.specialist("Dana"), make.specialist("Luis")
    make.booking(maya, dana, TEN)
    make.booking(omar, dana, TEN + DAY)
    make.keeper(make.claim(maya), dana.user)
    be_away(luis, TUESDAY, TUESDAY + 2 * DAY, "off", by=luis.user, at=TUESDAY)
    page = as_ruth.get(BOARD).content.decode()
    assert "<td>1</td><td>2</td><td>1</td><td>Yes</td>" in page
    assert "Away until <bdi>Thursday, November 26</bdi>" in page
    where = f"/desk/cases/?of={dana.pk}"
    assert where in page
    assert "Cases that Dana looks after" in as_ruth.get(where).content.decode()
    assert "minutes" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_board_costs_as_many_queries_for_many_as_for_one(
    as_ruth: Client, maya: Member, omar: Member
) -> None:
    dana, luis = make.specialist("Dana"), make.specialist("Luis")

    def fill(number: int) -> None:
        for turn in range(number):
            make.hand_over(make.claim(maya), dana.user, luis.user)
            make.call_request(make.member("Kim"), call_by=TUESDAY - HOUR)
            begins = TEN - (turn + 1) * HOUR - number * DAY
            make.booking(omar, dana, begins, state="missed")

    balance, claim = make.balance(maya), make.claim(maya, "denied")
    make.entry(balance, 4500, claim=claim)
    for thing in (claim, make.order(maya), balance):
        make.hand_over(thing, dana.user, luis.user)
    fill(1)
    with CaptureQueriesContext(connection) as few:
        as_ruth.get(BOARD)
    fill(6)
    with CaptureQueriesContext(connection) as many:
        as_ruth.get(BOARD)
    assert len(many) == len(few) < 15


def test_the_desk_and_the_screen_of_a_call_cost_as_many_queries_for_many_as_for_one(
    maya: Member, omar: Member, settings
) -> None:
    settings.DRAFTER = "outreach.drafting.extract.draft"
    everything = {SEES: True, REMEMBERS: True, DRAFTS: True}
    decide(maya, everything, by=maya.user, screen="test", language="en", key=str(uuid4()))
    dana, balance = make.specialist("Dana"), make.balance(maya)
    begins = iter(TEN + turn * HALF_HOUR for turn in range(20))

    def fill(number: int) -> None:
        for _turn in range(number):
            who = make.specialist("Luis")
            call = talk.take(who.user, maya)
            talk.verify(call, ["name", "number"], actor=who.user)
            talk.end(call, [talk.Said(kind="told_us", text="All is well.")], by=who.user)
            talk.take(who.user, maya)
            claim = make.claim(other := make.member("Kim"))
            make.booking(other, dana, next(begins), subject="claim", subject_id=claim.pk)

            Activity.objects.create(member=maya, kind="claim", thing=uuid4(), day=TUESDAY.date())

    fill(1)
    asked = make.call_request(maya, subject="balance", subject_id=balance.pk)
    call = talk.begin(dana.user, asked)
    talk.verify(call, ["name", "number"], actor=dana.user)
    copies(make.document(maya, about=f"balance:{balance.pk}"), 2)
    browser, here = browser_of(dana.user), call.get_absolute_url()
    pages = ("/desk/", here, f"{here}opener/")

    def counts() -> list[int]:
        found = []
        for where in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(where).status_code == 200
            found.append(len(queries))
        return found

    few = counts()
    fill(5)
    oldest, agreed = Summary.objects.earliest("pk"), {"kind": "agreed", "text": "Send a letter"}
    line = SummaryLine.objects.create(
        summary=oldest, number=2, owner="us", due_on=TUESDAY.date(), **agreed
    )
    copies(line, 10_000, number="2 + nth")
    assert counts() == few
    assert max(few) < 15
