"""What a nudge is: a rule that finds whom to write to of our own accord, declared in one place."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from accounts.models import Member
from claims.answers.answer import Answer
from outreach.notice import Notice

WEEK = dt.timedelta(days=7)


class Nudge(Struct, frozen=True, kw_only=True):
    """``finds`` is SQL that ends in a table expression ``found``.

    It has member_id, subject, subject_id, cause and context; the same cause makes one message.
    It may use %(at)s and what ``values`` adds. A rule with a heavier hand has a new ``version``:
    two people look at it again before it runs. ``purpose`` and ``category`` are asked of the
    member's consent, in the search and again when it is sent.

    ``gather`` reads what is remembered of one member, once the gate has let it, and adds to the
    values: such a rule looks at one member after the other, each once a day, early in the morning.

    ``still`` takes the brief answer about the thing, and the day where the member is: whether the
    nudge is needed yet. Without it, found once more is needed. ``apart``: not again about the same
    thing within that time. ``name``, ``facts`` and ``cancels`` are words for those who look after
    the rules, in English here and translated when shown.
    """

    notice: Notice
    purpose: str
    category: str
    finds: str
    facts: tuple[str, ...]
    cancels: str
    values: Callable[[], dict[str, Any]] = dict
    gather: Callable[[Member, dt.datetime], dict[str, Any]] | None = None
    still: Callable[[Answer, dt.date], bool] | None = None
    apart: dt.timedelta = WEEK

    @property
    def key(self) -> str:
        return self.notice.key

    @property
    def version(self) -> int:
        return self.notice.version

    @property
    def name(self) -> str:
        return self.notice.about
