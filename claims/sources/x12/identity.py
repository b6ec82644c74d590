"""Which claim a CLP speaks of, and which one it replaces."""

from collections.abc import Mapping

from claims.sources.values import text
from claims.sources.x12.dates import Days
from claims.sources.x12.key import NO_NUMBER, claim_key
from claims.sources.x12.reading import Wrong
from claims.sources.x12.segments import Segment

ORIGINAL, PAYERS_NUMBER = "F8", "1K"  # REF01
REVERSAL = "22"  # CLP02


def identity(
    clp: Segment,
    references: Mapping[str, str],
    payer: str,
    patient: tuple[str, str],
    days: Days,
) -> dict[str, str]:
    """The claim's number and key, and the key of the claim it replaces, by their field's name.

    A reversal speaks of the claim that it takes back, whatever number it has itself. Any other
    claim that names an original is a correction under a new number.
    """
    account = clp.element(1)
    number = _number(clp.element(7)) or _number(references.get(PAYERS_NUMBER, ""))
    original = _number(references.get(ORIGINAL, ""))
    if clp.element(2) == REVERSAL:
        number, original = original or number, ""
    key = claim_key(
        payer, number, patient, account=account, service_from=days[0], service_to=days[1]
    )
    if not key:
        raise Wrong("CLP07", "a claim number of the payer or the provider", "neither")
    return {
        "number": text(number or account, 80),
        "key": key,
        "replaces": claim_key(payer, original, patient) if original not in ("", number) else "",
    }


def _number(given: str) -> str:
    return "" if given in NO_NUMBER else given
