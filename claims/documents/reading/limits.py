"""How much one file may take of us, and what is said of one that takes more or is no good."""

MEMORY = 1 << 30  # bytes that one file may take
SECONDS = 20  # of the processor, and half as many again on the clock
MOST_PIXELS = 120_000_000  # of one picture; the largest phones make 108 million
MOST_PIXELS_IN_ALL = 500_000_000
MOST_PAGES = 500
MOST_UNPACKED = 200_000_000  # bytes
MOST_PARTS = 2_000


class Refused(Exception):
    """Its text is a reason of `claims.documents.reasons`."""
