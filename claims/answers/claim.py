"""The answer about one claim: facts, rules and *now* in, one finished `Answer` out."""

import datetime as dt

from msgspec.structs import replace

from claims.answers import appeal_headline
from claims.answers.answer import Answer, DateBasis, Tag
from claims.answers.appeal_parts import appeal_group, appeal_questions, appeal_steps
from claims.answers.approval_case import ends_soon, is_approval
from claims.answers.approval_links import links, why_approved
from claims.answers.approval_parts import the_approval, who_decided
from claims.answers.claim_account import still_owed
from claims.answers.claim_action import action, list_amount
from claims.answers.claim_appeal import help_group
from claims.answers.claim_balance import on_your_balance
from claims.answers.claim_case import Case, case_of
from claims.answers.claim_changes import what_changed
from claims.answers.claim_date import law
from claims.answers.claim_details import (
    details,
    payers_words,
    steps,
    what_we_check,
    what_we_need,
    who_says_what,
)
from claims.answers.claim_headline import after_action, headline, second_sentence
from claims.answers.claim_lines import lines, services
from claims.answers.claim_money import sums, sums_note, why
from claims.answers.claim_names import caption, name, quiet_thing, title
from claims.answers.claim_options import options
from claims.answers.claim_questions import questions
from claims.answers.claim_refusals import unknown_codes
from claims.answers.claim_related import belonging
from claims.answers.claim_standing import date_as_said
from claims.answers.claim_timeline import timeline
from claims.answers.person import claims_specialist, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import in_one_language, plain
from claims.explanations.state import Family
from claims.explanations.states import tag_label
from claims.facts import ClaimFacts, WaitingFor

# Lower needs the member sooner: what they must do, what is late, what they may do, what we do.
RANK_REQUIRED, RANK_LATE, RANK_APPEAL = 0, 100, 200
RANK_CHECKING, RANK_OURS, RANK_TO_PAY, RANK_SETTLED = 400, 500, 700, 900
MOST_DAYS = 99


@in_one_language
def claim_answer(facts: ClaimFacts, *, now: dt.datetime, zone: str, brief: bool = False) -> Answer:
    """What every face shows about a claim, in the language that is active.

    ``now`` is UTC, ``zone`` the member's. ``brief`` builds what a list row prints, and needs
    neither lines nor history.
    """
    case = case_of(facts, now=now, zone=zone)
    if case.on_appeal is not None or case.appeal_won:
        doing, date = appeal_headline.action(case), date_as_said(case)
    else:
        doing, date = action(case), appeal_headline.decided_line(case) or date_as_said(case)
    tag = _tag(case, doing.due_on)
    card = Answer(
        subject="claim",
        subject_id=facts.id,
        title=title(facts),
        url=f"/{'approvals' if is_approval(facts) else 'claims'}/{facts.id}/",
        caption=caption(facts),
        name=name(facts),
        tag=tag,
        tag_label=tag_label(tag),
        headline=appeal_headline.headline(case) or headline(case),
        action=doing,
        date=date,
        freshness=case.freshness,
        freshness_line=case.freshness_line,
        person_first=case.person_first,
        person_group=claims_specialist(),
        phone=facts.plan.phone or portal_phone(),
        guarded=case.guarded,
        amount=list_amount(case),
        rank=_rank(case, doing.due_on, required=doing.required),
        settled=_settled(case, doing.due_on),
    )
    return card if brief else _page(card, case)


def _page(card: Answer, case: Case) -> Answer:
    """The card, and what only the page of the claim shows."""
    said_already = card.date.more_by and card.date.basis is DateBasis.LAW
    return replace(
        card,
        quiet_title=_quiet_title(case, card.title),
        law="" if said_already else appeal_headline.law(case, card.date) or law(case),
        call=appeal_headline.second_sentence(case) or second_sentence(case),
        after=after_action(case),
        search_note=_search_note(case),
        beside=(
            *what_changed(case),
            *belonging(case),
            *on_your_balance(case.facts.accounts),
        ),
        why=_why(case),
        steps=appeal_steps(case) or steps(case),
        options=options(case),
        questions=appeal_questions(case) or questions(case),
        sums=sums(case),
        sums_note=sums_note(case),
        lines=lines(case),
        groups=(
            *appeal_group(case),
            *who_says_what(case),
            *what_we_check(case),
            *what_we_need(case),
            *the_approval(case),
            *services(case),
            *links(case),
            *payers_words(case),
            *help_group(case),
        ),
        details=details(case),
        timeline=timeline(case),
        rules=_rules(case),
        unknown_codes=unknown_codes(case.facts),
    )


def _why(case: Case) -> tuple[str, ...]:
    if case.doubt:
        return ()
    more = who_decided(case) if case.approval else why_approved(case)
    return (*why(case), more) if more else why(case)


def _tag(case: Case, due_on: dt.date | None) -> Tag:
    if ends_soon(case):
        return Tag.WAITING_FOR_YOU
    if case.family is Family.PENDED and case.waiting_for is WaitingFor.MEMBER:
        return Tag.WAITING_FOR_YOU
    may_appeal = case.words.tag is Tag.NOT_AGREED and due_on is not None
    return Tag.WAITING_FOR_US if case.again and not may_appeal else case.words.tag


def _quiet_title(case: Case, thing: str) -> str:
    """Plain text for <title>: says nothing about a guarded item."""
    if case.guarded:
        return quiet_thing(case.facts)
    words = case.words
    status = words.request if case.request and words.request else words.title
    return _("{thing}: {status}").format(thing=plain(thing), status=_(status))


def _search_note(case: Case) -> str:
    if case.approval:
        return _("(Your letter may say “prior authorization”.)")
    if case.family is Family.DENIED and not case.doubt:
        return _("(Your letter may say “denied”.)")
    return ""


def _rank(case: Case, due_on: dt.date | None, *, required: bool) -> int:
    """Lower needs the member sooner; what has a day is ordered by it."""
    left = MOST_DAYS
    if due_on is not None:
        left = min(max((due_on - case.law_today).days, 0), MOST_DAYS)
    if required:
        return RANK_REQUIRED + left
    if case.late or case.appeal_late:
        return RANK_LATE
    if due_on is not None:
        return RANK_APPEAL + left
    if case.doubt:
        return RANK_CHECKING
    if not case.words.settled:
        return RANK_OURS
    return RANK_TO_PAY if still_owed(case) else RANK_SETTLED


def _settled(case: Case, due_on: dt.date | None) -> bool:
    """Decided, and no window is open in which the member may still act."""
    return case.words.settled and not case.doubt and due_on is None


def _rules(case: Case) -> tuple[str, ...]:
    """Every explanation and legal rule that spoke."""
    names = [case.words.name]
    names += [r.reason.name for r in case.refusals if r.reason]
    if case.due is not None:
        names.append(case.due.rule.name)
    if case.window is not None:
        names.append(case.window.rule.name)
    if case.on_appeal is not None and case.on_appeal.rule:
        names.append(case.on_appeal.rule)
    return tuple(names)
