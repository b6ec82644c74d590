"""What a date line says once a date was said before: that it moved, from when and why, or that it
passed.
"""

import datetime as dt

from django.utils.translation import gettext_noop
from msgspec import Struct
from msgspec.structs import replace

from claims.answers.answer import DateBasis, DateLine
from claims.answers.our_days import THEIRS
from claims.answers.words import day, join, say
from claims.answers.words import gettext as _
from claims.date_kind import DateKind
from claims.explanations.reason import Words
from claims.facts import Delay, Outcome, Said


class Since(Struct, frozen=True, kw_only=True):
    """What is known since a date was said. ``awaited``: what is to come now, None for nothing.

    ``told_by``: by when we call a member who asks. ``sure``: we would have heard of it.
    ``says_old``: the words of the date name the one before by themselves.
    """

    today: dt.date
    told_by: dt.date
    awaited: DateKind | None = None
    sure: bool = True
    delay: Delay = Delay.NOT_KNOWN
    says_old: bool = False


def basis_of(line: DateLine) -> DateBasis:
    """Whose word it is; that a person checks is our own."""
    return DateBasis.PROMISE if line.basis == DateBasis.NONE else line.basis


def is_news(line: DateLine, said: Said | None) -> bool:
    """Whether the line names a date that is not the one said last."""
    on = line.due_on
    if on is None:
        return False
    if said is None or said.outcome != Outcome.OPEN:
        return True
    now = (on, line.kind, basis_of(line), line.part, line.share)
    return now != (said.due_on, said.kind, said.basis, said.part, said.share)


def as_said(line: DateLine, said: Said | None, since: Since) -> DateLine:
    """The line, with what became of the date that was said last about the same."""
    if said is None or said.outcome not in (Outcome.OPEN, Outcome.BROKEN):
        return line
    if line.basis in (DateBasis.LATE, DateBasis.FACT):
        return line  # these tell of the day by themselves
    on = line.due_on
    if on is None or (line.kind == DateKind.NEWS and said.kind != DateKind.NEWS):
        return _without_another(line, said, since)
    if said.kind != line.kind or said.part not in ("", line.part):
        return line
    is_new = on != said.due_on
    was_on = said.due_on if is_new else said.was_on
    if was_on is None:
        return line
    delay = since.delay if is_new else said.delay
    moved = replace(line, was_on=was_on, delay=delay)
    beside_the_law = is_nearer(line, was_on) and line.basis == DateBasis.ESTIMATE and not delay
    if since.says_old or beside_the_law:
        return moved
    passed_before = was_on < (since.today if is_new else said.said_on)
    return replace(moved, sentence=_moved(moved, was_on, since, passed=passed_before))


def is_nearer(line: DateLine, was_on: dt.date) -> bool:
    return line.due_on is not None and line.due_on < was_on


def starts_to_estimate(line: DateLine, said: Said) -> bool:
    """The law's day was all that could be said. It stands beside the estimate: no date moved."""
    is_new = said.basis == DateBasis.LAW and line.basis == DateBasis.ESTIMATE
    return is_new and is_nearer(line, said.due_on)


def why_without_news(line: DateLine, said: Said) -> Delay:
    """Why it moved, where nothing was told of it since: what the two dates show by themselves."""
    was_estimate = said.basis == DateBasis.ESTIMATE
    if is_nearer(line, said.due_on):
        both = was_estimate and line.basis == DateBasis.ESTIMATE
        return Delay.FAST if both else Delay.HEARD
    if was_estimate or line.kind in (DateKind.CHECK, DateKind.NEWS):
        return Delay.SLOW
    return Delay.HEARD


def _without_another(line: DateLine, said: Said, since: Since) -> DateLine:
    """There is no date now. What was said before still holds, or is over."""
    if said.kind != since.awaited:
        return line
    if said.due_on < since.today:
        return _passed(said, since)
    if said.outcome != Outcome.OPEN or said.basis != DateBasis.ESTIMATE:
        return line
    less_sure = _("It takes longer than most like it, so that is less sure now.")
    return replace(
        line,
        sentence=join(said_words(said.kind, said.due_on, today=since.today), less_sure),
        basis=DateBasis.ESTIMATE,
        on=said.due_on,
        more_by=None,
        kind=said.kind,
        part=said.part,
        share=said.share,
    )


def _moved(line: DateLine, was_on: dt.date, since: Since, *, passed: bool) -> str:
    why = _why(line, was_on)
    if passed:
        return join(_late_words(DateKind(line.kind), was_on, since), why, line.sentence)
    old = day(was_on, today=since.today)
    if line.basis == DateBasis.ESTIMATE and line.on is not None:
        new = say(_(_NOW[line.kind]), date=day(line.on, today=since.today), old=old)
        return join(new, why)
    return join(line.sentence, say(_("The date was {date} before."), date=old), why)


