"""The board of requests about data: officers answer, supervisors see what is late."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import today
from accounts.consent import decide
from accounts.late_request_mail import tell_of_late_requests
from accounts.models import AccessRecord, DataRequest, LegalHold, Member, User
from accounts.regimes import Kind
from accounts.rights import copying
from accounts.rights.requests import ask, work_on, work_on_all
from tests import make

BOARD = "/audit/requests/"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def late(request: DataRequest, days: int) -> None:
    """Let its day be that many days ago."""
    due = today(settings.PORTAL_HOURS[-1]) - dt.timedelta(days=days)
    DataRequest.objects.filter(pk=request.pk).update(
        due_on=due, came_on=due - dt.timedelta(days=30)
    )


def test_access_erasure_and_portability(
    as_nadia: Client, as_ruth: Client, maya: Member, nadia: User
) -> None:
    """Scenario 35 of the research."""
    make.claim(maya)
    decide(
        maya,
        {("care_reminders", "claims"): True},
        by=maya.user,
        screen="persona",
        language="en",
        key="k1",
    )
    # Each request has its laws, the start of its clock, its day, and a reason for more time.
    erasure = ask(maya, Kind.DELETION, home="washington")
    assert "mhmd" in erasure.regimes
    assert erasure.due_on - erasure.came_on == dt.timedelta(days=30)
    assert erasure.extend(
        to=erasure.came_on + dt.timedelta(days=90), why="Two systems to ask", by=nadia
    )
    # Erasing twice is success both times, with a result for every store.
    assert work_on(erasure.pk)
    again = ask(maya, Kind.DELETION)
    assert work_on(again.pk)
    for done in (erasure, again):
        assert all(step.done_at and step.rows is not None for step in done.steps.all())
    # Who is unknown is refused, and nothing of theirs is called done.
    unknown = {
        "number": "M-NOBODY",
        "born_on": "1980-05-17",
        "kind": "deletion",
        "through": "phone",
    }
    answer = as_nadia.post(f"{BOARD}new/", unknown)
    assert answer.status_code == 422
    assert "We know nobody by this number" in text(answer)
    assert DataRequest.objects.count() == 2
    # The copy holds consents, the uses of them, and the earlier requests.
    access = ask(maya, Kind.ACCESS)
    assert work_on(access.pk)
    access.refresh_from_db()
    tables = {one["table"]: one for one in copying.unpacked(access.copy)["tables"]}
    assert [row["purpose"] for row in tables["accounts.ConsentEvent"]["rows"]] == ["care_reminders"]
    assert len(tables["accounts.DataRequest"]["rows"]) == 3
    assert "accounts.Use" in tables
    # The proof of consent outlives the erasure, by a rule that is said.
    assert tables["accounts.ConsentEvent"]["law"].startswith("45 CFR 164.508")
    # Due soon at five working days; overdue in red, and to the supervisor.
    waiting = ask(maya, Kind.CORRECTION, words="Wrong knee")
    late(waiting, 2)
    assert 'class="error"><strong>Overdue: 2 days late.' in text(as_nadia.get(BOARD))
    assert "Overdue: 2 days late." in text(as_ruth.get(BOARD))


def test_a_supervisor_sees_only_what_is_late(as_ruth: Client, maya: Member, omar: Member) -> None:
    ask(maya, Kind.CORRECTION, words="Wrong")
    old = ask(omar, Kind.CORRECTION, words="Wrong too")
    late(old, 1)
    page = text(as_ruth.get(BOARD))
    assert omar.number in page
    assert maya.number not in page
    assert f"{BOARD}{old.pk}/" not in page
    assert as_ruth.get(f"{BOARD}{old.pk}/").status_code == 403


def test_the_soonest_day_stands_first_and_due_soon_is_said(
    as_nadia: Client, maya: Member, omar: Member
) -> None:
    ask(maya, Kind.CORRECTION, words="Wrong")
    late(ask(omar, Kind.CORRECTION, words="Wrong too"), -3)
    page = text(as_nadia.get(BOARD))
    assert page.index(omar.number) < page.index(maya.number)
    assert "Due soon: 3 days left" in page
    assert "2 open requests." in page


def test_a_correction_is_done_only_with_what_the_source_said(
    as_nadia: Client, as_maya: Client, maya: Member
) -> None:
    asked = ask(maya, Kind.CORRECTION, words="Wrong knee", right="Left knee")
    typed = {"do": "answer", "a-outcome": "done", "a-answer": "It says left knee now."}
    page = as_nadia.post(f"{BOARD}{asked.pk}/", typed)
    assert "Write what the system said, before it counts as done." in text(page)
    asked.refresh_from_db()
    assert asked.finished_at is None
    typed["a-source_says"] = "The clinic sent it again."
    as_nadia.post(f"{BOARD}{asked.pk}/", typed)
    asked.refresh_from_db()
    assert asked.outcome == "done"
    mine = text(as_maya.get(asked.get_absolute_url()))
    assert "It says left knee now." in mine
    assert "The clinic sent it again." in mine


def test_what_we_do_not_agree_to_says_why(as_nadia: Client, as_maya: Client, maya: Member) -> None:
    asked = ask(maya, Kind.CORRECTION, words="Wrong")
    typed = {"do": "answer", "a-outcome": "refused", "a-answer": ""}
    as_nadia.post(f"{BOARD}{asked.pk}/", typed)
    asked.refresh_from_db()
    assert asked.finished_at is None
    as_nadia.post(f"{BOARD}{asked.pk}/", typed | {"a-answer": "The clinic stands by it."})
    assert "The clinic stands by it." in text(as_maya.get(asked.get_absolute_url()))


def test_more_time_needs_a_reason_and_ends_where_the_law_does(
    as_nadia: Client, as_maya: Client, maya: Member
) -> None:
    asked = ask(maya, Kind.CORRECTION, words="Wrong", home="california")
    typed = {"do": "extend", "e-why": "The clinic is closed.", "e-until": "2099-01-01"}
    assert "Choose a day after" in text(as_nadia.post(f"{BOARD}{asked.pk}/", typed))
    until = asked.came_on + dt.timedelta(days=80)
    as_nadia.post(f"{BOARD}{asked.pk}/", typed | {"e-until": until.isoformat()})
    asked.refresh_from_db()
    assert asked.due_on == until
    assert "The clinic is closed." in text(as_maya.get(asked.get_absolute_url()))
    assert "Take more time" not in text(as_nadia.get(f"{BOARD}{asked.pk}/"))


def test_a_request_by_letter_is_opened_for_whom_it_names(as_nadia: Client, maya: Member) -> None:
    typed = {
        "number": maya.number,
        "born_on": "1980-05-17",
        "kind": "access",
        "through": "letter",
        "home": "europe",
    }
    as_nadia.post(f"{BOARD}new/", typed)
    asked = DataRequest.objects.get()
    assert (asked.member, asked.through, asked.outcome) == (maya, "letter", "done")
    assert "gdpr" in asked.regimes


def test_a_legal_hold_is_placed_and_ended(as_nadia: Client, maya: Member) -> None:
    holds = "/audit/legal-holds/"
    known = {"number": maya.number, "born_on": "1980-05-17", "why": "Case 12-345"}
    assert as_nadia.post(holds, known | {"number": "NOBODY"}).status_code == 422
    as_nadia.post(holds, known)
    assert "Case 12-345" in text(as_nadia.get(holds))
    ask(maya, Kind.DELETION)
    assert work_on_all() == 0
    as_nadia.post(f"{holds}{LegalHold.objects.get().pk}/ending/")
    assert DataRequest.objects.get().outcome == "done"
    assert "No hold stands." in text(as_nadia.get(holds))


def test_the_member_reads_that_an_officer_looked(
    as_nadia: Client, as_maya: Client, maya: Member
) -> None:
    asked = ask(maya, Kind.ACCESS)
    as_nadia.get(f"{BOARD}{asked.pk}/")
    assert AccessRecord.objects.filter(member=maya, what="data_request").exists()
    assert "What they asked us to do with their data" in text(as_maya.get("/you/"))


def test_officers_and_supervisors_hear_of_what_is_late_and_nothing_of_anyones(
    maya: Member, nadia: User, ruth: User, sana: User, mailoutbox: list[Any]
) -> None:
    asked = ask(maya, Kind.CORRECTION, words="Wrong knee")
    assert tell_of_late_requests() == 0
    assert mailoutbox == []
    late(asked, 1)
    tell_of_late_requests()
    [mail] = mailoutbox
    assert set(mail.to) == {nadia.email, ruth.email}
    assert "1 request about data is late." in mail.body
    assert maya.number not in mail.body
    assert "knee" not in mail.body


def test_the_board_is_found_from_the_officers_first_page(as_nadia: Client, maya: Member) -> None:
    late(ask(maya, Kind.CORRECTION, words="Wrong"), 1)
    page = text(as_nadia.get("/audit/"))
    assert f'href="{BOARD}"' in page
    assert "1 open request. 1 is late." in page


@pytest.mark.parametrize("count", [1, 60])
def test_the_board_asks_the_same_few_things_however_long_it_is(
    as_nadia: Client, maya: Member, count: int
) -> None:
    for _ in range(count):
        ask(maya, Kind.CORRECTION, words="Wrong")
    as_nadia.get(BOARD)
    with CaptureQueriesContext(connection) as queries:
        as_nadia.get(BOARD)
    assert len(queries) <= 8
