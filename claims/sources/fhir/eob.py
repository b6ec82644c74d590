"""ExplanationOfBenefit: C4BB 1.1 and 2.0, PDex prior authorisations, the CMS flavours, STU3."""

from claims.amounts import all_adjustments
from claims.amounts import outcome as decided
from claims.facts import Adjustment, Amounts, ClaimRecord, ClaimState, ClaimUse, Happening, Line
from claims.sources.fhir import amounts, approval, header, lines, reasons, record, review, totals
from claims.sources.fhir.shapes import ExplanationOfBenefit
from claims.sources.fhir.values import Reading
from claims.sources.held import Held

# C4BBPayerClaimPaymentStatusCode, and HL7's ex-paymenttype for a complete payment.
PAYMENT = {
    "paid": ClaimState.PAID,
    "complete": ClaimState.PAID,
    "partiallypaid": ClaimState.PARTIALLY_DENIED,
    "denied": ClaimState.DENIED,
}
OUTCOMES = frozenset({"", "queued", "complete", "partial", "error"})
FINAL = frozenset(
    {
        ClaimState.PAID,
        ClaimState.PARTIALLY_DENIED,
        ClaimState.DENIED,
        ClaimState.FINALIZED_NO_PAYMENT,
        ClaimState.FINALIZED_UNSPECIFIED,
        ClaimState.APPROVED,
        ClaimState.PARTLY_APPROVED,
        ClaimState.APPROVED_CHANGED,
    }
)
Lines = tuple[Line, ...]
Reasons = tuple[Adjustment, ...]
PAYEES = {"provider": "provider", "subscriber": "member", "beneficiary": "member"}


def read(eob: ExplanationOfBenefit, reading: Reading) -> ClaimRecord | Held:
    use = header.use(eob.use)
    request = use is ClaimUse.PREAUTHORIZATION
    rows = lines.read(eob.item, reading, request=request)
    money, payee = _money(eob, reading)
    why = reasons.read(eob.adjudication, reading, "adjudication") if eob.adjudication else None
    adjustments = why.adjustments if why else ()
    state, unrecognised = _state(eob, money, adjustments, rows, reading)
    created = reading.date(eob.created, "created")
    paid_on = reading.date(eob.payment.date, "payment.date") if eob.payment else None
    happening = Happening(
        source=reading.source,
        state=state,
        received_at=reading.received_at,
        effective_on=header.stated_on(eob.meta, (created, paid_on), reading),
        code_system="fhir:eob",
        code=_code(eob),
        note=_note(eob),
        amounts=money,
        adjustments=adjustments,
        remarks=why.remarks if why else (),
        lines=rows,
        received_on=record.received_on(
            eob, eob.supporting_info or eob.information, reading, use=use, decided=created
        )
        or (approval.received_on(eob.item, reading) if request else None),
        notice_on=created if state in FINAL else None,
        paid_on=paid_on,
        payee=payee,
        payment_reference=_payment_reference(eob),
    )
    made = record.build(
        eob,
        reading,
        happening,
        provider=header.name_of(eob.provider, eob, reading),
        service_days=eob.billable_period,
        priority=eob.priority,
        related=eob.related,
        authorization=approval.number(eob.item) or next(iter(eob.pre_auth_ref), ""),
        authorized=next(iter(eob.pre_auth_period), None) or approval.period(eob.item),
        unrecognised=unrecognised,
    )
    return totals.shown(made, eob, reading)


def _state(
    eob: ExplanationOfBenefit, money: Amounts, adjustments: Reasons, rows: Lines, reading: Reading
) -> tuple[ClaimState, record.Codes]:
    """(state, unrecognised codes): the table of claims.md 1.1, and of 1.2 for authorisations."""
    imposed = record.unlisted(eob.status)
    if imposed is ClaimState.UNRECOGNISED:
        return imposed, record.unrecognised("status", eob.status, reading)
    if imposed:
        replaced = imposed is ClaimState.VOIDED and _is_replaced(eob)
        return (ClaimState.REPLACED if replaced else imposed), ()
    actions = [row.review_action for row in rows if row.review_action]
    if actions and header.use(eob.use) is ClaimUse.PREAUTHORIZATION:
        found = review.state(actions, outcome=record.outcome(eob.outcome))
        return found or ClaimState.IN_PROCESS, review.unknown(actions, reading)
    outcome = record.outcome(eob.outcome)
    if outcome not in OUTCOMES:
        return ClaimState.UNRECOGNISED, record.unrecognised("outcome", outcome, reading)
    return _by_outcome(outcome, eob, money, adjustments, rows, reading), ()


