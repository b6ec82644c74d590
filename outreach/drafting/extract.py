"""Drafts a summary by picking sentences as they were said. It writes no word of its own.

What somebody says they will do is what was agreed; what nobody knows yet was not settled; of the
rest, what the member said and what we said, those that hold a fact. Pure.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from outreach.models import SummaryLine
from outreach.phones.heard import Spoken
from outreach.talk import Said

MOST = {"agreed": 4, "told_us": 5, "we_told": 5, "unsettled": 3}
LONGEST = 500
KINDS = SummaryLine.Kind
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BY_DAY = re.compile(rf"\b(?:by|on|before)\s+({'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
WILL = re.compile(r"\b(?:will|'ll|going to)\b(?!\s+not)", re.IGNORECASE)
OPEN = re.compile(
    r"\b(?:not sure|don't know|do not know|find out|not settled|unclear)\b", re.IGNORECASE
)
FACT = re.compile(
    r"\d|\b(?:claim|bill|order|letter|form|appeal|payment|paid|pay|charge|doctor|hospital|delivery|"
    r"refund|address|approval|document|deadline)\w*",
    re.IGNORECASE,
)
THEM = re.compile(
    r"^(?:she|he|they|the (?:member|customer|caller))\b[:,]?\s*|^(?:member|customer|caller):\s*",
    re.IGNORECASE,
)
US = re.compile(r"^(?:i|we|the agent|agent)\b[:,]?\s*", re.IGNORECASE)


def draft(spoken: Sequence[Spoken], today: dt.date) -> list[Said]:
    """A `Drafter`. What was agreed comes first; a day that nobody said is left to the person."""
    found: dict[str, list[Said]] = {kind: [] for kind in MOST}
    for one in sentences(spoken):
        said = line(one, today)
        if said and said not in found[said.kind] and len(found[said.kind]) < MOST[said.kind]:
            found[said.kind].append(said)
    return [said for kind in MOST for said in found[kind]]


def sentences(spoken: Iterable[Spoken]) -> Iterable[Spoken]:
    for turn in spoken:
        for text in SENTENCE.split(turn.text.replace("\0", "")):
            if len(text.split()) > 2:
                yield Spoken(turn.who or who_of(text), text.strip()[:LONGEST])


def who_of(text: str) -> str:
    """In notes nobody is named as speaking: they begin with who it is about."""
    return "member" if THEM.match(text) else "us"


def line(one: Spoken, today: dt.date) -> Said | None:
    if one.text.endswith("?"):
        return None
    if OPEN.search(one.text):
        return Said(kind=KINDS.UNSETTLED, text=one.text)
    if WILL.search(one.text) and (THEM.match(one.text) or US.match(one.text)):
        return Said(kind=KINDS.AGREED, text=one.text, owner=one.who, due_on=due(one.text, today))
    if not FACT.search(one.text):
        return None
    return Said(kind=KINDS.TOLD_US if one.who == "member" else KINDS.WE_TOLD, text=one.text)


def due(text: str, today: dt.date) -> dt.date | None:
    """The next such weekday; today's own name means a week from now."""
    named = BY_DAY.search(text)
    if named is None:
        return None
    ahead = (WEEKDAYS.index(named[1].casefold()) - today.weekday()) % 7 or 7
    return today + dt.timedelta(days=ahead)
