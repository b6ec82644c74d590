"""Claims: the list, one claim, the day its letter arrived, and whose they are."""

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, product
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils.timezone import now

from accounts.models import Member
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import ClaimState, EntryType, Program, WaitingFor
from claims.models import Claim
from claims.views.listing import chosen_of
from portal.home import MOST_DONE, MOST_NEEDS, MOST_SHOWN, at_home
from tests import make

TODAY = now().date()


def names(page) -> list[str]:
    return [answer.name for answer in page.context["answers"]]


def words_of(page) -> str:
    return html.unescape(page.content.decode())


def test_the_list_shows_ones_own_claims_newest_first(as_maya, maya, omar):
    make.claim(maya, service="Older", changed_at=now() - dt.timedelta(days=3))
    make.claim(maya, service="Newer")
    make.claim(omar, service="Omar's")
    page = as_maya.get("/claims/")
    assert [name.replace("<bdi>", "").replace("</bdi>", "") for name in names(page)] == [
        "Newer",
        "Older",
    ]


def test_another_members_claim_does_not_exist_for_you(as_maya, omar):
    claim = make.claim(omar, notice_on=TODAY)
    assert as_maya.get(claim.get_absolute_url()).status_code == 404
    assert as_maya.get(f"{claim.get_absolute_url()}receipt/").status_code == 404
    assert as_maya.get(f"/claims/{uuid4()}/").status_code == 404


def test_t39_a_dependents_claim_is_nowhere_without_a_grant(as_maya, maya):
    child = make.member("Noor", signs_in=False)
    claim = make.claim(child, service="Therapy of Noor")
    assert as_maya.get(claim.get_absolute_url()).status_code == 404
    for place in ("/claims/", "/", "/search/?q=Noor", "/claims/?q=Therapy"):
        page = words_of(as_maya.get(place))
        assert "Therapy of Noor" not in page
        assert claim.number not in page


