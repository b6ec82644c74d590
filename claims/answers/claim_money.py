"""How the amounts were worked out, and why a part was not paid.

An amount that the source did not state is "not stated" in words, never $0. Cents throughout.
"""

from collections.abc import Iterator

from claims.amounts import MEMBER
from claims.answers.answer import Sum
from claims.answers.claim_account import account_of, asks_too_much, share_label, still_owed
from claims.answers.claim_case import Case
from claims.answers.claim_names import provider, provider_first
from claims.answers.person import phone_words, portal_phone
from claims.answers.words import gettext as _
from claims.answers.words import join, money, say
from claims.explanations.reason import Does
from claims.explanations.reasons import remark_known
from claims.explanations.state import Family
from claims.facts import ClaimState

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
    if case.family in WITH_SUMS and (unexplained(case) or 0) < 0:
        return (_("These amounts do not add up. Ask us before you pay a bill."),)
    if case.family in (*BILL_FROM_THE_PROVIDER, Family.DENIED):
        return _about_the_bill(case, still_owed(case))
    return ()


def _about_the_bill(case: Case, cents: int | None) -> tuple[str, ...]:
    if cents is None:
        known = case.family is not Family.DENIED
        return () if known else (_("We do not know yet what you may have to pay."),)
    if asks_too_much(case):
        return (_("Your bill asks for more. Ask us before you pay it."),)
    if (case.owes or 0) <= 0:
        return (say(_("{provider} may not bill you."), provider=provider_first(case.facts)),)
    account = account_of(case)
    if account is not None and account.beyond:
        right = _("Your bill may ask for more than your share. Do not pay more than {amount}.")
        return (say(right, amount=money(cents)),)
    if account is not None:
        return ()
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
            found.append(unknown(case, refusal.adjustment.carc))
        else:
            reason = refusal.reason
            found.append(join(_(reason.because), _(reason.what_next)))
    if case.family is Family.DENIED and not found:
        told = _("Our claims system did not tell us why. Call us, and we find out.")
        if case.approval and case.current.note:
            told = _("Your plan's own words below say why.")
        found.append(told)
    remarks = _unknown_remarks(case)
    if remarks:
        found.append(
            say(
                _("Your plan added note {codes}. We cannot explain it here yet."),
                codes=", ".join(remarks),
            )
        )
    return tuple(dict.fromkeys(found))


def unknown(case: Case, carc: str) -> str:
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
    """Each cent of the bill once. Rows that show a total again are the agreed price and what is
    owed; what no row explains has a row of its own."""
    amounts = case.amounts
    left = unexplained(case)
    yield Sum(label=_("Amount billed"), amount=amount(_no_less_than_zero(amounts.billed)))
    if amounts.allowed is not None:
        yield Sum(label=_("Our agreed price"), amount=money(amounts.allowed))
    if amounts.written_off is not None and amounts.written_off > 0:
        yield Sum(
            label=_("Taken off the bill"),
            amount=money(amounts.written_off),
            note=say(_("{provider} may not bill you for this."), provider=_start(case)),
        )
    if left is not None and left > 0:
        yield Sum(
            label=_("Other parts of the bill"),
            amount=money(left),
            note=_("This does not add to what you owe."),
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
        label=_owed_label(case),
        amount=amount(_no_less_than_zero(case.owes)),
        note=say(_("To {provider}"), provider=provider(case.facts)),
        strong=True,
    )


def _owed_label(case: Case) -> str:
    if account_of(case) is not None:
        return _("Your share in all")
    return share_label(case)


def unexplained(case: Case) -> int | None:
    """Cents of the bill that no stated part accounts for; None when a part is not stated.

    Below zero the parts are more than the bill: then nobody should pay before asking. What the
    member paid already is a part of what they owe, unless the bill adds up only with both.
    """
    amounts = case.amounts
    if amounts.billed is None or amounts.plan_paid is None or case.owes is None:
        return None
    left = (
        max(amounts.billed, 0)
        + _above_the_bill(case)
        - max(amounts.written_off or 0, 0)
        - (amounts.other_payer_paid or 0)
        - amounts.plan_paid
        - max(case.owes, 0)
    )
    return 0 if left == amounts.paid_by_member else left


def _no_less_than_zero(cents: int | None) -> int | None:
    return None if cents is None else max(cents, 0)


def _shares(case: Case) -> Iterator[Sum]:
    """How the member's part comes about: only kinds that add up to it, so no cent counts twice."""
    amounts = case.amounts
    kinds = [
        (_("Your share: deductible"), amounts.deductible or 0, ""),
        (_("Your share: copay"), amounts.copay or 0, ""),
        (_("Your share: coinsurance"), amounts.coinsurance or 0, ""),
    ]
    known = sum(cents for _label, cents, _note in kinds)
    not_covered = amounts.not_covered or 0
    if case.owes is None or known + not_covered in _members_part(case):
        kinds.append((_("Not covered"), not_covered, _why_not_covered(case)))
    elif 0 < known < case.owes:
        kinds.append((_("The rest of your share"), case.owes - known, ""))
    elif known not in _members_part(case):
        return  # "You may owe" says it alone
    yield from (
        Sum(label=label, amount=money(cents), note=note) for label, cents, note in kinds if cents
    )


def _members_part(case: Case) -> tuple[int, ...]:
    """What is owed; some sources leave out of it what was paid at the visit."""
    owes = case.owes or 0
    return owes, owes + (case.amounts.paid_by_member or 0)


def _why_not_covered(case: Case) -> str:
    reasons = [
        _(r.reason.because) for r in case.refusals if r.reason and r.adjustment.group == MEMBER
    ]
    return reasons[0] if len(reasons) == 1 else ""


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
