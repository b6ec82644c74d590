"""What a member would read once a hold is settled: folded and answered anew, nothing written."""

import datetime as dt

from django.utils.translation import override
from msgspec import Struct
from msgspec.structs import replace

from claims.answers.answer import Answer
from claims.answers.claim import claim_answer
from claims.facts import ClaimFacts, Happening, HoldReason
from claims.models import ClaimEvent, Hold
from claims.models.claim_facts import read, read_as_if
from claims.store import claims, plans, told
from claims.store.claim_rows import Case
from claims.store.releases import record_of

NOT_YET = 2**62  # the key of a statement that has not landed: all others came before it
Resolution = Hold.Resolution


class Outcome(Struct, frozen=True, kw_only=True):
    """``facts`` None: nobody sees the claim. ``two_people``: somebody may read another answer."""

    resolution: Resolution
    facts: ClaimFacts | None
    two_people: bool

    def answer(self, now: dt.datetime, zone: str) -> Answer | None:
        return claim_answer(self.facts, now=now, zone=zone) if self.facts else None


def outcomes(hold: Hold, now: dt.datetime) -> list[Outcome]:
    """One for each resolution that this hold may have; ``hold.claim`` and its member are read."""
    zone = hold.claim.member.time_zone
    kept = Outcome(
        resolution=Resolution.KEEP,
        facts=facts_after(hold, Resolution.KEEP),
        two_people=not was_shown_before(hold),
    )
    if not may_be_used(hold):
        return [kept]
    used = Outcome(
        resolution=Resolution.USE, facts=facts_after(hold, Resolution.USE), two_people=False
    )
    differs = reading(used, now, zone) != reading(kept, now, zone)
    return [replace(used, two_people=differs), kept]


def may_be_used(hold: Hold) -> bool:
    """A claim never moves from one person to another, whoever says so."""
    return hold.reason != HoldReason.MOVED_TO_ANOTHER_MEMBER


def was_shown_before(hold: Hold) -> bool:
    """What is kept was there before the doubt: then to keep it tells the member nothing new."""
    if hold.record is not None:
        return True
    heard = dict(
        ClaimEvent.objects.filter(pk__in=[*hold.events, *hold.against]).values_list(
            "pk", "received_at"
        )
    )
    doubtful = min(heard[event] for event in hold.events)
    return all(heard[event] < doubtful for event in hold.against)


def set_aside(hold: Hold, resolution: Resolution) -> list[int]:
    """The statements that no longer count; a record that did not land has none."""
    return hold.against if resolution == Resolution.USE else hold.events


def facts_after(hold: Hold, resolution: Resolution) -> ClaimFacts | None:
    other = Hold.objects.open().of_claim(hold.claim).exclude(pk=hold.pk).soonest_first().first()
    held = HoldReason(other.reason) if other else HoldReason.NOTHING
    if hold.claim.superseded_by_id:  # members read the version that stands for it
        return replace(read([hold.claim.superseded_by_id], whole=True)[0], held=held)
    case = case_after(hold, resolution)
    if not case.told and not case.fresh:
        return None
    case.row["held"] = held
    claims.refold(case, plans.find([case]), hold.batch)
    if other:
        case.row["checking_until"] = other.due_on
    return with_news(read_as_if(hold.claim_id, case.row), case)


def case_after(hold: Hold, resolution: Resolution) -> Case:
    """The claim as it would be folded: without what is set aside, with what would land."""
    case = told.cases_of(hold.source_id, {hold.external_key})[hold.external_key]
    gone = set_aside(hold, resolution)
    case.told = [one for one in case.told if one.event_id not in gone]
    if hold.record is not None and resolution == Resolution.USE:
        case.fresh = [(NOT_YET, record_of(hold))]
    return case


def with_news(facts: ClaimFacts, case: Case) -> ClaimFacts:
    """With the statement that has not landed, in the place that it would have."""
    for event, record in case.fresh:
        happening = replace(record.happening, event_id=event)
        history = tuple(sorted((*facts.history, happening), key=newest, reverse=True))
        current = happening if case.row["current_id"] == event else facts.current
        facts = replace(facts, current=current, history=history)
    return facts


def newest(told: Happening) -> tuple:
    """The order in which a history is read; without a day of its own a statement comes last."""
    return (told.effective_on or dt.date.min, told.received_at, told.event_id or 0)


def reading(outcome: Outcome, now: dt.datetime, zone: str) -> Answer | None:
    """What a member reads, but for the history: one more entry in it is no other answer."""
    with override("en"):
        answer = outcome.answer(now, zone)
    return answer and replace(answer, timeline=())
