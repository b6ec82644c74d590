"""Records by the chunk, without Python's search for cycles that they do not have."""

import gc
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any


def chunks(found: Iterable[Any], size: int) -> Generator[list, None, None]:
    """Lists of ``size``, in order."""
    rest = iter(found)
    while chunk := list(islice(rest, size)):
        yield chunk
        gc.collect()


def chunks_ahead(found: Iterable[Any], size: int) -> Generator[list, None, None]:
    """The same; a thread takes in the next while the caller waits for the database.

    Worth it where another process does the reading: two that read in one only wait for each other.
    Close it before ``found``: it waits for the chunk that is coming in.
    """
    rest = iter(found)

    def take() -> list:
        return list(islice(rest, size))

    with ThreadPoolExecutor(1, "import") as taker:
        coming = taker.submit(take)
        while chunk := coming.result():
            coming = taker.submit(take)
            yield chunk
            gc.collect()


@contextmanager
def sparing_the_collector() -> Iterator[None]:
    """Leave what is in memory already unsearched for cycles until the end.

    Records hold no cycles, yet their number makes Python search everything again and again.
    `chunks` has it look at each chunk's own leftovers. Of two at once, the first to end sets it to
    work again: whoever remembered how it was could leave it off for good.
    """
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()
