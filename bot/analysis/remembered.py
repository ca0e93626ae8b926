"""Values that are computed once for each key and then remembered, as many as there is room for."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
MOST_REMEMBERED = 10_000


class Remembered(dict[Key, Value]):
    """A dict that computes what it lacks; it forgets all when it is full.

    What is there is found at the speed of a dict, several times faster than by a call.

    >>> lengths = Remembered(len, most=2)
    >>> lengths["conv"], lengths["bn"], lengths["relu"], list(lengths)
    (4, 2, 4, ['relu'])
    """

    def __init__(self, compute: Callable[[Key], Value], most: int = MOST_REMEMBERED) -> None:
        super().__init__()
        self._compute, self._most = compute, most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._compute(key)
        return value
