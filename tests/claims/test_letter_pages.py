"""A member reads, prints and keeps letters about what is theirs; nobody else does."""

import datetime as dt
import io

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import Member
from claims.facts import Adjustment, ClaimState, Guard
from claims.letters.of import letters_of
from claims.store import appeals
from tests import make
from tests.accounts.test_trusted_people import helping
from tests.claims.cases import claim as case_facts
from tests.people import browser_of

NOTICE_ON = dt.date(2026, 10, 1)
NOON = dt.datetime(2026, 10, 20, 16, tzinfo=dt.UTC)
REFUSED = (Adjustment("PR", "204", 80_00),)


@pytest.fixture(autouse=True)
def _clock(settings):
    settings.PORTAL_NOW = NOON


def denied(owner: Member, **fields):
    told = {"notice_on": NOTICE_ON, "adjustments": REFUSED, "billed": 80_00, "member_owes": 80_00}
    return make.claim(owner, ClaimState.DENIED, **told | fields)


def place(thing, slug: str) -> str:
    kind = type(thing).__name__.lower()
    return f"/letters/{kind}:{thing.pk}/{slug}"


def words(browser: Client, thing, slug: str) -> str:
    file = browser.get(f"{place(thing, slug)}.pdf")
    assert file.status_code == 200
    pages = PdfReader(io.BytesIO(file.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_refused_claim_lists_its_decision_and_its_summary(maya, as_maya):
    claim = denied(maya)
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    for slug in ("decision", "summary"):
        assert f'href="{place(claim, slug)}/"' in page
        assert f'href="{place(claim, slug)}.pdf"' in page


def test_a_decision_letter_says_why_and_until_when_on_the_page_and_on_paper(maya, as_maya):
    claim = denied(maya)
    page = as_maya.get(f"{place(claim, 'decision')}/").content.decode()
    paper = words(as_maya, claim, "decision")
    for said in (
        "Our decision about your claim",
        "October 1, 2026",
        "We did not agree to pay this claim.",
        "What you can do",
        "March 30, 2027",
        "If the two differ, the letter that we sent counts.",
    ):
        assert said in page.replace("<bdi>", "").replace("</bdi>", "")
        assert said in paper
    assert "Maya" in paper


def test_an_appeal_is_listed_with_its_receipt_and_what_was_sent(maya, as_maya):
    claim = denied(maya)
    assert "appeal-receipt" not in as_maya.get(claim.get_absolute_url()).content.decode()
    make.appeal(claim, filed=False)
    assert as_maya.get(f"{place(claim, 'appeal-receipt')}/").status_code == 404
    appeal = claim.appeals.get()
    appeals.file(appeal.pk, by=maya.user, at=NOON)
    appeal.refresh_from_db()
    for page in (claim.get_absolute_url(), appeal.get_absolute_url()):
        listed = as_maya.get(page).content.decode()
        assert f'href="{place(claim, "appeal-receipt")}.pdf"' in listed
        assert f'href="/appeals/{appeal.pk}/letter.pdf"' in listed
    decision = words(as_maya, claim, "decision")
    assert "We did not agree to pay this claim." in decision
    assert "You appealed on October 20, 2026." in decision
    paper = words(as_maya, claim, "appeal-receipt")
    for said in (
        "We have your appeal",
        appeal.reference,
        "Tuesday, October 20, 2026, 11am",
        "It must be decided by December 19, 2026",
    ):
        assert said in paper


def test_only_letters_that_exist_are_listed_and_found(maya, as_maya):
    open_claim = make.claim(maya)
    page = as_maya.get(open_claim.get_absolute_url()).content.decode()
    assert f'href="{place(open_claim, "summary")}/"' in page
    assert place(open_claim, "decision") not in page
    for slug in ("decision", "statement-2026-10-01", "anything"):
        assert as_maya.get(f"{place(open_claim, slug)}/").status_code == 404
        assert as_maya.get(f"{place(open_claim, slug)}.pdf").status_code == 404


def test_a_claim_in_doubt_has_no_decision_to_download():
    facts = case_facts(ClaimState.DENIED, notice_on=NOTICE_ON)
    doubtful = case_facts(
        ClaimState.DENIED, notice_on=NOTICE_ON, conflict=(ClaimState.DENIED, ClaimState.PAID)
    )
    assert [one.title for one in letters_of(facts)] == ["Decision letter", "Summary"]
    assert [one.title for one in letters_of(doubtful)] == ["Summary"]


def test_what_pays_a_statement_later_was_not_on_it(maya, as_maya):
    account = make.billed(maya, 125_00)
    statement = account.statements.get()
    later = statement.transmitted_on + dt.timedelta(days=1)
    make.entry(account, -25_00, description="Card", statement=statement, effective_on=later)
    slug = f"statement-{statement.transmitted_on.isoformat()}"
    paper = as_maya.get(f"{place(account, slug)}/").content.decode()
    assert "Service 1" in paper
    assert "Card" not in paper


def test_an_order_has_a_summary_and_an_account_its_statements_too(maya, as_maya):
    order, account = make.order(maya), make.balance(maya, charge=125_00)
    sent_on = account.statements.get().transmitted_on
    assert "Summary of your order" in words(as_maya, order, "summary")
    assert "Summary of your balance" in words(as_maya, account, "summary")
    slug = f"statement-{sent_on.isoformat()}"
    page = as_maya.get(account.get_absolute_url()).content.decode()
    assert f'href="{place(account, slug)}.pdf"' in page
    paper = words(as_maya, account, slug)
    assert "Amount on this statement $125.00" in paper
    assert "Do not pay by it." in paper
    assert "Lakeside Clinic" in paper


def test_letters_are_in_the_language_of_the_page(rosa):
    claim = denied(rosa)
    browser = browser_of(rosa.user)
    page = browser.get(claim.get_absolute_url()).content.decode()
    assert "Carta de la decisión" in page
    paper = words(browser, claim, "decision")
    assert "Nuestra decisión sobre su reclamo" in paper
    assert "1 de octubre de 2026" in paper


def test_nobody_else_finds_a_letter_and_a_helper_is_told_it_is_not_shared(maya, omar, as_omar):
    things = (denied(maya), make.order(maya), make.balance(maya))
    helper = make.trusted_person(maya, make.user("tom@example.com"))
    for thing in things:
        for ending in ("/", ".pdf"):
            address = f"{place(thing, 'summary')}{ending}"
            assert as_omar.get(address).status_code == 404
            assert helping(helper).get(address).status_code == 403
        assert "/letters/" not in helping(helper).get(thing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("about", ["claim:none", "elsewhere", "member:{pk}"])
def test_an_address_of_nothing_is_not_found(maya, as_maya, about):
    assert as_maya.get(f"/letters/{about.format(pk=maya.pk)}/summary/").status_code == 404


def test_a_private_claim_shows_outside_only_that_there_is_a_letter(maya, as_maya):
    claim = denied(maya, guard=Guard.UNKNOWN, service="Counseling", provider="Harbor Clinic")
    file = as_maya.get(f"{place(claim, 'decision')}.pdf")
    assert file.headers["Content-Disposition"].startswith('attachment; filename="letter-2')
    assert file.headers["Cache-Control"] == "no-store"
    assert PdfReader(io.BytesIO(file.content)).metadata.title == "Our decision about your claim"
    page = as_maya.get(f"{place(claim, 'decision')}/").content.decode()
    assert "Counseling" not in page.partition("</head>")[0]


def test_what_others_wrote_stays_text_in_a_letter(maya, as_maya):
    account = make.balance(maya)
    statement = account.statements.get()
    wrote = "<img src=x onerror=alert(1)>"
    make.entry(account, 10_00, description=wrote, statement=statement)
    claim = denied(maya, service="<script>1</script>", note="<b>bold</b>")
    slug = f"statement-{statement.transmitted_on.isoformat()}"
    on_statement = as_maya.get(f"{place(account, slug)}/").content.decode()
    assert "&lt;img src=x" in on_statement
    assert wrote in words(as_maya, account, slug)
    summary = as_maya.get(f"{place(claim, 'summary')}/").content.decode()
    assert "&lt;script&gt;1" in summary
    for page in (on_statement, summary):
        for markup in ("<img src=x", "<script>1", "<b>bold"):
            assert markup not in page
