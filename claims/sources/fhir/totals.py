"""Whether the lines of a finished claim come to what its ``total`` states, to the cent.

Only what must add up is compared: an amount that ``total`` and every line state under the same
code of HL7 or C4BB. CMS names a variable of its own beside the code, and its claim has another
than its lines. A record that does not add up is held: a number in it is wrong, and nobody knows
which.
"""

from collections.abc import Iterator
from functools import lru_cache

from claims.facts import ClaimRecord, ClaimUse, Clue, Evidence, Happening, HoldReason
from claims.sources.fhir import amounts, record
from claims.sources.fhir.shapes import Adjudication, ExplanationOfBenefit
from claims.sources.fhir.values import Reading
from claims.sources.held import Held

PAID_TO = frozenset({"to_provider", "to_member"})  # these win over "benefit"
COMPARED = {
    "billed": (Clue.LINES_BILLED, frozenset({"billed"})),
    "plan_paid": (Clue.LINES_PAID, PAID_TO | {"benefit"}),
    "member_owes": (Clue.LINES_OWED, frozenset({"member_owes"})),
}
MONEY = frozenset({"total", "total.value", "item.adjudication", "item.adjudication.value"})


def shown(told: ClaimRecord, eob: ExplanationOfBenefit, reading: Reading) -> ClaimRecord | Held:
    """The record, or the record held back with the sums that speak against it."""
    if not eob.total or not eob.item:
        return told
    if not _differs(told.happening) or not _is_finished(told, eob) or _left_out_money(reading):
        return told
    evidence = tuple(_evidence(told.happening, eob))
    if not evidence:
        return told
    reason = HoldReason.LINES_CONTRADICT_TOTAL
    return Held(reason=reason, record=told, evidence=evidence, line=told.line)


def _differs(told: Happening) -> bool:
    """Whether any sum is another. Every record is asked, so it is one loop without a lookup."""
    stated = told.amounts
    billed, paid, owes = stated.billed, stated.plan_paid, stated.member_owes
    for line in told.lines:
        part = line.amounts
        if billed is not None:
            billed = None if part.billed is None else billed - part.billed
        if paid is not None:
            paid = None if part.plan_paid is None else paid - part.plan_paid
        if owes is not None:
            owes = None if part.member_owes is None else owes - part.member_owes
    return bool(billed or paid or owes)


def _is_finished(told: ClaimRecord, eob: ExplanationOfBenefit) -> bool:
    """While a claim is decided in part, its lines and its total may be of different days.

    Lines that the payer added (``addItem``) belong to the total, and we do not read them.
    """
    active = record.unlisted(eob.status) is None and record.outcome(eob.outcome) == "complete"
    return active and told.use is ClaimUse.CLAIM and not eob.add_item


def _left_out_money(reading: Reading) -> bool:
    """An amount with too many decimals, or stated in two ways, is missing from the sums."""
    return any(one.field in MONEY for one in reading.warnings)


def _evidence(told: Happening, eob: ExplanationOfBenefit) -> Iterator[Evidence]:
    has_its_own = bool(told.adjustments) or any(row.amount for row in eob.adjudication)
    for name, (clue, codes) in COMPARED.items():
        if has_its_own and name != "billed":  # an adjustment of the whole claim is on no line
            continue
        stated = _named(eob.total, codes)
        if stated and all(_named(one.adjudication, codes) == stated for one in eob.item):
            expected = getattr(told.amounts, name)
            found = sum(getattr(line.amounts, name) for line in told.lines)
            if found != expected:
                yield Evidence(clue, expected, found)


def _named(rows: list[Adjudication], names: frozenset[str]) -> frozenset[str]:
    """Which of these amounts the rows state; none of them where CMS names one in its own way."""
    found = set()
    for row in rows:
        if row.category and row.amount and row.amount.value is not None:
            codes = tuple(one.code for one in row.category.coding)
            if (name := amounts.column_of(*codes)) in names:
                if not _is_general(*codes):
                    return frozenset()
                found.add(name)
    return found & PAID_TO or frozenset(found)


@lru_cache(maxsize=10_000)
def _is_general(*codes: str) -> bool:
    return all(code.lower() in amounts.GENERAL for code in codes)
