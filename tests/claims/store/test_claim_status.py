"""Statuses (277) and remittances (835) of one claim meet in one claim, in whatever order."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from accounts.models import Member, MemberIdentifier
from claims.answers.answer import Answer, DateBasis
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import ClaimRecord, ClaimState
from claims.fold import fold_claim
from claims.models import Claim, ClaimEvent, Refusal, UnrecognisedCode
from tests import make
from tests.claims.sources.reading import read
from tests.claims.sources.x12_files import about, claim, remittance, service, status_file
from tests.claims.store.landing import HOUR, NOW, counts, land

pytestmark = pytest.mark.django_db
S = ClaimState
PAID = remittance(
    claim("200.00", "120.00", *service("200.00", "120.00", "CO*45*50.00", "PR*2*30.00"), owes="30")
)


def status(*stc: str, kind: str = "X212", **parts: str | tuple) -> str:
    return status_file(about(*stc, **parts), kind=kind)


def answer(found: Claim) -> Answer:
    """As the claim's page says it."""
    facts = Claim.objects.own(found.member, found.pk)
    return claim_answer(facts, now=NOW, zone="America/Chicago")


def states() -> list[str]:
    return sorted(Claim.objects.values_list("state", flat=True))


def test_T33_an_old_status_that_comes_late_enters_the_history_only():
    land("x12", PAID)
    before = Claim.objects.values("state", "state_on", "changed_at").get()
    assert before["state"] == S.PAID
    land("x12", status("STC*P1:20*20260502"), at=NOW + HOUR)
    assert Claim.objects.values("state", "state_on", "changed_at").get() == before
    assert set(ClaimEvent.objects.values_list("state", "effective_on")) == {
        ("paid", before["state_on"]),
        ("in_process", dt.date(2026, 5, 2)),
    }


@pytest.mark.parametrize("order", list(itertools.permutations([0, 1])))
def test_T34_of_one_day_the_decision_stands_whichever_comes_first(order):
    files = [status("STC*F1:65*20260510**200*120"), status("STC*P1:20*20260510")]
    for number, place in enumerate(order):
        land("x12", files[place], at=NOW + number * HOUR)
    assert states() == ["paid"]


def test_T32_the_same_status_in_a_new_envelope_changes_nothing():
    text = status("STC*P1:20*20260502")
    assert counts(land("x12", text)) == (1, 0, 0)
    again = text.replace("000000001", "000000002").replace("*1147*1*X", "*1147*2*X")
    again = again.replace("GE*1*1~", "GE*1*2~")
    assert counts(land("x12", again, at=NOW + HOUR)) == (0, 1, 0)


def test_T32_the_same_status_in_tomorrows_file_changes_nothing():
    text = status("STC*P1:20*20260502")
    land("x12", text)
    assert counts(land("x12", text.replace("*20260512*0810", "*20260513*0810"))) == (0, 1, 0)


def test_a_status_of_tomorrow_is_the_same_when_tomorrow_has_come():
    text = status("STC*P1:20*20261123")
    assert counts(land("x12", text)) == (1, 0, 0)
    assert counts(land("x12", text, at=NOW + 240 * HOUR)) == (0, 1, 0)


def test_a_status_of_a_day_to_come_decides_nothing_before_that_day():
    text = status("STC*F2:88*20261130")
    land("x12", status("STC*P1:20*20261120"))
    assert counts(land("x12", text, at=NOW + HOUR)) == (0, 0, 1)
    assert states() == ["in_process"]
    assert Refusal.objects.get().found == "one that is still to come"
    assert counts(land("x12", text, at=NOW + 192 * HOUR)) == (1, 0, 0)
    assert states() == ["denied"]


def test_a_remittance_that_pays_next_week_counts_from_the_day_it_was_made():
    paid_on, made_on = "20261126", "DTM*405*20261121"
    text = PAID.replace("DTM*405*20260510", made_on).replace("20260510", paid_on)
    assert counts(land("x12", text)) == (1, 0, 0)
    assert Claim.objects.get().state_on == dt.date(2026, 11, 21)
    later = text.replace(made_on, "DTM*405*20261125")
    assert counts(land("x12", later, at=NOW + HOUR)) == (0, 0, 1)


def test_a_status_and_a_remittance_are_one_claim():
    land("x12", status("STC*P1:20*20260502"))
    land("x12", PAID, at=NOW + HOUR)
    assert states() == ["paid"]


