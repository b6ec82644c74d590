"""What became of something that a member sent, so that we look at a claim again."""

import datetime as dt

from msgspec import Struct


class SecondLookFacts(Struct, frozen=True, kw_only=True):
    """``outcome`` "" while one of us has to look; then ``words`` are what the member reads."""

    asked_at: dt.datetime
    until: dt.date
    ended_at: dt.datetime | None = None
    outcome: str = ""
    words: str = ""
