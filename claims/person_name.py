"""Whether the name that a file states may be that of a member, as their plan writes it. Pure.

Families share a member number. What a clerk or a program does to a name is let pass: case, accents
and marks, a middle name left out, one of two family names, a long name cut off. What tells people
of one family apart is not: the first name, a suffix, another middle name.
"""

import re
import unicodedata
from collections.abc import Sequence

from msgspec.structs import astuple

from claims.facts import PersonName

# What Unicode does not take apart.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
MARKS = re.compile(r"['’`.]")  # inside of a word: most programs write OBRIEN
WORD = re.compile(r"[^\W_]+")
SUFFIXES = {
    **dict.fromkeys(("jr", "junior"), "jr"),
    **dict.fromkeys(("sr", "senior"), "sr"),
    **dict.fromkeys(("ii", "2nd"), "ii"),
    **dict.fromkeys(("iii", "3rd"), "iii"),
    **dict.fromkeys(("iv", "4th"), "iv"),
}
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev"})
PARTICLES = frozenset({"de", "la", "del", "los", "las", "da", "dos", "van", "von", "der", "den"})
# Letters at which a program may have cut a name off. A shorter one is as often the whole name of
# somebody else in the family: DANIEL and DANIELA, ROBERT and ROBERTO.
CUT_FIRST, CUT_LAST = 10, 5

MOST_NAMES = 200  # of one claim: no family has as many, and no row may grow without end

Words = tuple[str, ...]


def may_be(told: PersonName, legal_name: str) -> bool:
    """Whether ``told`` may name the member who is called ``legal_name``.

    A name without a first or a last part tells nobody apart: then the number alone counts.
    """
    last, in_last = parted(words(told.last))
    first, in_first = parted(words(told.first))
    own, own_suffix = parted(in_speaking_order(legal_name))
    if not (last and first and own):
        return True
    suffix = SUFFIXES.get("".join(words(told.suffix)), "") or in_last or in_first
    if suffix not in ("", own_suffix):  # most files state none; one that does means somebody by it
        return False
    return any(
        is_family(last, own[at:]) and is_given(first, words(told.middle), own[:at])
        for at in range(1, len(own))
    )


def noted(names: str, told: PersonName | None) -> str:
    """``names``, one a line, and this one: as a claim keeps them until its member has a name."""
    if told is None:
        return names
    line = "|".join(" ".join(part.replace("|", " ").split()) for part in astuple(told))
    lines = names.split("\n") if names else []
    return names if line in lines or len(lines) >= MOST_NAMES else "\n".join((*lines, line))


def read(names: str) -> list[PersonName]:
    """What `noted` wrote."""
    return [PersonName(*line.split("|")) for line in names.split("\n") if line]


def words(text: str) -> Words:
    """In lower case, without accents and marks."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    return tuple(WORD.findall(MARKS.sub("", plain)))


def parted(name: Words) -> tuple[Words, str]:
    """(the name without titles and suffix, the suffix)."""
    while len(name) > 1 and name[0] in TITLES:
        name = name[1:]
    if len(name) > 1 and name[-1] in SUFFIXES:
        return name[:-1], SUFFIXES[name[-1]]
    return name, ""


def in_speaking_order(legal_name: str) -> Words:
    """ "Smith, Maya" as "Maya Smith"; a comma before a suffix turns nothing."""
    before, _, behind = legal_name.partition(",")
    given = words(behind)
    if not given or given[0] in SUFFIXES:
        return words(before) + given
    if len(given) > 1 and given[-1] in SUFFIXES:  # "Smith, John Jr"
        return (*given[:-1], *words(before), given[-1])
    return given + words(before)


def is_family(told: Words, own: Words) -> bool:
    """The same last name: whole, one of two, joined, or cut off."""
    some = set(told) <= set(own) or set(own) <= set(told)
    if some and own[0] in told:  # what stands before it is a middle name
        return True
    return is_cut("".join(told), "".join(own), CUT_LAST)


def is_given(first: Words, middle: Words, own: Words) -> bool:
    """The same first name, and no middle name that is another one.

    A second name in the place of the first, of which the plan knows nothing, makes it the first
    name of somebody else: José Luis may be the son of José.
    """
    own = tuple(one for one in own if one not in PARTICLES)
    joined = "".join(first)
    if any(
        is_cut(joined, "".join(own[:length]), CUT_FIRST) and agree(middle, own[length:])
        for length in range(1, len(own) + 1)
    ):
        return True
    begins = len(own) > 1 and is_cut(first[0], own[0], CUT_FIRST)
    return begins and agree((*first[1:], *middle), own[1:])


def agree(told: Sequence[str], own: Sequence[str]) -> bool:
    """Of middle names one side has none, or one of them fits, if only as an initial."""
    if not told or not own:
        return True
    return any(one.startswith(other) or other.startswith(one) for one in told for other in own)


def is_cut(one: str, other: str, shortest: int) -> bool:
    """Whether they are the same, or the shorter one is the other's beginning."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= shortest and long.startswith(short))
