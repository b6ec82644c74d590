"""The nightly clearing: every table by its rule, in small pieces, what it did written down."""

import datetime as dt
import logging

from django.db import DatabaseError, transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum

from accounts.models import Sweep
from accounts.retention import RULES, End, Rule
from accounts.rights.clearing import Broom, over
from accounts.rights.rows import model_of

PIECE = 500  # rows of a table in one transaction; what follows them goes with them
MOST_PIECES = 200  # of a table in one night, so that none keeps the others waiting

logger = logging.getLogger(__name__)


def sweep_all(at: dt.datetime) -> int:
    """Apply every rule that has a time of its own; how many rows went. Twice is once."""
    return sum(sweep(rule, at) for rule in RULES.values() if rule.days is not None)


def sweep(rule: Rule, at: dt.datetime) -> int:
    """Apply one rule. What goes wrong is written into its `Sweep` and stops no other rule."""
    gone = 0
    try:
        for _ in range(MOST_PIECES):
            went = sweep_piece(rule, at)
            gone += went
            if went < PIECE:
                break
    except DatabaseError as wrong:
        model = model_of(rule)
        logger.exception("a table could not be cleared", extra={"table": model._meta.db_table})
        Sweep.objects.create(
            model=rule.model,
            table=model._meta.db_table,
            before=at,
            trouble=type(wrong).__name__,
        )
    return gone


@transaction.atomic
def sweep_piece(rule: Rule, at: dt.datetime) -> int:
    broom, model = Broom(before=at), model_of(rule)
    rows: QuerySet = over(rule, at).order_by("pk")
    if rule.end is End.BLANK:
        some = model._base_manager.filter(pk__in=rows.values("pk")[:PIECE])
        return broom.empty(rule, some)
    if rule.end is End.PRUNE:
        return broom.prune(rows[:PIECE])
    keys = list(
        rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:PIECE]
    )
    return broom.remove(model, model._base_manager.filter(pk__in=keys))


def last_night() -> dict[str, tuple[dt.datetime, int, str]]:
    """Of each table when it was last cleared by the clock, how many rows went, and what went wrong.

    One query; the pieces of one night share their instant.
    """
    latest = Sweep.objects.filter(model=OuterRef("model"), before__isnull=False).order_by("-before")
    night = Sweep.objects.filter(before=Subquery(latest.values("before")[:1]))
    found = night.values_list("model", "before").annotate(Sum("rows"), Max("trouble"))
    return {model: (at, rows, trouble) for model, at, rows, trouble in found}
