"""What a member texts back, in English or Spanish. Pure."""

import re
import unicodedata
from enum import StrEnum

STOPS = frozenset(
    {
        *("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "remove"),
        *("alto", "pare", "parar", "basta", "cancelar", "baja", "salir"),
        *("opt out", "no more", "no mas", "please stop", "please quit", "dejen de escribirme"),
    }
)
STARTS = frozenset({"start", "unstop", "yes", "si", "empezar"})
HELPS = frozenset({"help", "info", "ayuda"})


class Meant(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    UNCLEAR = "unclear"


def meant(text: str) -> Meant:
    """What the words ask for. Whatever begins with a word that stops, stops: better once too
    often than once too seldom."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[a-z]+", "".join(one for one in plain if not unicodedata.combining(one)))
    said = " ".join(words)
    if said in STOPS or (words and words[0] in STOPS):
        return Meant.STOP
    if said in STARTS:
        return Meant.START
    return Meant.HELP if said in HELPS else Meant.UNCLEAR