PARTLY = remittance(
    claim(
        "300.00",
        "120.00",
        *service("200.00", "120.00", "CO*45*50.00", "PR*2*30.00"),
        *service("100.00", "0", "PR*204*100.00", code="97139"),
        owes="130",
    )
)


@pytest.mark.parametrize("category", ["F0:1", "F1:65"])
@pytest.mark.parametrize("day", ["20260510", "20260520"])
@pytest.mark.parametrize("later", [False, True])
def test_a_status_never_hides_what_a_remittance_says_in_full(category, day, later):
    files = [PARTLY, status(f"STC*{category}*{day}**300*120")]
    for number, text in enumerate(files if later else reversed(files)):
        land("x12", text, at=NOW + number * HOUR)
    found = Claim.objects.get()
    assert (found.state, found.state_on) == (S.PARTIALLY_DENIED, dt.date(2026, 5, 10))
    assert "Your plan does not cover this service." in plain(" ".join(answer(found).why))


@pytest.mark.parametrize("stc", ["F2:88*20260520", "F3:101*20260520", "F1:65*20260520**300*250"])
def test_a_status_that_says_otherwise_is_news(stc):
    land("x12", PAID)
    land("x12", status(f"STC*{stc}"), at=NOW + HOUR)
    assert Claim.objects.get().state_on == dt.date(2026, 5, 20)


def test_a_claim_that_is_looked_at_again_may_be_denied_again():
    land("x12", remittance(claim("200", "0", *service("200", "0", "PR*50*200"), owes="200")))
    land("x12", status("STC*P1:20*20260515"), at=NOW + HOUR)
    land("x12", status("STC*F2:84*20260520"), at=NOW + 2 * HOUR)
    assert Claim.objects.get().state_on == dt.date(2026, 5, 20)


def test_A5_a_split_claim_stays_split_whatever_becomes_of_its_parts():
    land("x12", status("STC*A5:20*20260502", kind="X214"))
    parts = status_file(
        about("STC*F1:65*20260510**80*80", number="CN-1A"),
        about("STC*P1:20*20260510", number="CN-1B"),
    )
    land("x12", parts, at=NOW + HOUR)
    assert states() == ["in_process", "paid", "split"]
    split = answer(Claim.objects.get(state=S.SPLIT))
    assert plain(split.headline) == "We split this claim into 2 claims."
    assert plain(split.action.sentence) == "You do not need to do anything now."


def test_P3_says_who_was_asked_and_for_what():
    land("x12", status("STC*P3:317:1P*20261120"))
    told = answer(Claim.objects.get())
    assert plain(told.headline) == "We asked LAKE CLINIC for the medical record."
    assert not told.action.required


def test_P3_to_the_member_is_a_thing_to_do():
    land("x12", status("STC*P3:171:IL*20261120"))
    told = answer(Claim.objects.get())
    assert plain(told.headline) == "We need something from you."
    assert told.action.required
    assert "details of any other insurance" in plain(told.action.sentence)


def test_A7_a_rejection_is_no_denial_and_opens_no_appeal():
    land("x12", status("STC*A7:33:IL*20261118*U", kind="X214"))
    found = Claim.objects.get()
    told = answer(found)
    assert (found.state, found.notice_on) == (S.REJECTED_FRONT_END, None)
    assert told.date.basis is not DateBasis.LAW
    assert told.action.due_on is None
    assert plain(told.action.sentence).startswith("You can ask LAKE CLINIC to check your name")
    assert "appeal" not in [option.kind for option in told.options]
    assert told.options[0].kind == "identity"
    assert plain(told.why[0]).startswith("We could not match the claim to a member.")
    assert not told.law


def test_a_claim_that_was_sent_again_leaves_its_rejection_behind():
    land("x12", status("STC*A7:21*20261110*U", kind="X214"))
    land("x12", status("STC*A2:20*20261115*WQ", kind="X214"), at=NOW + HOUR)
    assert states() == ["received"]


def test_E0_keeps_the_state_and_is_told():
    land("x12", status("STC*P3:317*20260502"))
    before = Claim.objects.values().get()
    batch = land("x12", status("STC*E0:24:85*20260510"), at=NOW + HOUR)
    assert Claim.objects.values().get() == before
    assert counts(batch) == (0, 0, 0)
    assert Refusal.objects.get().now == "The claim keeps the state that it had."