def test_a_replaced_claim_and_one_entered_in_error_do_not_show(as_maya, maya):
    old = make.claim(maya, number="CLM-OLD", superseded_by=make.claim(maya, number="CLM-NEW"))
    make.claim(maya, ClaimState.HIDDEN, number="CLM-ERROR")
    page = as_maya.get("/claims/")
    assert len(page.context["answers"]) == 1
    assert as_maya.get(old.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", [s for s in ClaimState if s is not ClaimState.HIDDEN])
def test_every_state_has_a_page_and_a_row(as_maya, maya, state):
    claim = make.claim(maya, state)
    page = as_maya.get(claim.get_absolute_url())
    answer = page.context["answer"]
    assert page.status_code == 200
    assert answer.headline in page.content.decode()
    assert answer.action.sentence in page.content.decode()
    assert answer.headline in as_maya.get("/claims/").content.decode()


@pytest.mark.parametrize("state", [s for s in ClaimState if s is not ClaimState.HIDDEN])
def test_the_filters_show_what_home_shows(maya, state):
    for kinds in few_at_a_time(product(WaitingFor, (1, 190))):
        with alone():
            made = [
                make.claim(maya, state, waiting_for=who, notice_on=TODAY - letter * make.DAY)
                for who, letter in kinds
            ]
            shown = filters_with_each(Claim, maya, made, claim_answer)
            assert shown == home_with_each(maya, made), kinds


@pytest.mark.parametrize("state", [ClaimState.PAID, ClaimState.DENIED, ClaimState.PENDED_INFO])
def test_the_filters_show_what_home_shows_of_a_contradiction(maya, state):
    conflict = [ClaimState.PAID, ClaimState.DENIED]
    made = make.claim(maya, state, conflict=conflict, notice_on=TODAY)
    assert filters_with(Claim, maya, made, claim_answer) == home_with(maya, made) == ["us"]


def test_the_filters_show_a_late_decision_where_home_does(maya):
    received_on, plan = TODAY - 200 * make.DAY, make.plan(program=Program.ERISA_SELF)
    late = make.claim(maya, plan=plan, received_on=received_on)
    assert filters_with(Claim, maya, late, claim_answer) == home_with(maya, late) == ["you"]


def few_at_a_time(kinds: Iterable[tuple]) -> Iterator[list[tuple]]:
    """As many as home shows of what it shows the fewest of: asked for together, they cost less."""
    left = iter(kinds)
    while some := list(islice(left, min(MOST_NEEDS, MOST_SHOWN, MOST_DONE))):
        yield some


@contextmanager
def alone() -> Iterator[None]:
    """What is made herein is gone after it: home has room for a few things."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def filters_with(model, maya, made, answer) -> list[str]:
    return filters_with_each(model, maya, [made], answer)[0]


def home_with(maya, made) -> list[str]:
    return home_with_each(maya, [made])[0]


def filters_with_each(model, maya, made, answer) -> list[list[str]]:
    """Under which filters each of these stands."""
    things, zone = model.objects.for_member(maya), maya.time_zone
    under = {
        show: set(chosen_of(things, show, answer, now(), zone)) for show in ("you", "us", "done")
    }
    return [[show for show in under if one in under[show]] for one in made]


def home_with_each(maya, made) -> list[list[str]]:
    """In which places of home each of these stands, called as the filters are."""
    home = at_home(maya)
    places = {"needs": "you", "coming": "us", "done": "done"}
    there = {show: {answer.url for answer in home[place]} for place, show in places.items()}
    return [[show for show in there if one.get_absolute_url() in there[show]] for one in made]


def test_an_appealable_refusal_is_listed_where_home_puts_it(as_maya, maya):
    claim = make.claim(maya, ClaimState.DENIED, notice_on=TODAY)
    home = [answer.url for answer in as_maya.get("/").context["needs"]]
    you = [answer.url for answer in as_maya.get("/claims/?show=you").context["answers"]]
    assert home == you == [claim.get_absolute_url()]
    assert not as_maya.get("/claims/?show=done").context["answers"]


def test_a_claim_on_which_two_systems_disagree_waits_for_us(maya):
    make.claim(maya, ClaimState.PAID, conflict=[ClaimState.PAID, ClaimState.DENIED])
    assert Claim.objects.for_member(maya).waiting_for_us().count() == 1
    assert Claim.objects.for_member(maya).done().count() == 0


def test_filters_are_links_that_keep_the_words(as_maya, maya):
    make.claim(maya, ClaimState.PAID)
    page = as_maya.get("/claims/?q=therapy&show=done")
    assert len(page.context["answers"]) == 1
    assert "?q=therapy&amp;show=us" in page.content.decode()
    assert as_maya.get("/claims/?show=nobody-knows").context["answers"]


@pytest.mark.parametrize("address", ["/claims/", "/approvals/", "/orders/"])
def test_in_spanish_the_filter_for_all_has_no_gender(as_maya, maya, address):
    Member.objects.update(language="es")
    page = as_maya.get(address).content.decode()
    assert re.search(r">\s*Todo\s*<", page)
    assert "Todos" not in page


@pytest.mark.parametrize(
    "words", ["physio", "PHYSIO river", "clm-77", "$1,234.50", "1234.50", "river"]
)
def test_the_search_box_finds_service_provider_number_and_amount(as_maya, maya, words):
    make.claim(maya, service="Physiotherapy", provider="River", number="CLM-77", billed=123450)
    make.claim(maya, service="Dental", provider="Hill", number="CLM-88")
    assert len(as_maya.get("/claims/", {"q": words}).context["answers"]) == 1


def test_a_search_that_finds_nothing_offers_a_person_and_keeps_words_out_of_the_address(
    as_maya, maya
):
    make.claim(maya)
    page = words_of(as_maya.get("/claims/", {"q": "unicorn"}))
    assert "No claim of yours has these words." in page
    assert '<input type="hidden" name="searched" value="unicorn">' in page


@pytest.mark.parametrize("words", ["%", "_", "\0", "'", "x" * 5000, "a " * 500])
def test_odd_words_are_only_words(as_maya, maya, words):
    make.claim(maya)
    assert as_maya.get("/claims/", {"q": words}).status_code == 200


def test_a_percent_sign_is_not_a_wildcard(as_maya, maya):
    make.claim(maya)
    assert not as_maya.get("/claims/", {"q": "%"}).context["answers"]


def test_htmx_gets_only_the_results(as_maya, maya):
    make.claim(maya)
    page = words_of(as_maya.get("/claims/?q=therapy", headers={"HX-Request": "true"}))
    assert page.lstrip().startswith('<section id="results"')
    assert "<html" not in page


def test_a_page_that_is_past_the_end_is_the_last_page(as_maya, maya):
    make.claim(maya)
    assert len(as_maya.get("/claims/?page=999").context["answers"]) == 1
    assert len(as_maya.get("/claims/?page=x").context["answers"]) == 1


def test_a_list_without_claims_says_so(as_maya):
    assert "You do not have any claims yet." in words_of(as_maya.get("/claims/"))


def test_the_title_of_a_guarded_claim_says_nothing_over_a_shoulder(as_maya, maya):
    claim = make.claim(maya, service="Hepatitis test", guard="unknown")
    page = words_of(as_maya.get(claim.get_absolute_url()))
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Hepatitis" not in title
    assert "Hepatitis test" in page


@pytest.fixture
def denied(maya) -> Claim:
    return make.claim(maya, ClaimState.DENIED, notice_on=TODAY - dt.timedelta(days=9))


def test_t02_the_time_to_appeal_runs_from_the_day_the_letter_arrived(as_maya, denied):
    before = as_maya.get(denied.get_absolute_url()).context["answer"].action.due_on
    arrived = denied.notice_on + dt.timedelta(days=7)
    saved = as_maya.post(
        f"{denied.get_absolute_url()}receipt/", {"notice_received_on": arrived}, follow=True
    )
    after = saved.context["answer"].action.due_on
    assert after > before
    assert "We saved the day your letter arrived." in words_of(saved)


@pytest.mark.parametrize(
    ("days", "problem"),
    [(-12, "The letter is dated"), (2, "The day must be today or in the past.")],
)
def test_a_letter_arrives_neither_before_it_was_written_nor_tomorrow(
    as_maya, denied, days, problem
):
    day = TODAY + dt.timedelta(days=days)
    page = as_maya.post(f"{denied.get_absolute_url()}receipt/", {"notice_received_on": day})
    denied.refresh_from_db()
    assert problem in words_of(page)
    assert "Error: " in words_of(page)
    assert denied.notice_received_on is None


def test_a_claim_without_a_letter_has_no_day_to_tell(as_maya, maya):
    claim = make.claim(maya)
    assert as_maya.get(f"{claim.get_absolute_url()}receipt/").status_code == 404


def test_a_claim_says_what_the_account_says_about_it(as_maya, maya):
    claim = make.claim(maya, ClaimState.PAID, number="CLM-35", member_owes=3600)
    account = make.balance(maya, 0)
    make.entry(account, 15000, claim=claim, claim_number="CLM-35")
    make.entry(account, -11400, claim=claim, type=EntryType.PAYER_PAYMENT)
    make.entry(account, -3600)
    page = as_maya.get(claim.get_absolute_url())
    (group,) = page.context["answer"].beside
    assert [(one.label, plain(one.value)) for one in group.facts[:-1]] == [
        ("Billed", "$150.00"),
        ("Paid by an insurer or taken off", "$114.00"),
        ("You paid", "$36.00"),
        ("Left to pay", "$0.00"),
    ]
    assert group.facts[-1].url == account.get_absolute_url()
    words = words_of(page)
    assert words.index('data-status="done"') < words.index("On your balance")


def test_a_payment_taken_back_is_left_to_pay(as_maya, maya):
    claim = make.claim(maya, ClaimState.PAID)
    account = make.balance(maya, 0)
    make.entry(account, 3600, claim=claim)
    make.entry(account, -3600, claim=claim, external_id="PAY-1")
    make.entry(account, 3600, claim=claim, type=EntryType.REVERSAL, reversal_of="PAY-1")
    (group,) = as_maya.get(claim.get_absolute_url()).context["answer"].beside
    assert [plain(one.value) for one in group.facts[:3]] == ["$36.00", "$0.00", "$36.00"]


def test_a_claim_without_lines_says_nothing_of_a_balance(as_maya, maya, omar):
    claim = make.claim(maya, number="CLM-35")
    make.entry(make.balance(omar, 0), 3600, claim_number="CLM-35")
    make.entry(make.balance(maya, 0, conflict=True), 3600, claim=claim)
    assert "On your balance" not in words_of(as_maya.get(claim.get_absolute_url()))