def _by_outcome(
    outcome: str,
    eob: ExplanationOfBenefit,
    money: Amounts,
    adjustments: Reasons,
    rows: Lines,
    reading: Reading,
) -> ClaimState:
    if outcome == "queued":
        return ClaimState.IN_PROCESS
    if outcome == "error":
        return ClaimState.NEEDS_CORRECTION
    use = header.use(eob.use)
    if use is ClaimUse.PREDETERMINATION and outcome != "partial":
        return ClaimState.ESTIMATE_ONLY
    if use is ClaimUse.PREAUTHORIZATION:
        # Without a reviewer's action nothing says yes or no.
        return ClaimState.IN_PROCESS if outcome == "partial" else ClaimState.FINALIZED_UNSPECIFIED
    kind = eob.payment.type if eob.payment else None
    stated = PAYMENT.get(kind.coding[0].code) if kind and kind.coding else None
    if stated and outcome != "partial":
        return stated
    if outcome == "partial" and not _has_result(money, adjustments, rows):
        return ClaimState.IN_PROCESS
    happening = Happening(
        source="",
        state=ClaimState.FINALIZED_UNSPECIFIED,
        received_at=reading.received_at,
        amounts=money,
        adjustments=adjustments,
        lines=rows,
    )
    # An amount alone does not say what was decided (claims.md 1.1): "finished; see amounts".
    return decided(happening) if all_adjustments(happening) else happening.state


def _has_result(money: Amounts, adjustments: Reasons, rows: Lines) -> bool:
    """Whether anything was decided yet: an amount beyond what was billed, or a reason."""
    return (
        bool(adjustments)
        or any(line.adjustments or _decided(line.amounts) for line in rows)
        or _decided(money)
    )


def _decided(money: Amounts) -> bool:
    return any(
        value is not None
        for value in (money.allowed, money.plan_paid, money.member_owes, money.not_covered)
    )


def _is_replaced(eob: ExplanationOfBenefit) -> bool:
    return any(
        coding.code in record.LATER
        for one in eob.related
        if one.relationship
        for coding in one.relationship.coding
    )


def _money(eob: ExplanationOfBenefit, reading: Reading) -> tuple[Amounts, str]:
    """(the claim's amounts, who got the money)."""
    found = amounts.read(eob.total, reading, "total")
    for name, cents in amounts.read(eob.adjudication, reading, "adjudication").items():
        found.setdefault(name, cents)
    payment = eob.payment.amount if eob.payment else None
    for name, given in (
        ("billed", eob.total_cost),
        ("benefit", eob.total_benefit),
        ("benefit", payment),  # what was paid out stands in for what was not stated as paid
    ):
        stated = reading.cents(given, name) if given else None
        if stated is not None:
            found.setdefault(name, stated)
    return amounts.finished(dict(found)), _payee(eob, found)


def _payee(eob: ExplanationOfBenefit, found: dict[str, int]) -> str:
    if eob.payee and eob.payee.type and eob.payee.type.coding:
        return PAYEES.get(eob.payee.type.coding[0].code, "")
    if found.get("to_provider") and not found.get("to_member"):
        return "provider"
    if found.get("to_member") and not found.get("to_provider"):
        return "member"
    return ""


def _code(eob: ExplanationOfBenefit) -> str:
    """What the state was read from, verbatim: status, outcome and payment type."""
    kind = eob.payment.type if eob.payment else None
    parts = [eob.status, record.outcome(eob.outcome)]
    if kind and kind.coding:
        parts.append(kind.coding[0].code)
    return "/".join([part for part in parts if part])[:120]


def _note(eob: ExplanationOfBenefit) -> str:
    return "\n".join([note.text for note in eob.process_note if note.text])[:2000]


def _payment_reference(eob: ExplanationOfBenefit) -> str:
    given = eob.payment.identifier if eob.payment else None
    return given.value[:80] if given else ""
