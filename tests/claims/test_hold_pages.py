"""The pages of those who settle what is held back."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import today
from accounts.models import AccessRecord, Member, User
from claims.answers.person import portal_hours
from claims.facts import ClaimState, HoldReason
from claims.models import Hold
from tests import make
from tests.claims.store.holding import S, take_in, told
from tests.claims.store.landing import NOW
from tests.many import copies

LIST = reverse("claims:hold_list")
DAY = dt.timedelta(days=1)


def page_of(browser: Client, hold: Hold, **typed: Any) -> str:
    address = hold.get_absolute_url()
    if not typed:
        return browser.get(address).content.decode()
    looked_at = browser.get(address).context["form"].initial["looked_at"]
    answer = browser.post(address, {"looked_at": looked_at} | typed, follow=True)
    return answer.content.decode()


def words(page: str) -> str:
    return page.replace("<bdi>", "").replace("</bdi>", "")


def test_the_soonest_promise_comes_first_and_a_late_one_says_so(
    as_otto: Client, maya: Member
) -> None:
    soon = make.hold(make.claim(maya), due_on=today(portal_hours().zone) + 3 * DAY)
    late = make.hold(make.claim(maya), due_on=today(portal_hours().zone) - DAY)
    page = words(as_otto.get(LIST).content.decode())
    assert page.index(late.claim.number) < page.index(soon.claim.number)
    assert page.count("Late: we said by") == 1
    assert "2 things held back." in page


def test_the_list_is_narrowed_by_reason_and_source(as_otto: Client, maya: Member) -> None:
    one = make.hold(make.claim(maya))
    other = make.hold(
        make.claim(maya, source=make.source("north")), HoldReason.LINES_CONTRADICT_TOTAL
    )
    page = words(as_otto.get(LIST, {"reason": "out_of_balance"}).content.decode())
    assert one.claim.number in page
    assert other.claim.number not in page
    assert "Does not balance (1)" in page
    page = words(as_otto.get(LIST, {"source": "north", "reason": "'"}).content.decode())
    assert other.claim.number in page
    assert one.claim.number not in page
    assert "1 thing held back." in page


def test_nothing_held_back_says_so(as_otto: Client, db: None) -> None:
    assert "Nothing is held back." in as_otto.get(LIST).content.decode()


def test_the_evidence_says_file_line_and_what_does_not_fit(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya, billed=10_000))
    page = words(page_of(as_otto, hold))
    for said in ("held.835", "<dd>12</dd>", "Billed less all adjustments", "$80.00", "$70.00"):
        assert said in page
    assert "Held back, fhir" in page
    assert "We have, fhir" in page


def test_what_the_member_reads_now_and_after_stands_side_by_side(
    as_otto: Client, maya: Member
) -> None:
    page = words(page_of(as_otto, make.hold(make.claim(maya))))
    assert "We received something new about this claim and are checking it." in page
    assert "We paid $70.00" in page
    assert "A specialist is checking your claim." in page
    assert "Use this record. A second person must confirm it." in page
    assert "Keep what we have. A second" not in page


def cells(page: str, column: str) -> list[str]:
    """What the member reads by a column of the preview."""
    table = page[page.index("What the member reads") :]
    table = table[: table.index("</table>")]
    place = re.findall(r'<th scope="col">(.*?)</th>', table).index(column) - 1
    return [
        re.findall("<td>(.*?)</td>", row)[place] for row in re.findall("<tr>(.*?)</tr>", table)[1:]
    ]


@pytest.mark.parametrize("decision", ["use", "keep"])
@pytest.mark.parametrize("billed", [0, 2_000, 9_000])
@pytest.mark.parametrize("before", [S.IN_PROCESS, S.PENDED_INFO, S.PAID, S.DENIED])
def test_the_member_reads_word_by_word_what_the_preview_said(
    as_otto: Client, as_ruth: Client, as_maya: Client, maya: Member, before, billed, decision
) -> None:
    claim = make.claim(maya, before, plan_paid=8_000, member_owes=2_000, wanted="34117-2")
    hold = make.hold(claim)
    if billed:
        make.entry(make.balance(maya, 0), billed, claim=claim)
    label = {"use": "Use this record", "keep": "Keep what we have"}[decision]
    _status, *said, _paid, _owes = cells(page_of(as_otto, hold), label)
    page_of(as_otto, hold, decision=decision, why="x")
    hold.refresh_from_db()
    if hold.state == "proposed":
        page_of(as_ruth, hold, decision="confirm", why="x")
    page = as_maya.get(claim.get_absolute_url()).content.decode()
    assert said
    for sentence in said:
        assert sentence in page or all(one in page for one in re.split(r"(?<=[.?]) ", sentence))


def test_what_two_sources_say_stands_side_by_side(as_otto: Client, maya: Member) -> None:
    make.source("other")
    take_in(told(S.PAID, paid=8_000))
    take_in(told(S.DENIED, source="other", at=NOW + DAY))
    page = words(page_of(as_otto, Hold.objects.get()))
    for said in ("In doubt, other", "We have, fhir", "We paid the claim", "We paid $80.00"):
        assert said in page
    assert "We did not agree to pay the claim" in page


def test_a_guarded_claim_names_no_service_and_no_provider(as_otto: Client, maya: Member) -> None:
    claim = make.claim(
        maya,
        ClaimState.PAID,
        guard="unknown",
        service="Counselling",
        provider="Dr. Grey",
        member_owes=500,
    )
    hold = make.hold(claim)
    for page in (page_of(as_otto, hold), as_otto.get(LIST).content.decode()):
        assert "Counselling" not in page
        assert "Grey" not in page
        assert claim.number in page


def test_every_look_is_recorded(as_otto: Client, as_nadia: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    as_otto.get(LIST)
    as_otto.get(hold.get_absolute_url())
    looks = AccessRecord.objects.filter(member=maya, subject_id=hold.pk)
    assert set(looks.values_list("what", flat=True)) == {"hold_list", "hold"}
    page = as_nadia.get(reverse("accounts:access_record_list")).content.decode()
    assert "Something held back about a claim" in page


def test_one_proposes_and_another_confirms(
    as_otto: Client, as_ruth: Client, as_maya: Client, maya: Member, ruth: User
) -> None:
    hold = make.hold(make.claim(maya))
    page = page_of(as_otto, hold, decision="use", why="They told me on the phone")
    assert "Proposed. It waits for a second person." in page
    assert "Take it back" in page
    assert "I agree" not in page
    page = words(page_of(as_ruth, hold))
    assert "I agree: Use this record" in page
    assert "They told me on the phone" in page
    assert "Settled." in page_of(as_ruth, hold, decision="confirm", why="Same here")
    hold.refresh_from_db()
    assert (hold.state, hold.settled_by) == ("settled", ruth)
    assert "We paid" in as_maya.get(hold.claim.get_absolute_url()).content.decode()


def test_whoever_proposed_cannot_confirm_by_hand(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    page_of(as_otto, hold, decision="use", why="x")
    page = page_of(as_otto, hold, decision="confirm", why="x")
    assert "There is a problem" in page
    hold.refresh_from_db()
    assert hold.state == "proposed"


def test_one_person_suffices_to_keep_what_we_have(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    assert "Settled." in page_of(as_otto, hold, decision="keep", why="A test file")
    assert "Nothing is held back." in as_otto.get(LIST).content.decode()
    assert "A test file" in page_of(as_otto, hold)


def test_what_is_settled_stays_in_a_list_of_its_own(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    page_of(as_otto, hold, decision="keep", why="A test file")
    page = words(as_otto.get(LIST, {"show": "settled"}).content.decode())
    assert hold.claim.number in page
    assert "Settled on" in page


def test_a_decision_needs_a_reason(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    page = page_of(as_otto, hold, decision="keep", why=" ")
    assert "Write why." in page
    assert "<title>Error: " in page


def test_asking_the_sender_again_stays_in_the_list(as_ruth: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    assert "Noted: you asked for it again." in page_of(as_ruth, hold, decision="ask", why="Wrote")
    assert "Asked for again" in page_of(as_ruth, hold)
    assert hold.claim.number in as_ruth.get(LIST).content.decode()


def test_a_page_that_was_open_too_long_decides_nothing(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    page = page_of(as_otto, hold, decision="keep", why="x", looked_at="9.9")
    assert "Something changed since you opened this page." in page
    hold.refresh_from_db()
    assert hold.state == "open"


@pytest.mark.parametrize("role", ["otto", "ruth"])
def test_the_list_is_one_click_away(role: str, request: pytest.FixtureRequest) -> None:
    browser = request.getfixturevalue(f"as_{role}")
    assert f'href="{LIST}"' in browser.get(reverse("outreach:check_list")).content.decode()


def test_the_list_costs_as_many_queries_for_10_000_as_for_10(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    copies(hold, 9)
    with CaptureQueriesContext(connection) as few:
        as_otto.get(LIST)
    copies(hold, 9_990, content_hash="left('x' || nth || content_hash, 64)")
    with CaptureQueriesContext(connection) as many:
        page = words(as_otto.get(LIST).content.decode())
    assert "10,000 things held back." in page
    assert len(many) == len(few) <= 8


def test_a_hold_costs_fewer_than_15_queries(as_otto: Client, maya: Member) -> None:
    hold = make.hold(make.claim(maya))
    with CaptureQueriesContext(connection) as asked:
        as_otto.get(hold.get_absolute_url())
    assert len(asked) < 15, [one["sql"][:150] for one in asked]
