"""The demo shows everything that a member can ever meet."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoDbBlocker

from accounts.models import Member, User
from claims.answers.answer import Answer, DateBasis, Freshness, Tag
from claims.answers.balance import balance_answer
from claims.answers.claim import claim_answer
from claims.answers.order import order_answer
from claims.answers.words import plain
from claims.date_kind import DateKind
from claims.estimates.tables import IN_USE
from claims.facts import ClaimState, OrderState
from claims.hit_rate_words import FEWEST
from claims.models import Balance, Claim, Hold, ImportBatch, Order, Promise, Source
from claims.models.estimate import look
from claims.store.hit_rate import measure
from outreach.models import Message
from portal.demo.load import load
from portal.demo.people import BY_SLUG, MEMBERS, PEOPLE
from portal.tasks import keep_demo_fresh

#: Words that no Spanish sentence has; what outside systems say of these two is in Spanish, too.
ENGLISH = re.compile(
    r"\b(the|your|you|we|and|with|from|by|claims?|orders?|due|paid|charge|bill|past|sent|for)\b",
    re.IGNORECASE,
)
NOW = dt.datetime(2026, 3, 4, 5, 58, tzinfo=dt.UTC)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo, made once; what a test changes in it is undone after the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(NOW)
        look()
        yield
        IN_USE.drop()
        transaction.set_rollback(True)


@pytest.fixture
def clock(settings) -> None:
    settings.PORTAL_NOW = NOW


def test_at_least_twelve_named_members_can_sign_in(demo: None) -> None:
    assert len(MEMBERS) >= 12
    assert User.objects.count() == len(PEOPLE)
    assert Member.objects.exclude(user=None).count() == len(MEMBERS)


def test_the_demo_shows_every_state_of_a_claim(demo: None) -> None:
    shown = set(Claim.objects.visible().values_list("state", flat=True))
    assert shown == set(ClaimState) - {ClaimState.HIDDEN}


def test_the_demo_shows_every_state_of_an_order(demo: None) -> None:
    assert set(Order.objects.values_list("state", flat=True)) == set(OrderState)


def test_the_demo_shows_every_tag_and_every_doubt(demo: None) -> None:
    shown = answers()
    assert {answer.freshness for answer in shown} == set(Freshness)
    assert {answer.tag for answer in shown} == set(Tag)


def test_the_demo_shows_every_kind_of_date_line(demo: None) -> None:
    lines = [answer.date for answer in answers()]
    assert {line.basis for line in lines} == set(DateBasis)
    dated = [line.on is not None for line in lines if line.basis is DateBasis.ESTIMATE]
    assert {*dated} == {True, False}  # a day, and where there is little history a range
    kinds = {line.kind for line in lines if line.basis is DateBasis.ESTIMATE}
    assert kinds >= {DateKind.DECISION, DateKind.REQUEST, DateKind.PAYMENT, DateKind.SHIP}


#: portal.md 4.0, row by row; "yours is on day" is what little history allows.
DATE_LINES = {
    "promise": "We will decide again by",
    "estimate": "We expect to decide by",
    "little history": "Yours is on day",
    "none": "We do not have a date yet. We will tell you more by",
    "moved": "We now expect to decide by",
    "passed": "We are late, and we are sorry.",
}


def test_the_demo_shows_every_sentence_that_a_date_may_have(demo: None) -> None:
    lines = [plain(answer.date.sentence) for answer in answers()]
    shown = {name for name, words in DATE_LINES.items() if any(words in line for line in lines)}
    assert shown == set(DATE_LINES)


def test_specialists_of_the_demo_have_dates_to_mend(demo: None) -> None:
    late, undated = Promise.objects.late().get(), Promise.objects.undated().get()
    assert (late.claim.number, late.new_on, undated.claim.number) == ("EA-8101", None, "CLM-2048")
    named = Promise.objects.exclude(said_by=None).get()
    assert (named.claim.number, named.said_by.email) == ("CLM-6060", BY_SLUG["lena"].email)


def test_its_estimates_come_from_files_that_were_imported(demo: None) -> None:
    files = ImportBatch.objects.filter(file_name__regex=r"^(history|week-\d+)\.")
    landed = files.values("source_id").annotate(in_all=Sum("landed"), refused_in_all=Sum("refused"))
    assert {one["source_id"] for one in landed} == {"fhir", "schemaorg", "easypost"}
    assert all(one["in_all"] > 50 and not one["refused_in_all"] for one in landed)


def test_its_dates_were_named_and_settled_by_the_code_that_does_so(demo: None) -> None:
    outcomes = set(Promise.objects.values_list("outcome", flat=True))
    assert outcomes >= {"open", "kept", "broken"}
    rate = measure(NOW.date())
    assert rate.lately().number >= FEWEST
    assert rate.undated
    assert 0.75 < rate.lately().kept / rate.lately().number < 1


def test_one_member_reads_what_became_of_dates_that_were_named_before(demo: None) -> None:
    tom = Member.objects.get(preferred_name="Tom")
    lines = {
        claim.number: plain(claim_answer(claim.facts(), now=NOW, zone=tom.time_zone).date.sentence)
        for claim in Claim.objects.for_member(tom)
    }
    assert "We waited for what we asked you for." in lines["CLM-7010"]
    assert "It was" in lines["CLM-7010"] or "before." in lines["CLM-7010"]
    assert "It takes longer than most like it" in lines["CLM-7011"]
    assert "We now expect to decide by" in lines["CLM-7012"]


def test_the_demo_shows_every_kind_of_balance(demo: None) -> None:
    cases = {case for answer in answers() if answer.subject == "balance" for case in kinds(answer)}
    assert cases == {
        "due",
        "due in part",
        "past due",
        "nothing",
        "credit",
        "disputed",
        "waiting",
        "not billed",
        "above the share",
    }


@cache
def answers() -> list[Answer]:
    """What every member of the demo reads, read once."""
    found: list[Answer] = []
    for model, answer in (
        (Claim, claim_answer),
        (Order, order_answer),
        (Balance, balance_answer),
    ):
        rows = Claim.objects.visible() if model is Claim else model.objects.all()
        found += [
            answer(row.facts(), now=NOW, zone=row.member.time_zone)
            for row in rows.select_related("member", "source")
        ]
    return found


def kinds(answer: Answer) -> Iterator[str]:
    words = {
        "due": "Pay by",
        "due in part": "Pay at least",
        "past due": "It was due on",
        "nothing": "You do not owe anything.",
        "credit": "in credit",
        "disputed": "We are checking $",
        "waiting": "Do not pay $",
        "not billed": "not on a bill yet",
        "above the share": "more than your share",
    }
    said = plain(f"{answer.headline} {answer.call} {answer.date.sentence}")
    return (kind for kind, words in words.items() if words in said)


def test_the_demo_holds_things_back_and_one_waits_for_a_second_person(demo: None) -> None:
    states = list(Hold.objects.values_list("state", flat=True))
    assert states.count("proposed") == 1
    assert states.count("open") >= 3
    by_file = Hold.objects.select_related("claim").get(batch__file_name="unbalanced.x12.edi")
    assert by_file.line is not None
    assert by_file.claim.member.preferred_name == "Ahmed"
    assert set(Hold.objects.values_list("reason", flat=True)) >= {
        "out_of_balance",
        "orphan_reversal",
        "sources_disagree",
    }


def test_one_member_has_pages_of_claims_and_one_has_nothing(demo: None) -> None:
    walter, nora = (Member.objects.get(preferred_name=name) for name in ("Walter", "Nora"))
    assert Claim.objects.for_member(walter).count() > 60
    assert not Claim.objects.for_member(nora).exists()
    assert not Order.objects.for_member(nora).exists()
    assert not Balance.objects.for_member(nora).exists()


def test_its_systems_stay_as_fresh_as_their_part_asks_for(demo: None, settings) -> None:
    settings.PORTAL_NOW = NOW + dt.timedelta(days=3)
    keep_demo_fresh()
    age = {source.slug: settings.PORTAL_NOW - source.heard_at for source in heard_sources()}
    assert age["claims"] < dt.timedelta(hours=1)
    assert age["claims-stale"] > dt.timedelta(days=3)


def heard_sources():
    return Source.objects.exclude(heard_at=None)


def test_running_it_twice_changes_nothing(demo: None) -> None:
    before = Claim.objects.count(), Order.objects.count(), User.objects.count()
    call_command("demo", verbosity=0)
    assert (Claim.objects.count(), Order.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize("slug", ["rosa", "luis"])
def test_no_page_of_somebody_who_reads_spanish_has_english_words(
    demo: None, client: Client, slug: str
) -> None:
    member = Member.objects.get(user__email=BY_SLUG[slug].email)
    client.force_login(member.user)
    own = [*member.claims.visible(), *member.orders.all(), *member.balances.all()]
    pages = ["/", "/claims/", "/approvals/", "/orders/", "/balances/", "/you/", "/calls/new/"]
    for path in [*pages, *(thing.get_absolute_url() for thing in own)]:
        page = client.get(path).content.decode()
        words = strip_tags(page[page.index("<body") :])
        assert not ENGLISH.findall(words), f"{path}: {ENGLISH.findall(words)}"


def test_an_operator_of_the_demo_has_an_alarm_and_something_refused(demo: None) -> None:
    source = Source.objects.get(slug="billing-partial")
    assert source.alarms.open().filter(kind="refused").exists()
    assert source.batches.get().refusals.count() == 3
    assert source.doubt == "refused"


def test_the_inboxes_hold_what_the_rules_found_and_a_worker_sent(demo: None) -> None:
    told = set(Message.objects.sent().values_list("member__preferred_name", "notice"))
    assert {("Maya", "checked_twice"), ("Maya", "act_by"), ("Daniel", "appeal_by")} <= told
    kept = Message.objects.refused().get(member__preferred_name="Priya", notice="order_late")
    assert kept.reason == "call_booked"  # she has asked for a call about it
    assert not Message.objects.parked().exists()
