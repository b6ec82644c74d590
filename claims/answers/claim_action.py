"""What the member has to do, or may do, in exactly one sentence."""

import datetime as dt
from collections.abc import Callable

from claims.answers.answer import Action
from claims.answers.appeal_case import level_after
from claims.answers.approval_case import approved_until, ends_soon, expired
from claims.answers.claim_account import row_amount, to_pay
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import count_days, day, money, say
from claims.answers.words import gettext as _
from claims.deadlines.calendar import ONE_DAY
from claims.explanations.reason import Does
from claims.explanations.state import Family
from claims.facts import AppealLevel, ClaimState, WaitingFor

SENT_BACK_PATIENCE = 30  # days until a member is told to ask why a claim is not back


def action(case: Case) -> Action:
    """Never empty: "You do not need to do anything now." counts."""
    if case.doubt:
        return nothing_now()
    if case.appealable and not case.owes_nothing:
        return _appeal(case)
    if case.late:
        return Action(
            sentence=say(_("You can call us at {phone}."), phone=phone(case)), kind="call"
        )
    about_the_bill = to_pay(case)
    if about_the_bill is not None:
        return about_the_bill
    words = _OF_FAMILY.get(case.family)
    return (words and words(case)) or nothing_now()


def nothing_now() -> Action:
    return Action(sentence=_("You do not need to do anything now."))


def phone(case: Case) -> str:
    return phone_words(case.facts.plan.phone or portal_phone())


def must_send_by(case: Case) -> dt.date | None:
    """The day the letter names, else the least time the law gives; None when neither is known."""
    if case.current.wanted_by is not None:
        return case.current.wanted_by
    return case.due.member_due_on if case.due else None


def wanted(case: Case) -> str:
    return case.wanted or _("the information that we asked for")


def ask_again_on(case: Case) -> dt.date | None:
    """When a claim that was sent back has been away too long."""
    if case.happened_on is None:
        return None
    return case.happened_on + SENT_BACK_PATIENCE * ONE_DAY


def days_left(case: Case, last_on: dt.date) -> str:
    """That is 6 days from today. Only for a day that is not over in the plan's zone."""
    left = (last_on - case.law_today).days
    if left == 0 and case.today != case.law_today:
        return _("That is today where your plan is.")
    if left == 0:
        return _("That is today.")
    if left == 1:
        return _("That is tomorrow.")
    return say(_("That is {days} from today."), days=count_days(left))


def _appeal(case: Case) -> Action:
    window = case.window
    if window is None:
        decided = case.appeal_kept
        if decided is not None and level_after(case.facts.plan.program, decided.level) is None:
            return nothing_now()
        return Action(sentence=_("You can ask us how to appeal."), kind="call")
    if not window.open(case.law_today):
        sentence = _("You can still ask us to look, and tell us why you could not appeal in time.")
        return Action(sentence=sentence, kind="call")
    return Action(
        sentence=say(_may_appeal(case), date=day(window.last_on, today=case.law_today)),
        due_on=window.last_on,
        days_left=days_left(case, window.last_on),
        kind="appeal",
    )


def _may_appeal(case: Case) -> str:
    """With {date}, the last day."""
    if case.appeal_draft is not None:
        return _("You began an appeal and did not send it. You can send it until {date}.")
    if (decided := case.appeal_kept) is not None:
        if level_after(case.facts.plan.program, decided.level) is AppealLevel.HEARING:
            return _("You can ask for a hearing until {date}.")
        return _("You can ask for an outside review until {date}.")
    if case.facts.state is ClaimState.DENIED:
        return _("You can appeal until {date}.")
    if case.facts.state is ClaimState.APPROVED_CHANGED:
        return _("You can appeal the changes until {date}.")
    return _("You can appeal the part that we did not agree to until {date}.")


