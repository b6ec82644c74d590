"""Claim status codes (X12 277, STC01-2; code list 508): why a claim came back or was not paid.

A status says why in one code, a remittance in another (CARC), and both mean one thing to a member:
so a status borrows the row of the reason that says the same. Codes are X12's, sentences ours.
"""

from claims.explanations.documents import DOCUMENTS
from claims.explanations.reason import Reason
from claims.explanations.reasons import explain

#: How a statement's ``code`` begins when it is a claim status: "277:P3:317", one part each.
PREFIX = "277:"
MEMBERS = frozenset({"QC", "IL"})  # of STC01-3: the patient, the insured
OF_ANYBODY = frozenset({"126"})  # an address: the provider's own is no thing to send us
MISSING = "16"

# The reason (CARC) that says the same to a member.
SAME_AS: dict[str, str] = {
    "27": "27",
    **dict.fromkeys(("29", "30", "31", "32", "33", "34", "97", "162", "164"), "31"),
    "54": "18",
    "78": "18",
    "84": "197",
    "85": "22",
    **dict.fromkeys(("88", "89", "90", "91", "92", "109"), "177"),
    "94": "165",
    "95": "226",
    "96": "185",
    "114": "109",
    "116": "109",
    "483": "119",
}
# The same of a provider: who was not eligible, or not found, is not the member then.
SAME_AS_OF_PROVIDER = dict.fromkeys(("25", "26", "88", "90", "91", "109"), "B7")
SAME_AS_OF_MEMBER = {"26": "31", "125": "31", "153": "31", "158": "31"}
# What is missing or wrong on the claim: names, numbers and codes that only its sender can mend.
# fmt: off
MENDED_BY_SENDER = frozenset((
    "21", "24", "117", "121", "122", "124", "125", "126", "127", "128", "145", "153", "156",
    "157", "158", "178", "187", "188", "189", "218", "228", "234", "247", "249", "252", "254",
    "255", "256", "258", "276", "306", "400", "402", "453", "454", "455", "464", "465", "476",
    "477", "478", "479", "480", "481", "488", "496", "500", "501", "502", "503", "504", "505",
    "507", "508", "509", "510", "511", "512", "535", "562",
))
# fmt: on


def parts(code: str) -> tuple[tuple[str, str], ...]:
    """(status, entity) of each part of a statement's ``code``; () when it is no claim status."""
    if not code.startswith(PREFIX):
        return ()
    found = (one.split(":") for one in code.removeprefix(PREFIX).split(" "))
    return tuple((one[1], one[2] if len(one) > 2 else "") for one in found if len(one) > 1)


def reason(code: str) -> Reason | None:
    """The row that says why; what is only "missing" is said when no other part says more."""
    carcs = [carc for status, who in parts(code) if (carc := _carc(status, who))]
    carcs.sort(key=MISSING.__eq__)
    return explain("", carcs[0]) if carcs else None


def wanted(code: str) -> str:
    """What was asked for, one a line, as `claims.explanations.documents` names it; "" for none."""
    named = (
        f"508:{status}" for status, who in parts(code) if status not in OF_ANYBODY or who in MEMBERS
    )
    return "\n".join(one for one in named if one in DOCUMENTS)


def without_words(code: str) -> tuple[str, ...]:
    """The status codes for which we have no words, neither of a thing nor of a reason."""
    told = parts(code)
    return tuple(s for s, who in told if f"508:{s}" not in DOCUMENTS and not _carc(s, who))


def _carc(status: str, who: str) -> str:
    special = SAME_AS_OF_MEMBER if who in MEMBERS else SAME_AS_OF_PROVIDER
    if who and status in special:
        return special[status]
    return SAME_AS.get(status) or (MISSING if status in MENDED_BY_SENDER else "")
