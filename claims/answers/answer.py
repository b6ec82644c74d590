"""The one value that every face renders: page, list, home, message, API, desk, letter.

Every text is finished: translated in the language active when it was built, escaped, with dates,
amounts and ids formatted and wrapped in ``<bdi>`` (see ``words``). A template prints it; a plain
text face calls ``words.plain`` on it. Fields that may be absent are "" or ().
"""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from claims.date_kind import DateKind
from claims.facts import HELD_TO


class Tag(StrEnum):
    """The five tags of research/portal.md 4.0: never a sixth."""

    WAITING_FOR_US = "waiting-for-us"
    WAITING_FOR_YOU = "waiting-for-you"
    DONE = "done"
    NOT_AGREED = "not-agreed"
    CHECKING = "checking"


class Freshness(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    DOWN = "down"
    PARTIAL = "partial"  # it was heard, but not all of it was read
    NEVER = "never"
    UNRECOGNISED = "unrecognised"
    CONFLICT = "conflict"
    HELD = "held"


class DateBasis(StrEnum):
    """Where the date in the answer comes from. NONE is an honest "no date yet"."""

    NONE = "none"
    ESTIMATE = "estimate"  # how long cases like this one really took
    LAW = "law"  # must be decided by
    CARRIER = "carrier"
    PROMISE = "promise"
    REQUEST = "request"  # the day by which the member must act
    STATEMENT = "statement"
    FACT = "fact"  # it has happened
    LATE = "late"  # the date has passed: say so, name who is on it


#: Days of what is to come; the others tell what was, or by when the member acts.
TO_COME = (DateBasis.ESTIMATE, DateBasis.LAW, DateBasis.CARRIER, DateBasis.PROMISE)


class Action(Struct, frozen=True, kw_only=True):
    """Exactly one sentence, always. ``due_on`` is set only when the member must or may act."""

    sentence: str
    required: bool = False
    due_on: dt.date | None = None
    days_left: str = ""  # "You have 6 days."
    kind: str = ""  # "", call, send, appeal, pay, provider ...


class DateLine(Struct, frozen=True, kw_only=True):
    """A date, how sure, on what basis. ``on`` is never in the past unless basis is FACT or LATE.

    ``kind`` is a `DateKind`, "" where nothing is dated. Of an estimate ``share`` says how many in
    a hundred are done by ``on``, ``cases`` how many it comes from, ``model`` which table said it;
    without ``on`` it is a range of days.
    """

    sentence: str
    basis: DateBasis
    on: dt.date | None = None
    source: str = ""  # rule id, carrier, statement number ...
    more_by: dt.date | None = None  # when there is no date: by when more is known or said
    kind: str = ""
    was_on: dt.date | None = None  # what was said before
    delay: str = ""  # a `Delay`: why it moved
    sure: str = ""  # how sure, and from how many cases: for a page, too long for a row
    part: str = ""  # the parcel it is about, where there may be others

    @property
    def due_on(self) -> dt.date | None:
        """The day that we are held to once this was read; None where it names none."""
        if self.kind not in HELD_TO:
            return None
        if self.kind in (DateKind.CHECK, DateKind.NEWS):
            return self.more_by if self.basis == DateBasis.NONE else None
        return self.on if self.basis in TO_COME else None

    share: int | None = None
    cases: int = 0
    model: str = ""
    segment: str = ""  # of an estimate: which cases are alike, at their coarsest


class Asked(Struct, frozen=True):
    question: str
    answer: str


class Upcoming(Struct, frozen=True, kw_only=True):
    """One row of "What happens next"."""

    text: str
    when: str = ""
    done: bool = False


class Fact(Struct, frozen=True):
    label: str
    value: str
    url: str = ""


class Sum(Struct, frozen=True, kw_only=True):
    """One row of a money table. ``strong`` marks the row that answers the question."""

    label: str
    amount: str
    note: str = ""
    strong: bool = False


class Option(Struct, frozen=True, kw_only=True):
    """One thing the member can do, best first."""

    kind: str
    title: str
    text: str
    last_date: str = ""
    how_long: str = ""
    needs: str = ""
    url: str = ""
    button: str = ""


class LineAnswer(Struct, frozen=True, kw_only=True):
    """One service line: what was paid, what is owed, why, in words.

    ``owes_label`` says what ``owes`` is: to be paid yet, or a share that may be paid already.
    """

    title: str
    when: str
    billed: str
    paid: str
    owes: str
    owes_label: str
    reasons: tuple[str, ...] = ()


class Moment(Struct, frozen=True, kw_only=True):
    """One entry of the timeline, newest first."""

    title: str
    when: str
    iso: str = ""
    who: str = ""
    text: str = ""


class Group(Struct, frozen=True, kw_only=True):
    """Some more rows under a heading of their own (a shipment, what we are doing ...)."""

    heading: str
    facts: tuple[Fact, ...] = ()
    moments: tuple[Moment, ...] = ()
    note: str = ""


class Table(Struct, frozen=True, kw_only=True):
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Series(Struct, frozen=True, kw_only=True):
    """A number over time: the sentence above the chart, the step line, the numbers below it.

    ``points`` are (day, cents), oldest first, the last is today where the member is; the value
    holds until the next point.
    """

    sentence: str
    points: tuple[tuple[dt.date, int], ...]
    table: Table


class Answer(Struct, frozen=True, kw_only=True):
    """Do I need to do anything, by when; what date; what is it; why; what can I do; who helps."""

    subject: str  # claim / order / balance
    subject_id: str
    url: str
    title: str  # h1
    quiet_title: str = ""  # for <title>, history and what is seen over a shoulder; not in a row
    caption: str  # "Claim CLM-2041"
    name: str  # the short name of the thing in a list: the service, the item, the account
    tag: Tag
    tag_label: str
    headline: str  # the status sentence
    action: Action
    date: DateLine
    freshness: Freshness
    freshness_line: str
    person_first: bool  # the human panel moves directly under the answer card
    person_group: str  # "A claims specialist"
    phone: str  # E.164 of who can help
    guarded: bool
    amount: str = ""  # the one number a list shows, "" when none
    law: str = ""  # "It must be decided by ..." beside an expected date
    call: str = ""  # extra sentence under the headline: "You do not have to pay ... yet."
    after: str = ""  # extra sentence under the action: "If we do not get it, ..."
    search_note: str = ""  # (Your letter may say "denied".)
    beside: tuple[Group, ...] = ()  # directly below the card, because it belongs to its sentences
    doing: tuple[Upcoming, ...] = ()  # "What we are doing"
    why: tuple[str, ...] = ()
    steps: tuple[Upcoming, ...] = ()
    options: tuple[Option, ...] = ()
    questions: tuple[Asked, ...] = ()
    sums: tuple[Sum, ...] = ()
    sums_note: tuple[str, ...] = ()
    lines: tuple[LineAnswer, ...] = ()
    groups: tuple[Group, ...] = ()
    tables: tuple[Table, ...] = ()
    series: Series | None = None
    details: tuple[Fact, ...] = ()
    timeline: tuple[Moment, ...] = ()
    rules: tuple[str, ...] = ()  # id@version of every explanation and deadline rule used
    unknown_codes: tuple[str, ...] = ()  # codes we could not explain: counted, given to a person
    rank: int = 0  # order on the home page: lower needs the member sooner
    settled: bool = False  # nothing is open: belongs under "what is done"
