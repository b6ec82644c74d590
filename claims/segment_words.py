"""How good our dates are by source and segment, as an operator reads it."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import say
from claims.hit_rate_words import ahead_words, range_words, share_words, sort_words
from claims.models import DateNight, DateWidening
from claims.store.hit_rate import Score


class UndatedRow(Struct, frozen=True, kw_only=True):
    source: str
    segment: str
    counted: str


class SegmentRow(Struct, frozen=True, kw_only=True):
    source: str
    sort: str
    segment: str
    counted: str
    share: str
    likely: str
    ahead: str
    said: str
    drift: str


def undated_rows(counted: Iterable[DateNight]) -> list[UndatedRow]:
    """How many open things had no date on a night, by source and kind."""
    return [
        UndatedRow(
            source=one.source_id or "",
            segment=one.segment or one.thing,
            counted=say(
                _("{kept} of {n}"), kept=f"{one.undated:,}", n=f"{one.dated + one.undated:,}"
            ),
        )
        for one in counted
    ]


def segment_rows(scores: Iterable[Score], widenings: Iterable[DateWidening]) -> list[SegmentRow]:
    """The last three months by source, sort and segment; what is widened comes first."""
    wide = {(one.kind, one.segment): one for one in widenings}
    rows = [(_segment_row(one, wide), (one.kind, one.segment) not in wide) for one in scores]
    rows.sort(key=lambda row: (row[1], row[0].source, row[0].sort, row[0].segment))
    return [row for row, _order in rows]


def _segment_row(score: Score, wide: Mapping[tuple[str, str], DateWidening]) -> SegmentRow:
    widening = wide.get((score.kind, score.segment)) if score.share else None
    drift = ""
    if widening:
        drift = say(
            _("Kept {kept} of {n}, less than chance explains. We ask for {share}% since then."),
            kept=widening.kept,
            n=widening.number,
            share=widening.share,
        )
    return SegmentRow(
        source=score.source,
        sort=sort_words(score.kind, score.basis),
        segment=score.segment.replace("|", ", ").strip(", "),
        counted=say(_("{kept} of {n}"), kept=f"{score.kept:,}", n=f"{score.number:,}"),
        share=share_words(score),
        likely=range_words(score),
        ahead=ahead_words(score),
        said=f"{score.share:.0f}%" if score.share else "",
        drift=drift,
    )
