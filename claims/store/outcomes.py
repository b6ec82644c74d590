"""What a member would read once a hold is settled: folded and answered anew, nothing written."""

import datetime as dt
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from django.db.models import Q
from django.utils.translation import override
from msgspec import Struct
from msgspec.structs import replace

from claims.answers.answer import Answer
from claims.answers.claim import claim_answer
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from claims.facts import ClaimFacts, HoldReason
from claims.models import ClaimEvent, Hold
from claims.models.claim_account import accounts_of, on_accounts_as_if
from claims.models.claim_facts import read_as_if
from claims.store import claims, plans, shares, told
from claims.store.claim_rows import Case
from claims.store.releases import record_of

NOT_YET = 2**62  # the key of a statement that has not landed: all others came before it
Resolution = Hold.Resolution


class Outcome(Struct, frozen=True, kw_only=True):
    """``facts`` None: nobody sees the claim. ``two_people``: somebody may read another answer."""

    resolution: Resolution
    facts: ClaimFacts | None
    two_people: bool


class Preview(Struct, frozen=True, kw_only=True):
    """What is read now, and what would be after each resolution that the hold may have."""

    now: ClaimFacts
    outcomes: list[Outcome]

    def after(self, resolution: Resolution) -> Outcome | None:
        return next((one for one in self.outcomes if one.resolution == resolution), None)


def preview(hold: Hold, at: dt.datetime) -> Preview:
    """``hold.claim`` with its member and ``hold.batch`` are read already; nine queries at most."""
    zone, found = hold.claim.member.time_zone, facts_of_each(hold)
    accounts = accounts_of([one for one in found[:1] if one])
    now, *after = (one and on_accounts_as_if(one, at, zone, accounts) for one in found)
    kept = Outcome(
        resolution=Resolution.KEEP, facts=after[0], two_people=not was_shown_before(hold)
    )
    if not may_be_used(hold):
        return Preview(now=now, outcomes=[kept])
    differs = reading(after[1], at, zone) != reading(kept.facts, at, zone)
    used = Outcome(resolution=Resolution.USE, facts=after[1], two_people=differs)
    return Preview(now=now, outcomes=[used, kept])


def may_be_used(hold: Hold) -> bool:
    """A claim never moves from one person to another, whoever says so."""
    return hold.reason != HoldReason.MOVED_TO_ANOTHER_MEMBER


def was_shown_before(hold: Hold) -> bool:
    """What is kept was there before the doubt: then to keep it tells the member nothing new."""
    if hold.record is not None:
        return True
    events = ClaimEvent.objects.filter(pk__in=[*hold.events, *hold.against])
    heard = dict(events.values_list("pk", "received_at"))
    doubtful = min(heard[event] for event in hold.events)
    return all(heard[event] < doubtful for event in hold.against)


def set_aside(hold: Hold, resolution: Resolution) -> list[int]:
    """The statements that no longer count; a record that did not land has none."""
    return hold.against if resolution == Resolution.USE else hold.events


def facts_of_each(hold: Hold) -> list[ClaimFacts | None]:
    """As it is, kept, used. Another hold of the claim keeps it in doubt, unless that ends too."""
    others = list(Hold.objects.open().of_claim(hold.claim).exclude(pk=hold.pk).soonest_first())
    other = next(iter(others), None)
    held = HoldReason(other.reason) if other else HoldReason.NOTHING
    if hold.claim.superseded_by_id:  # members read the version that stands for it
        (now,) = read_as_if(hold.claim.superseded_by_id, [{}])
        until = other.due_on if other else now.checking_until if now.conflict else None
        after = replace(now, held=held, checking_until=until, asked_again_on=asked_on(other))
        return [now, after, after]
    cases = cases_after(hold)
    folded = [case for case in cases if case.told or case.fresh]
    plan_of = plans.find(folded)
    for case in folded:
        case.row["held"] = HoldReason.NOTHING
        claims.refold(case, plan_of, hold.batch)
        hold_still(case, others)
    now, *facts = read_as_if(hold.claim_id, [{}, *(case.row for case in folded)])
    known = settled_aside(hold) | {one.event_id or 0 for case in cases for one in case.told}
    after = {
        id(case): with_share(with_news(one, case), case, known)
        for case, one in zip(folded, facts, strict=True)
    }
    # Of a claim without a word nobody sees anything, unless something else of it is held.
    until = {"checking_until": other.due_on, "asked_again_on": asked_on(other)} if other else {}
    empty = replace(now, held=held, **until) if other else None
    return [now, *(after.get(id(case), empty) for case in cases)]


def hold_still(case: Case, others: Sequence[Hold]) -> None:
    """Let it say what else is held. Sources that no longer disagree end their hold themselves."""
    row = case.row
    stays = (one for one in others if one.record is not None or row["conflict"])
    other = next(stays, None)
    row["asked_again_on"] = asked_on(other)
    if other:
        row["held"], row["checking_until"] = HoldReason(other.reason), other.due_on


def asked_on(hold: Hold | None) -> dt.date | None:
    if hold is None or hold.asked_again_at is None:
        return None
    return local_date(hold.asked_again_at, portal_hours().zone)


def cases_after(hold: Hold) -> list[Case]:
    """The claim kept and used: without what is set aside, with what would land."""
    case = told.cases_of(hold.source_id, {hold.external_key})[hold.external_key]
    after = []
    for resolution in (Resolution.KEEP, Resolution.USE):
        gone = set_aside(hold, resolution)
        stays = [one for one in case.told if one.event_id not in gone]
        lands = hold.record is not None and resolution == Resolution.USE
        fresh = [(NOT_YET, record_of(hold))] if lands else []
        after.append(Case(dict(case.row), False, stays, fresh, case.key))
    return after


def settled_aside(hold: Hold) -> set[int]:
    """Statements of the claim and of its older versions that people set aside before."""
    about = Q(claim=hold.claim_id) | Q(claim__superseded_by=hold.claim_id)
    return {
        one
        for gone in Hold.objects.filter(about).values_list("set_aside", flat=True)
        for one in gone
    }


def with_share(facts: ClaimFacts, case: Case, known: AbstractSet[int]) -> ClaimFacts:
    """With the share by the decision before; what is ``known`` and not told of counts no more."""
    stays = {one.event_id for one in case.told}
    return replace(facts, share_before=shares.before(facts, known - stays))


def with_news(facts: ClaimFacts, case: Case) -> ClaimFacts:
    """With the statement that has not landed, in the place that it would have."""
    for event, record in case.fresh:
        happening = replace(record.happening, event_id=event)
        history = tuple(sorted((*facts.history, happening), key=shares.newest, reverse=True))
        current = happening if case.row["current_id"] == event else facts.current
        facts = replace(facts, current=current, history=history)
    return facts


def reading(facts: ClaimFacts | None, now: dt.datetime, zone: str) -> Answer | None:
    """What a member reads, but for the history: one more entry in it is no other answer."""
    if facts is None:
        return None
    with override("en"):
        return replace(claim_answer(facts, now=now, zone=zone), timeline=())
