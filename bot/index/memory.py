"""Memory that one question frees and the next one needs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

_GREATEST = 31 << 20


def keep_freed_memory() -> None:
    """Have the C library keep freed arrays of up to 31 MB for the next question.

    glibc gives an array of a few hundred kB back to the operating system when it is freed, and
    every page of the next one costs a fault: a third of the time of a question over 100,000
    passages. The size from which it does so rises to that of the greatest array that was ever
    freed, up to 32 MB (mallopt(3), M_MMAP_THRESHOLD), so freeing one that nobody writes to is
    enough. Where the C library is another one this does nothing.
    """
    np.empty(_GREATEST, np.uint8)


@contextmanager
def no_search_for_garbage() -> Iterator[None]:
    """Have Python look for no garbage meanwhile: it goes through all passages each time.

    Of 100,000 passages that takes 60 ms, five times while they are read, which leaves no garbage.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()
