"""What a rule of retention says: how long rows are kept, why, and what becomes of them then."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from msgspec import Struct

ALL = ("*",)
"""In place of column names: every column."""


class Group(StrEnum):
    """What a member calls the things of several tables; ``words.py`` names them."""

    YOU = "you"
    SIGN_IN = "sign-in"
    CLAIMS = "claims"
    ORDERS = "orders"
    BALANCES = "balances"
    CALLS = "calls"
    CHOICES = "choices"
    VISITS = "visits"
    LOOKS = "looks"
    REQUESTS = "requests"
    PORTAL = "portal"


class End(StrEnum):
    """What becomes of a row when its time is over."""

    DELETE = "delete"
    BLANK = "blank"  # the columns of `Rule.blank` are emptied, the row stays
    PRUNE = "prune"  # of what was replaced that long ago the digest is kept alone
    NEVER = "never"


class Asked(StrEnum):
    """What becomes of a row when its member asks us to delete."""

    GOES = "goes"
    BLANKED = "blanked"
    PRUNED = "pruned"  # of what was replaced the digest is kept alone; what stands stays
    STAYS = "stays"


class Rule(Struct, frozen=True, kw_only=True):
    """How long the rows of one table are kept, and why.

    ``model`` is a label ("claims.Claim"), because this package stands below those it speaks of, and
    ``what`` is the member's word for its rows. ``owner`` is the lookup that leads from a row to its
    member ("claim__member"; several as "a|b"), or "" with ``nobody`` saying why the rows are about
    no member. A row's time is ``days`` after ``since`` (a column), or it ends with the row that
    ``follows`` leads to. ``when`` narrows it to rows that are over. ``law`` and ``asked_law`` are
    keys of `LAWS`. ``withheld`` names columns that a copy leaves out, each with the reason that the
    copy itself gives; ``provided`` those that the member gave us.
    """

    model: str
    what: str | Promise
    group: Group
    law: str
    owner: str = ""
    nobody: str | Promise = ""
    days: int | None = None
    since: str = ""
    follows: str = ""
    when: Mapping[str, Any] = {}
    end: End = End.DELETE
    asked: Asked = Asked.STAYS
    asked_law: str = ""
    asked_when: Mapping[str, Any] = {}
    blank: Mapping[str, Any] = {}
    withheld: Mapping[str, str | Promise] = {}
    provided: tuple[str, ...] = ()

    @property
    def staying_law(self) -> str:
        """The law by which rows stay although their member asked us to delete."""
        return self.asked_law or self.law
