"""The first page: what needs you, what is coming, what is done, without a click."""

import html

from claims.facts import ClaimState, OrderState, Program, WaitingFor
from tests import make
from tests.many import copies


def words_of(page) -> str:
    return html.unescape(page.content.decode())


def urls(page, section: str) -> list[str]:
    return [answer.url for answer in page.context[section]]


def test_the_three_questions_are_answered_without_a_click(as_maya, maya):
    needed = make.claim(maya, ClaimState.PENDED_INFO, waiting_for=WaitingFor.MEMBER, wanted="bill")
    coming, parcel = make.claim(maya), make.order(maya)
    done = make.claim(maya, ClaimState.PAID, plan_paid=100)
    page = as_maya.get("/")
    assert urls(page, "needs") == [needed.get_absolute_url()]
    assert set(urls(page, "coming")) == {coming.get_absolute_url(), parcel.get_absolute_url()}
    assert urls(page, "done") == [done.get_absolute_url()]
    for section in ("needs", "coming", "done"):
        for answer in page.context[section]:
            assert answer.headline in page.content.decode()


def test_what_must_be_done_first_stands_first(as_maya, maya):
    make.claim(maya, ClaimState.DENIED, notice_on=make.now().date())
    needed = make.claim(maya, ClaimState.PENDED_INFO, waiting_for=WaitingFor.MEMBER)
    assert urls(as_maya.get("/"), "needs")[0] == needed.get_absolute_url()


def test_what_ends_first_stands_first_whether_you_must_or_may(as_maya, maya):
    bill = make.balance(maya, 4210)
    bill.entries.update(statement=bill.statements.get())
    bill.statements.update(due_on=make.now().date() + 21 * make.DAY)
    ends = make.claim(maya, ClaimState.DENIED, notice_on=make.now().date() - 178 * make.DAY)
    later = make.claim(maya, ClaimState.DENIED, notice_on=make.now().date() - 2 * make.DAY)
    addresses = [one.get_absolute_url() for one in (ends, bill, later)]
    assert urls(as_maya.get("/"), "needs") == addresses


def test_what_does_not_fit_is_counted_and_linked(as_maya, maya):
    for _ in range(12):
        make.claim(maya, ClaimState.PENDED_INFO, waiting_for=WaitingFor.MEMBER)
        make.order(maya)
    page = as_maya.get("/")
    assert '<a href="/claims/?show=you">and <bdi>7</bdi> more claims</a>' in words_of(page)
    assert '<a href="/orders/?show=us">and <bdi>2</bdi> more orders</a>' in words_of(page)


def test_the_five_nearest_things_that_need_you_are_shown(as_maya, maya):
    days = (4, 30, 90, 60, 10, 120, 150)
    made = {
        left: make.claim(maya, ClaimState.DENIED, notice_on=make.now().date() - left * make.DAY)
        for left in days
    }
    nearest = [made[left].get_absolute_url() for left in sorted(days, reverse=True)[:5]]
    page = as_maya.get("/")
    assert urls(page, "needs") == nearest
    assert '<a href="/claims/?show=you">and <bdi>2</bdi> more claims</a>' in words_of(page)


def test_what_was_not_even_read_is_counted_too(as_maya, maya):
    copies(make.claim(maya), 29)
    assert "and <bdi>20</bdi> more claims" in words_of(as_maya.get("/"))


def test_a_paid_claim_that_can_be_appealed_is_done(as_maya, maya):
    claim = make.claim(maya, ClaimState.PARTIALLY_DENIED, notice_on=make.now().date() - make.DAY)
    assert urls(as_maya.get("/"), "done") == [claim.get_absolute_url()]


def test_a_refusal_whose_time_is_over_is_done(as_maya, maya):
    claim = make.claim(maya, ClaimState.DENIED, notice_on=make.now().date() - 300 * make.DAY)
    assert urls(as_maya.get("/"), "done") == [claim.get_absolute_url()]


def test_a_refusal_that_can_still_be_appealed_needs_you(as_maya, maya):
    claim = make.claim(maya, ClaimState.DENIED, notice_on=make.now().date() - make.DAY)
    assert urls(as_maya.get("/"), "needs") == [claim.get_absolute_url()]


def test_a_decision_that_is_late_needs_you(as_maya, maya):
    long_ago = make.now().date() - 200 * make.DAY
    plan = make.plan(program=Program.ERISA_SELF)
    late = make.claim(maya, plan=plan, received_on=long_ago)
    in_time = make.claim(maya, plan=plan, received_on=make.now().date())
    page = as_maya.get("/")
    assert urls(page, "needs") == [late.get_absolute_url()]
    assert urls(page, "coming") == [in_time.get_absolute_url()]


def test_a_late_decision_is_not_crowded_out_by_newer_claims(as_maya, maya):
    late = make.claim(maya, ClaimState.IN_PROCESS, received_on=make.now().date() - 90 * make.DAY)
    for _newer in range(25):
        make.claim(maya, ClaimState.IN_PROCESS, received_on=make.now().date())
    assert late.get_absolute_url() in [one.url for one in as_maya.get("/").context["needs"]]


def test_a_status_that_nobody_knows_is_not_left_out(as_maya, maya):
    claim = make.claim(maya, ClaimState.UNRECOGNISED)
    order = make.order(maya, OrderState.UNRECOGNISED)
    page = as_maya.get("/")
    shown = {*urls(page, "needs"), *urls(page, "coming")}
    assert shown == {claim.get_absolute_url(), order.get_absolute_url()}


def test_an_old_claim_in_review_is_not_crowded_out_by_newer_decided_ones(as_maya, maya):
    waiting = make.claim(maya, changed_at=make.now() - 300 * make.DAY)
    for _ in range(30):
        make.claim(maya, ClaimState.DENIED)
    assert waiting.get_absolute_url() in urls(as_maya.get("/"), "coming")


def test_the_balance_is_said_in_one_sentence(as_maya, maya):
    assert "There is nothing here yet." in words_of(as_maya.get("/"))
    make.claim(maya)
    assert "You do not owe anything now." in words_of(as_maya.get("/"))


def test_the_balance_of_all_accounts_is_added_up(as_maya, maya):
    for _ in range(2):
        balance = make.balance(maya, 4210)
        balance.entries.update(statement=balance.statements.get())
    assert "$84.20" in words_of(as_maya.get("/"))


def test_a_member_with_nothing_reads_why_and_what_to_do(as_maya):
    page = words_of(as_maya.get("/"))
    assert "There is nothing here yet." in page
    assert "You do not need to do anything now." in page
    assert "Talk to a person" in page


def test_nothing_of_another_member_shows(as_maya, omar):
    claim = make.claim(omar)
    assert claim.number not in words_of(as_maya.get("/"))


def test_a_privacy_officer_goes_to_the_record_of_who_looked(as_nadia):
    assert as_nadia.get("/").headers["Location"] == "/audit/"


def test_an_operator_goes_to_how_the_sources_are_doing(as_otto):
    assert as_otto.get("/").headers["Location"] == "/sources/"


def test_a_specialist_goes_to_the_desk(as_sana):
    assert as_sana.get("/").headers["Location"] == "/desk/"
