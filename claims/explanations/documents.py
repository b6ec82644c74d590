"""What somebody has to send, in words: LOINC document codes, X12 755, and claim status codes (508).

The words are ours. A code without a row is "the papers that we asked for".
"""

from django.utils.translation import gettext_noop as _

from claims.answers.words import gettext
from claims.explanations.reason import Words

DOCUMENTS: dict[str, Words] = {
    "loinc:10154-3": _("the reason for your visit"),
    "loinc:11488-4": _("the specialist's notes"),
    "loinc:11502-2": _("the lab results"),
    "loinc:11504-8": _("the surgery notes"),
    "loinc:11506-3": _("the visit notes"),
    "loinc:18748-4": _("the report of your scan"),
    "loinc:18776-5": _("the plan for your treatment"),
    "loinc:18842-5": _("the hospital discharge papers"),
    "loinc:28570-0": _("the notes about the procedure"),
    "loinc:34117-2": _("your medical history and exam"),
    "loinc:51848-0": _("your doctor's assessment"),
    "loinc:57133-1": _("the referral"),
    "508:51": _("details of the accident"),
    "508:52": _("details of any other insurance"),
    "508:94": _("the referral"),
    "508:126": _("your address"),
    "508:171": _("details of any other insurance"),
    "508:252": _("the approval number"),
    "508:279": _("a bill that lists each service"),
    "508:282": _("a copy of the prescription"),
    "508:283": _("details of any Medicare coverage"),
    "508:284": _("a copy of the Medicare card"),
    "508:286": _("the decision of the other plan"),
    "508:287": _("the reason why this care is needed"),
    "508:295": _("the doctor's report"),
    "508:296": _("the nurse's notes"),
    "508:297": _("the visit notes"),
    "508:298": _("the surgery notes"),
    "508:299": _("the emergency room notes"),
    "508:300": _("the lab results"),
    "508:301": _("the report of your scan"),
    "508:305": _("the report of your scan"),
    "508:306": _("a description of the service"),
    "508:308": _("the hospital discharge papers"),
    "508:310": _("the visit notes"),
    "508:311": _("the lab results"),
    "508:312": _("the dental records"),
    "508:314": _("the dental records"),
    "508:316": _("your medical history and exam"),
    "508:317": _("the medical record"),
    "508:318": _("the X-rays"),
    "508:331": _("your medical history and exam"),
    "508:333": _("a signed permission to share records"),
    "508:345": _("the plan for your treatment"),
    "508:346": _("the plan for your treatment"),
    "508:364": _("details of the accident"),
    "508:365": _("details of the accident"),
    "508:366": _("details of the accident"),
    "508:403": _("the referral"),
    "755:04": _("the list of your medicines"),
    "755:08": _("the plan for your treatment"),
    "755:09": _("the progress report"),
    "755:15": _("the reason for the hospital stay"),
    "755:DS": _("the hospital discharge papers"),
    "755:LA": _("the lab results"),
    "755:M1": _("the medical record"),
    "755:OB": _("the surgery notes"),
    "755:PN": _("the physical therapy notes"),
    "755:PY": _("your doctor's report"),
    "755:RR": _("the report of your scan"),
}
PAPERS = _("the papers that we asked for")
SYSTEMS = ("loinc", "508", "755", "fhir")
MOST = 3  # named; more of them make no sentence


def in_words(wanted: str) -> str:
    """One thing a line, as a sentence names them; "" for nothing."""
    said = list(dict.fromkeys(_one(line) for line in wanted.split("\n") if line))
    if len(said) > MOST:
        said = [*said[: MOST - 1], gettext("more papers")]
    if len(said) < 2:
        return said[0] if said else ""
    return gettext("{first} and {last}").format(first=", ".join(said[:-1]), last=said[-1])


def _one(line: str) -> str:
    system, colon, code = line.partition(":")
    if colon and system in SYSTEMS and " " not in code:
        return gettext(DOCUMENTS.get(line, PAPERS))
    return line