def test_a_category_that_nobody_knows_is_counted_and_given_to_a_person():
    land("x12", status("STC*Z9:20*20260510"))
    assert UnrecognisedCode.objects.get().code == "Z9"
    found = Claim.objects.get()
    assert found.state == S.UNRECOGNISED
    assert found.checking_until is not None
    assert plain(answer(found).headline) == "We are checking this status."


def test_a_denial_by_status_says_why_and_owns_up_to_the_missing_letter():
    land("x12", status("STC*F2:88:QC*20261118**150*0"))
    told = answer(Claim.objects.get())
    assert plain(told.why[0]).startswith("Our records say that the patient was not covered")
    assert "We do not have your last date to appeal." in plain(told.date.sentence)


def test_the_member_finds_the_claim_of_a_file(as_maya, maya: Member):
    MemberIdentifier.objects.create(member=maya, system="member_number", value="M-1001")
    Member.objects.update(legal_name="Maya Smith")
    land("x12", status("STC*P3:317:1P*20261120"))
    page = as_maya.get(Claim.objects.get().get_absolute_url()).content.decode()
    assert "the medical record" in page
    assert make.source("x12").kind == "claims"


CATEGORIES = ("A1", "A2", "A5", "A7", "P1", "P3", "P4", "F0", "F1", "F2", "F3", "F4", "R4", "Z9")
STATUSES = st.builds(
    lambda category, day, paid: status(f"STC*{category}:20*202605{day:02}**200*{paid}"),
    st.sampled_from(CATEGORIES),
    st.integers(1, 28),
    st.sampled_from(["", "0", "120"]),
)
REMITTANCES = st.builds(
    lambda code, day: remittance(
        claim("200", "120", *service("200", "120", "CO*45*80"), status=code), on=f"202605{day:02}"
    ),
    st.sampled_from(["1", "2", "4", "19", "23"]),
    st.integers(1, 28),
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(STATUSES | REMITTANCES, min_size=1, max_size=6))
def test_any_order_and_duplication_of_what_was_heard_folds_to_one_state(data, files):
    heard = [
        replace(record.happening, received_at=NOW + number * HOUR)
        for number, text in enumerate(files)
        for record in read("x12", text)
        if isinstance(record, ClaimRecord)
    ]
    again = data.draw(st.permutations([*heard, *data.draw(st.lists(st.sampled_from(heard)))]))
    folded, once = fold_claim(again), fold_claim(heard)
    assert (folded.state, folded.state_on) == (once.state, once.state_on)
    assert folded.current == once.current


EVENTS = (
    status("STC*A1:20*20260501", kind="X214"),
    status("STC*A2:20*20260501", kind="X214"),
    status("STC*P1:20*20260503"),
    status("STC*P3:317*20260510"),
    status("STC*F1:65*20260510**200*120"),
    status("STC*E0:24*20260511"),
    PAID,
)


@pytest.mark.parametrize("seed", range(6))
def test_files_in_any_order_and_twice_end_in_one_state(seed):
    shuffled = [*EVENTS, *EVENTS]
    for number in range(len(shuffled)):
        place = (seed * 7 + number * 5) % len(shuffled)
        shuffled[number], shuffled[place] = shuffled[place], shuffled[number]
    for number, text in enumerate(shuffled):
        land("x12", text, at=NOW + number * HOUR)
    assert Claim.objects.values_list("state", "state_on").get() == ("paid", dt.date(2026, 5, 10))
    assert ClaimEvent.objects.count() == len(EVENTS) - 1


FIRST = status("STC*A7:21*20261110*U", kind="X214", number="")
ACCEPTED = status("STC*A2:20*20261115*WQ", kind="X214", number="CN-1")


@pytest.mark.parametrize("files", [(FIRST, ACCEPTED), (ACCEPTED, FIRST)])
def test_what_was_said_before_the_payer_gave_a_number_is_the_same_claim(files):
    for number, text in enumerate(files):
        land("x12", text, at=NOW + number * HOUR)
    (shown,) = Claim.objects.visible()
    assert shown.state == S.RECEIVED
    titles = [plain(one.title) for one in answer(shown).timeline]
    assert titles == ["We received the claim", "The claim was sent back to the provider"]


def test_two_claims_of_one_account_stay_two():
    land("x12", status_file(about("STC*P1:20*20260502"), about("STC*P1:20*20260502", number="2")))
    assert Claim.objects.visible().count() == 2
