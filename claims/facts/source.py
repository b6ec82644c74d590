"""An outside system and how it is doing; what makes an item guarded."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

PORTAL = "portal"
"""The slug under which the portal itself speaks of a claim: what a member did here.

No row of a source stands behind it: nothing is imported from us, and we are never silent.
"""


class Guard(StrEnum):
    """Why an item says too much about a person. UNKNOWN counts as guarded."""

    NONE = "none"
    UNKNOWN = "unknown"
    REPRODUCTIVE = "reproductive"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    HIV = "hiv"
    GENETICS = "genetics"
    VIOLENCE = "violence"
    MINOR = "minor"
    MONEY = "money"


class Trouble(StrEnum):
    """What can be wrong with a source."""

    CUT_SHORT = "cut_short"  # an import did not reach the end of its file
    PARKED = "parked"  # something it pushed could not be read at any try
    REFUSED = "refused"  # too many records that we could not read
    LATE = "late"  # it sends, but nothing new
    UNKNOWN_CODES = "unknown_codes"  # too many codes without a row in our tables
    DOWN = "down"  # we tried and could not reach it
    SILENT = "silent"  # it sends nothing
    DATES = "dates"  # what we say of its things is kept less often than we say


#: What members are told of in words of its own, the gravest first. Silence tells itself: the
#: freshness line says when we heard.
DOUBTS = (
    Trouble.CUT_SHORT,
    Trouble.PARKED,
    Trouble.REFUSED,
    Trouble.LATE,
    Trouble.UNKNOWN_CODES,
)


class SourceFacts(Struct, frozen=True, kw_only=True):
    """How an outside system is doing. ``title`` is the noun in "our {title}": "claims system"."""

    slug: str
    kind: str = "claims"  # claims / orders / billing / carrier: chooses the translated noun
    heard_at: dt.datetime | None = None  # last successful heartbeat or batch
    failed_at: dt.datetime | None = None  # last failed try, when later than heard_at
    check_every: dt.timedelta = dt.timedelta(hours=1)
    ageing_after: dt.timedelta = dt.timedelta(hours=6)
    stale_after: dt.timedelta = dt.timedelta(hours=48)
    doubt: str = ""  # one of DOUBTS, or ""
    doubt_at: dt.datetime | None = None  # when it began
    newest_on: dt.date | None = None  # the day of the newest thing that it told us
    resends: bool = False  # a shop that sends an order again when it does not arrive
    takes_back: bool = False  # a shop that lets an order be cancelled when it is on its way
