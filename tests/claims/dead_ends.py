"""What every answer owes a member, whatever the state (design idea 2: no dead ends)."""

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from claims.answers.answer import Answer, DateBasis
from claims.answers.words import plain
from claims.estimates.expected import FEWEST_ALIKE

BLANKS = re.compile(r"\bNone\b|\bN/A\b|[{}]|\bnan\b|Infinity|undefined")
APOLOGIES = re.compile(r"!|[Uu]nfortunately|[Pp]lease note|[Kk]indly|as soon as possible")
MOST_WORDS = 20


def assert_complete(answer: Answer, today: dt.date) -> None:
    """Headline, one action, a date or an honest none, a person, freshness; no past as future."""
    for needed in (answer.title, answer.name, answer.headline, answer.tag_label):
        assert plain(needed).strip()
    assert answer.quiet_title
    assert answer.freshness_line
    assert answer.person_group
    assert answer.phone.startswith("+")
    assert_action(answer, today)
    assert_options(answer)
    assert_date(answer, today)
    for words in texts(answer):
        assert not BLANKS.search(words), words
        assert not APOLOGIES.search(words), words
        assert_short(words)


def assert_action(answer: Answer, today: dt.date) -> None:
    assert plain(answer.action.sentence).strip()
    assert answer.action.due_on is None or answer.action.due_on >= today
    assert not answer.action.required or not answer.settled


def assert_options(answer: Answer) -> None:
    """A way to go has words on it, and words lead somewhere."""
    for option in answer.options:
        assert bool(option.url) == bool(plain(option.button).strip()), option


def assert_date(answer: Answer, today: dt.date) -> None:
    date = answer.date
    assert plain(date.sentence).strip()
    if date.basis == DateBasis.ESTIMATE and date.on is None:
        assert date.cases >= FEWEST_ALIKE  # how many days such things take
    elif date.basis == DateBasis.NONE:
        assert date.on is None
        assert date.more_by is not None
        assert date.more_by >= today  # a day is a promise until it is over
    else:
        assert date.on is not None
        assert date.on >= today or date.basis in (DateBasis.FACT, DateBasis.LATE)
    if date.basis == DateBasis.FACT:
        assert date.on <= today


def assert_short(words: str) -> None:
    for sentence in re.split(r"(?<=[.?:;])\s", words):
        assert len(sentence.split()) <= MOST_WORDS, sentence


def texts(part: object) -> Iterator[str]:
    """Every text of an answer, as a reader without markup sees it."""
    if isinstance(part, str):
        yield plain(part)
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts(one)
    elif isinstance(part, Struct):
        for name in part.__struct_fields__:
            if name not in ("url", "subject_id", "iso", "rules", "unknown_codes", "source"):
                yield from texts(getattr(part, name))
