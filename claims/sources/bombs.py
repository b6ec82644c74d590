"""JSON bombs: documents that are small as bytes and fill the memory once they are decoded."""

from claims.sources.refusal import Refusal

MOST_VALUES = 1_000_000  # of a document; real ones have twenty bytes or more for each
# Of one resource of FHIR, where an empty object becomes a whole record of ours. The largest sample
# has 4,000; a stay of 999 lines would have 150,000.
MOST_IN_RESOURCE = 250_000
BEFORE_A_VALUE = (b",", b"[", b"{")


def is_bomb(document: bytes, most: int = MOST_VALUES) -> bool:
    """Whether it may hold more values than ``most``, judged without decoding it.

    It counts marks that stand before values, also those inside of texts, because that costs
    nothing; so a document of very many commas is refused too.
    """
    return len(document) > most and sum(map(document.count, BEFORE_A_VALUE)) > most


def refused(line: int, most: int = MOST_VALUES) -> Refusal:
    return Refusal(
        line=line,
        expected=f"{most:,} values or fewer in one document, or one document a line",
        found="more",
    )
