"""Approvals before care: from the documents of Da Vinci PAS to what the member reads."""

import datetime as dt
import html
import json
from itertools import product
from uuid import uuid4

import pytest

from accounts.clock import today
from accounts.models import Member, MemberIdentifier
from claims.answers.answer import Answer, DateBasis, Tag
from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import Adjustment, ClaimState, ClaimUse, Program, WaitingFor
from claims.models import Approval, Claim, Coverage
from tests import make
from tests.claims.cases import words
from tests.claims.sources.pas_documents import (
    answer,
    answered,
    bundle,
    communication_request,
    how_many,
    person_reviewed,
    request,
    service,
    task,
)
from tests.claims.sources.reading import SAMPLES
from tests.claims.store.landing import land
from tests.claims.test_claims import alone, few_at_a_time, filters_with_each, home_with_each
from tests.people import browser_of

CHICAGO = "America/Chicago"
NOON = dt.timedelta(hours=17)
DAY = dt.timedelta(days=1)
VISITS = {"quantity": how_many(12, "visits")}


def at(day: int, month: int = 10) -> dt.datetime:
    """Noon in Chicago on a day of 2026."""
    return dt.datetime(2026, month, day, tzinfo=dt.UTC) + NOON


@pytest.fixture
def patient(maya: Member) -> Member:
    """Maya as PAS names her; her plan is her employer's, under ERISA."""
    MemberIdentifier.objects.create(member=maya, system="fhir/Patient", value="p1")
    covered_by(maya, Program.ERISA_SELF)
    return maya


def covered_by(member: Member, program: Program) -> None:
    plan = make.plan(program, time_zone=CHICAGO)
    Coverage.objects.filter(member=member).delete()
    Coverage.objects.create(member=member, plan=plan, starts_on=dt.date(2020, 1, 1))


def read(*documents: dict, now: dt.datetime) -> Answer:
    """What the member reads at that moment, when the documents have just landed."""
    for document in documents:
        land("fhir", document, at=now)
    (approval,) = Approval.objects.visible()
    approval.source.heard(now)
    return claim_answer(approval.facts(), now=now, zone=CHICAGO)


def group(found: Answer, heading: str) -> dict[str, str]:
    (one,) = [group for group in found.groups if group.heading == heading]
    return {plain(fact.label): plain(fact.value) for fact in one.facts}


NURSE = request(("Nurse at home", 20))


def test_an_approval_tells_its_number_its_days_and_that_it_is_no_promise_to_pay(patient):
    told = answer(answered(1, "A1", number_given="A-77", until="2026-12-31"))
    found = read(NURSE, told, now=at(10))
    assert plain(found.title) == "Your approval for Nurse at home"
    assert found.headline == "We approved this care."
    assert plain(found.call) == ("Your approval number is A-77. This is not a promise of payment.")
    assert found.action.sentence == "You do not need to do anything now."
    assert plain(found.date.sentence) == (
        "The approval is good from Monday, October 5 to Thursday, December 31."
    )
    assert group(found, "Your approval") == {
        "Approval number": "A-77",
        "Approval is good": "October 5 to December 31",
    }
    assert group(found, "Each service") == {"Nurse at home": "Approved. Asked for: 20."}
    assert (found.tag, found.settled) == (Tag.DONE, True)
    assert "prior authorization" in found.search_note


def test_fewer_visits_than_were_asked_for_are_said_with_both_numbers(patient):
    told = answer(answered(1, "A2", number_given="A-77", granted=VISITS))
    found = read(NURSE, told, now=at(10))
    assert found.headline == "We approved part of this care."
    assert group(found, "Each service") == {
        "Nurse at home": "Approved in part: 12 visits. Asked for: 20."
    }
    assert found.action.sentence.startswith("You can appeal the part that we did not agree to")
    assert "fast-appeal" in [option.kind for option in found.options]


def test_a_change_names_what_was_asked_for(patient):
    generic = {"productOrServiceCode": service("Inhaler, generic"), "quantity": how_many(2)}
    told = answer(answered(1, "A6", granted=generic))
    found = read(request(("Inhaler, brand name", 2)), told, now=at(10))
    assert found.headline == "We approved this care with changes."
    assert group(found, "Each service") == {
        "Inhaler, generic": "Approved with changes: 2. Asked for: Inhaler, brand name."
    }
    assert plain(found.action.sentence).startswith("You can appeal the changes until")


