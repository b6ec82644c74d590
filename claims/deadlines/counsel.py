"""Where the law is silent: each question, how we read it until counsel answers, and the other way.

A question about the member's own last day is read as the earlier day, so that nobody is late; one
about somebody else's is read as the later, so that nobody is called late who may not be. To answer
one, set its switch in ``COUNSEL`` and name who answered in ``answered_by``.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Tolling(StrEnum):
    """What runs on once the member has sent what the plan asked for."""

    WHAT_IS_LEFT = "what is left"  # of the whole time, with its extension
    AFRESH = "afresh"  # the extension alone, whole


class Counsel(Struct, frozen=True, kw_only=True):
    """The switches. ``rolls``: ids of rules whose last day moves though their text is silent."""

    observed_holidays: bool = False
    rolls: frozenset[str] = frozenset()
    tolling: Tolling = Tolling.WHAT_IS_LEFT
    refund_skips_holidays: bool = True


COUNSEL = Counsel()


class Question(Struct, frozen=True, kw_only=True):
    """``about`` is which of the texts is silent; ``ours`` and ``other`` are the two readings."""

    name: str
    about: str
    asked: str
    ours: str
    other: str
    answered_by: str = ""


QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        Question(
            name="weekend",
            about="29 CFR 2560.503-1, 42 CFR 422, 423, 405, 438, 12 CFR 1026.13, 45 CFR 149.620",
            asked="Does a last day on a weekend or a Federal holiday move to a business day?",
            ours="It does not move, and we advise the business day before.",
            other="It moves to the next day that is neither.",
        ),
        Question(
            name="observed holiday",
            about="45 CFR 147.136(d)",
            asked="Is the weekday on which a holiday is kept a Federal holiday too?",
            ours="No: 5 U.S.C. 6103(b) is about pay and leave, so the day does not move.",
            other="Yes: the day moves past it.",
        ),
        Question(
            name="tolling",
            about="29 CFR 2560.503-1(f)(4)",
            asked="What runs on after the member has sent what was asked for?",
            ours="What was left of the whole time, with its extension.",
            other="The extension afresh, which ends sooner.",
        ),
        Question(
            name="working days",
            about="16 CFR 435.1(b)(2)",
            asked="What is a working day for a refund?",
            ours="Monday to Friday, without Federal holidays and the days on which they are kept.",
            other="Monday to Friday.",
        ),
    )
}
