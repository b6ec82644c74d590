"""What a member sends about a claim that does not wait for it: looked at by one of us, answered."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.clock import now
from accounts.models import Member
from claims.answers.words import plain
from claims.facts import Adjustment, ClaimState, WaitingFor
from claims.models import Claim, Document, SecondLook
from claims.store.second_looks import heed, heed_all
from outreach.models import Message
from outreach.sending import send_due
from tests import make

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 17)
NOW = dt.datetime(2026, 3, 17, 15, tzinfo=dt.UTC)
CHECKS = "/desk/checks/?kind=looks"


@pytest.fixture(autouse=True)
def _clock(settings: Any, tmp_path: Any) -> None:
    settings.PORTAL_NOW = NOW
    settings.KEPT_DOCUMENTS = tmp_path


def refused(member: Member, carc: str) -> Claim:
    why = (Adjustment("PR", carc, 54_000),)
    return make.claim(
        member, ClaimState.DENIED, adjustments=why, notice_on=TODAY, member_owes=54_000
    )


def page(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return " ".join(plain(response.content.decode()).split())


def checked(claim: Claim) -> None:
    """The worker has looked at its files, and tells what they hang on."""
    Document.objects.filter(about=f"claim:{claim.pk}").update(
        state="received", kind="pdf", checked_at=now(), next_at=None
    )
    heed(claim.pk)


def test_what_was_missing_is_sent_seen_by_a_person_and_answered(
    maya: Member, as_maya: Client, as_sana: Client
) -> None:
    claim = refused(maya, "227")
    url = f"/claims/{claim.pk}/second-look/"
    assert "Send what was missing" in page(as_maya, claim.get_absolute_url())
    assert "You can still appeal until Sunday, September 13. That day" in page(as_maya, url)
    assert "Choose a file, or take a photo." in as_maya.post(url).text
    as_maya.post(url, {"files": [SimpleUploadedFile("referral.txt", b"my referral")]})
    assert "What you sent referral.txt We are checking the file" in page(as_maya, url)
    assert not SecondLook.objects.exists(), "nobody looks at what is not checked"
    checked(claim)
    waits = "We have what you sent. A person looks at it, and answers by Wednesday, March 18."
    assert waits in page(as_maya, claim.get_absolute_url())
    assert waits in page(as_maya, f"/documents/for/claim:{claim.pk}/")

    look = SecondLook.objects.get()
    desk = f"/desk/second-looks/{look.pk}/"
    assert desk in as_sana.get(CHECKS).text
    assert "referral.txt" in page(as_sana, desk)
    assert as_sana.get(f"{desk}documents/{Document.objects.get().pk}/").status_code == 200
    assert (
        "Write the answer that the member reads." in as_sana.post(desk, {"outcome": "again"}).text
    )
    as_sana.post(desk, {"outcome": "again", "words": "Thank you. We sent it on."})
    assert desk not in as_sana.get(CHECKS).text
    said = page(as_maya, url)
    assert "Our answerThank you. We sent it on." in said
    assert "A person looked at what you sent on Tuesday, March 17. We look at the claim" in said
    again = page(as_maya, claim.get_absolute_url())
    assert "We are looking at it again." in again
    assert "A person read what you sent. We look at the claim again." in again
    assert "You can appeal until Sunday, September 13." in again, "what was decided stands"
    send_due()
    told = Message.objects.get(notice="second_look_answered")
    assert "referral" not in told.text
    assert url in as_maya.get(told.get_absolute_url()).text


@pytest.mark.parametrize(
    ("carc", "typed", "seen"),
    [
        ("22", {"covered": "no"}, "Does another plan cover you"),
        ("96", {"text": "Nothing else helped."}, "Nothing else helped."),
    ],
)
def test_what_is_answered_in_a_form_is_seen_at_once(
    maya: Member, as_maya: Client, as_sana: Client, carc: str, typed: dict[str, str], seen: str
) -> None:
    claim = refused(maya, carc)
    url = f"/claims/{claim.pk}/second-look/"
    assert "There is a problem" in as_maya.post(url).text
    as_maya.post(url, typed)
    as_maya.post(url, typed)  # pressed twice
    look = SecondLook.objects.get()
    assert seen in page(as_maya, url)
    assert seen in page(as_sana, f"/desk/second-looks/{look.pk}/")


def test_what_comes_after_we_stopped_waiting_reaches_a_person_and_what_we_wait_for_does_not(
    maya: Member,
) -> None:
    waits = make.claim(
        maya, ClaimState.PENDED_INFO, waiting_for=WaitingFor.MEMBER, wanted="508:279"
    )
    make.document(maya, f"claim:{waits.pk}", task="508-279", received_at=NOW)
    over = make.claim(maya, ClaimState.PAID)
    make.document(maya, f"claim:{over.pk}", task="508-279", received_at=NOW)
    Document.objects.update(state="received", kind="pdf", checked_at=NOW, next_at=None)
    assert (heed_all(NOW), heed_all(NOW)) == (1, 0)
    assert SecondLook.objects.get().claim == over
    assert SecondLook.objects.get().until == TODAY + dt.timedelta(days=1)


def test_a_claim_that_asks_for_nothing_has_no_such_page(maya: Member, as_maya: Client) -> None:
    claim = make.claim(maya, ClaimState.PAID)
    assert as_maya.get(f"/claims/{claim.pk}/second-look/").status_code == 404
