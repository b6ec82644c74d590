"""What changed between two decisions about one claim, and what it means for who paid already."""

from collections.abc import Iterator

from msgspec import Struct

from claims.amounts import settled_amounts
from claims.answers.answer import Fact, Group
from claims.answers.claim_account import account_of, share_label
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.explanations.states import STATES
from claims.facts import Amounts, ClaimState, Happening
from claims.fold import holds_from, order
from claims.rank import DECISIONS, SHARED


class Change(Struct, frozen=True):
    """A decision that no longer stands, and the amounts of both; ``after`` is what stands now."""

    before: Happening
    was: Amounts
    after: Happening
    now: Amounts

    @property
    def taken_back(self) -> bool:
        """The old decision is gone, and the new one is not made yet."""
        return self.after.state is ClaimState.REVERSED

    @property
    def says_something(self) -> bool:
        """Two words for the same result are no change."""
        return self.taken_back or self.before.state is not self.after.state or self.in_cents

    @property
    def in_cents(self) -> bool:
        pairs = (
            (self.was.plan_paid, self.now.plan_paid),
            (self.was.member_owes, self.now.member_owes),
        )
        return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def what_changed(case: Case) -> tuple[Group, ...]:
    """Old and new side by side, and why; nothing where a claim was decided once."""
    change = None if case.doubt or case.request else change_of(case)
    if change is None:
        return ()
    note = join(_since(case, change), paid_already(case, change))
    return (Group(heading=_("What changed"), facts=tuple(_facts(case, change)), note=note),)


def change_of(case: Case) -> Change | None:
    """The last decision before the one that stands, if it said something else."""
    after = case.current
    if after.state is not ClaimState.REVERSED and after.state not in DECISIONS:
        return None
    older = [
        one for one in case.facts.history if one.state in DECISIONS and order(one) < order(after)
    ]
    before = max(older, key=_says_most, default=None)
    if before is None:
        return None
    found = Change(before, settled_amounts(before), after, case.amounts)
    return found if found.says_something else None


def _says_most(decision: Happening) -> tuple:
    """The last one that says what is owed, else what was paid."""
    amounts = settled_amounts(decision)
    return amounts.member_owes is not None, amounts.plan_paid is not None, order(decision)


def share_moved(case: Case) -> str:
    """That the member owes more or less than by the decision before; a list says it too."""
    was, now = case.facts.share_before, case.owes
    if case.doubt or case.request or case.facts.state not in SHARED or was is None or now is None:
        return ""
    was, now = max(was, 0), max(now, 0)
    if was == now:
        return ""
    moved = _("Your share went up from {old} to {new}.")
    if now < was:
        moved = _("Your share went down from {old} to {new}.")
    return say(moved, old=money(was), new=money(now))


def paid_already(case: Case, change: Change) -> str:
    """What to do for who paid what the old decision said; an account that knows says it better."""
    was, now = change.was.member_owes, change.now.member_owes
    if change.taken_back or account_of(case) is not None or not was or was < 0 or now is None:
        return ""
    values = {"old": money(was), "provider": provider(case.facts)}
    if now > was:
        sentence = _("If you paid {old} already, do not pay it twice: {rest} is left.")
        return say(sentence, **values, rest=money(now - was))
    if now < was:
        sentence = _("If you paid {old} already, ask {provider} to give you {back} back.")
        return say(sentence, **values, back=money(was - max(now, 0)))
    return say(_("What you may owe is the same. If you paid it already, do not pay it twice."))


def _since(case: Case, change: Change) -> str:
    on = holds_from(change.after)
    if on > case.today:
        return ""
    values = {"date": day(on, today=case.today)}
    if change.taken_back:
        return say(
            _("We took the old decision back on {date}. The new one is not made yet."), **values
        )
    if case.appealable and case.facts.notice_on and change.before.notice_on:
        sentence = _(
            "We decided again on {date}. That letter counts now, and so does its time to appeal."
        )
        return say(sentence, **values)
    return say(_("We decided again on {date}. The old decision no longer counts."), **values)


def _facts(case: Case, change: Change) -> Iterator[Fact]:
    was, now = change.was, change.now
    before, after = _title(change.before), _title(change.after)
    if change.before.state is not change.after.state:
        yield Fact(_("Decision"), _both(before, after))
    if change.taken_back:
        yield from _of_the_old(case, was)
        return
    if was.plan_paid is not None and now.plan_paid is not None and was.plan_paid != now.plan_paid:
        yield Fact(_("Your plan paid"), _both(money(was.plan_paid), money(now.plan_paid)))
    if was.member_owes is not None and now.member_owes is not None:
        yield Fact(share_label(case), _both(money(was.member_owes), money(now.member_owes)))
    yield Fact(_("Why"), _why(case))


def _of_the_old(case: Case, was: Amounts) -> Iterator[Fact]:
    not_known = _("not known yet")
    if was.plan_paid is not None:
        yield Fact(_("Your plan paid"), _both(money(was.plan_paid), not_known))
    if was.member_owes is not None:
        yield Fact(share_label(case), _both(money(was.member_owes), not_known))


def _both(before: str, after: str) -> str:
    return say(_("Before: {before}. Now: {after}."), before=before, after=after)


def _title(happening: Happening) -> str:
    return say(_(STATES[happening.state].title))


def _why(case: Case) -> str:
    """The reasons of the new decision, in our words, else the payer's."""
    reasons = [_(r.reason.because) for r in case.refusals if r.reason]
    if reasons:
        return join(*dict.fromkeys(reasons))
    if case.current.note:
        return say(_("Your plan wrote: “{note}”"), note=case.current.note)
    return _("Our claims system did not say why. Ask us, and we find out.")
