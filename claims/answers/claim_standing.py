"""The date of a claim beside the one that was said before: moved, why, or passed."""

from claims.answers import appeal_headline
from claims.answers.answer import DateLine
from claims.answers.claim_case import Case
from claims.answers.claim_date import date_line
from claims.answers.claim_expected import kind_of_decision
from claims.answers.standing import (
    Since,
    as_said,
    is_nearer,
    starts_to_estimate,
    why_without_news,
)
from claims.date_kind import DateKind
from claims.facts import HELD_TO, Delay, Happening, WaitingFor

# Whom we waited for is named in this order, because what the member could do comes first.
WAITED_FOR = (
    (WaitingFor.MEMBER, Delay.MEMBER),
    (WaitingFor.PROVIDER, Delay.PROVIDER),
    (WaitingFor.OTHER_PAYER, Delay.OTHER_PAYER),
)


def date_as_said(case: Case) -> DateLine:
    line = appeal_headline.date_line(case) if appealed(case) else date_line(case)
    if case.facts.said is None:
        return line
    since = Since(
        today=case.today,
        told_by=case.told_by,
        awaited=awaited(case, line),
        sure=not case.unsure,
        delay=delay_of(case, line),
    )
    return as_said(line, case.facts.said, since)


def appealed(case: Case) -> bool:
    """An appeal waits, or the claim is to be worked out anew after one."""
    return case.on_appeal is not None or case.appeal_won


def awaited(case: Case, line: DateLine) -> DateKind | None:
    """What is to come next from us."""
    if line.kind in HELD_TO and line.kind != DateKind.NEWS:
        return DateKind(line.kind)
    if appealed(case):
        return kind_of_decision(case)
    waits = not (case.doubt or case.words.settled or case.waiting_for is WaitingFor.MEMBER)
    return kind_of_decision(case) if waits else None


def delay_of(case: Case, line: DateLine) -> Delay:
    """Why the date may have moved since it was last said, from what was told since.

    A row of a list knows only what was told last.
    """
    said = case.facts.said
    if said is None or starts_to_estimate(line, said):
        return Delay.NOT_KNOWN
    told = [one for one in _told(case) if one.received_at > said.said_at]
    sooner = is_nearer(line, said.due_on)
    waited_for = {one.waiting_for for one in told}
    for whom, delay in WAITED_FOR:
        if whom in waited_for and not sooner:
            return delay
    return Delay.HEARD if told else why_without_news(line, said)


def _told(case: Case) -> tuple[Happening, ...]:
    return case.facts.history or (case.current,)
