"""The words of an appeal's pages: its steps, whose form is needed, what was sent."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from claims.answers.answer import Fact
from claims.answers.appeal_case import may_be_fast
from claims.answers.claim_appeal import MEDICARE
from claims.answers.claim_case import Case
from claims.answers.words import clock, day, local_date, say, weekday
from claims.deadlines.appeal import keep_benefits_until
from claims.facts import AppealLevel, ClaimFacts, Program
from claims.models import Appeal

STATEMENT, DOCUMENTS, SPEAKER = "statement", "documents", "representative"
FASTER, BENEFITS, LATE, CHECK = "faster", "benefits", "late", "check"
WEEK = 7  # days


class Part(Struct, frozen=True, kw_only=True):
    """One row of "check your answers". ``missing``: it must be answered before it is sent."""

    label: str
    value: str
    url: str
    link: str
    missing: bool = False


def steps_of(case: Case, level: AppealLevel) -> tuple[str, ...]:
    """What is asked for this claim, in order; what the law does not give is not asked."""
    steps = [STATEMENT, DOCUMENTS, SPEAKER]
    ours = level is AppealLevel.INTERNAL
    if ours and may_be_fast(case.facts):
        steps.append(FASTER)
    if ours and keep_until(case) is not None:
        steps.append(BENEFITS)
    if is_late(case):
        steps.append(LATE)
    return (*steps, CHECK)


def is_late(case: Case) -> bool:
    return case.window is not None and not case.window.open(case.law_today)


def keep_until(case: Case) -> dt.date | None:
    """Until when care that was granted can be kept up; None where nothing was, or it is over.

    Which day the change takes effect no source tells us, so the safer of the two days counts.
    """
    facts = case.facts
    if not may_be_fast(facts) or facts.notice_on is None:
        return None
    until = keep_benefits_until(
        facts.plan.program, notice_on=facts.notice_on, effective_on=facts.notice_on
    )
    return until if until and until >= case.law_today else None


def title_of(step: str) -> str:
    return {
        STATEMENT: _("Why you think that we are wrong"),
        DOCUMENTS: _("Papers that help"),
        SPEAKER: _("Who speaks for you"),
        FASTER: _("A faster answer"),
        BENEFITS: _("Your care while you wait"),
        LATE: _("Why it is late"),
        CHECK: _("Check what you send"),
    }[step]


def intro(step: str, case: Case) -> tuple[str, ...]:
    """What stands above the question."""
    program = case.facts.plan.program
    if step == DOCUMENTS:
        return (
            _("A letter from your doctor often helps most. You do not have to send anything."),
            _("You can add papers after you send your appeal too, until it is decided."),
        )
    if step == SPEAKER:
        return forms_needed(program)
    if step == FASTER:
        return (
            _("If waiting could harm your health, the law gives you an answer within 72 hours."),
            _("You can also call us and ask for it. You do not have to write."),
        )
    if step == BENEFITS:
        until = keep_until(case)
        assert until is not None
        asked = _("You can ask until {date}, or until the day the change starts if that is later.")
        return (say(asked, date=day(until, today=case.law_today)),)
    if step == LATE and case.window is not None:
        was = say(
            _("The last date to appeal was {date}."),
            date=day(case.window.last_on, today=case.law_today),
        )
        return (was, _("If you had a good reason, we may still look at it. Tell us what it was."))
    return ()


def forms_needed(program: Program) -> tuple[str, ...]:
    """Which paper lets somebody speak for the member, by the law of their plan."""
    if program in MEDICARE:
        needed = _(
            "Somebody else may speak for you with form CMS-1696 from Medicare, or a letter that "
            "says the same. You both sign it."
        )
    elif program is Program.MEDICAID_MCO:
        needed = _("Somebody else, also your doctor, may speak for you if you say so in writing.")
    else:
        needed = _(
            "Somebody else may speak for you if you sign a letter that names them. "
            "We can send you our form."
        )
    doctor = _("If it is urgent, your doctor may speak for you without a form.")
    release = _(
        "A form that lets us share your health information is not enough. "
        "That somebody helps you on these pages is not enough either."
    )
    return (needed, doctor, release)


def form_note(program: Program, speaker: str) -> str:
    """What is still needed from a member for whom somebody else speaks."""
    if speaker in ("", Appeal.Speaker.MYSELF):
        return ""
    if program in MEDICARE:
        return _("Send us form CMS-1696, signed by both of you. You can add it as a document.")
    return _("Send us a letter that you signed and that names them. You can add it as a document.")


def parts(appeal: Appeal, steps: tuple[str, ...], documents: int, base: str) -> list[Part]:
    """All that was answered, each with the way back to it."""
    values = {
        STATEMENT: appeal.statement,
        DOCUMENTS: files_in_words(documents),
        SPEAKER: speaker_words(appeal),
        FASTER: fast_words(appeal),
        BENEFITS: yes_no(appeal.keep_benefits),
        LATE: appeal.late_reason,
    }
    return [
        Part(
            label=title_of(step),
            value=values[step] or _("Not answered yet"),
            url=f"{base}{step}/",
            link=_("Change") if values[step] else _("Answer"),
            missing=not values[step],
        )
        for step in steps
        if step != CHECK
    ]


def files_in_words(number: int) -> str:
    if not number:
        return _("None")
    return ngettext("{n} document", "{n} documents", number).format(n=number)


def speaker_words(appeal: Appeal) -> str:
    """Nobody chose is not the same as oneself."""
    if not appeal.speaker:
        return ""
    who = str(appeal.get_speaker_display())
    return f"{who}: {appeal.speaker_name}" if appeal.speaker_name else who


def fast_words(appeal: Appeal) -> str:
    said = yes_no(appeal.fast)
    if not appeal.fast:
        return said
    return ". ".join(filter(None, (said, appeal.fast_reason, doctor_words(appeal))))


def doctor_words(appeal: Appeal) -> str:
    return _("My doctor says so too") if appeal.doctor_agrees else ""


def yes_no(answer: bool | None) -> str:
    if answer is None:
        return ""
    return _("Yes") if answer else _("No")


def got_it(appeal: Appeal, zone: str, today: dt.date) -> str:
    """When it came, and which day that counts as, because near midnight they differ."""
    assert appeal.filed_at is not None
    assert appeal.filed_on is not None
    on = local_date(appeal.filed_at, zone)
    got = say(
        _("We got it at {time} on {date}."),
        time=clock(appeal.filed_at, zone),
        date=day(on, today=today),
    )
    near = abs((today - appeal.filed_on).days) < WEEK
    counts = weekday(appeal.filed_on) if near else day(appeal.filed_on, today=today)
    return say("{got} {counts}", got=got, counts=say(_("It counts as {day}."), day=counts))


def sent(appeal: Appeal, facts: ClaimFacts, today: dt.date) -> list[Fact]:
    """What the member wrote, as they wrote it."""
    found = [
        Fact(_("Number"), say("{number}", number=appeal.reference or "")),
        Fact(_("Claim"), say("{number}", number=facts.number or facts.authorization_number)),
        Fact(_("Who speaks for you"), say("{who}", who=speaker_words(appeal) or _("You"))),
    ]
    if appeal.filed_on:
        counted = Fact(_("It counts as sent on"), day(appeal.filed_on, today=today))
        found.insert(1, counted)
    if appeal.fast is not None:
        found.append(Fact(_("A faster answer"), say("{words}", words=fast_words(appeal))))
    if appeal.keep_benefits is not None:
        kept = yes_no(appeal.keep_benefits)
        found.append(Fact(_("Your care goes on while you wait"), kept))
    if appeal.late_reason:
        found.append(Fact(_("Why it is late"), say("{words}", words=appeal.late_reason)))
    return found
