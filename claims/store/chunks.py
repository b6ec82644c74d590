"""Records by the chunk, the next one read while the database still takes in the one before."""

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any


def chunks(found: Iterable[Any], size: int) -> Iterator[list]:
    """Lists of ``size``, in order. ``found`` is gone through in another thread, a chunk ahead.

    What it raises comes after the chunks before it. It must not use the database.
    """
    rest = iter(found)

    def following() -> list:
        return list(islice(rest, size))

    with ThreadPoolExecutor(1) as reader:
        ahead = reader.submit(following)
        while chunk := ahead.result():
            ahead = reader.submit(following)
            yield chunk
            gc.collect()


@contextmanager
def sparing_the_collector() -> Iterator[None]:
    """Leave what is in memory already unsearched for cycles until the end.

    Records hold no cycles, yet their number makes Python search everything again and again: a
    quarter of an import's time. `chunks` has it look at each chunk's own leftovers.
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
