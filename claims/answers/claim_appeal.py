"""Appeals: how, until when, who decides after us, and who helps.

Filing here comes later: until then each option says honestly that it is a call or a letter.
"""

from collections.abc import Iterator

from claims.answers.answer import Fact, Group, Option
from claims.answers.claim_action import phone
from claims.answers.claim_case import Case
from claims.answers.claim_date import last_date
from claims.answers.person import claims_specialist
from claims.answers.words import count_days, join, say
from claims.answers.words import gettext as _
from claims.deadlines.rule import EMPLOYER_AND_MARKET, Step
from claims.deadlines.rules import rule_for
from claims.facts import Program, Urgency

MEDICARE = (Program.MEDICARE_ADVANTAGE, Program.PART_D, Program.ORIGINAL_MEDICARE)


def help_group(case: Case) -> tuple[Group, ...]:
    """Get help with an appeal: ours, and free help outside."""
    if not case.appealable or case.doubt or case.owes_nothing:
        return ()
    facts = [
        Fact(claims_specialist(), phone(case), f"tel:{case.facts.plan.phone}"),
        *_outside_help(case.facts.plan.program),
    ]
    if not case.facts.plan.phone:
        facts[0] = Fact(claims_specialist(), phone(case))
    note = _("Need an interpreter or another way to talk? Tell us when you ask.")
    return (Group(heading=_("Get help with an appeal"), facts=tuple(facts), note=note),)


def appeals(case: Case) -> Iterator[Option]:
    """The appeal, a faster one, and who looks after us; or, once it is too late, why."""
    if case.window is not None and not case.window.open(case.law_today):
        yield _why_late(case)
        return
    upheld = any(r.reason and r.reason.next_level for r in case.refusals)
    if not upheld:
        yield _appeal(case)
    if any(r.reason and r.reason.urgent for r in case.refusals) or case.request:
        yield Option(
            kind="fast-appeal",
            title=_("Ask for a fast appeal"),
            text=_("If waiting could harm your health, we decide within 72 hours."),
            needs=_("Your doctor can ask for you."),
            url=case.call_url,
            button=_("Call us about a fast appeal"),
        )
    yield from _outside(case, upheld=upheld)


def _appeal(case: Case) -> Option:
    program = case.facts.plan.program
    rule = rule_for(
        Step.APPEAL_DECISION,
        program,
        on=case.law_today,
        urgency=Urgency.PRE_SERVICE if case.request else Urgency.POST_SERVICE,
    )
    how_long = ""
    if rule is not None:
        how_long = say(_("We must decide within {days}."), days=count_days(rule.days))
    last = last_date(case)
    return Option(
        kind="appeal",
        title=_("Appeal"),
        text=join(
            _("Someone who did not make the first decision looks at it."),
            _("Write to us, or call and we send you the form. You cannot file here yet."),
        ),
        last_date=last or _("Ask us for your last date."),
        how_long=how_long,
        needs=_("A letter that says why. Add any papers that help."),
        url=case.call_url,
        button=_("Call us about an appeal"),
    )


def _outside(case: Case, *, upheld: bool) -> Iterator[Option]:
    program = case.facts.plan.program
    last = last_date(case) if upheld else ""
    if program in EMPLOYER_AND_MARKET:
        text = _("A reviewer who does not work for us decides.")
        if not upheld:
            text = join(text, _("You can ask within 4 months after we answer your appeal."))
        title = _("Ask for an outside review")
    elif program is Program.MEDICAID_MCO:
        text = _("Your State decides. First we answer your appeal.")
        if upheld:
            text = _("Your State decides, not we.")
        title = _("Ask for a State fair hearing")
    elif program is Program.MEDICARE_ADVANTAGE:
        title = _("Outside review")
        text = _("If we keep our decision, an outside reviewer looks at it automatically.")
    else:
        if upheld:
            yield Option(
                kind="outside",
                title=_("Ask for the next review"),
                text=_("A reviewer who does not work for us decides. Call us to start."),
                last_date=_("Ask us for your last date."),
                url=case.call_url,
                button=_("Ask for a call"),
            )
        return
    yield Option(
        kind="outside",
        title=title,
        text=text,
        last_date=last or (_("Ask us for your last date.") if upheld else ""),
        url=case.call_url if upheld else "",
        button=_("Ask for a call") if upheld else "",
    )


def _why_late(case: Case) -> Option:
    return Option(
        kind="late-appeal",
        title=_("Tell us why you could not appeal in time"),
        text=_("If you had a good reason, we may still look at your appeal."),
        needs=_("A letter or a call that says what kept you."),
        url=case.call_url,
        button=_("Ask for a call"),
    )


def late_right(case: Case) -> str:
    """What a missed clock gives the member; "" where we do not know the law."""
    program = case.facts.plan.program
    if program in EMPLOYER_AND_MARKET:
        return _("You may go to an outside review or to court without an appeal first.")
    if program is Program.MEDICARE_ADVANTAGE:
        return _("The law treats this as a no. You can appeal now.")
    if program is Program.PART_D:
        return _("We must send it to an outside reviewer within 24 hours.")
    if program is Program.MEDICAID_MCO:
        return _("The law treats this as a no. You can appeal now.")
    return ""


def late_appeal_right(program: Program) -> str:
    """The same for an appeal that was not answered in time."""
    if program is Program.MEDICAID_MCO:
        return _("This is late. You may go to a State fair hearing now.")
    if program in EMPLOYER_AND_MARKET:
        return _("This is late. You may go to an outside review or to court now.")
    if program is Program.MEDICARE_ADVANTAGE:
        return _("This is late. We must send it to an outside reviewer.")
    return _("This is late. Call us.")


def _outside_help(program: Program) -> Iterator[Fact]:
    free = _("Free outside help")
    if program in (Program.ERISA_SELF, Program.ERISA_INSURED):
        yield Fact(free, say(_("U.S. Department of Labor, {phone}"), phone="1-866-444-3272"))
    elif program in MEDICARE:
        yield Fact(free, say(_("Medicare, {phone}"), phone="1-800-633-4227"))
    elif program is Program.MEDICAID_MCO:
        yield Fact(free, _("Your State's Medicaid office"))
    elif program is Program.ACA_INDIVIDUAL:
        yield Fact(free, _("Your State's department of insurance"))