def test_each_line_says_what_was_decided_about_it(patient):
    asked = request(("Nurse at home", 20), ("Hospital bed", 1), ("Walker", 1), ("Oxygen", 1))
    told = answer(
        answered(1, "A1", until="2026-12-31"),
        answered(2, "A3"),
        answered(3, "NA", until="2026-11-30"),
    )
    found = read(asked, told, now=at(10))
    assert found.headline == "We approved part of this care."
    assert group(found, "Each service") == {
        "Nurse at home": "Approved. Asked for: 20.",
        "Hospital bed": "Not approved.",
        "Walker": "You do not need our approval for it.",
        "Oxygen": "No answer.",
    }
    assert plain(found.law) == ("The part that we approved is good until Thursday, December 31.")


def test_a_denial_says_why_until_when_to_appeal_and_who_can_help(patient):
    told = answer(
        answered(1, "A3", because=("0V", "Try physical therapy first")),
        extension=[person_reviewed(False)],
    )
    found = read(NURSE, told, now=at(10))
    assert found.headline == "We did not approve this care."
    assert plain(found.call) == "Your plan may not pay if you get it."
    assert plain(found.action.sentence) == "You can appeal until Wednesday, March 31, 2027."
    assert [plain(sentence) for sentence in found.why] == [
        "Your plan's own words below say why.",
        "Your plan added note 0V. We cannot explain it here yet.",
        "No person looked at this request before the decision. You can ask for one.",
    ]
    kinds = [option.kind for option in found.options]
    assert kinds == [
        "doctor-to-doctor",
        "explain",
        "appeal",
        "fast-appeal",
        "outside",
        "nothing",
    ]
    assert plain(found.options[0].title) == "Ask Lakeside Clinic to talk with our doctor"
    assert "Try physical therapy first" in words(found.groups)
    assert "Get help with an appeal" in words(found.groups)
    assert found.tag is Tag.NOT_AGREED


def test_an_urgent_denial_offers_the_fast_appeal_first(patient):
    asked = request(("MRI", 1), urgent=True)
    found = read(asked, answer(answered(1, "A3")), now=at(10))
    assert found.options[0].kind == "fast-appeal"
    assert found.after == "If waiting could harm your health, ask for a fast appeal."
    assert "Urgent" in words(found.details)


@pytest.mark.parametrize("flag", [True, False])
def test_whether_a_person_decided_is_said_only_where_it_was_refused(patient, flag):
    told = answer(answered(1, "A1"), extension=[person_reviewed(flag)])
    assert "person looked" not in words(read(NURSE, told, now=at(10)).why)


@pytest.mark.parametrize(
    ("program", "last"),
    [
        (Program.ERISA_SELF, "Friday, October 16"),  # 15 days
        (Program.MEDICARE_ADVANTAGE, "Thursday, October 8"),  # 7 days from 2026 on
        (Program.MEDICAID_MCO, "Thursday, October 8"),
    ],
)
def test_a_pended_request_says_by_when_the_law_wants_an_answer(patient, program, last):
    covered_by(patient, program)
    found = read(NURSE, answer(answered(1, "A4")), now=at(3))
    assert found.headline == "We have not decided yet."
    assert plain(found.call) == "Wait for our answer before you get this care."
    assert plain(found.date.sentence) == (
        f"We do not have a date yet. It must be decided by {last}."
    )
    assert found.action.sentence == "You do not need to do anything now."
    asked = {one.question: plain(one.answer) for one in found.questions}
    assert asked["Can I get the care now?"] == (
        "You can, but your plan may not pay for it. In an emergency, get care right away. "
        "Emergency care needs no approval."
    )


URGENT, OPEN = request(("MRI", 1), urgent=True), answer(answered(1, "A4"))


@pytest.mark.parametrize("documents", [(URGENT, OPEN), (OPEN, URGENT)])
def test_an_urgent_request_keeps_its_72_hours_though_no_answer_repeats_it(patient, documents):
    found = read(*documents, now=at(3))
    assert found.date.on == dt.date(2026, 10, 4)
    assert "In an emergency, get care right away." in plain(found.call)


def test_a_later_open_answer_does_not_start_the_clock_again(patient):
    later = answer(answered(1, "A4"), created="2026-10-12T08:00:00-05:00")
    found = read(NURSE, answer(answered(1, "A4")), later, now=at(13))
    assert found.date.on == dt.date(2026, 10, 16)


