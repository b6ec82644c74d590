"""The table of law in words: what `manage.py deadlines` prints and docs/deadlines.md keeps."""

from collections.abc import Iterator

from claims.deadlines.counsel import QUESTIONS, Question
from claims.deadlines.rule import ALWAYS, Anchor, Counting, LegalRule, Roll, Step
from claims.deadlines.rules import BY_ID, LEGAL_RULES
from claims.facts import Program, Urgency

PROGRAMS = {
    Program.ERISA_SELF: "employer plan, self-funded",
    Program.ERISA_INSURED: "employer plan, insured",
    Program.ACA_INDIVIDUAL: "individual market (ACA)",
    Program.MEDICARE_ADVANTAGE: "Medicare Advantage",
    Program.PART_D: "Medicare Part D",
    Program.ORIGINAL_MEDICARE: "Original Medicare",
    Program.MEDICAID_MCO: "Medicaid managed care",
    Program.OTHER: "law not known",
}
URGENCIES = {
    Urgency.POST_SERVICE: "after care",
    Urgency.PRE_SERVICE: "before care",
    Urgency.URGENT: "urgent",
    Urgency.PART_B_DRUG: "Part B drug",
    Urgency.PAYMENT: "payment",
}
STEPS = {
    Step.DECISION: "First decision",
    Step.FAST_DECISION: "First decision, fast, on a Part B drug",
    Step.CONCURRENT: "Going on with approved care",
    Step.MORE_INFORMATION: "Saying what is missing",
    Step.APPEAL: "Appeal",
    Step.APPEAL_DECISION: "Answer to an appeal",
    Step.EXTERNAL_REVIEW: "External review",
    Step.EXTERNAL_REVIEW_CHECK: "First look at a request for external review",
    Step.EXTERNAL_REVIEW_DECISION: "Decision of the external reviewer",
    Step.INDEPENDENT_REVIEW: "Medicare's outside review",
    Step.JUDGE: "Hearing before a judge",
    Step.FAIR_HEARING: "State fair hearing",
    Step.FAIR_HEARING_DECISION: "Decision of a fair hearing",
    Step.KEEP_BENEFITS: "Keeping benefits during an appeal",
    Step.CARRY_OUT: "Giving what an appeal has won",
    Step.SHIPMENT: "Shipping an order",
    Step.DELAY: "Delay that silence agrees to",
    Step.REFUND: "Refund",
    Step.BILLING_ERROR: "Notice of a billing error",
    Step.BILLING_ERROR_ANSWER: "Saying that a notice came",
    Step.BILLING_ERROR_END: "Settling a billing error",
    Step.BILLING_ERROR_GRACE: "Pay what was checked and is right",
    Step.ESTIMATE_DISPUTE: "Dispute over a good-faith estimate",
}
ANCHORS = {
    Anchor.RECEIPT: "the day the plan has it",
    Anchor.NOTICE_RECEIPT: "the day the member has the letter",
    Anchor.NOTICE_DATE: "the date on the letter",
    Anchor.ORDER: "the day the order is complete",
    Anchor.SHIP_BY: "the day it should have shipped",
    Anchor.VESTING: "the day the right vests",
    Anchor.STATEMENT: "the day the statement was sent",
    Anchor.ERROR_NOTICE: "the day the creditor has the notice",
    Anchor.ERROR_ANSWER: "the day of the answer",
    Anchor.BILL: "the day the first bill came",
    Anchor.REVIEWER_RECEIPT: "the day the reviewer has it",
    Anchor.HEARING_REQUEST: "the day the hearing was asked for",
    Anchor.OVERTURNED: "the decision for the member",
}
IN_ORDER = sorted(LEGAL_RULES, key=lambda rule: list(STEPS).index(rule.step))
ROLLS = {
    Roll.NEXT: "the law moves it to the next business day",
    Roll.NEVER: "does not arise",
    Roll.SILENT: "the law is silent: not moved",
}