def _why(line: DateLine, was_on: dt.date) -> str:
    """Why it moved; that we do not know is said too, where it is later."""
    delay = Delay(line.delay)
    if delay is Delay.SLOW and line.basis != DateBasis.ESTIMATE:
        return _("It takes longer than we thought.")
    words = (_WHY_NEARER if is_nearer(line, was_on) else _WHY).get(delay)
    return _(words) if words else ""


def _passed(said: Said, since: Since) -> DateLine:
    """The day that was said is over, and there is no other."""
    more = _("Ask us, and we will tell you more by {date}.")
    return DateLine(
        sentence=join(
            _late_words(said.kind, said.due_on, since),
            say(more, date=day(since.told_by, today=since.today)),
        ),
        basis=DateBasis.LATE,
        on=said.due_on,
        more_by=since.told_by,
        kind=said.kind,
        part=said.part,
    )


def said_words(kind: DateKind, on: dt.date, *, today: dt.date) -> str:
    """What was promised, as it was: "We said we would decide by Tuesday, March 3."."""
    return say(_(_SAID[kind]), date=day(on, today=today))


def _late_words(kind: DateKind, was_on: dt.date, since: Since) -> str:
    if not since.sure and kind is not DateKind.NEWS:  # of our own word we know
        words = _("We said {date}. We do not know if it happened.")
        return say(words, date=day(was_on, today=since.today))
    sorry = _("It is late, and we are sorry.")
    if kind not in THEIRS:
        sorry = _("We are late, and we are sorry.")
    return join(said_words(kind, was_on, today=since.today), sorry)


_SAID_DECISION = gettext_noop("We said we would decide by {date}.")
_SAID: dict[DateKind, Words] = {
    DateKind.DECISION: _SAID_DECISION,
    DateKind.NEW_DECISION: _SAID_DECISION,
    DateKind.REQUEST: _SAID_DECISION,
    DateKind.PAYMENT: gettext_noop("We said we would pay by {date}."),
    DateKind.SHIP: gettext_noop("It was to ship by {date}."),
    DateKind.DELIVER: gettext_noop("It was to arrive by {date}."),
    DateKind.REFUND: gettext_noop("Your money was to be back by {date}."),
    DateKind.CHECK: gettext_noop("We said we would answer by {date}."),
    DateKind.APPEAL_DECISION: gettext_noop("We said we would decide your appeal by {date}."),
    DateKind.NEWS: gettext_noop("We said we would tell you more by {date}."),
}
_NOW_DECISION = gettext_noop("We now expect to decide by {date}. It was {old}.")
_NOW: dict[str, Words] = {
    DateKind.DECISION: _NOW_DECISION,
    DateKind.NEW_DECISION: _NOW_DECISION,
    DateKind.REQUEST: _NOW_DECISION,
    DateKind.PAYMENT: gettext_noop("We now expect to pay by {date}. It was {old}."),
    DateKind.SHIP: gettext_noop("We now expect it to ship by {date}. It was {old}."),
    DateKind.DELIVER: gettext_noop("We now expect it to arrive by {date}. It was {old}."),
    DateKind.REFUND: gettext_noop("We now expect to pay it back by {date}. It was {old}."),
    DateKind.APPEAL_DECISION: gettext_noop(
        "We now expect to decide your appeal by {date}. It was {old}."
    ),
}
_HEARD = gettext_noop("Something new came in about it.")
_WHY: dict[Delay, Words] = {
    Delay.NOT_KNOWN: gettext_noop("We do not know why yet."),
    Delay.MEMBER: gettext_noop("We waited for what we asked you for."),
    Delay.PROVIDER: gettext_noop("We waited for your provider."),
    Delay.OTHER_PAYER: gettext_noop("We waited for your other plan."),
    Delay.CARRIER: gettext_noop("The carrier named a later day."),
    Delay.SELLER: gettext_noop("The seller named a later day."),
    Delay.HEARD: _HEARD,
    Delay.SLOW: gettext_noop("It takes longer than most like it."),
}
_WHY_NEARER: dict[Delay, Words] = {
    Delay.CARRIER: gettext_noop("The carrier named an earlier day."),
    Delay.SELLER: gettext_noop("The seller named an earlier day."),
    Delay.HEARD: _HEARD,
    Delay.FAST: gettext_noop("Others like it are done sooner now."),
}