def test_a_pended_request_says_what_the_provider_was_asked_for(patient):
    asked_for = communication_request(
        "11506-3", sender={"reference": "Organization/1"}, occurrenceDateTime="2026-10-12"
    )
    pended = answer(
        answered(1, "A4"), communicationRequest=[{"reference": "CommunicationRequest/asked-1"}]
    )
    found = read(NURSE, bundle(pended, asked_for), now=at(3))
    assert plain(found.headline) == "We asked Lakeside Clinic for the visit notes."
    assert found.action.sentence == "You do not need to do anything now."
    step = found.steps[1]
    assert plain(step.text) == "Lakeside Clinic sends us the visit notes"
    assert plain(step.when) == "by Monday, October 12"
    assert found.tag is Tag.WAITING_FOR_US


def test_what_the_member_was_asked_for_is_theirs_to_send(patient):
    mine = task(
        "34117-2",
        owner={"reference": "Patient/p1"},
        restriction={"period": {"end": "2026-10-20"}},
    )
    found = read(bundle(answer(answered(1, "A4")), mine), now=at(3))
    assert plain(found.action.sentence) == (
        "You need to send us your medical history and exam by Tuesday, October 20."
    )
    assert found.tag is Tag.WAITING_FOR_YOU
    assert "Then your request goes back to the specialist." in words(found.questions)


def test_a_late_decision_says_so_and_what_the_law_gives(patient):
    covered_by(patient, Program.MEDICARE_ADVANTAGE)
    found = read(NURSE, answer(answered(1, "A4")), now=at(10))
    assert found.headline == "We are late with our decision."
    assert found.date.basis is DateBasis.LATE
    assert "The law treats this as a no. You can appeal now." in words(found.options)


def test_an_action_nobody_knows_is_checked_by_a_person(patient):
    found = read(NURSE, answer(answered(1, "ZZ")), now=at(2))
    assert found.headline == "We are checking this status."
    assert Claim.objects.to_check().count() == 1
    assert found.person_first


def test_two_systems_that_disagree_about_it_do_so_about_a_request(maya):
    conflict = [ClaimState.APPROVED, ClaimState.DENIED]
    made = approval(maya, ClaimState.APPROVED, conflict=conflict)
    found = claim_answer(made.facts(), now=make.now(), zone=CHICAGO)
    assert "disagree about this request" in plain(found.freshness_line)
    assert found.title == "Your approval request for <bdi>Physical therapy</bdi>"


def test_an_unknown_action_of_an_answer_that_is_not_there_yet_is_in_review(patient):
    found = read(NURSE, answer(answered(1, "PENDEDCODE"), outcome="queued"), now=at(3))
    assert found.headline == "A specialist is checking your request."


def test_care_that_needs_no_approval_is_no_promise_either(patient):
    found = read(NURSE, answer(answered(1, "NA")), now=at(3))
    assert found.headline == "You do not need our approval for this care."
    assert found.call == "This is not a promise of payment."


def test_a_cancelled_request_says_what_to_do_if_the_care_is_still_needed(patient):
    found = read(NURSE, answer(answered(1, "C")), now=at(3))
    assert found.headline == "This request was cancelled."
    assert found.call == "We did not decide about this care."
    assert plain(found.after) == (
        "If you still need this care, ask Lakeside Clinic to send a new request."
    )


def test_an_approval_that_ends_soon_says_by_when_and_needs_you(patient):
    told = answer(answered(1, "A1", number_given="A-77", until="2026-10-20"))
    found = read(NURSE, told, now=at(10))
    assert found.headline == "This approval ends soon."
    assert plain(found.action.sentence) == (
        "Get the care by Tuesday, October 20, or ask Lakeside Clinic for more time."
    )
    assert plain(found.action.days_left) == "That is 10 days from today."
    assert (found.tag, found.settled) == (Tag.WAITING_FOR_YOU, False)


def test_an_approval_that_has_ended_says_so_and_what_to_do(patient):
    told = answer(answered(1, "A1", number_given="A-77", until="2026-10-20"))
    found = read(NURSE, told, now=at(21))
    assert found.headline == "This approval has ended."
    assert "Care after its last day is not approved." in plain(found.call)
    assert plain(found.action.sentence) == (
        "If you still need this care, ask Lakeside Clinic for a new approval."
    )
    assert plain(found.date.sentence) == "The approval ended on Tuesday, October 20."
    assert group(found, "Your approval")["Approval was good"] == "October 5 to October 20"


def test_an_approval_that_has_not_begun_says_from_when(patient):
    told = answer(answered(1, "A1", since="2026-11-02", until="2026-12-31"))
    found = read(NURSE, told, now=at(10))
    assert plain(found.call) == "It starts on Monday, November 2. This is not a promise of payment."