def length(rule: LegalRule) -> str:
    """180 days; 4 months; 72 hours."""
    for number, unit in ((rule.months, "months"), (rule.hours, "hours"), (rule.days, "days")):
        if number:
            kind = "business " if rule.counting is Counting.BUSINESS else ""
            return f"{number} {kind}{unit}"
    return "the State picks"


def who(rule: LegalRule) -> str:
    """For whom it holds, and for which kinds of request."""
    programs = "; ".join(PROGRAMS[program] for program in rule.programs) or "every buyer or patient"
    kinds = ", ".join(URGENCIES[urgency] for urgency in rule.urgencies)
    if rule.authorization is not None:
        needs = "approval needed" if rule.authorization else "no approval needed"
        kinds = f"{kinds}, {needs}" if kinds else needs
    return f"{programs} ({kinds})" if kinds else programs


def columns(rule: LegalRule) -> tuple[tuple[str, str], ...]:
    """Every column of one row, in the order in which it is read."""
    presumed = f"; {rule.presumed} days after its date if nobody knows" if rule.presumed else ""
    extension = f"{rule.extension} days, with notice before the day" if rule.extension else "none"
    if rule.information_days:
        extension += f"; stops for what the member must send, {rule.information_days} days at least"
    in_force = "always" if rule.effective_from == ALWAYS else f"from {rule.effective_from}"
    if rule.until is not None:
        in_force = f"until {rule.until}"
    anchor = ANCHORS[rule.anchor]
    if rule.hours:
        anchor = anchor.replace("the day", "the moment")
    fast = BY_ID.get(rule.expedited)
    return (
        ("Rule", rule.name),
        ("For", who(rule)),
        ("Runs when", str(rule.trigger)),
        ("From", f"{anchor}{presumed}"),
        ("Length", length(rule)),
        ("Counted in", str(rule.counting)),
        ("Weekend", ROLLS[rule.roll]),
        ("Then runs", STEPS[rule.clock] if rule.clock else "nothing"),
        ("Extension", extension),
        ("Faster", f"{length(fast)} ({fast.name})" if fast else "none"),
        ("Law", rule.source),
        ("In force", in_force),
        ("Reviewed by", rule.reviewed_by or "nobody yet"),
        ("Note", rule.note),
    )


def in_lines() -> Iterator[str]:
    """The table for a terminal: a block of lines for each row."""
    step = None
    for rule in IN_ORDER:
        if rule.step is not step:
            step = rule.step
            yield from ("", STEPS[step].upper())
        yield ""
        yield from (f"  {head:<12} {text}" for head, text in columns(rule) if text)
    yield from ("", "WHAT COUNSEL HAS TO DECIDE")
    for question in QUESTIONS.values():
        yield from ("", *(f"  {line}" for line in asked(question)))


def asked(question: Question) -> tuple[str, ...]:
    """One question, our reading and the other one."""
    return (
        f"{question.name}: {question.asked} ({question.about})",
        f"we read:   {question.ours}",
        f"else:      {question.other}",
        f"decided by {question.answered_by or 'nobody yet'}",
    )


def in_markdown() -> Iterator[str]:
    """The same as the page of the documentation."""
    heads = [head for head, _text in columns(IN_ORDER[0])]
    step = None
    for rule in IN_ORDER:
        if rule.step is not step:
            step = rule.step
            yield from ("", f"## {STEPS[step]}", "")
            yield from (_row(heads), _row(["---"] * len(heads)))
        yield _row([text for _head, text in columns(rule)])
    yield from ("", "## What counsel has to decide", "")
    yield from (_row(["Question", "Texts", "We read", "Else", "Decided by"]), _row(["---"] * 5))
    for one in QUESTIONS.values():
        answered = one.answered_by or "nobody yet"
        yield _row([f"{one.name}: {one.asked}", one.about, one.ours, one.other, answered])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
