"""What we ask a member for: sent, answered or given more time here, and never asked for twice."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client, override_settings

from accounts.clock import now
from accounts.models import Level, Member, TrustedAct, TrustedPerson
from claims.answers.words import plain
from claims.facts import PORTAL, ClaimState, Program, WaitingFor
from claims.models import Claim, Document, RequestAnswer, SecondLook
from claims.store.request_answers import advance, advance_all
from tests import make
from tests.accounts.test_trusted_people import helping

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 17)
NOW = dt.datetime(2026, 3, 17, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
AGO = NOW - dt.timedelta(minutes=5)
ASKED_AT = NOW - dt.timedelta(hours=1)
BILL = "508-279"
COVERED = {"covered": "yes", "insurer": "Blue Harbor", "policy": "XQ-1", "starts_on": "2025-01-01"}


@pytest.fixture(autouse=True)
def _clock(settings: Any, tmp_path: Any) -> None:
    settings.PORTAL_NOW = NOW
    settings.KEPT_DOCUMENTS = tmp_path


def asked(member: Member, *wanted: str, by: dt.date | None = TODAY + 6 * DAY, **more: Any) -> Claim:
    told = {"waiting_for": WaitingFor.MEMBER, "wanted": "\n".join(wanted or ("508:279",))}
    with override_settings(PORTAL_NOW=min(ASKED_AT, now())):
        return make.claim(member, ClaimState.PENDED_INFO, wanted_by=by, **told, **more)


def url(claim: Claim, *parts: str) -> str:
    return f"/claims/{claim.pk}/send/{''.join(f'{part}/' for part in parts)}"


def page(browser: Client, *args: Any) -> str:
    response = browser.get(*args)
    assert response.status_code == 200
    return " ".join(plain(response.content.decode()).split())


def sends(browser: Client, claim: Claim, *names: str, task: str = BILL) -> None:
    """As files of a form; nothing has checked them yet."""
    files = [SimpleUploadedFile(name, name.encode()) for name in names]
    assert browser.post(url(claim, task), {"files": files}).status_code == 302


def checked(claim: Claim, *states: str) -> None:
    """What the worker found of each file of the claim, in their order, two minutes ago."""
    files = Document.objects.filter(about=f"claim:{claim.pk}").order_by("begun_at", "pk")
    for document, state in zip(files, states, strict=True):
        reason = {"reason": "locked"} if state == "refused" else {}
        then = {"received_at": AGO, "checked_at": AGO, "next_at": None}
        found = {"state": state} | then | reason
        Document.objects.filter(pk=document.pk).update(**found)
    advance(claim.pk)


def state(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.state


def test_the_claim_leads_to_each_thing_we_need_and_says_by_when(maya, as_maya):
    claim = asked(maya, "508:279", "508:52", "zz:unheard-of")
    shown = as_maya.get(claim.get_absolute_url()).content.decode()
    assert f'href="{url(claim)}"' in shown
    listed = page(as_maya, url(claim))
    for words in ("A bill that lists each service", "Details of any other insurance"):
        assert words in listed
    assert "We need something from you" in listed  # what nobody has words for
    assert listed.count("Not sent yet") == 3
    assert "You have 6 days." in listed


def test_files_are_checked_and_then_the_claim_waits_for_us(
    maya, as_maya, django_capture_on_commit_callbacks
):
    claim = asked(maya)
    sends(as_maya, claim, "one.jpg", "two.jpg")
    Document.objects.update(state="checking", checked_at=None, reason="")
    assert "We are checking the file" in page(as_maya, url(claim))
    assert not advance(claim.pk)
    checked(claim, "received", "received")
    assert state(claim) == ClaimState.IN_PROCESS
    assert "We have what we asked for." in page(as_maya, url(claim))
    shown = page(as_maya, claim.get_absolute_url())
    assert "We have what we asked you for." in shown
    assert "You sent what we asked for" in shown
    assert "We have a bill that lists each service." in shown
    assert "You need to send" not in shown


def test_the_next_page_may_be_on_its_way_for_a_minute(maya, as_maya, settings):
    claim = asked(maya)
    sends(as_maya, claim, "one.jpg")
    Document.objects.update(state="received", checked_at=NOW, next_at=None)
    assert not advance(claim.pk)
    assert "We are checking the file" in page(as_maya, url(claim))
    settings.PORTAL_NOW = NOW + dt.timedelta(minutes=1)
    assert "We have what we asked for." in page(as_maya, url(claim))  # whoever looks, sees it
    assert state(claim) == ClaimState.IN_PROCESS


def test_a_file_that_we_cannot_use_holds_the_claim_until_it_is_sent_again(maya, as_maya):
    claim = asked(maya)
    sends(as_maya, claim, "one.jpg", "locked.pdf")
    checked(claim, "received", "refused")
    assert state(claim) == ClaimState.PENDED_INFO
    assert "There is a problem" in page(as_maya, url(claim))
    assert "Yes, I have sent everything" in page(as_maya, url(claim, BILL))
    sends(as_maya, claim, "open.pdf")
    checked(claim, "received", "refused", "received")
    assert state(claim) == ClaimState.IN_PROCESS


def test_the_same_file_sent_again_takes_the_place_of_nothing(maya, as_maya):
    claim = asked(maya)
    sends(as_maya, claim, "one.jpg", "locked.pdf")
    sends(as_maya, claim, "one.jpg", "locked.pdf")
    checked(claim, "received", "refused", "repeated", "refused")
    assert state(claim) == ClaimState.PENDED_INFO
    assert "There is a problem" in page(as_maya, url(claim))


def test_or_until_the_member_says_that_this_is_all(maya, as_maya):
    claim = asked(maya)
    sends(as_maya, claim, "one.jpg", "locked.pdf")
    checked(claim, "received", "refused")
    as_maya.post(url(claim, BILL, "all"))
    assert state(claim) == ClaimState.IN_PROCESS


def test_what_a_late_check_refuses_is_asked_for_again_with_time_to_send_it(maya, as_maya):
    claim = asked(maya, by=TODAY + DAY)
    sends(as_maya, claim, "one.jpg")
    checked(claim, "quarantined")
    assert state(claim) == ClaimState.IN_PROCESS
    checked(claim, "refused")
    assert state(claim) == ClaimState.PENDED_INFO
    assert claim.current.wanted_by == TODAY + 7 * DAY
    assert "We could not use what you sent" in page(as_maya, claim.get_absolute_url())


def test_answers_are_shown_before_they_are_sent_and_after(maya, as_maya):
    claim = asked(maya, "508:52")
    there = url(claim, "508-52")
    shown = plain(as_maya.post(there, COVERED).content.decode())
    assert "Check your answers" in shown
    assert "Blue Harbor" in shown
    assert not RequestAnswer.objects.exists()
    again = as_maya.post(there, COVERED | {"change": "1"}).content.decode()
    assert 'value="Blue Harbor"' in again
    as_maya.post(there, COVERED | {"send": "1"})
    kept = RequestAnswer.objects.get()
    assert (kept.kind, kept.answers, kept.answered_by) == ("coverage", COVERED, maya.user)
    assert state(claim) == ClaimState.IN_PROCESS
    assert "Blue Harbor" in page(as_maya, there)


@pytest.mark.parametrize(
    ("wanted", "typed", "wrong"),
    [
        ("508:52", {}, "Choose yes or no."),
        ("508:52", {"covered": "yes"}, "Enter the name of the plan."),
        ("508:52", COVERED | {"ends_on": "2024-01-01"}, "must not be before the first"),
        ("508:51", {"kind": "road", "on": "2026-03-18", "where": "X"}, "today or in the past"),
        ("508:126", {"zip_code": "606"}, "Enter a ZIP code, like 60614."),
        ("508:252", {}, "Write your answer."),
    ],
)
def test_what_is_missing_in_an_answer_is_said(maya, as_maya, wanted, typed, wrong):
    claim = asked(maya, wanted)
    shown = as_maya.post(url(claim, wanted.replace(":", "-")), typed | {"send": "1"})
    assert wrong in plain(shown.content.decode())
    assert not RequestAnswer.objects.exists()


def test_no_other_plan_and_no_accident_are_whole_answers(maya, as_maya):
    claim = asked(maya, "508:52", "508:51")
    as_maya.post(url(claim, "508-52"), {"covered": "no", "insurer": "X", "send": "1"})
    assert RequestAnswer.objects.get().answers == {"covered": "no"}
    assert state(claim) == ClaimState.PENDED_INFO
    assert claim.current.wanted == "508:51"  # only that is still asked for, in lists too
    as_maya.post(url(claim, "508-51"), {"kind": "no", "send": "1"})
    assert state(claim) == ClaimState.IN_PROCESS


def test_what_they_have_instead_counts_as_an_answer(maya, as_maya):
    claim = asked(maya)
    as_maya.post(url(claim, BILL, "instead"), {"text": "Only a card receipt"})
    assert RequestAnswer.objects.in_words().get().answers == {"text": "Only a card receipt"}
    assert state(claim) == ClaimState.IN_PROCESS
    assert "Only a card receipt" in page(as_maya, url(claim, BILL))
    told = page(as_maya, claim.get_absolute_url())
    assert "You told us what you have instead of a bill that lists each service." in told


def test_a_person_reads_what_they_have_instead_and_the_member_sees_that(maya, as_maya, as_sana):
    claim = asked(maya, guard="none")
    as_maya.post(url(claim, BILL, "instead"), {"text": "Only a card receipt"})
    assert "A person reads this" in page(as_maya, url(claim, BILL))
    listed = page(as_sana, "/desk/checks/?kind=answers")
    assert claim.number in listed
    assert "card receipt" not in listed
    there = f"/desk/answers/{RequestAnswer.objects.get().pk}/"
    assert "Only a card receipt" in page(as_sana, there)
    assert as_sana.post(there).status_code == 302
    assert claim.number not in page(as_sana, "/desk/checks/?kind=answers")
    assert "A person read this on Tuesday, March 17." in page(as_maya, url(claim, BILL))


def test_an_answer_is_never_changed(maya, as_maya):
    claim = asked(maya)
    as_maya.post(url(claim, BILL, "instead"), {"text": "A receipt"})
    with pytest.raises(IntegrityError):
        RequestAnswer.objects.update(answers={"text": "Another"})


def test_a_day_is_moved_once_and_never_past_what_the_law_gives(maya, as_maya):
    claim = asked(maya)
    assert "Move my date to Tuesday, April 7" in page(as_maya, url(claim))
    shown = as_maya.post(url(claim, "more-time"), follow=True)
    assert "We moved your date to Tuesday, April 7." in plain(shown.content.decode())
    assert state(claim) == ClaimState.PENDED_INFO
    assert claim.current.wanted_by == dt.date(2026, 4, 7)
    assert "by Tuesday, April 7" in page(as_maya, "/claims/")
    as_maya.post(url(claim, "more-time"))
    assert RequestAnswer.objects.count() == 1
    # Asked on March 15: the law gives 45 days, to April 29, and the letter nearly all of them.
    nearly = asked(maya, by=dt.date(2026, 4, 25))
    assert "Move my date to Wednesday, April 29" in page(as_maya, url(nearly))


@pytest.mark.parametrize(("reason", "moved"), [("disk_full", True), ("locked", False)])
def test_what_we_failed_to_take_on_the_last_day_moves_the_day(maya, as_maya, reason, moved):
    claim = asked(maya, by=TODAY)
    sends(as_maya, claim, "bill.txt")
    Document.objects.update(
        state="refused", reason=reason, received_at=None, counts_on=None, next_at=None
    )
    assert (advance(claim.pk), advance(claim.pk)) == (moved, False)
    shown = page(as_maya, url(claim))
    assert ("by Tuesday, March 24." in shown) is moved
    assert "Move my date to" in shown, "nobody loses their one move by our fault"
    told = "That was our fault." in page(as_maya, claim.get_absolute_url())
    assert told is moved


@pytest.mark.parametrize(
    ("program", "days", "moved"),
    [
        (Program.MEDICARE_ADVANTAGE, None, False),
        (Program.OTHER, None, False),
        (Program.OTHER, 10, True),
        (Program.ERISA_SELF, 0, False),
    ],
)
def test_a_plan_decides_whether_a_day_may_be_moved(maya, as_maya, program, days, moved):
    plan = make.plan(program, more_time_days=days, identifier=f"{program}-{days}")
    claim = asked(maya, plan=plan)
    assert ("Move my date" in page(as_maya, url(claim))) is moved
    as_maya.post(url(claim, "more-time"))
    assert RequestAnswer.objects.exists() is moved


def test_until_midnight_where_the_member_is_it_is_still_the_last_day(maya, as_maya, settings):
    claim = asked(maya, by=TODAY)
    settings.PORTAL_NOW = dt.datetime(2026, 3, 18, 4, 58, tzinfo=dt.UTC)  # 11:58pm in Chicago
    assert "You need to send us" in page(as_maya, claim.get_absolute_url())
    assert "That is today. You have until midnight." in page(as_maya, url(claim))
    settings.PORTAL_NOW += dt.timedelta(minutes=5)
    assert "You can still send us" in page(as_maya, url(claim))
    sends(as_maya, claim, "late.jpg")
    checked(claim, "received")
    assert state(claim) == ClaimState.IN_PROCESS


def test_what_we_have_is_not_asked_for_again_when_the_payer_repeats_itself(maya, as_maya, settings):
    claim = asked(maya)
    as_maya.post(url(claim, BILL, "instead"), {"text": "A receipt"})
    told = {"waiting_for": WaitingFor.MEMBER, "wanted": "508:279", "wanted_by": TODAY + 6 * DAY}
    settings.PORTAL_NOW = NOW + DAY
    hears(claim, NOW + DAY, **told)
    assert state(claim) == ClaimState.PENDED_INFO
    assert advance_all(NOW + DAY) == 1
    assert state(claim) == ClaimState.IN_PROCESS
    assert not advance_all(NOW + DAY)


def test_another_request_for_the_same_thing_is_a_new_one(maya, as_maya):
    claim = asked(maya)
    as_maya.post(url(claim, BILL, "instead"), {"text": "A receipt"})
    told = {"waiting_for": WaitingFor.MEMBER, "wanted": "508:279", "wanted_by": TODAY + 30 * DAY}
    hears(claim, NOW + DAY, **told)
    assert not advance_all(NOW + DAY)
    assert "Not sent yet" in page(as_maya, url(claim))


def hears(claim: Claim, at: dt.datetime, **told: Any) -> None:
    """The payer says it; folded as an import does."""
    from claims.models import ImportBatch
    from claims.store import claims, plans
    from claims.store.claim_rows import save
    from claims.store.told import cases_of

    event = {"effective_on": at.date(), "received_at": at}
    make.event(claim, ClaimState.PENDED_INFO, **event | told)
    (case,) = cases_of(claim.source_id, {claim.external_key}).values()
    claims.refold(case, plans.find([case]), ImportBatch(started_at=at))
    save([case])


def test_the_law_counts_our_time_on_from_the_day_the_member_answered(maya, as_maya):
    claim = asked(maya)
    as_maya.post(url(claim, BILL, "instead"), {"text": "A receipt"})
    # Received March 7, asked on the 15th: 37 of 45 days were left, and run from today.
    assert "April 23" in page(as_maya, claim.get_absolute_url())


def test_a_helper_sends_only_with_leave_and_the_member_reads_it(maya, omar):
    claim = asked(maya)
    browser = helping(make.trusted_person(maya, omar.user, Level.SEE_CLAIMS))
    assert "that was not shared with you" in page(browser, url(claim))
    assert browser.post(url(claim, BILL, "instead"), {"text": "X"}).status_code == 403
    TrustedPerson.objects.update(levels=[Level.SEE_CLAIMS, Level.SEND_DOCUMENTS])
    assert browser.post(url(claim, BILL, "instead"), {"text": "X"}).status_code == 302
    assert RequestAnswer.objects.get().answered_by == omar.user
    assert TrustedAct.objects.filter(what=TrustedAct.What.DOCUMENT_SENT).exists()


def test_nobody_elses_request_exists_for_you(maya, as_omar):
    claim = asked(maya)
    for there in (url(claim), url(claim, BILL), url(claim, BILL, "instead")):
        assert as_omar.get(there).status_code == 404
    assert as_omar.post(url(claim, "more-time")).status_code == 404


def test_a_claim_that_asked_for_nothing_has_no_list(maya, as_maya):
    assert as_maya.get(url(make.claim(maya))).status_code == 404


def test_the_list_asks_as_little_of_one_file_as_of_many(
    maya, as_maya, django_assert_max_num_queries
):
    claim = asked(maya, "508:279", "508:52", "508:51")
    sends(as_maya, claim, *(f"{number}.jpg" for number in range(8)))
    for there in (url(claim), url(claim, BILL), claim.get_absolute_url()):
        with django_assert_max_num_queries(14):
            page(as_maya, there)


def test_the_portal_says_nothing_twice(maya, as_maya):
    claim = asked(maya)
    as_maya.post(url(claim, BILL, "instead"), {"text": "A receipt"})
    assert not advance(claim.pk)
    assert claim.events.filter(source=PORTAL).count() == 1


def test_a_doubled_press_is_one_answer(maya, as_maya):
    claim = asked(maya, "508:52", "508:51")
    for _press in range(2):
        as_maya.post(url(claim, "508-52"), COVERED | {"send": "1"})
    assert RequestAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "typed", "kind", "read"),
    [
        ("508:52", COVERED, "coverage", "Blue Harbor"),
        (
            "508:51",
            {"kind": "road", "on": "2026-03-01", "where": "Elm St", "how": "X"},
            "words",
            "Elm",
        ),
    ],
)
def test_an_answer_that_nothing_waits_for_is_read_by_a_person(
    maya, as_maya, wanted, typed, kind, read
):
    claim = asked(maya, wanted)
    decided = make.event(claim, ClaimState.DENIED, notice_on=TODAY)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.DENIED, current=decided)
    there = url(claim, wanted.replace(":", "-"))
    page_after = as_maya.post(there, typed | {"send": "1"}, follow=True).content.decode()
    assert "A person looks at it." in page_after
    look = SecondLook.objects.get()
    assert look.kind == kind
    assert read in str(look.answers)
