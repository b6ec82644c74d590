"""All that is worked out about one claim before a word is chosen. Pure.

`today` is the member's day; `law_today` the day in the plan's zone, in which legal dates count.
"""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from claims.amounts import MEMBER, settled_amounts
from claims.answers.answer import Freshness, Tag
from claims.answers.appeal_case import draft, kept, waiting, won
from claims.answers.claim_deadlines import APPEALABLE, due_of, window_of
from claims.answers.claim_others import both_decided, other_plan, together
from claims.answers.claim_refusals import Refusal, refusals
from claims.answers.freshness import asks_a_person_first, freshness, request_noun
from claims.answers.person import call_url
from claims.answers.promise import told_by
from claims.answers.words import local_date
from claims.deadlines.appeal import Window
from claims.deadlines.decision import DecisionDue
from claims.estimates.tables import IN_USE, Table
from claims.explanations.documents import in_words
from claims.explanations.reason import Appeal, Does
from claims.explanations.state import Family, StateWords
from claims.explanations.states import STATES
from claims.facts import (
    Amounts,
    AppealFacts,
    ClaimFacts,
    ClaimState,
    ClaimUse,
    Guard,
    Happening,
    OnAccount,
    RelatedClaim,
    WaitingFor,
)
from claims.rank import STANDS

UNREADABLE = (ClaimState.UNRECOGNISED, ClaimState.HIDDEN)
UNSURE = (Freshness.STALE, Freshness.DOWN, Freshness.PARTIAL)
BILLING = (ClaimState.PAID, ClaimState.PARTIALLY_DENIED, ClaimState.FINALIZED_NO_PAYMENT)
NOTHING_SAID = Happening(
    source="", state=ClaimState.UNRECOGNISED, received_at=dt.datetime.min.replace(tzinfo=dt.UTC)
)


class Case(Struct, frozen=True, kw_only=True):
    """``doubt``: the state itself is not known, so nothing is concluded from it.

    ``owes`` is what the member owes, in cents, None when not stated. ``request``: an approval
    or an estimate, where nothing was billed yet. ``window`` None: no appeal, or its date is not
    known. ``told_by``: by when we call a member who asks now. ``estimates``: how
    long such things take.
    """

    facts: ClaimFacts
    now: dt.datetime
    zone: str
    today: dt.date
    law_today: dt.date
    words: StateWords
    family: Family
    freshness: Freshness
    freshness_line: str
    doubt: bool
    request: bool
    amounts: Amounts
    refusals: tuple[Refusal, ...]
    due: DecisionDue | None
    window: Window | None
    happened_on: dt.date | None
    told_by: dt.date
    estimates: Table
    account: OnAccount | None = None  # what all accounts hold about it

    @property
    def never(self) -> bool:
        """Nothing was received: what ``current`` holds was said by nobody."""
        return self.facts.current is None

    @property
    def current(self) -> Happening:
        return self.facts.current or NOTHING_SAID

    @property
    def owes(self) -> int | None:
        return self.amounts.member_owes

    @property
    def unsure(self) -> bool:
        """The source is quiet, or not all of it was read: what we show may have changed since."""
        return self.freshness in UNSURE

    @property
    def person_first(self) -> bool:
        return asks_a_person_first(self.freshness)

    @property
    def other_plan(self) -> RelatedClaim | None:
        return other_plan(self.facts)

    @property
    def both_decided(self) -> bool:
        """We sent it on to another plan, and that one has decided too."""
        return not self.doubt and both_decided(self.facts) is not None

    @property
    def waiting_for(self) -> WaitingFor:
        return self.current.waiting_for

    @property
    def approval(self) -> bool:
        """A request for our approval before care: nothing was billed, nothing is owed."""
        return self.facts.use is ClaimUse.PREAUTHORIZATION

    @property
    def wanted(self) -> str:
        """What somebody must send, in words; "" when nobody said."""
        return in_words(self.current.wanted)

    @property
    def late(self) -> bool:
        if self.due is None or self.waiting_for is WaitingFor.MEMBER:
            return False
        return self.due.passed(self.law_today)

    @property
    def again(self) -> bool:
        """Decided, and we look at it again: the decision stands until there is another."""
        state = self.facts.state
        return self.reopened and state in STANDS and state is not ClaimState.REVERSED

    @property
    def reopened(self) -> bool:
        """It was decided once, so that no law says by when we must decide again."""
        return self.facts.reopened_on is not None and not self.doubt

    @property
    def on_appeal(self) -> AppealFacts | None:
        """The appeal that waits for a decision."""
        return None if self.doubt else waiting(self.facts)

    @property
    def appeal_late(self) -> bool:
        """The law wanted our answer to it before now."""
        appeal = self.on_appeal
        if appeal is None or appeal.due_on is None:
            return False
        if appeal.due_at is not None:
            return self.now > appeal.due_at
        return self.law_today > appeal.due_on

    @property
    def appeal_won(self) -> bool:
        """We agreed to an appeal, and the claim is to be worked out anew."""
        return not self.doubt and won(self.facts)

    @property
    def appeal_kept(self) -> AppealFacts | None:
        """The appeal after which the decision, or a part of it, stayed."""
        return None if self.doubt else kept(self.facts)

    @property
    def appeal_draft(self) -> AppealFacts | None:
        """An appeal that the member began and did not send."""
        return None if self.doubt else draft(self.facts)

    @property
    def appealable(self) -> bool:
        if self.on_appeal is not None or self.appeal_won:
            return False
        return not self.doubt and self.facts.state in APPEALABLE

    @property
    def at_most(self) -> bool:
        """Another plan may have to pay first, so what is stated is the most that may be owed."""
        return not self.doubt and any(
            one.adjustment.group == MEMBER and one.reason and one.reason.does is Does.COVERAGE
            for one in self.refusals
        )

    @property
    def last_chance(self) -> bool:
        """An appeal can still be made, and no business day is left to send a letter on."""
        window = self.window
        if window is None or not self.appealable or self.owes_nothing:
            return False
        if not window.open(self.law_today):
            return False
        return window.last_on == self.law_today or (
            window.advice_on is not None and window.advice_on < self.law_today
        )

    @property
    def owes_nothing(self) -> bool:
        """Refused, but nobody may bill the member for it."""
        return not self.request and self.owes == 0

    @property
    def appeal(self) -> Appeal:
        """How loudly an appeal is offered: as the loudest of its reasons."""
        levels = [r.reason.appeal if r.reason else Appeal.FULL for r in self.refusals]
        return max(levels, default=Appeal.FULL)

    @property
    def guarded(self) -> bool:
        return self.facts.guard is not Guard.NONE

    @property
    def call_url(self) -> str:
        """The page that asks for a call about it."""
        return call_url(f"claim:{self.facts.id}")


