"""The pages on which members ask for their data, and what they find there."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import now
from accounts.models import DataRequest, LegalHold, Member, User
from accounts.regimes import Kind
from accounts.rights import copying
from accounts.rights.requests import ask, work_on
from tests import make
from tests.accounts.proof.deciding import turn


@pytest.fixture
def as_maya_again(as_maya: Client, maya: Member) -> Client:
    """Maya has just said once more who she is."""
    answer = as_maya.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})
    assert answer.status_code == 302
    return as_maya


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_copy_is_asked_for_read_and_downloaded(as_maya_again: Client, maya: Member) -> None:
    make.claim(maya, service="Physical therapy", billed=12345)
    turn(maya, True)
    answer = as_maya_again.post("/me/data/copy/", {"kind": "access", "home": ""}, follow=True)
    assert "Your copy is ready" in text(answer)
    asked = DataRequest.objects.get()
    assert asked.outcome == "done"
    whole = as_maya_again.get(f"/me/data/{asked.pk}/copy/")
    assert "Your claims and approvals" in text(whole)
    assert "Left out:" in text(whole)
    labels = [table["table"] for table in copying.unpacked(asked.copy)["tables"]]
    claims = text(as_maya_again.get(f"/me/data/{asked.pk}/copy/{labels.index('claims.Claim')}/"))
    assert "Physical therapy" in claims
    events = labels.index("claims.ClaimEvent")
    assert "$123.45" in text(as_maya_again.get(f"/me/data/{asked.pk}/copy/{events}/"))
    decided = labels.index("accounts.ConsentEvent")
    words = text(as_maya_again.get(f"/me/data/{asked.pk}/copy/{decided}/"))
    assert "Let specialists see what I checked" in words
    assert "turned on" in words
    assert "see_what_i_checked" not in words
    file = as_maya_again.get(f"/me/data/{asked.pk}/download/")
    assert file["Content-Disposition"].startswith('attachment; filename="copy-2')
    assert "maya" not in file["Content-Disposition"].lower()
    assert json.loads(file.content)["member_number"] == maya.number


@pytest.mark.parametrize("path", ["copy/", "deletion/"])
def test_a_session_alone_gets_no_copy_and_deletes_nothing(as_maya: Client, path: str) -> None:
    answer = as_maya.post(f"/me/data/{path}", {"kind": "access", "sure": "on"})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not DataRequest.objects.exists()


def test_a_large_copy_is_made_by_the_worker(
    as_maya_again: Client, maya: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "LARGE", 0)
    monkeypatch.setattr("accounts.views.data.hurry", lambda: None)
    answer = as_maya_again.post("/me/data/copy/", {"kind": "access", "home": ""}, follow=True)
    assert "We are making your copy." in text(answer)
    work_on(DataRequest.objects.get().pk)
    assert "Your copy is ready" in text(
        as_maya_again.get(DataRequest.objects.get().get_absolute_url())
    )


def test_a_copy_is_gone_after_a_week(as_maya_again: Client, maya: Member, settings: Any) -> None:
    asked = ask(maya, Kind.ACCESS)
    work_on(asked.pk)
    assert as_maya_again.get(f"/me/data/{asked.pk}/copy/").status_code == 200
    settings.PORTAL_NOW = now() + dt.timedelta(days=8)
    assert as_maya_again.get(f"/me/data/{asked.pk}/copy/").status_code == 404
    assert as_maya_again.get(f"/me/data/{asked.pk}/download/").status_code == 404


def test_a_deletion_is_previewed_and_then_done(as_maya_again: Client, maya: Member) -> None:
    make.claim(maya)
    make.call_request(maya)
    page = text(as_maya_again.get("/me/data/deletion/"))
    goes, stays = page.split("This stays, and this is why")
    assert "<strong>Your phone numbers</strong>: 1 entry" in goes
    assert "<strong>The calls that you asked for</strong>: 1 entry" in goes
    assert "What we call you, How to say it, Colors." in goes
    assert "Your claims and approvals" in stays
    assert "10 years" in stays
    assert "42 CFR 422.504(d)" in stays
    assert maya.phones.exists()
    refused = as_maya_again.post("/me/data/deletion/", {"home": ""})
    assert "Say that you have read what goes and what stays." in text(refused)
    done = text(as_maya_again.post("/me/data/deletion/", {"sure": "on", "home": ""}, follow=True))
    assert "1 entry deleted" in done
    assert "There was nothing of yours." in done
    assert "Done on" in done
    assert not maya.phones.exists()
    assert maya.claims.exists()


def test_a_sign_in_that_is_closed_lets_nobody_in_and_may_be_made_anew(
    as_maya_again: Client, maya: Member
) -> None:
    email = maya.user.email
    answer = as_maya_again.post(
        "/me/data/deletion/", {"sure": "on", "home": "", "closes_sign_in": "on"}, follow=True
    )
    reference = DataRequest.objects.get().reference
    assert f"We have your request, {reference}." in text(answer)
    assert as_maya_again.get("/").status_code == 302
    maya.refresh_from_db()
    assert maya.user is None
    assert Member.objects.may_join().filter(pk=maya.pk).exists()
    assert not User.objects.filter(email=email).exists()
    user = User.objects.get(email__endswith="@closed.invalid")
    assert not user.is_active
    assert not user.has_usable_password()


def test_under_a_legal_hold_the_preview_says_so(
    as_maya_again: Client, maya: Member, nadia: User
) -> None:
    LegalHold.objects.create(member=maya, why="Lawsuit 12", placed_by=nadia)
    page = text(as_maya_again.get("/me/data/deletion/"))
    assert "We cannot delete anything yet." in page
    assert "This goes" not in page
    assert "Lawsuit 12" not in page


def test_a_correction_becomes_a_task_with_a_clock(as_maya: Client, maya: Member) -> None:
    wrong = as_maya.post("/me/data/correction/", {"words": "", "home": ""})
    assert "Tell us what is wrong." in text(wrong)
    known = {"words": "CLM-1 says knee", "right": "It was the shoulder", "home": "california"}
    page = text(as_maya.post("/me/data/correction/", known, follow=True))
    assert "CLM-1 says knee" in page
    assert "The privacy law of California" in page
    asked = DataRequest.objects.get()
    assert asked.due_on - asked.came_on == dt.timedelta(days=30)
    assert asked.finished_at is None


def test_what_was_asked_for_is_listed_newest_first(as_maya: Client, maya: Member) -> None:
    work_on(ask(maya, Kind.DELETION).pk)
    ask(maya, Kind.CORRECTION, words="Wrong")
    page = text(as_maya.get("/me/data/"))
    assert page.index("A correction, ") < page.index("A deletion, ")
    assert "Done on" in page
    assert "We answer by" in page


def test_another_member_sees_none_of_it(as_omar: Client, maya: Member) -> None:
    asked = ask(maya, Kind.ACCESS)
    assert as_omar.get(asked.get_absolute_url()).status_code == 404
    assert asked.reference not in text(as_omar.get("/me/data/"))


def test_in_spanish(as_rosa: Client) -> None:
    assert "Sus datos" in text(as_rosa.get("/me/data/"))


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize("path", ["/me/data/", "/me/data/deletion/", "/keeping/"])
def test_the_pages_ask_the_same_few_things_however_much_there_is(
    as_maya_again: Client, maya: Member, path: str, count: int
) -> None:
    for _ in range(count):
        ask(maya, Kind.CORRECTION, words="Wrong")
    as_maya_again.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert as_maya_again.get(path).status_code == 200
    assert len(queries) <= 12, [one["sql"][:80] for one in queries]
