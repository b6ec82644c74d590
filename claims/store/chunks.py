"""Records by the chunk, without Python's search for cycles that they do not have."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any


def chunks(found: Iterable[Any], size: int) -> Iterator[list]:
    """Lists of ``size``, in order."""
    rest = iter(found)
    while chunk := list(islice(rest, size)):
        yield chunk
        gc.collect()


@contextmanager
def sparing_the_collector() -> Iterator[None]:
    """Leave what is in memory already unsearched for cycles until the end.

    Records hold no cycles, yet their number makes Python search everything again and again.
    `chunks` has it look at each chunk's own leftovers.
    """
    was_on = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
