"""What a member does here is one more statement of the claim, and the payer has the next word."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Member
from claims.answers.answer import Tag
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import PORTAL, ClaimState, WaitingFor
from claims.models import Claim, Hold, Source
from claims.store.portal_events import say
from tests import make
from tests.claims.store.holding import S, take_in, told
from tests.claims.store.landing import HOUR, NOW

pytestmark = pytest.mark.django_db

SENT_AT = NOW + HOUR


@pytest.fixture(autouse=True)
def _clock(settings: Any) -> None:
    settings.PORTAL_NOW = SENT_AT


@pytest.fixture
def asked(maya: Member) -> Claim:
    """We wait for a bill from her, which we asked for two days ago."""
    return make.claim(
        maya, S.PENDED_INFO, waiting_for=WaitingFor.MEMBER, wanted="508:279", wanted_by=NOW.date()
    )


def sent(claim: Claim, **more: Any) -> bool:
    return say(claim, S.IN_PROCESS, at=SENT_AT, key="sent:1", **more)


def test_what_a_member_sent_moves_the_claim_in_lists_and_on_its_page(asked: Claim, as_maya):
    assert sent(asked)
    asked.refresh_from_db()
    assert (asked.state, asked.changed_at, asked.version) == (S.IN_PROCESS, SENT_AT, 2)
    for facts in (asked.brief(), asked.facts()):
        answer = claim_answer(facts, now=SENT_AT, zone="America/Chicago")
        assert answer.tag is Tag.WAITING_FOR_US
        assert plain(answer.action.sentence) == "You do not need to do anything now."
    assert "from you" in as_maya.get(asked.get_absolute_url()).content.decode()


def test_saying_it_twice_is_once(asked: Claim):
    assert sent(asked)
    assert not sent(asked)
    assert asked.events.filter(source=PORTAL).count() == 1


def test_the_payer_has_the_next_word(db):
    take_in(told(S.PENDED_INFO))
    claim = Claim.objects.get()
    assert sent(claim)
    take_in(told(S.PENDED_INFO), at=SENT_AT + HOUR)  # the same file again says nothing new
    claim.refresh_from_db()
    assert claim.state == S.IN_PROCESS
    for state, on in ((S.PENDED_INFO, 1), (S.PAID, 2)):
        take_in(told(state, on=on, paid=5_000), at=SENT_AT + on * 24 * HOUR)
        claim.refresh_from_db()
        assert claim.state == state


def test_it_never_makes_two_sources_disagree(db):
    take_in(told(S.PAID, paid=5_000))
    claim = Claim.objects.get()
    assert sent(claim)
    claim.refresh_from_db()
    assert (claim.state, claim.conflict, claim.reopened_on) == (S.PAID, [], dt.date(2026, 11, 22))
    assert not Hold.objects.exists()


def test_nothing_that_a_member_does_decides_a_claim(asked: Claim):
    with pytest.raises(ValueError, match="cannot say paid"):
        say(asked, ClaimState.PAID, at=SENT_AT, key="mine")


def test_the_portal_is_no_source_that_could_fall_silent(asked: Claim):
    assert sent(asked)
    assert not Source.objects.filter(slug=PORTAL).exists()
