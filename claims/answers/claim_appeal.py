"""Appeals: how, until when, who decides after us, and who helps.

What somebody else takes, like a State, says honestly that it is a call or a letter.
"""

from collections.abc import Iterator

from claims.answers.answer import Fact, Group, Option
from claims.answers.appeal_case import filed_here, goes_on_by_itself, may_be_fast, next_level
from claims.answers.claim_action import phone
from claims.answers.claim_case import Case
from claims.answers.claim_date import last_date
from claims.answers.person import claims_specialist
from claims.answers.words import count_days, join, say
from claims.answers.words import gettext as _
from claims.deadlines.missed import Remedy, if_missed
from claims.deadlines.rule import EMPLOYER_AND_MARKET, Step
from claims.deadlines.rules import rule_for
from claims.facts import AppealLevel, Program, Urgency

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


def level_of(case: Case) -> AppealLevel | None:
    """Who would look at it next."""
    upheld = any(r.reason and r.reason.next_level for r in case.refusals)
    return next_level(case.facts, upheld=upheld)


def files_here(case: Case) -> bool:
    """The next appeal can be sent from these pages."""
    return filed_here(case.facts.plan.program, level_of(case))


def appeal_url(case: Case, step: str = "") -> str:
    """Where it is written and sent; a step of its own where one is asked for."""
    return f"/claims/{case.facts.id}/appeal/{step}"


def appeals(case: Case) -> Iterator[Option]:
    """The appeal, a faster one, and who looks after us; or, once it is too late, why."""
    if case.window is not None and not case.window.open(case.law_today):
        yield _why_late(case)
        return
    level = level_of(case)
    if level is AppealLevel.INTERNAL:
        yield _appeal(case)
    if any(r.reason and r.reason.urgent for r in case.refusals) or case.request:
        yield _fast(case)
    if level is not None:
        yield from _outside(case, upheld=level is not AppealLevel.INTERNAL)


def _fast(case: Case) -> Option:
    here = may_be_fast(case.facts) and filed_here(case.facts.plan.program, level_of(case))
    return Option(
        kind="fast-appeal",
        title=_("Ask for a fast appeal"),
        text=_("If waiting could harm your health, we decide within 72 hours."),
        needs=_("Your doctor can ask for you."),
        url=appeal_url(case, "faster/") if here else case.call_url,
        button=_("Ask for a fast appeal") if here else _("Call us about a fast appeal"),
    )


def _appeal(case: Case) -> Option:
    program = case.facts.plan.program
    rule = rule_for(
        Step.APPEAL_DECISION,
        program,
        on=case.law_today,
        urgency=Urgency.PRE_SERVICE if case.request else Urgency.POST_SERVICE,
    )
    how_long = ""
    if rule is not None and rule.days:
        how_long = say(_("We must decide within {days}."), days=count_days(rule.days))
    begun = case.appeal_draft is not None
    text = _("Someone who did not make the first decision looks at it.")
    return Option(
        kind="appeal",
        title=_("Appeal"),
        text=join(text, _("You began one. All that you wrote is still there.") if begun else ""),
        last_date=last_date(case) or _("Ask us for your last date."),
        how_long=how_long,
        needs=_("Your reasons, in your own words. Add any papers that help."),
        url=appeal_url(case),
        button=_("Go on with your appeal") if begun else _("Appeal"),
    )


def _outside(case: Case, *, upheld: bool) -> Iterator[Option]:
    program = case.facts.plan.program
    if program is Program.MEDICARE_ADVANTAGE and not upheld:
        yield Option(
            kind="outside",
            title=_("Outside review"),
            text=_("If we keep our decision, an outside reviewer looks at it automatically."),
        )
    elif program in EMPLOYER_AND_MARKET:
        yield _outside_review(case, upheld=upheld)
    elif program is Program.MEDICAID_MCO:
        text = _("Your State decides. First we answer your appeal.")
        if upheld:
            text = _("Your State decides, not we.")
        yield _by_a_call(case, _("Ask for a State fair hearing"), text, asks=upheld)
    elif upheld:
        text = _("A reviewer who does not work for us decides. Call us to start.")
        yield _by_a_call(case, _("Ask for the next review"), text, asks=True)


def _outside_review(case: Case, *, upheld: bool) -> Option:
    text = _("A reviewer who does not work for us decides.")
    if not upheld:
        text = join(text, _("You can ask within 4 months after we answer your appeal."))
    begun = upheld and case.appeal_draft is not None
    return Option(
        kind="outside",
        title=_("Ask for an outside review"),
        text=text,
        last_date=(last_date(case) or _("Ask us for your last date.")) if upheld else "",
        needs=_("Your reasons, in your own words. Add any papers that help.") if upheld else "",
        url=appeal_url(case) if upheld else "",
        button=(_("Go on with it") if begun else _("Ask for an outside review")) if upheld else "",
    )


def _by_a_call(case: Case, title: str, text: str, *, asks: bool) -> Option:
    return Option(
        kind="outside",
        title=title,
        text=text,
        last_date=(last_date(case) or _("Ask us for your last date.")) if asks else "",
        url=case.call_url if asks else "",
        button=_("Ask for a call") if asks else "",
    )


def _why_late(case: Case) -> Option:
    here = filed_here(case.facts.plan.program, level_of(case))
    return Option(
        kind="late-appeal",
        title=_("Tell us why you could not appeal in time"),
        text=_("If you had a good reason, we may still look at your appeal."),
        needs=_("Say what kept you, like an illness, or a letter that came late."),
        url=appeal_url(case) if here else case.call_url,
        button=_("Tell us why") if here else _("Ask for a call"),
    )


def if_not_agreed(case: Case, level: AppealLevel) -> str:
    """What follows when this level does not agree either."""
    program = case.facts.plan.program
    if goes_on_by_itself(program, level):
        return _("We send your case to an outside reviewer. You do not have to ask.")
    if level is AppealLevel.INTERNAL and program in EMPLOYER_AND_MARKET:
        return _("You can ask for an outside review within 4 months after our answer.")
    if level is AppealLevel.INTERNAL and program is Program.MEDICAID_MCO:
        days = case.facts.plan.fair_hearing_days
        if days is None:
            return _("You can ask your State for a fair hearing. Our answer says until when.")
        told = _("You can ask your State for a fair hearing within {days} after our answer.")
        return say(told, days=count_days(days))
    if level is AppealLevel.EXTERNAL and program in EMPLOYER_AND_MARKET:
        return _("The reviewer's decision stands. A lawyer can tell you if a court may help.")
    return _("The answer says what you can do next, and until when.")


def late_right(case: Case) -> str:
    """What a missed clock gives the member; "" where we do not know the law."""
    remedy = if_missed(Step.DECISION, case.facts.plan.program)
    if remedy is Remedy.OUTSIDE_REVIEW:
        return _("You may go to an outside review or to court without an appeal first.")
    if remedy is Remedy.APPEAL:
        return _("The law treats this as a no. You can appeal now.")
    if remedy is Remedy.SENT_ON:
        return _("We must send it to an outside reviewer within 24 hours.")
    return ""


def late_appeal_right(program: Program) -> str:
    """The same for an appeal that was not answered in time."""
    remedy = if_missed(Step.APPEAL_DECISION, program)
    if remedy is Remedy.FAIR_HEARING:
        return _("This is late. You may go to a State fair hearing now.")
    if remedy is Remedy.OUTSIDE_REVIEW:
        return _("This is late. You may go to an outside review or to court now.")
    if remedy is Remedy.SENT_ON:
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
