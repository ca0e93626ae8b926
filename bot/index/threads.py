"""Steps over large arrays, two at a time.

numpy lets go of the interpreter while it picks, places and adds up; numpy 2.4 does not while it
sorts or searches.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def each(step: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    """The results of a step for every piece, in order.

    >>> list(each(abs, [-1, 2]))
    [1, 2]
    """
    pieces = list(pieces)
    if len(pieces) < 2:
        yield from map(step, pieces)
        return
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(step, pieces)
