"""What helps a member to send one thing that we asked for: where to get it, and why we need it.

Keyed as `claims.explanations.documents`, which has the names. What nobody wrote a row for is still
a task: a person helps, and whatever the member has will do.
"""

from enum import StrEnum

from django.utils.translation import gettext_noop as _
from msgspec import Struct

from claims.explanations.documents import DOCUMENTS
from claims.explanations.reason import Words


class By(StrEnum):
    """How a thing is sent: as files, or as answers in a form of that name."""

    FILES = "files"
    COVERAGE = "coverage"
    ADDRESS = "address"
    ACCIDENT = "accident"
    WORDS = "words"


class TaskWords(Struct, frozen=True, kw_only=True):
    hint: Words
    why: Words
    by: By = By.FILES


BILL = TaskWords(
    hint=_("It shows each service, its date and its price. The provider can give you one."),
    why=_("A bill that shows only a total does not tell us what was done."),
)
COVERAGE = TaskWords(
    hint=_("Tell us if another plan covers you too. It takes 2 minutes."),
    why=_("If another plan must pay first, we work out our part after theirs."),
    by=By.COVERAGE,
)
ACCIDENT = TaskWords(
    hint=_("Tell us when, where and how it happened. It takes 3 minutes."),
    why=_("If somebody else has to pay for the accident, your plan may not have to."),
    by=By.ACCIDENT,
)
ADDRESS = TaskWords(
    hint=_("Tell us where you live now."),
    why=_("Our letters to you and your plan's records must have the same address."),
    by=By.ADDRESS,
)
RECORDS = TaskWords(
    hint=_("Your provider has this. Ask them for a copy. A clear photo will do."),
    why=_("Our reviewers read it to see if your plan pays for this care."),
)
RESULTS = TaskWords(
    hint=_("The lab or clinic that did the test has this. It may be in their portal too."),
    why=_("Our reviewers read it to see if your plan pays for this care."),
)
PRESCRIPTION = TaskWords(
    hint=_("Your pharmacy or your doctor can give you a copy."),
    why=_("It shows what your doctor ordered, and how much of it."),
)
CARD = TaskWords(
    hint=_("Take a photo of the front of your red, white and blue card."),
    why=_("If Medicare must pay first, we work out our part after theirs."),
)
OTHER_DECISION = TaskWords(
    hint=_("It is the letter or statement that says what your other plan paid."),
    why=_("We can only work out our part when we know theirs."),
)
PERMISSION = TaskWords(
    hint=_("Sign the form that came with our letter, and send us a photo of it."),
    why=_("Without it your provider may not show us your records."),
)
IN_WORDS = TaskWords(
    hint=_("You can write it here. Your provider can tell you what to write."),
    why=_("Our reviewers need it to see if your plan pays for this care."),
    by=By.WORDS,
)
NOBODY_SAID = TaskWords(
    hint=_("We cannot say here what it is. Our letter says it, and a person can tell you."),
    why=_("Somebody who works on your claim asked for it."),
)
OWN_WORDS = TaskWords(
    hint=_("These are the words of your plan. If they are not clear, a person can help."),
    why=_("Somebody who works on your claim asked for it."),
)

TASKS: dict[str, TaskWords] = {
    **dict.fromkeys(("508:51", "508:364", "508:365", "508:366"), ACCIDENT),
    **dict.fromkeys(("508:52", "508:171", "508:283"), COVERAGE),
    **dict.fromkeys(("508:252", "508:287", "508:306"), IN_WORDS),
    **dict.fromkeys(("508:300", "508:301", "508:305", "508:311", "508:318"), RESULTS),
    **dict.fromkeys(("loinc:11502-2", "loinc:18748-4", "755:LA", "755:RR"), RESULTS),
    "508:126": ADDRESS,
    "508:279": BILL,
    "508:282": PRESCRIPTION,
    "508:284": CARD,
    "508:286": OTHER_DECISION,
    "508:333": PERMISSION,
}


def words_of(line: str) -> TaskWords:
    """What is said of one thing that was asked for, as its source named it."""
    if line in TASKS:
        return TASKS[line]
    if line in DOCUMENTS:
        return RECORDS
    return OWN_WORDS if is_told(line) else NOBODY_SAID


def is_told(line: str) -> bool:
    """Whether somebody can tell what it is: by a code that we know, or in words."""
    return line in DOCUMENTS or " " in line