def test_a_finished_request_without_an_answer_tells_to_call_before_the_care(patient):
    found = read(NURSE, answer(), now=at(10))
    assert found.headline == "We finished this request."
    assert found.call == "Our system did not say if we approved it."
    assert "before you get the care" in plain(found.action.sentence)


def test_a_decision_after_a_pended_answer_stands_and_both_are_in_the_history(patient):
    decided = answer(answered(1, "A1"), created="2026-10-09T08:00:00-05:00")
    found = read(NURSE, answer(answered(1, "A4")), decided, now=at(10))
    assert [moment.title for moment in found.timeline] == [
        "We approved the request",
        "We have not decided yet",
        "The request was sent to us",
    ]


SAMPLED = [
    *(SAMPLES / "davinci-pas").glob("*.json"),
    *(SAMPLES / "davinci-pdex").glob("*.json"),
    SAMPLES / "cms-bfd" / "idr-ExplanationOfBenefit-PriorAuth.json",
]


@pytest.mark.parametrize("path", sorted(SAMPLED), ids=lambda path: path.stem)
def test_every_approval_of_the_samples_has_a_page(db, path):
    if not path.exists():
        pytest.skip("the samples are not here")
    land("fhir", json.loads(path.read_text()), at=at(2))
    for found in Approval.objects.visible():
        found.member.number, found.member.user = make.number(), make.user()
        found.member.save()
        page = browser_of(found.member.user).get(found.get_absolute_url())
        assert page.status_code == 200
        assert plain(page.context["answer"].headline) in html.unescape(page.content.decode())


# Where a member finds them


def names(page) -> list[str]:
    return [plain(answer.name) for answer in page.context["answers"]]


def approval(owner: Member, state: ClaimState = ClaimState.APPROVED, **more) -> Claim:
    return make.claim(owner, state, use=ClaimUse.PREAUTHORIZATION, **more)


def test_claims_and_approvals_have_a_list_each(as_maya, maya, omar):
    make.claim(maya, service="Blood test")
    approval(maya, service="Knee MRI")
    approval(omar, service="Omar's MRI")
    assert names(as_maya.get("/claims/")) == ["Blood test"]
    assert names(as_maya.get("/approvals/")) == ["Knee MRI"]
    page = html.unescape(as_maya.get("/approvals/").content.decode())
    assert "Your approvals, Porchlight" in page
    assert '<a href="/claims/" aria-current="true">Claims</a>' in page


def test_an_approval_is_not_opened_as_a_claim_nor_a_claim_as_an_approval(as_maya, maya):
    mine, claim = approval(maya), make.claim(maya)
    assert as_maya.get(f"/claims/{mine.pk}/").url == f"/approvals/{mine.pk}/"
    assert as_maya.get(f"/approvals/{claim.pk}/").status_code == 404
    assert as_maya.get(f"/approvals/{uuid4()}/").status_code == 404


def test_search_finds_an_approval_by_its_number(as_maya, maya):
    approval(maya, authorization_number="A-4711", service="Knee MRI")
    make.claim(maya, service="Knee MRI, two views")
    page = as_maya.get("/search/?q=knee")
    assert [len(page.context[kind]) for kind in ("claims", "approvals")] == [1, 1]
    assert len(as_maya.get("/search/?q=4711").context["approvals"]) == 1
    assert names(as_maya.get("/approvals/?q=4711")) == ["Knee MRI"]


@pytest.mark.parametrize("state", [s for s in ClaimState if s is not ClaimState.HIDDEN])
def test_the_filters_show_an_approval_where_home_does(maya, state):
    today = make.now().date()
    untils = (None, today - DAY, today + 3 * DAY)
    for kinds in few_at_a_time(product((WaitingFor.NOBODY, WaitingFor.MEMBER), untils)):
        with alone():
            made = [
                approval(
                    *(maya, state),
                    waiting_for=who,
                    notice_on=today - DAY,
                    authorization_to=until,
                )
                for who, until in kinds
            ]
            shown = filters_with_each(Approval, maya, made, claim_answer)
            assert shown == home_with_each(maya, made), kinds


def test_home_counts_each_kind_for_itself(as_maya, maya):
    for _ in range(8):
        make.claim(maya)
        approval(maya, ClaimState.IN_PROCESS)
    page = html.unescape(as_maya.get("/").content.decode())
    assert '<a href="/claims/?show=us">and <bdi>3</bdi> more claims</a>' in page
    assert '<a href="/approvals/?show=us">and <bdi>3</bdi> more approvals</a>' in page


