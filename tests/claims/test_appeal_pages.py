"""Journey J3 through the pages: what is written is never lost, and what is sent has a receipt."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AccessRecord, Member
from claims.facts import AppealState, ClaimState, ClaimUse, Program
from claims.models import Appeal, Claim, Document
from tests import make
from tests.claims.test_appeals import LETTER, NOON, clock, denied  # noqa: F401 - a fixture
from tests.people import browser_of

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def step(claim: Claim, name: str = "") -> str:
    return f"/claims/{claim.pk}/appeal/{name}"


def answered(browser: Client, claim: Claim, **more: str) -> Any:
    """All that a plain claim is asked, sent step by step; the page that the last one leads to."""
    said = {
        "statement": {"statement": "My doctor says that I need it."},
        "documents": {},
        "representative": {"speaker": "myself"},
    }
    for name, fields in (said | more).items():
        page = browser.post(step(claim, f"{name}/"), fields)
        assert page.status_code == 302, page.context["form"].errors
    return browser.get(step(claim), follow=True)


def test_from_the_denied_page_to_a_receipt(as_maya, maya):
    claim = denied(maya)
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert f'href="{step(claim)}"' in page
    assert "You cannot file here yet" not in page
    check = answered(as_maya, claim)
    assert b"My doctor says that I need it." in check.content
    receipt = as_maya.post(step(claim, "check/"), follow=True)
    appeal = Appeal.objects.get()
    assert receipt.redirect_chain[-1][0] == f"/appeals/{appeal.pk}/receipt/"
    told = receipt.content.decode()
    assert appeal.reference in told
    assert "We got it at" in told
    assert "It counts as" in told
    again = as_maya.post(step(claim, "check/"), follow=True)
    assert again.redirect_chain[-1][0] == appeal.get_absolute_url()
    assert Appeal.objects.count() == 1


def test_the_appealed_page_tells_who_when_and_what_was_sent(
    as_maya, maya, django_assert_max_num_queries
):
    appeal = make.appeal(denied(maya))
    with django_assert_max_num_queries(15):
        page = as_maya.get(appeal.get_absolute_url()).content.decode()
    assert "We are looking at your appeal." in page
    assert "Someone who did not make the first decision looks at it." in page
    assert "It was needed." in page
    assert f"/appeals/{appeal.pk}/withdrawal/" in page


@pytest.mark.parametrize("autosaved", [True, False])
def test_a_draft_survives_signing_out_and_another_device(as_maya, maya, autosaved):
    claim = denied(maya)
    headers = {"HX-Request": "true"} if autosaved else {}
    saved = as_maya.post(step(claim, "draft/"), {"statement": "I was"}, headers=headers)
    assert saved.status_code == (200 if autosaved else 302)
    as_maya.logout()
    elsewhere = browser_of(maya.user)
    assert "I was" in elsewhere.get(step(claim), follow=True).content.decode()
    assert "Go on with your appeal" in elsewhere.get(claim.get_absolute_url()).content.decode()


def test_what_was_finished_is_not_asked_again_and_nothing_is_sent_half(as_maya, maya):
    claim = denied(maya)
    as_maya.post(step(claim, "statement/"), {"statement": "It was needed."})
    assert as_maya.get(step(claim), follow=True).redirect_chain[-1][0] == step(claim, "documents/")
    refused = as_maya.post(step(claim, "check/"))
    assert refused.status_code == 200
    assert b"There is a problem" in refused.content
    assert Appeal.objects.get().state == AppealState.DRAFT


def test_an_empty_statement_says_what_is_missing_and_keeps_the_page(as_maya, maya):
    page = as_maya.post(step(denied(maya), "statement/"), {"statement": " "})
    assert b"One sentence is enough." in page.content
    assert not Appeal.objects.exists()


def test_papers_hang_on_the_draft(as_maya, maya):
    claim = denied(maya)
    as_maya.post(step(claim, "statement/"), {"statement": "It was needed."})
    paper = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 something")
    as_maya.post(step(claim, "documents/"), {"files": [paper]})
    assert Document.objects.get().about == f"appeal:{Appeal.objects.get().pk}"
    assert b"letter.pdf" in as_maya.get(step(claim, "documents/")).content


def test_somebody_else_who_speaks_is_named_and_told_which_form(as_maya, maya):
    claim = denied(maya, Program.MEDICARE_ADVANTAGE)
    page = as_maya.get(step(claim, "representative/")).content.decode()
    assert "CMS-1696" in page
    assert "share your health information is not enough" in page
    nameless = as_maya.post(step(claim, "representative/"), {"speaker": "lawyer"})
    assert nameless.status_code == 200
    check = answered(
        as_maya, claim, representative={"speaker": "lawyer", "speaker_name": "Ida Bell"}
    )
    assert b"Ida Bell" in check.content


def test_after_the_last_day_it_asks_why_and_still_takes_it(as_maya, maya, clock):  # noqa: F811
    claim = denied(maya)
    clock.PORTAL_NOW = NOON + 200 * DAY
    maya_again = browser_of(maya.user)
    answered(maya_again, claim)
    refused = maya_again.post(step(claim, "check/"))
    assert refused.status_code == 200
    maya_again.post(step(claim, "late/"), {"late_reason": "I was in hospital."})
    receipt = maya_again.post(step(claim, "check/"), follow=True)
    assert b"We have your appeal" in receipt.content
    assert Appeal.objects.get().is_late


def test_care_to_come_may_be_hurried_and_care_that_was_cut_may_go_on(as_maya, maya, clock):  # noqa: F811
    clock.PORTAL_NOW = dt.datetime.combine(LETTER + 3 * DAY, dt.time(17), tzinfo=dt.UTC)
    as_maya = browser_of(maya.user)
    claim = denied(maya, Program.MEDICAID_MCO, use=ClaimUse.PREAUTHORIZATION)
    check = answered(
        as_maya,
        claim,
        faster={"fast": "yes", "fast_reason": "It gets worse.", "doctor_agrees": "on"},
        benefits={"keep_benefits": "yes"},
    )
    assert check.redirect_chain[-1][0] == step(claim, "check/")
    as_maya.post(step(claim, "check/"))
    appeal = Appeal.objects.get()
    assert (appeal.fast, appeal.keep_benefits, appeal.doctor_agrees) == (True, True, True)


def test_a_bill_for_care_that_was_given_is_not_asked_if_it_is_urgent(as_maya, maya):
    claim = denied(maya)
    assert as_maya.get(step(claim, "faster/")).status_code == 404
    assert as_maya.get(step(claim, "benefits/")).status_code == 404


def test_taking_it_back_asks_first_and_keeping_it_is_the_first_button(as_maya, maya):
    appeal = make.appeal(denied(maya))
    page = as_maya.get(f"/appeals/{appeal.pk}/withdrawal/").content.decode()
    assert page.index("Keep my appeal</a>") < page.index("Take my appeal back</button>")
    told = as_maya.post(f"/appeals/{appeal.pk}/withdrawal/", follow=True).content.decode()
    assert "You took this appeal back. The first decision stays." in told


def test_the_letter_can_be_printed_before_and_after_it_is_sent(as_maya, maya):
    for appeal in (
        make.appeal(denied(maya), filed=False),
        make.appeal(denied(maya, member_owes=3)),
    ):
        page = as_maya.get(f"/appeals/{appeal.pk}/letter/").content.decode()
        assert "It was needed." in page
        pdf = as_maya.get(f"/appeals/{appeal.pk}/letter.pdf")
        assert pdf.content.startswith(b"%PDF")


def test_nothing_is_appealed_where_nothing_was_refused(as_maya, maya):
    claim = make.claim(maya, ClaimState.PAID, plan_paid=100)
    page = as_maya.get(step(claim), follow=True)
    assert page.redirect_chain[-1][0] == claim.get_absolute_url()


def test_a_draft_can_be_thrown_away(as_maya, maya):
    claim = denied(maya)
    make.appeal(claim, filed=False)
    as_maya.post(step(claim, "end/"))
    assert not Appeal.objects.exists()
    assert Claim.objects.get().appeal is None


def test_who_helps_sees_where_it_stands_and_not_what_was_written(as_maya: Client, maya: Member):
    claim = denied(maya)
    appeal, draft = make.appeal(claim), make.appeal(denied(maya), filed=False)
    helper = make.user()
    who = make.trusted_person(maya, helper, "see_claims")
    browser = browser_of(helper)
    browser.post(f"/helping/{who.pk}/")
    page = browser.get(appeal.get_absolute_url())
    assert b"We are looking at your appeal." in page.content
    assert b"It was needed." not in page.content
    assert browser.get(draft.get_absolute_url()).status_code == 404
    assert browser.get(step(claim, "statement/")).status_code == 403


def test_staff_write_down_who_looks_and_what_was_decided(as_sana, as_maya, maya):
    appeal = make.appeal(denied(maya))
    page = f"/reviews/{appeal.pk}/"
    assert appeal.reference in as_sana.get("/reviews/").content.decode()
    assert "It was needed." in as_sana.get(page).content.decode()
    assert AccessRecord.objects.filter(member=maya, what="appeal", subject_id=appeal.pk).exists()
    paper = make.document(maya, f"appeal:{appeal.pk}", b"a letter")
    assert f"{page}documents/{paper.pk}/" in as_sana.get(page).text
    read = as_sana.get(f"{page}documents/{paper.pk}/")
    assert b"".join(read.streaming_content) == b"a letter"
    as_sana.post(page, {"what": "received"})
    first = as_sana.post(page, {"what": "reviewer", "reviewer": "Lena"})
    assert b"A reviewer must not have made the first decision." in first.content
    as_sana.post(page, {"what": "reviewer", "reviewer": "Lena", "another": "on"})
    assert b"Lena" in as_maya.get(appeal.get_absolute_url()).content
    early = {"what": "outcome", "outcome": "upheld", "notice_on": "2026-01-01"}
    assert as_sana.post(page, early).status_code == 200
    as_sana.post(page, early | {"notice_on": "2026-03-17"})
    told = as_maya.get(appeal.get_absolute_url()).content.decode()
    assert "We looked again, and we did not change our decision." in told
    assert appeal.reference in as_sana.get("/reviews/?show=ended").content.decode()


def test_staff_pages_ask_as_much_for_many_as_for_one(as_sana, maya, django_assert_max_num_queries):
    for _one in range(12):
        make.appeal(denied(maya))
    with django_assert_max_num_queries(15):
        as_sana.get("/reviews/")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_too_long_is_not_said_to_be_saved(as_maya, maya, scripts):
    claim = denied(maya)
    headers = {"HX-Request": "true"} if scripts else {}
    fields = {"statement": "x" * 20_001, "speaker_name": "Ann"}
    page = as_maya.post(step(claim, "draft/"), fields, headers=headers).content.decode()
    assert "We saved" not in page
    assert ("too long" if scripts else "x" * 20_001) in page
    assert Appeal.objects.get().speaker_name == "Ann"


def test_the_end_of_a_line_is_one_character_as_in_the_browser(as_maya, maya):
    claim = denied(maya)
    full = "123456789\r\n" * 2000
    assert as_maya.post(step(claim, "statement/"), {"statement": full}).status_code == 302
    assert len(Appeal.objects.get().statement) == 20_000 - 1  # without the last line's end


def test_a_page_left_open_loses_nothing_when_another_sends_the_appeal(as_maya, maya):
    claim = denied(maya)
    answered(as_maya, claim)
    as_maya.post(step(claim, "check/"))
    late = {"files": SimpleUploadedFile("bill.txt", b"The bill")}
    page = as_maya.post(step(claim, "documents/"), late, follow=True)
    assert Document.objects.get().about == f"appeal:{Appeal.objects.get().pk}"
    assert b"bill.txt" in page.content
    page = as_maya.post(step(claim, "statement/"), {"statement": "And this."}, follow=True)
    assert b"You sent this appeal already." in page.content


def test_staff_who_press_twice_write_one_line(as_sana, as_maya, maya):
    appeal = make.appeal(denied(maya))
    for said in ({"what": "received"}, {"what": "reviewer", "reviewer": "Ann", "another": "on"}):
        for _press in range(2):
            as_sana.post(f"/reviews/{appeal.pk}/", said)
    steps = appeal.events.values_list("step", flat=True).order_by("pk")
    assert list(steps) == ["filed", "received", "assigned"]
