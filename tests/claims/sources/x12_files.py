"""X12 files for tests, written by us: an envelope, and remittances of made-up people."""

import io

from claims.sources.refusal import Refusal
from claims.sources.x12.segments import Transaction, transactions

ISA = (
    "ISA*00*          *00*          *ZZ*PLAN           *ZZ*CLINIC         "
    "*260510*1147*^*00501*000000001*0*T*:~"
)
GS = "GS*HP*PLAN*CLINIC*20260510*1147*1*X*005010X221A1~"


def interchange(*transactions: str) -> str:
    """Whole transactions in one group, in one envelope."""
    return f"{ISA}{GS}{''.join(transactions)}GE*{len(transactions)}*1~IEA*1*000000001~"


def transaction(*segments: str, kind: str = "835", control: str = "0001") -> str:
    """ST, these segments (each without its terminator) and the SE that counts them."""
    body = [f"ST*{kind}*{control}", *segments, f"SE*{len(segments) + 2}*{control}"]
    return "".join(f"{one}~" for one in body)


def separated(text: str, element: str, component: str, terminator: str) -> str:
    """The same file with other separators."""
    marks = {"*": element, ":": component, "~": terminator}
    return "".join(marks.get(character, character) for character in text)


def told(content: str | bytes) -> tuple[list[tuple[Transaction, list]], list[Refusal]]:
    """Each transaction with its segments as lists of elements, and what was refused."""
    raw = content.encode() if isinstance(content, str) else content
    found, refused = [], []
    for one in transactions(io.BytesIO(raw)):
        if isinstance(one, Refusal):
            refused.append(one)
        else:
            found.append((one, [segment.elements for segment in one]))
    return found, refused
