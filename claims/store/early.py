"""Records of a day that has not come: what a source says of the future decides nothing.

It would stand against every later word until its day has come. Sent again then, it lands.
"""

from collections.abc import Iterable

from claims.facts import ClaimRecord
from claims.sources.refusal import Refusal
from claims.sources.values import day_after

NOT_YET = "This record was left out. Import it again when its day has come."


def is_early(record: ClaimRecord) -> bool:
    """Its day, or that of its letter, is to come everywhere: somewhere it is tomorrow already."""
    told = record.happening
    latest = day_after(told.received_at)
    since, letter = told.effective_on, told.notice_on
    return (since is not None and since > latest) or (letter is not None and letter > latest)


def refusals(records: Iterable[ClaimRecord]) -> list[Refusal]:
    return [
        Refusal(
            line=record.line,
            field="the day from which it holds, or of its letter",
            expected="a day that has come",
            found="one that is still to come",
            now=NOT_YET,
        )
        for record in records
        if is_early(record)
    ]
