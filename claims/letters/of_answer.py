"""Letters made of an answer: they say what the page says, on the day on which it says it."""

import datetime as dt
from collections.abc import Iterator

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from msgspec import Struct

from claims.answers.answer import Answer, Group, LineAnswer
from claims.answers.approval_case import is_approval
from claims.answers.person import phone_words
from claims.answers.words import gettext as _
from claims.answers.words import language, money, say, short_day
from claims.explanations.entries import what
from claims.facts import BalanceFacts, ClaimFacts, EntryFacts, StatementFacts
from claims.letters.letter import Heading, Letter, Part, Points, Rows


class Envelope(Struct, frozen=True, kw_only=True):
    """Who writes, a line each, and to whom."""

    to: str
    sender: tuple[str, ...]


NEVER = dt.date.min  # so that each day is written with its year


def summary_letter(answer: Answer, *, today: dt.date, envelope: Envelope) -> Letter:
    """Everything that the page says about it."""
    titles = {
        "claim": _("Summary of your claim"),
        "order": _("Summary of your order"),
        "balance": _("Summary of your balance"),
    }
    return Letter(
        title=titles[answer.subject],
        date=today,
        language=language() or "en",
        to=envelope.to,
        sender=envelope.sender,
        paragraphs=_said(
            *_told(answer),
            *_why(answer),
            *_steps(answer),
            *_sums(answer),
            *_lines(answer),
            *_groups((*answer.beside, *answer.groups)),
            *_details(answer),
            *_timeline(answer),
            *_closing(answer),
        ),
    )


def decision_letter(
    answer: Answer, facts: ClaimFacts, *, today: dt.date, envelope: Envelope
) -> Letter:
    """What was decided and why, and what one can do about it by when."""
    assert facts.notice_on is not None
    title = _("Our decision about your claim")
    if is_approval(facts):
        title = _("Our decision about your request")
    sent = say(
        _("We sent you a letter with this decision on {date}. This says the same in plain words."),
        date=short_day(facts.notice_on, today=NEVER),
    )
    differs = _("If the two differ, the letter that we sent counts. Call us, and we explain it.")
    return Letter(
        title=title,
        date=today,
        language=language() or "en",
        to=envelope.to,
        sender=envelope.sender,
        paragraphs=_said(
            joined(sent, differs),
            _appealed(facts),
            *_told(answer),
            *_why(answer),
            *_options(answer),
            *_sums(answer),
            *_lines(answer),
            *_groups(answer.groups),
            *_details(answer),
            *_closing(answer),
        ),
    )


def statement_letter(
    answer: Answer,
    facts: BalanceFacts,
    statement: StatementFacts,
    *,
    envelope: Envelope,
) -> Letter:
    """What one statement said, and that it may not be what is owed now."""
    rows = [
        (_("Pay by"), short_day(statement.due_on, today=NEVER)),
        (_("Amount on this statement"), money(statement.closing)),
    ]
    if statement.minimum is not None:
        rows.append((_("Least you could pay"), money(statement.minimum)))
    if statement.late_fee is not None:
        rows.append((_("Late fee"), money(statement.late_fee)))
    sent_on = statement.transmitted_on  # what pays it later says its number, too
    on_it = [
        one
        for one in facts.entries
        if one.statement == statement.number and one.effective_on <= sent_on
    ]
    return Letter(
        title=_("Your statement"),
        date=statement.transmitted_on,
        language=language() or "en",
        to=envelope.to,
        sender=(facts.title,) if facts.title else envelope.sender,
        reference=statement.number,
        paragraphs=(
            _("This is what the statement said on the day it was sent."),
            _("Do not pay by it. What you owe now is on your balance page."),
            Rows(tuple(rows)),
            *_entries(on_it),
            *_closing(answer),
        ),
    )


def _appealed(facts: ClaimFacts) -> str:
    """That there is more to know than the decision."""
    if facts.appeal is None or facts.appeal.filed_on is None:
        return ""
    since = _("You appealed on {date}. The page of your claim says where that stands.")
    return say(since, date=short_day(facts.appeal.filed_on, today=NEVER))


def _said(*parts: Part) -> tuple[Part, ...]:
    """Without the sentences that this answer does not need."""
    return tuple(part for part in parts if part)


def joined(*words: str) -> SafeString:
    """Words in one paragraph: what others wrote is escaped, ours is left as it is."""
    return SafeString(" ".join(conditional_escape(word) for word in words if word))


def apart(first: str, second: str) -> SafeString:
    """Two that are no sentence together."""
    return joined(first, "–", second) if second else joined(first)


def _told(answer: Answer) -> Iterator[Part]:
    yield joined(answer.headline, answer.search_note)
    yield joined(answer.call)
    yield joined(answer.action.sentence, answer.after)
    yield joined(answer.date.sentence, answer.date.sure)
    yield joined(answer.law)
    yield answer.freshness_line


def _why(answer: Answer) -> Iterator[Part]:
    if answer.why:
        yield Heading(_("Why"))
        yield from answer.why


def _steps(answer: Answer) -> Iterator[Part]:
    if answer.steps:
        yield Heading(_("What happens next"))
        yield Rows(tuple((step.text, step.when) for step in answer.steps))


def _options(answer: Answer) -> Iterator[Part]:
    if answer.options:
        yield Heading(_("What you can do"))
    for option in answer.options:
        yield joined(f"{option.title}:", option.text)
        about = (
            (_("Last date"), option.last_date),
            (_("How long it takes"), option.how_long),
            (_("What you need"), option.needs),
        )
        rows = tuple((label, words) for label, words in about if words)
        if rows:
            yield Rows(rows)


def _sums(answer: Answer) -> Iterator[Part]:
    if answer.sums:
        yield Heading(_("How we worked it out"))
        yield Rows(tuple((one.label, apart(one.amount, one.note)) for one in answer.sums))
        yield from answer.sums_note


def _lines(answer: Answer) -> Iterator[Part]:
    for line in answer.lines:
        yield Heading(line.title)
        yield Rows(tuple(_line(line)))
        yield from line.reasons


def _line(line: LineAnswer) -> Iterator[tuple[str, str]]:
    if line.when:
        yield _("When"), line.when
    yield _("Billed"), line.billed
    yield _("Your plan paid"), line.paid
    yield line.owes_label, line.owes


def _groups(groups: tuple[Group, ...]) -> Iterator[Part]:
    for group in groups:
        yield Heading(group.heading)
        if group.facts:
            yield Rows(tuple((fact.label, fact.value) for fact in group.facts))
        if group.moments:
            yield Points(
                tuple(apart(one.title, joined(one.when, one.text)) for one in group.moments)
            )
        if group.note:
            yield group.note


def _details(answer: Answer) -> Iterator[Part]:
    if answer.details:
        yield Heading(_("Details"))
        yield Rows(tuple((fact.label, fact.value) for fact in answer.details))


def _timeline(answer: Answer) -> Iterator[Part]:
    if answer.timeline:
        yield Heading(_("What has happened"))
        yield Rows(tuple((one.when, apart(one.title, one.text)) for one in answer.timeline))


def _entries(entries: list[EntryFacts]) -> Iterator[Part]:
    if entries:
        yield Heading(_("What was on it"))
        rows = (
            (apart(short_day(one.effective_on, today=NEVER), what(one)), money(one.cents))
            for one in entries
        )
        yield Rows(tuple(rows))


def _closing(answer: Answer) -> Iterator[Part]:
    yield Heading(_("Talk to a person"))
    call = _("Call {phone}. You will not have to start from the beginning.")
    yield say(call, phone=phone_words(answer.phone))