def case_of(facts: ClaimFacts, *, now: dt.datetime, zone: str) -> Case:
    """Everything the words need; cheap, because a list builds one for each row."""
    if facts.use is ClaimUse.PREAUTHORIZATION and facts.state in BILLING:
        # A word about money says of an approval only that somebody has finished with it.
        facts = replace(facts, state=ClaimState.FINALIZED_UNSPECIFIED)
    current = facts.current
    never = current is None
    unreadable = facts.state in UNREADABLE
    doubt = never or unreadable or bool(facts.conflict or facts.held)
    state, line = freshness(
        facts.source,
        now=now,
        zone=zone,
        conflict=bool(facts.conflict),
        held=bool(facts.held),
        unrecognised=unreadable,
        never=never,
        told_at=current.received_at if current else None,
        noun=request_noun() if facts.use is not ClaimUse.CLAIM else "",
    )
    words = STATES[ClaimState.UNRECOGNISED if doubt else facts.state]
    amounts = settled_amounts(current or NOTHING_SAID)
    if not doubt and (both := both_decided(facts)) is not None:
        words = replace(words, family=Family.PAID, tag=Tag.DONE, settled=True)
        amounts = replace(amounts, member_owes=both.member_owes)
    if facts.reopened_on is not None:
        words = replace(words, settled=False)
    if facts.appeal is not None and not doubt and (waiting(facts) or won(facts)):
        words = replace(words, settled=False, tag=Tag.WAITING_FOR_US)
    today = local_date(now, zone)
    refused = refusals(facts)
    return Case(
        facts=facts,
        now=now,
        zone=zone,
        today=today,
        law_today=local_date(now, facts.plan.time_zone),
        words=words,
        family=words.family,
        freshness=state,
        freshness_line=line,
        doubt=doubt,
        request=facts.use is not ClaimUse.CLAIM,
        amounts=amounts,
        refusals=refused,
        due=due_of(facts, current or NOTHING_SAID, words.family),
        window=window_of(facts, refused),
        happened_on=_happened_on(facts, today, zone),
        told_by=told_by(now, zone),
        estimates=IN_USE.at(now),
        account=together(facts.accounts),
    )


def _happened_on(facts: ClaimFacts, today: dt.date, zone: str) -> dt.date | None:
    """The day the state began: never in the future, and never guessed."""
    if facts.state_on is not None and facts.state_on <= today:
        return facts.state_on
    if facts.current is None:
        return None
    heard_on = local_date(facts.current.received_at, zone)
    return heard_on if heard_on <= today else None
