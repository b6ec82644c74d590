"""X12 files for tests, written by us: an envelope, and remittances of made-up people."""

import io
import itertools

from claims.sources.refusal import Refusal
from claims.sources.x12.reading import cents
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


def remittance(*claims: list[str], on: str = "20260510", paid: str = "", plb: str = "") -> str:
    """A file with one 835 of these claims; BPR02 is what they come to, unless ``paid`` is given."""
    total = sum(cents(clp.split("*")[4]) or 0 for clp, *_ in claims)
    head = [
        f"BPR*I*{paid or dollars(total)}*C*CHK************{on}",
        "TRN*1*CHECK-1*1512345678",
        f"DTM*405*{on}",
        "N1*PR*LAKESIDE PLAN*XV*PAYER1",
        "N1*PE*ORANGE MEDICAL GROUP*XX*1999999992",
        "LX*1",
    ]
    tail = [f"PLB*1999999992*20261231*{plb}"] if plb else []
    return interchange(transaction(*head, *(one for claim in claims for one in claim), *tail))


def claim(
    charge: str,
    paid: str,
    *following: str,
    owes: str = "",
    status: str = "1",
    number: str = "CN-1",
    account: str = "ACCOUNT-1",
    member: str = "M-1001",
    name: str = "SMITH*MAYA",
) -> list[str]:
    """A claim of one person: CLP, NM1*QC and the segments that follow."""
    return [
        f"CLP*{account}*{status}*{charge}*{paid}*{owes}*12*{number}*11*1",
        f"NM1*QC*1*{name}****MI*{member}",
        *following,
    ]


def service(charge: str, paid: str, *cas: str, code: str = "99213", on: str = "20260420") -> list:
    """A service line, its day and its adjustments ("CO*45*50.00")."""
    return [
        f"SVC*HC:{code}*{charge}*{paid}**1",
        f"DTM*472*{on}",
        *(f"CAS*{one}" for one in cas),
    ]


def dollars(amount: int) -> str:
    """Cents as X12 writes them."""
    sign, amount = "-" if amount < 0 else "", abs(amount)
    return f"{sign}{amount // 100}.{amount % 100:02}"


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


def about(
    *stc: str,
    number: str = "CN-1",
    trace: str = "ACC-1",
    dependent: tuple[str, str] | None = None,
    references: tuple[str, ...] = (),
    services: tuple[str, ...] = (),
    day: str = "20260430",
) -> list[str]:
    """The loop of one claim of MAYA SMITH in a 277: TRN, statuses, references, services."""
    child = [f"HL*6*5*23~NM1*QC*1*{dependent[0]}*{dependent[1]}"] if dependent else []
    return [
        "HL*5*4*22*0~NM1*IL*1*SMITH*MAYA****MI*M-1001",
        *child,
        f"TRN*2*{trace}",
        *stc,
        *([f"REF*1K*{number}"] if number else []),
        *references,
        f"DTP*472*D8*{day}",
        *services,
    ]


def status_file(*claims: list[str], kind: str = "X212") -> str:
    """A 277 (X212) or 277CA (X214) of one payer and one provider."""
    segments = [
        "BHT*0010*08*T1*20260512*0810*DG",
        "HL*1**20*1",
        "NM1*PR*2*LAKESIDE PLAN*****PI*PAYER1",
        "DTP*050*D8*20260509",
        "HL*2*1*21*1",
        "NM1*41*2*XYZ SERVICE*****46*X67E",
        "HL*4*2*19*1",
        "NM1*1P*2*LAKE CLINIC*****XX*1666666661",
        *(one for claim in claims for one in claim),
    ]
    count = sum(one.count("~") + 1 for one in segments) + 2
    body = "".join(f"{one}~" for one in segments)
    version = f"005010{kind}"
    group = GS.replace("HP*", "HN*").replace("005010X221A1", version)
    return f"{ISA}{group}ST*277*0001*{version}~{body}SE*{count}*0001~GE*1*1~IEA*1*000000001~"


class Endless:
    """A file that is made while it is read."""

    def __init__(self, start: str, part: bytes, times: int) -> None:
        self.parts = itertools.chain([start.encode()], itertools.repeat(part, times))

    def read(self, size: int) -> bytes:
        return next(self.parts, b"")


def benefits_file(
    *benefits: str,
    made: str = "20261120",
    year: str = "",
    about: tuple[str, ...] = (),
    dependent: tuple[str, str] | None = None,
) -> str:
    """A 271 about MAYA SMITH, or about a dependent; ``year`` is the plan year, RD8."""
    child = [f"HL*4*3*23*0~NM1*03*1*{dependent[0]}*{dependent[1]}"] if dependent else []
    segments = [
        f"BHT*0022*11*T1*{made}*1319",
        "HL*1**20*1",
        "NM1*PR*2*LAKESIDE PLAN*****PI*PAYER1",
        "HL*2*1*21*1",
        "NM1*1P*2*LAKE CLINIC*****XX*1666666661",
        "HL*3*2*22*0",
        "NM1*IL*1*SMITH*MAYA****MI*M-1001",
        *child,
        *about,
        *([f"DTP*291*RD8*{year}"] if year else []),
        *benefits,
    ]
    segments = "~".join(segments).split("~")
    return interchange(transaction(*segments, kind="271")).replace("GS*HP*", "GS*HB*")