def _send(case: Case) -> Action | None:
    if case.waiting_for is not WaitingFor.MEMBER:
        return None
    by = must_send_by(case)
    if by is None:
        return Action(
            sentence=say(_("You need to send us {thing}."), thing=wanted(case)),
            required=True,
            kind="send",
        )
    today = min(case.today, case.law_today)  # until midnight where the member is, too
    if by < today:
        return Action(
            sentence=say(_("You can still send us {thing}."), thing=wanted(case)),
            required=True,
            kind="send",
        )
    return Action(
        sentence=say(
            _("You need to send us {thing} by {date}."),
            thing=wanted(case),
            date=day(by, today=today),
        ),
        required=True,
        due_on=by,
        days_left=days_to_send(by, today),
        kind="send",
    )


def days_to_send(by: dt.date, today: dt.date) -> str:
    left = (by - today).days
    if left == 0:
        return _("That is today. You have until midnight.")
    if left == 1:
        return _("That is tomorrow.")
    return say(_("You have {days}."), days=count_days(left))


def _call_us(case: Case) -> Action:
    return Action(
        sentence=say(_("You need to call us at {phone}."), phone=phone(case)),
        required=True,
        kind="call",
    )


def _wait_for_the_bill(case: Case) -> Action | None:
    if not case.owes or case.owes < 0:
        return None
    sentence = _("You do not need to do anything until {provider} sends you a bill.")
    return Action(sentence=say(sentence, provider=provider(case.facts)))


def _renew(case: Case) -> Action | None:
    until = approved_until(case)
    if until is None or not (expired(case) or ends_soon(case)):
        return None
    if expired(case):
        sentence = _("If you still need this care, ask {provider} for a new approval.")
        return Action(sentence=say(sentence, provider=provider(case.facts)), kind="provider")
    sentence = _("Get the care by {date}, or ask {provider} for more time.")
    return Action(
        sentence=say(
            sentence, date=day(until, today=case.law_today), provider=provider(case.facts)
        ),
        due_on=until,
        days_left=days_left(case, until),
        kind="provider",
    )


def _ask_what_was_decided(case: Case) -> Action | None:
    if not case.approval:
        return _wait_for_the_bill(case)
    return Action(
        sentence=say(_("You can call us at {phone} before you get the care."), phone=phone(case)),
        kind="call",
    )


def _ask_provider(case: Case) -> Action | None:
    if case.facts.state is ClaimState.UNKNOWN_CLAIM:
        sentence = _("You can ask {provider} which plan they sent it to.")
        return Action(sentence=say(sentence, provider=provider(case.facts)), kind="provider")
    if any(one.reason and one.reason.does is Does.IDENTITY for one in case.refusals):
        sentence = _("You can ask {provider} to check your name and member number.")
        return Action(sentence=say(sentence, provider=provider(case.facts)), kind="provider")
    again_on = ask_again_on(case)
    if again_on is not None and case.today < again_on:
        return nothing_now()
    return Action(
        sentence=say(_("You can ask {provider} to send it again."), provider=provider(case.facts)),
        kind="provider",
    )


def list_amount(case: Case) -> str:
    """The one number a list shows, with what it is; "" when none is stated or none fits."""
    amounts = case.amounts
    if case.doubt or case.request or case.family is Family.CLOSED:
        return ""
    if on_account := row_amount(case):
        return on_account
    if case.facts.state is ClaimState.WITH_OTHER_PAYER and not case.both_decided:
        return _("Do not pay yet")
    if (case.words.settled or case.again) and amounts.member_owes is not None:
        if amounts.member_owes <= 0:
            return _("You owe $0")
        words = _("You may owe up to {amount}") if case.at_most else _("You may owe {amount}")
        return say(words, amount=money(amounts.member_owes))
    if case.family is Family.PAID and amounts.plan_paid is not None and amounts.plan_paid > 0:
        return say(_("We paid {amount}"), amount=money(amounts.plan_paid))
    if amounts.billed is not None and amounts.billed > 0:
        return say(_("Billed {amount}"), amount=money(amounts.billed))
    return ""


_OF_FAMILY: dict[Family, Callable[[Case], Action | None]] = {
    Family.PENDED: _send,
    Family.TALK: _call_us,
    Family.RETURNED: _ask_provider,
    Family.PAID: _wait_for_the_bill,
    Family.FINISHED: _ask_what_was_decided,
    Family.APPROVED: _renew,
}
