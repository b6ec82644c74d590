"""Dates that we did not keep: who acts on them, and what the member reads then."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import now, today
from accounts.models import AccessRecord, Member, User
from claims.answers.words import day, plain
from claims.deadlines.calendar import add_business_days
from claims.facts import Program
from claims.models import Promise
from claims.store.open_dates import note_all
from claims.store.promise_settlement import settle
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/desk/dates/"
DAY = dt.timedelta(days=1)


def words(page) -> str:
    return " ".join(plain(page.content.decode()).split())


def detail(late: Promise) -> str:
    return f"{LIST}{late.pk}/"


def date_of(as_member: Client, claim) -> str:
    line = as_member.get(claim.get_absolute_url()).context["answer"].date
    return plain(line.sentence)


def in_words(on: dt.date, member: Member) -> str:
    return plain(day(on, today=today(member.time_zone)))


def test_who_was_told_too_early_a_day_stands_in_a_list_the_longest_late_first(
    as_sana: Client, maya: Member, omar: Member
) -> None:
    make.late_date(make.claim(maya), ago=2)
    oldest = make.late_date(make.claim(omar), ago=5, heeded_at=now())
    page = as_sana.get(LIST)
    first, second = page.context["rows"]
    assert (first.name, second.name) == ("Omar", "Maya")
    assert "Nobody has told them that it is late." in second.told
    assert "They were told on" in first.told
    assert "They have no new date." in first.next
    assert f"We said we would decide by {in_words(oldest.due_on, omar)}." in words(page)
    assert "2 dates." in words(page)
    looks = AccessRecord.objects.filter(what="late_date_list")
    assert {one.member for one in looks} == {maya, omar}


def test_the_desk_and_the_board_lead_there(as_sana: Client, as_ruth: Client) -> None:
    assert f'href="{LIST}"' in as_sana.get("/desk/").content.decode()
    assert f'href="{LIST}"' in as_ruth.get("/desk/board/").content.decode()
    assert "Nobody waits for a date that we did not keep." in words(as_sana.get(LIST))


def test_what_nobody_waits_for_any_more_leaves_the_list(as_sana: Client, maya: Member) -> None:
    claim = make.claim(maya)
    make.late_date(claim)
    make.event(claim, "paid", effective_on=now().date())
    type(claim).objects.filter(pk=claim.pk).update(state="paid")
    settle(now())
    assert not as_sana.get(LIST).context["rows"]


def test_a_new_day_is_the_word_of_a_person_and_the_member_reads_old_new_and_why(
    as_sana: Client, as_maya: Client, maya: Member, sana: User
) -> None:
    claim = make.claim(maya)
    late = make.late_date(claim)
    on = today(maya.time_zone) + 6 * DAY
    typed = {"on": on.isoformat(), "delay": "provider", "told": "on"}
    done = as_sana.post(detail(late), typed, follow=True)
    assert "Saved. They read it on their page." in words(done)
    assert not done.context["rows"]
    late.refresh_from_db()
    assert (late.heeded_by, late.outcome) == (sana, "broken")
    named = claim.promises.get(number=2)
    assert (named.said_by, named.basis, named.due_on) == (sana, "promise", on)
    assert date_of(as_maya, claim) == (
        f"We said we would decide by {in_words(late.due_on, maya)}. "
        "We are late, and we are sorry. We waited for your provider. "
        f"We will decide by {in_words(on, maya)}."
    )
    assert claim.promises.count() == 2  # to read it says nothing new


def test_a_day_that_staff_named_is_settled_like_any_other(
    as_sana: Client, as_maya: Client, maya: Member, settings
) -> None:
    claim = make.claim(maya)
    on = today(maya.time_zone) + 2 * DAY
    late = make.late_date(claim, heeded_at=now())
    as_sana.post(detail(late), {"on": on.isoformat(), "delay": ""})
    assert not claim.promises.get(number=2).seen  # nobody has told them yet
    date_of(as_maya, claim)
    assert claim.promises.get(number=2).seen
    settings.PORTAL_NOW = now() + 4 * DAY
    type(claim.source).objects.update(heard_at=settings.PORTAL_NOW)
    settle(now())
    assert as_sana.get(LIST).context["rows"][0].said.startswith("We said we would decide by")
    assert Promise.objects.late().get() == claim.promises.get(number=2)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Promise a new day, or say that you told them."),
        ({"on": "2020-01-01"}, "Choose a day after today, within a year."),
        ({"on": "soon"}, "Enter a day, like 2026-03-20."),
    ],
)
def test_nothing_is_stored_of_what_makes_no_sense(
    as_sana: Client, maya: Member, typed: dict, says: str
) -> None:
    late = make.late_date(make.claim(maya))
    assert says in words(as_sana.post(detail(late), typed))
    assert Promise.objects.count() == 1


def test_of_a_payment_staff_only_say_that_they_told(as_sana: Client, maya: Member) -> None:
    late = make.late_date(make.claim(maya, "paid"), kind="payment")
    assert "What new day do you promise?" not in words(as_sana.get(detail(late)))
    as_sana.post(detail(late), {"told": "on"})
    assert not Promise.objects.late().exists()


def test_who_has_no_date_is_told_by_when_we_say_more_and_staff_have_it_to_do(
    as_sana: Client, as_maya: Client, maya: Member, settings
) -> None:
    asked, dated = (make.claim(maya, plan=make.plan(Program.OTHER)) for _ in range(2))
    first = date_of(as_maya, asked)
    by = add_business_days(today(maya.time_zone), 5)
    assert first == f"We do not have a date yet. We will tell you more by {in_words(by, maya)}."
    settings.PORTAL_NOW = now() + DAY
    assert in_words(by, maya) in date_of(as_maya, asked)  # the day stays, and is said once
    date_of(as_maya, dated)
    note_all(now())
    assert [claim.promises.count() for claim in (asked, dated)] == [1, 1]
    rows = as_sana.get(f"{LIST}?show=undated").context["rows"]
    assert [claim.number in row.thing for row, claim in zip(rows, (asked, dated), strict=True)]
    on = by + 9 * DAY
    as_sana.post(rows[0].url, {"told": "on"})
    as_sana.post(rows[1].url, {"on": on.isoformat(), "delay": ""})
    assert not as_sana.get(f"{LIST}?show=undated").context["rows"]
    assert date_of(as_maya, dated) == f"We will decide by {in_words(on, maya)}."
    settle(now())
    assert [claim.promises.get(number=1).outcome for claim in (asked, dated)] == ["kept", "kept"]


def test_when_we_say_no_more_by_that_day_we_are_late_and_say_a_new_one(
    as_sana: Client, as_maya: Client, maya: Member, settings
) -> None:
    claim = make.claim(maya, plan=make.plan(Program.OTHER))
    date_of(as_maya, claim)
    settings.PORTAL_NOW = now() + 9 * DAY
    settle(now())
    assert claim.promises.get().outcome == "broken"
    assert as_sana.get(LIST).context["rows"][0].next == "They have no date."
    said = date_of(as_maya, claim)
    assert said.startswith("We said we would tell you more by")
    assert "We are late, and we are sorry." in said
    assert "We do not have a date yet. We will tell you more by" in said


def test_what_is_private_is_not_named(as_sana: Client, maya: Member) -> None:
    claim = make.claim(maya, service="Counselling", guard="mental_health")
    page = words(as_sana.get(detail(make.late_date(claim))))
    assert "Counselling" not in page
    assert "This item is private." in page


def test_the_list_asks_as_few_queries_for_many_as_for_few(as_sana: Client, maya: Member) -> None:
    make.late_date(make.claim(maya))
    as_sana.get(LIST)
    with CaptureQueriesContext(connection) as few:
        as_sana.get(LIST)
    for _ in range(30):
        make.late_date(make.claim(maya))
    as_sana.get(LIST)
    with CaptureQueriesContext(connection) as many:
        assert len(as_sana.get(LIST).context["rows"]) == 31
    assert len(many) == len(few)
    assert len(many) < 15
