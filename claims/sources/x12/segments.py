"""The grammar of X12: a file into transactions, a transaction into segments, in flat memory.

It knows the envelope (ISA/GS/ST … SE/GE/IEA) and the meaning of nothing in it. A file may hold many
interchanges, each with separators of its own, or begin at GS or ST without one.
"""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from claims.sources.refusal import Refusal
from claims.sources.x12.tape import Segment, segments

__all__ = ["Loop", "Segment", "Transaction", "transactions"]

ENVELOPE = frozenset({"ISA", "IEA", "GS", "GE", "ST", "SE"})
NO_SEGMENT = Segment(0, "", [])
MOST_SEGMENTS = 100_000  # of one loop; real ones have at most some thousand
LARGEST_LOOP = 2**22  # characters: empty elements make twenty bytes of each
CUT_SHORT = "What was whole in it landed; the rest was left out. Send the file again."


class Loop(list[Segment]):
    """Segments that belong together and lie in memory; full, it takes no more."""

    def __init__(self, *segments: Segment) -> None:
        super().__init__(segments)
        self.size = sum(one.size for one in segments)

    @property
    def is_full(self) -> bool:
        return len(self) >= MOST_SEGMENTS or self.size >= LARGEST_LOOP

    def take(self, segment: Segment) -> None:
        if not self.is_full:
            self.append(segment)
            self.size += segment.size


class Transaction:
    """One ST…SE. Iterate it once, and before the next is asked for: the segments in between.

    ``ended`` says afterwards whether its SE came. Without it, what was last begun is not whole.
    """

    def __init__(self, st: Segment, envelope: "_Envelope") -> None:
        isa, gs = envelope.isa, envelope.gs
        self.kind = st.element(1)  # "835"
        self.control = st.element(2)
        self.version = st.element(3) or gs.element(8)  # "005010X221A1"
        self.number = st.number
        self.sender = gs.element(2) or isa.element(6)
        self.interchange = isa.element(13)
        self.group = gs.element(6)
        self.component = isa.element(16) or ":"
        # Before version 00402 ISA11 was the letter "U" and nothing could repeat.
        self.repetition = "" if isa.element(11).isalnum() else isa.element(11)
        self.ended = False
        self._segments = envelope.within(self)

    def __iter__(self) -> Iterator[Segment]:
        return self._segments


def transactions(stream: BinaryIO) -> Iterator[Transaction | Refusal]:
    """Every transaction of a binary stream, and what is wrong with the file where it shows.

    What a caller leaves of a transaction's segments is skipped.
    """
    envelope = _Envelope(segments(stream))
    while (segment := envelope.next()) is not None:
        if segment.id == "ST":
            envelope.transactions += 1
            transaction = Transaction(segment, envelope)
            yield transaction
            for _ in transaction:
                pass
        else:
            envelope.follow(segment)
        yield from envelope.said()
    envelope.close()
    yield from envelope.said()


class _Envelope:
    """Where between ISA and IEA the reading stands, and what did not agree so far."""

    def __init__(self, found: Iterator[Segment | Refusal]) -> None:
        self.found = found
        self.isa = self.gs = NO_SEGMENT
        self.groups = self.transactions = 0
        self.pushed: Segment | None = None
        self.problems: list[Refusal] = []
        self.stopped = False

    def next(self) -> Segment | None:
        """The next segment; None at the end of what can be read."""
        if self.pushed:
            segment, self.pushed = self.pushed, None
            return segment
        for one in self.found:
            if isinstance(one, Segment):
                return one
            self.note(one)
        return None

    def note(self, problem: Refusal) -> None:
        self.problems.append(problem)
        self.stopped = self.stopped or not problem.warning

    def said(self) -> list[Refusal]:
        problems, self.problems = self.problems, []
        return problems

    def within(self, transaction: Transaction) -> Iterator[Segment]:
        """What comes before the transaction's SE. Anything else of the envelope cuts it short.

        Where the file itself breaks off, that is the one thing to say.
        """
        count = 2
        for one in self.found:
            if isinstance(one, Refusal):
                self.note(one if one.warning else replace(one, now=CUT_SHORT))
            elif one.id not in ENVELOPE:
                count += 1
                yield one
            elif one.id == "SE":
                transaction.ended = True
                self.agree(one, count, transaction.control, "segments")
                return
            else:
                self.pushed = one
                break
        if not self.stopped:
            self.problems.append(
                Refusal(
                    line=transaction.number,
                    field="ST",
                    expected="a transaction that ends with SE",
                    found="one that is cut short",
                    now=CUT_SHORT,
                )
            )

    def follow(self, segment: Segment) -> None:
        """Take note of a segment that stands between transactions."""
        if segment.id == "ISA":
            self.close()
            self.isa, self.groups, self.transactions = segment, 0, 0
        elif segment.id == "GS":
            self.close_group()
            self.gs, self.transactions = segment, 0
            self.groups += 1
        elif segment.id == "GE":
            self.agree(segment, self.transactions, self.gs.element(6), "transactions")
            self.gs = NO_SEGMENT
        elif segment.id == "IEA":
            self.close_group()
            self.agree(segment, self.groups, self.isa.element(13), "groups")
            self.isa = NO_SEGMENT
        else:
            self.problems.append(
                Refusal(
                    line=segment.number,
                    expected="segments between ST and SE",
                    found=f"{segment.id} outside of them",
                    now="This segment was left out.",
                )
            )

    def agree(self, closing: Segment, count: int, control: str, things: str) -> None:
        """Say so when a closing segment counts otherwise, or closes something else."""
        stated = closing.element(1)
        if stated.lstrip("0") != str(count):
            found = stated[:12] if stated.isdecimal() else "no number"
            self.warn(closing, "01", f"the number of {things} that came, {count}", found)
        if control and closing.element(2) != control:
            self.warn(closing, "02", "the control number of what it closes", "another")

    def close_group(self) -> None:
        if self.gs.id and not self.stopped:  # else the reason is told already
            self.warn(self.gs, "", "GS to be closed by GE", "no GE")
        self.gs = NO_SEGMENT

    def close(self) -> None:
        self.close_group()
        if self.isa.id and not self.stopped:
            self.warn(self.isa, "", "ISA to be closed by IEA", "no IEA")
        self.isa = NO_SEGMENT

    def warn(self, segment: Segment, place: str, expected: str, found: str) -> None:
        self.problems.append(
            Refusal(
                line=segment.number,
                field=segment.id + place,
                expected=expected,
                found=found,
                now="What came landed. Ask the sender whether something is missing.",
                warning=True,
            )
        )
