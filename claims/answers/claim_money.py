"""How the amounts were worked out, line by line, and why a part was not paid.

An amount that the source did not state is "not stated" in words, never $0. Cents throughout.
"""

from collections.abc import Iterator

from claims.amounts import MEMBER, line_amounts
from claims.answers.answer import LineAnswer, Sum
from claims.answers.claim_case import Case, reason_for
from claims.answers.claim_headline import provider, provider_first
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import days, join, money, say
from claims.answers.words import gettext as _
from claims.explanations.reason import Does
from claims.explanations.reasons import owes, remark_known
from claims.explanations.state import Family
from claims.facts import Adjustment, ClaimState, Line

WITH_SUMS = (Family.PAID, Family.DENIED, Family.FINISHED, Family.ESTIMATE)
BILL_FROM_THE_PROVIDER = (Family.PAID, Family.FINISHED)
ABOVE_THE_BILL = "94"


def amount(cents: int | None) -> str:
    return money(cents) if cents is not None else _("not stated")


def sums(case: Case) -> tuple[Sum, ...]:
    """The table "How we worked it out"; empty while nothing was decided."""
    if case.doubt or case.request:
        return ()
    if case.facts.state is ClaimState.REVERSED:
        return tuple(_taken_back(case))
    if case.family in WITH_SUMS:
        return tuple(_worked_out(case))
    if case.family is Family.ELSEWHERE and case.amounts.plan_paid:
        return tuple(_worked_out(case))
    return ()


def sums_note(case: Case) -> tuple[str, ...]:
    """What the provider's bill should say, or who may ask for how much."""
    if case.doubt or case.request:
        return ()
    cents = case.owes
    if case.family is Family.DENIED and cents is None:
        return (_("We do not know yet what you may have to pay."),)
    if cents is None or case.family not in (*BILL_FROM_THE_PROVIDER, Family.DENIED):
        return ()
    if cents <= 0:
        return (say(_("{provider} may not bill you."), provider=provider_first(case.facts)),)
    bill = _("We will show any bill on your Balance page.")
    if case.family is Family.DENIED:
        upto = say(
            _("{provider} can ask you for up to {amount}."),
            provider=provider_first(case.facts),
            amount=money(cents),
        )
        return (upto, bill)
    right = say(
        _("The provider's bill should say {amount} or less. If it is more, tell us."),
        amount=money(cents),
    )
    return (right, bill)


def why(case: Case) -> tuple[str, ...]:
    """Each reason once, in words, with what follows; and what we cannot explain, said so."""
    if case.doubt:
        return ()
    found: list[str] = []
    for refusal in case.refusals:
        if refusal.reason is None:
            found.append(_unknown(case, refusal.adjustment.carc))
        else:
            reason = refusal.reason
            found.append(join(_(reason.because), _(reason.what_next)))
    if case.family is Family.DENIED and not found:
        found.append(_("Our claims system did not tell us why. Call us, and we find out."))
    remarks = _unknown_remarks(case)
    if remarks:
        found.append(
            say(
                _("Your plan added note {codes}. We cannot explain it here yet."),
                codes=", ".join(remarks),
            )
        )
    return tuple(dict.fromkeys(found))


def lines(case: Case) -> tuple[LineAnswer, ...]:
    return tuple(_line(case, line) for line in case.current.lines)


def _line(case: Case, line: Line) -> LineAnswer:
    amounts = line_amounts(line)
    when = ""
    if line.service_from is not None:
        when = days(line.service_from, line.service_to, today=case.today)
    return LineAnswer(
        title=_line_title(line),
        when=when,
        billed=amount(amounts.billed),
        paid=amount(amounts.plan_paid),
        owes=amount(amounts.member_owes),
        reasons=tuple(_line_reason(case, adjustment) for adjustment in line.adjustments),
    )


def _line_title(line: Line) -> str:
    if line.description:
        return say("{words}", words=line.description)
    if line.code:
        return say(_("Service code {code}"), code=line.code)
    return say(_("Service {number}"), number=line.number)


