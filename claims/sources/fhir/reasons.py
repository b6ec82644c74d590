"""Why an amount was cut: the reason codes of FHIR as groups, CARCs and RARCs of X12.

C4BB 1.1 calls the slice ``denialreason``, C4BB 2.0 ``adjustmentreason``, some ``rejectreason``.
CMS puts placeholders ("rarc", "ca") and codes of its own there; those never become a denial.
"""

import re
from functools import lru_cache

from msgspec import Struct

from claims.facts import Adjustment
from claims.sources.fhir.shapes import Adjudication
from claims.sources.fhir.values import Reading

SLICES = frozenset({"denialreason", "adjustmentreason", "rejectreason"})
GROUPS = frozenset({"CO", "PR", "OA", "PI", "CR"})
CARC = re.compile(r"[1-9]\d{0,2}|[A-Z][1-9]\d?")
RARC = re.compile(r"(?:M|MA|N)[1-9]\d{0,3}")
GROUP_AND_CARC = re.compile(r"(CO|PR|OA|PI|CR)-?([1-9]\d{0,2}|[A-Z][1-9]\d?)")

# What the tail of a code system's name says. CMS: cagc, carc, rarc; ANSI-GRP-CD, ANSI-RSN-CD;
# rev_cntr_1st_ansi_cd holds both in one ("CO120").
IS_GROUP = ("group", "cagc", "grp")
IS_CARC = ("claim-adjustment-reason", "carc", "ansi-rsn", "ansi_cd", "adjustment-reason")
IS_RARC = ("remittance-advice", "rarc", "remark")
NO_REASON = ("carr_line_rdcd_pmt_phys_astn_c",)  # a reduction for an assistant, or "0" for none
NETWORK = frozenset({"benefitpaymentstatus", "billingnetworkstatus"})
NETWORKS = {"innetwork": "in", "outofnetwork": "out", "other": "other"}


class Reasons(Struct, gc=False):
    """Adjustments and remarks of a claim or a line, and whether its provider is in the network."""

    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    network: str = ""


NONE = Reasons()


def read(rows: list[Adjudication], reading: Reading, field: str) -> Reasons:
    found = None
    for row in rows:
        if row.reason is None or row.category is None:
            continue
        found = found or Reasons()
        for one in row.category.coding:
            if one.code in SLICES:
                _reason(row, found, reading, field)
                break
            if one.code in NETWORK:
                for coding in row.reason.coding:
                    found.network = found.network or NETWORKS.get(coding.code, "")
    return found or NONE


def _reason(row: Adjudication, found: Reasons, reading: Reading, field: str) -> None:
    group, carc = "", ""
    for coding in row.reason.coding if row.reason else ():
        kind, code = sort(coding.system, coding.code)
        if kind == "carc":
            carc = code
        elif kind == "group":
            group = code
        elif kind == "both":
            group, carc = code.split("-")
        elif kind == "rarc":
            found.remarks += (code,)
        elif kind == "wrong":
            reading.warn(f"{field}.reason", "a CARC, RARC or group code of X12", f"code {code}")
    if carc:
        found.adjustments += (Adjustment(group, carc, reading.cents(row.amount, field)),)


@lru_cache(maxsize=10_000)
def sort(system: str, given: str) -> tuple[str, str]:
    """(group | carc | both | rarc | none | wrong, code). An unknown list's code keeps its name."""
    code, list_name = given.strip().upper(), system.rsplit("/", 1)[-1].lower()
    if not code or list_name in NO_REASON:
        return "none", code
    if both := GROUP_AND_CARC.fullmatch(code):
        return "both", f"{both[1]}-{both[2]}"
    system = system.lower()
    for names, kind, valid in (
        (IS_GROUP, "group", code in GROUPS),
        (IS_RARC, "rarc", RARC.fullmatch(code)),
        (IS_CARC, "carc", CARC.fullmatch(code)),
    ):
        if any(name in system for name in names):
            return (kind, code) if valid else ("wrong", given[:12])
    # A list we do not know: its "16" is not X12's 16, so it must not be explained as that.
    return "carc", f"{list_name[:8] or '?'}:{code}"[:20]
