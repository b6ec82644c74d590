"""What the member's device calls a file, made harmless: it is shown, and used for nothing else."""

import re
import unicodedata

LONGEST = 120
# Also what turns the direction of text around, which makes "fdp.exe" read "exe.pdf".
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def cleaned(name: str) -> str:
    """Its last part, without what cannot be seen; "document" where nothing is left."""
    seen = "".join(one for one in name if unicodedata.category(one) not in UNSEEN)
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", seen))[-1]
    words = " ".join(last.split()).strip(". ")
    stem, dot, ending = words.rpartition(".")
    if len(words) > LONGEST and dot and len(ending) < 10:
        words = f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return words[:LONGEST] or "document"