def _line_reason(case: Case, adjustment: Adjustment) -> str:
    """$80.00: because ... who owes it. A negative amount gets no number: it is no discount."""
    reason = reason_for(case, adjustment)
    if reason is None:
        words = _unknown(case, adjustment.carc)
    else:
        words = join(_(reason.because), _(owes(adjustment.group, reason)))
    if adjustment.cents is None or adjustment.cents <= 0:
        return words
    return say(_("{amount}: {reason}"), amount=money(adjustment.cents), reason=words)


def _unknown(case: Case, carc: str) -> str:
    return say(
        _(
            "Your plan used code {code}. We cannot explain it here yet. "
            "Call {phone}, and a person will."
        ),
        code=carc,
        phone=phone_words(case.facts.plan.phone or portal_phone()),
    )


def _unknown_remarks(case: Case) -> list[str]:
    current = case.current
    remarks = [*current.remarks, *(r for line in current.lines for r in line.remarks)]
    return [remark for remark in dict.fromkeys(remarks) if not remark_known(remark)]


def _worked_out(case: Case) -> Iterator[Sum]:
    amounts = case.amounts
    yield Sum(label=_("Amount billed"), amount=amount(amounts.billed))
    if amounts.allowed is not None:
        yield Sum(label=_("Our agreed price"), amount=money(amounts.allowed))
    if amounts.written_off is not None and amounts.written_off > 0:
        yield Sum(
            label=_("Taken off the bill"),
            amount=money(amounts.written_off),
            note=say(_("{provider} may not bill you for this."), provider=_start(case)),
        )
    if amounts.other_payer_paid:
        yield Sum(label=_("Your other plan paid"), amount=money(amounts.other_payer_paid))
    above = _above_the_bill(case)
    if above:
        yield Sum(label=_("Our price is above the bill by"), amount=money(above))
    yield Sum(label=_("Your plan paid"), amount=amount(amounts.plan_paid))
    yield from _shares(case)
    if amounts.paid_by_member is not None:
        yield Sum(label=_("You already paid"), amount=money(amounts.paid_by_member))
    yield Sum(
        label=_("You may owe"),
        amount=amount(case.owes if case.owes is None else max(case.owes, 0)),
        note=say(_("To {provider}"), provider=provider(case.facts)),
        strong=True,
    )


def _shares(case: Case) -> Iterator[Sum]:
    amounts = case.amounts
    for label, cents in (
        (_("Your share: deductible"), amounts.deductible),
        (_("Your share: copay"), amounts.copay),
        (_("Your share: coinsurance"), amounts.coinsurance),
    ):
        if cents:
            yield Sum(label=label, amount=money(cents))
    if amounts.not_covered:
        reasons = [
            _(r.reason.because) for r in case.refusals if r.reason and r.adjustment.group == MEMBER
        ]
        yield Sum(
            label=_("Not covered"),
            amount=money(amounts.not_covered),
            note=reasons[0] if len(reasons) == 1 else "",
        )


def _taken_back(case: Case) -> Iterator[Sum]:
    cents = case.amounts.plan_paid
    yield Sum(
        label=_("Payment that we took back"),
        amount=amount(None if cents is None else abs(cents)),
        note=say(_("From {payee}"), payee=provider(case.facts)),
        strong=True,
    )


def _above_the_bill(case: Case) -> int:
    """What a plan's price adds to the bill: a negative adjustment, shown as the plus it is."""
    current = case.current
    adjustments = [*current.adjustments, *(a for line in current.lines for a in line.adjustments)]
    return -sum(min(a.cents or 0, 0) for a in adjustments if a.carc == ABOVE_THE_BILL)


def _start(case: Case) -> str:
    return provider_first(case.facts)


def first_step(case: Case) -> Does:
    """The best first thing to do about what was refused."""
    for refusal in case.refusals:
        if refusal.reason is not None and refusal.reason.does:
            return refusal.reason.does
    return Does.NOTHING
