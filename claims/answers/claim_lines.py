"""Each service of a claim: what was paid, what is owed, and why."""

from claims.amounts import MEMBER, line_amounts
from claims.answers import approval_parts
from claims.answers.answer import Fact, Group, LineAnswer
from claims.answers.claim_account import account_of, share_label
from claims.answers.claim_case import Case
from claims.answers.claim_money import amount, unknown
from claims.answers.claim_names import line_name
from claims.answers.claim_refusals import reason_for
from claims.answers.words import days, join, money, say
from claims.answers.words import gettext as _
from claims.explanations.reason import Reason
from claims.explanations.reasons import owes
from claims.facts import Adjustment, Line


def lines(case: Case) -> tuple[LineAnswer, ...]:
    """Only where there is money to show; else each service stands in `services`."""
    if case.doubt or not _has_money(case):
        return ()
    return tuple(_line(case, line) for line in case.current.lines)


def services(case: Case) -> tuple[Group, ...]:
    """What each service was, where no amount of it is stated."""
    if case.approval:
        return approval_parts.services(case)
    if case.doubt or not case.current.lines or _has_money(case):
        return ()
    facts = tuple(Fact(line_name(line), _result(case, line)) for line in case.current.lines)
    return (Group(heading=_("Each service"), facts=facts),)


def _has_money(case: Case) -> bool:
    """A version that takes back an earlier one states negative amounts: no bill has those."""
    amounts = [line_amounts(line) for line in case.current.lines]
    if case.request or any((one.billed or 0) < 0 for one in amounts):
        return False
    stated = [cents for one in amounts for cents in (one.billed, one.plan_paid, one.member_owes)]
    return any(cents is not None for cents in stated)


def _result(case: Case, line: Line) -> str:
    """Why, else when. The reasons of a version that takes back an earlier one count no more."""
    taken_back = (line_amounts(line).billed or 0) < 0
    reasons = () if taken_back else tuple(_line_reason(case, one) for one in line.adjustments)
    if reasons:
        return join(*reasons)
    return _when(case, line) or _("not stated")


def _line(case: Case, line: Line) -> LineAnswer:
    amounts = line_amounts(line)
    return LineAnswer(
        title=line_name(line),
        when=_when(case, line),
        billed=amount(amounts.billed),
        paid=amount(amounts.plan_paid),
        owes=amount(amounts.member_owes),
        owes_label=share_label(case),
        reasons=tuple(_line_reason(case, adjustment) for adjustment in line.adjustments),
    )


def _when(case: Case, line: Line) -> str:
    if line.service_from is None:
        return ""
    return days(line.service_from, line.service_to, today=case.today)


def _line_reason(case: Case, adjustment: Adjustment) -> str:
    """$80.00: because ... who owes it. A negative amount gets no number: it is no discount."""
    reason = reason_for(case.facts, adjustment)
    if reason is None:
        words = unknown(case, adjustment.carc)
    else:
        words = join(_(reason.because), _whose(case, adjustment, reason))
    if adjustment.cents is None or adjustment.cents <= 0:
        return words
    return say(_("{amount}: {reason}"), amount=money(adjustment.cents), reason=words)


def _whose(case: Case, adjustment: Adjustment, reason: Reason) -> str:
    """Who carries this part. Where an account knows what is left, a line says nothing of owing."""
    if adjustment.group == MEMBER and not reason.owes and account_of(case) is not None:
        return _("This part is your share.")
    return _(owes(adjustment.group, reason))