def test_the_day_the_letter_arrived_leads_back_to_the_approval(as_maya, maya):
    made = approval(maya, ClaimState.DENIED, notice_on=make.now().date() - 2 * DAY)
    page = as_maya.get(f"/claims/{made.pk}/receipt/").content.decode()
    assert 'href="/approvals/"' in page
    day = {"notice_received_on": today(maya.time_zone).isoformat()}
    answered_with = as_maya.post(f"/claims/{made.pk}/receipt/", day)
    assert answered_with.url == f"/approvals/{made.pk}/"


def test_a_guarded_approval_is_named_nowhere_but_on_its_page(as_maya, maya):
    made = approval(maya, guard="mental_health", service="Therapy, 8 visits")
    page = as_maya.get(made.get_absolute_url()).content.decode()
    assert "<title>Your approval request, Porchlight</title>" in page


# A claim and its approval


def denied_for_want_of_approval(owner: Member, **more) -> Claim:
    reason = Adjustment("PR", "197", 110_000)
    today = make.now().date()
    given = {"notice_on": today, "adjustments": (reason,), "service_from": today - 20 * DAY}
    return make.claim(owner, ClaimState.DENIED, **given | more)


def held(owner: Member, **more) -> Claim:
    today = make.now().date()
    days = {"authorization_from": today - 30 * DAY, "authorization_to": today + 90 * DAY}
    given = {"authorization_number": "A-9", "service": "CT scan", "notice_on": today}
    return approval(owner, **given | days | more)


def test_a_claim_and_its_approval_lead_to_each_other(as_maya, maya, omar):
    mine = held(maya)
    claim = make.claim(maya, ClaimState.PAID, authorization_number="A-9", service="CT of the head")
    held(omar)
    page = html.unescape(as_maya.get(claim.get_absolute_url()).content.decode())
    assert "Approval for this care" in page
    assert page.count("/approvals/") == 1
    assert f'<a href="/approvals/{mine.pk}/">We approved the request</a>' in page
    back = html.unescape(as_maya.get(mine.get_absolute_url()).content.decode())
    assert f'<a href="/claims/{claim.pk}/">We paid the claim</a>' in back


def test_a_claim_denied_for_want_of_an_approval_that_we_hold_says_so(as_maya, maya):
    held(maya)
    claim = denied_for_want_of_approval(maya, authorization_number="A-9")
    found = as_maya.get(claim.get_absolute_url()).context["answer"]
    assert plain(found.why[-1]) == (
        "We hold an approval for this care: number A-9. "
        "That is a strong reason to appeal, or to have the claim sent again."
    )
    assert plain(found.options[0].title) == (
        "Ask Lakeside Clinic to send the claim again with approval A-9"
    )


def test_an_approval_that_had_ended_before_the_care_says_that(as_maya, maya):
    today = make.now().date()
    held(maya, authorization_from=today - 90 * DAY, authorization_to=today - 40 * DAY)
    claim = denied_for_want_of_approval(maya, authorization_number="A-9")
    found = as_maya.get(claim.get_absolute_url()).context["answer"]
    assert "and not on the day of this care." in plain(found.why[-1])
    assert found.options[0].kind != "send-with-number"


def test_an_approval_that_only_fits_is_said_to_fit(as_maya, maya):
    held(maya)
    claim = denied_for_want_of_approval(maya)
    found = as_maya.get(claim.get_absolute_url()).context["answer"]
    assert plain(found.why[-1]) == (
        "We hold approval A-9 for those days. It may be for this care. Ask us."
    )
    assert plain(found.options[0].title) == "Ask us if approval A-9 is for this care"
    assert "Approval for this care" not in words(found.groups)


@pytest.mark.parametrize(
    "other",
    [
        {"state": ClaimState.DENIED},
        {"provider": "Hill Clinic"},
        {"authorization_number": ""},
        {"authorization_to": make.now().date() - 25 * DAY},
    ],
)
def test_what_does_not_fit_is_not_mentioned(as_maya, maya, other):
    held(maya, **other)
    claim = denied_for_want_of_approval(maya)
    assert "approval A-9" not in words(as_maya.get(claim.get_absolute_url()).context["answer"])


def test_a_claim_denied_for_another_reason_hears_of_no_approval(as_maya, maya):
    held(maya)
    reasons = (Adjustment("PR", "50", 110_000),)
    claim = denied_for_want_of_approval(maya, adjustments=reasons)
    assert "A-9" not in words(as_maya.get(claim.get_absolute_url()).context["answer"])
