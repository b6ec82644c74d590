"""Which claims: the ways in which a member's claims are chosen and put in order."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Q, When
from msgspec.structs import replace

from accounts.keyset import RECENT, Page
from accounts.models import Member
from claims.answers.answer import Tag
from claims.answers.approval_case import SOON
from claims.answers.claim_deadlines import APPEALABLE
from claims.deadlines.calendar import ONE_DAY
from claims.explanations.states import STATES
from claims.facts import ClaimFacts, ClaimState, ClaimUse, WaitingFor
from claims.models.claim_facts import read, read_latest, read_own
from claims.models.related_claim import BothDecided
from claims.models.search import MOST_WORDS, any_contains, cents_in
from claims.models.withheld import claims_for

# The database sorts claims as their answers do; a test compares the two state by state.
DECIDED = tuple(state for state, words in STATES.items() if words.settled)
OURS_TO_ASK = tuple(s for s, words in STATES.items() if words.tag is Tag.WAITING_FOR_YOU)
UNDECIDED = tuple(state for state, words in STATES.items() if words.undecided)
NOT_AGREED = tuple(s for s, words in STATES.items() if words.tag is Tag.NOT_AGREED)
DOUBTFUL = Q(current=None) | Q(conflict__len__gt=0) | ~Q(held="")
SENT_ON_AND_DECIDED = Q(state=ClaimState.WITH_OTHER_PAYER) & Q(BothDecided("pk"))
SETTLED = ~DOUBTFUL & Q(reopened_on=None, appealed=None)
DONE = (Q(state__in=DECIDED) | SENT_ON_AND_DECIDED) & SETTLED
TO_CHECK = ~Q(conflict=[]) | ~Q(held="") | Q(state=ClaimState.UNRECOGNISED)
WAITS_FOR_MEMBER = ~DOUBTFUL & (
    Q(state__in=OURS_TO_ASK)
    | Q(state=ClaimState.PENDED_INFO, current__waiting_for=WaitingFor.MEMBER)
)

LONGEST_FIRST = (F("received_on").asc(nulls_last=True), F("id"))
MOST_ASKED = 500  # claims of one member that a filter asks whether they need them
LONGEST_WINDOW = 200  # days: no law we know gives more than 180 and the weekend after them


class ClaimQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """Only this member's, and only what may be seen: the one door to claims.

        Somebody who helps them comes in by it too, and sees less.
        """
        theirs = self.filter(member=member).visible()
        return claims_for(theirs, member.acting) if member.acting else theirs

    def visible(self) -> Self:
        """One claim for each chain of versions; nothing entered in error."""
        return self.filter(superseded_by=None).exclude(state=ClaimState.HIDDEN)

    def facts(self) -> list[ClaimFacts]:
        """What a list row of each reads; two queries for all."""
        return self.facts_of(self.values_list("pk", flat=True))

    def facts_of(self, keys: Iterable[UUID]) -> list[ClaimFacts]:
        """The same for keys of this query set that are known already; one query."""
        return read(list(keys))

    def latest(
        self, member: Member, after: Sequence[Any] | None, length: int
    ) -> tuple[list[ClaimFacts], Page | None, int]:
        """A member's claims after a place, the page, and how many there are; one query for all.

        Nothing for somebody who helps them: what those may see is chosen in the usual way.
        """
        if member.acting:
            return [], None, 0
        return read_latest(member.pk, after, length)

    def own(self, member: Member, key: UUID) -> ClaimFacts | None:
        """Everything about one claim; None when it is not this member's. One query."""
        if member.acting is None:
            return read_own(member.pk, key)
        shown = self.for_member(member).filter(pk=key).exists()
        facts = read_own(member.pk, key) if shown else None
        return facts and self._as_shown(facts, member)

    def _as_shown(self, facts: ClaimFacts, member: Member) -> ClaimFacts:
        """Without the claims and approvals beside it that whoever helps may not see."""
        beside = [one.id for one in (*facts.linked, *facts.related)]
        theirs = self.model._base_manager.filter(member=member, pk__in=beside)
        shown = {str(pk) for pk in claims_for(theirs, member.acting).values_list("pk", flat=True)}
        return replace(
            facts,
            linked=tuple(one for one in facts.linked if one.id in shown),
            related=tuple(one for one in facts.related if one.id in shown),
        )

    def to_check(self) -> Self:
        """What we asked a person to check: something is held, or a status nobody knows."""
        return self.visible().filter(TO_CHECK)

    def but_approvals(self) -> Self:
        """What was billed, or may be: approvals before care have a list of their own."""
        return self.exclude(use=ClaimUse.PREAUTHORIZATION)

    def recent(self) -> Self:
        """What changed last comes first."""
        return self.order_by(*RECENT.ordering())

    def waiting_for_you(self) -> Self:
        """The member must send or say something; see `may_still_ask` for what they may."""
        return self.filter(WAITS_FOR_MEMBER)

    def done(self) -> Self:
        """Decided or over, whichever way."""
        return self.filter(DONE)

    def waiting_for_us(self) -> Self:
        """All the rest, so that a state nobody foresaw is still in a list."""
        return self.exclude(WAITS_FOR_MEMBER).exclude(DONE)

    def waiting_longest(self) -> Self:
        """Who has waited longest comes first: among them is what we did not decide in time."""
        return self.waiting_for_us().order_by(*LONGEST_FIRST)

    def asking(self, today: dt.date) -> Self:
        """What waits for the member, then what they may still appeal, the oldest letter first."""
        place = Case(When(WAITS_FOR_MEMBER | _ends_soon(today), then=0), default=1)
        asks = WAITS_FOR_MEMBER | (DONE & _may_appeal(today)) | _ends_soon(today)
        return self.filter(asks).order_by(
            place, F("notice_on").asc(nulls_last=True), F("changed_at").desc(), F("id").desc()
        )

    def may_still_ask(self, today: dt.date) -> Self:
        """Refused so lately that an appeal may be possible, open and perhaps late, or approved
        for a few days more.

        The answer knows whether they ask. The oldest, and no more than an answer a page can bear.
        """
        refused = DONE & _may_appeal(today) & Q(state__in=NOT_AGREED)
        still_open = ~WAITS_FOR_MEMBER & ~DONE
        asks = refused | still_open | _ends_soon(today)
        return self.filter(asks).order_by(*LONGEST_FIRST)[:MOST_ASKED]

    def over(self, today: dt.date) -> Self:
        """Done, and nothing of it can be appealed; the latest first."""
        asks = _may_appeal(today) | _ends_soon(today)
        return self.filter(DONE).exclude(asks).recent()

    def noticed(self) -> Self:
        """A letter with the decision has a date."""
        return self.exclude(notice_on=None)

    def matching(self, words: str) -> Self:
        """Those in which every word stands: number, service, provider, patient or an amount."""
        claims = self
        for word in words.split()[:MOST_WORDS]:
            claims = claims.filter(_says(word))
        return claims


def _may_appeal(today: dt.date) -> Q:
    """Refused in a letter young enough for any window; the answer knows the window itself."""
    since = today - LONGEST_WINDOW * ONE_DAY
    return Q(state__in=APPEALABLE) & (Q(notice_on__gte=since) | Q(notice_received_on__gte=since))


def _ends_soon(today: dt.date) -> Q:
    """An approval that is good for a few days more, give or take a time zone."""
    until = (today - ONE_DAY, today + (SOON + 1) * ONE_DAY)
    return (
        ~DOUBTFUL
        & Q(use=ClaimUse.PREAUTHORIZATION, state=ClaimState.APPROVED)
        & Q(authorization_to__range=until)
    )


def _says(word: str) -> Q:
    columns = ("number", "authorization_number", "service", "provider", "patient_name")
    says = any_contains(word, *columns)
    cents = cents_in(word)
    if cents is not None:
        for amount in ("billed", "allowed", "plan_paid", "member_owes"):
            says |= Q(**{f"current__{amount}": cents})
    return says
