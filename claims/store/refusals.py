"""What a batch refused, kept as rows: the first of very many, because a file may be all of them."""

from collections.abc import Iterator, Sequence

from claims.models import ImportBatch
from claims.models import Refusal as Row
from claims.sources.refusal import Refusal

MOST_KEPT = 10_000  # records refused of one batch, and as many fields left out


def keep(refusals: Sequence[Refusal], batch: ImportBatch) -> None:
    """Count these of one chunk, and write down those for which there is room."""
    Row.objects.bulk_create(
        Row(
            batch=batch,
            line=one.line,
            field=one.field[:200],
            expected=one.expected[:300],
            found=one.found[:300],
            now=one.now[:300],
            warning=one.warning,
        )
        for one in first_of(refusals, batch)
    )
    warnings = sum(one.warning for one in refusals)
    batch.refused += len(refusals) - warnings
    batch.left_out += warnings


def first_of(refusals: Sequence[Refusal], batch: ImportBatch) -> Iterator[Refusal]:
    """In their order; fields that were left out take no room from records."""
    room = {False: MOST_KEPT - batch.refused, True: MOST_KEPT - batch.left_out}
    for one in refusals:
        room[one.warning] -= 1
        if room[one.warning] >= 0:
            yield one
