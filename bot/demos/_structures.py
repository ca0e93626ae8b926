"""Parameters with a structure that no array has: an order of words, ragged and named lists."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.demos._refusal import Json, wrong
from bot.text import Text


@dataclass(frozen=True, slots=True)
class Order:
    """Known words in some order, such as the columns of a matrix; as a list or ``"a,b,c"``.

    >>> Order("columns", Text("列", "columns"), ("x", "y")).parse("y,x")
    ('y', 'x')
    """

    name: str
    label: Text
    default: tuple[str, ...]

    def parse(self, raw: Json) -> tuple[str, ...]:
        """``raw`` if it has every word once."""
        words = raw.split(",") if isinstance(raw, str) else raw
        if not isinstance(words, list | tuple) or sorted(map(str, words)) != sorted(self.default):
            names = ", ".join(self.default)
            raise wrong(self.name, f"{names} 的一种排列", f"an ordering of {names}", raw)
        return tuple(str(word) for word in words)


@dataclass(frozen=True, slots=True)
class Nested:
    """Finite numbers, and ``words`` if there are any, nested in lists of any lengths."""

    name: str
    label: Text
    default: Json
    words: tuple[str, ...] = ()

    def parse(self, raw: Json) -> Json:
        """``raw`` with every number as a float."""
        if isinstance(raw, list | tuple):
            return [self.parse(item) for item in raw]
        if isinstance(raw, str) and raw in self.words:
            return raw
        if not is_finite(raw):
            raise wrong(self.name, "有限的数", "finite numbers", raw)
        return float(raw)


@dataclass(frozen=True, slots=True)
class Rows:
    """Equally long lists under names, as a mapping or as a matrix with the rows in this order.

    Each of ``rows`` holds the names that a row may go by. The parsed value is an array with one
    row each.

    >>> rows = Rows("bn", Text("BN", "BN"), None, (("gamma", "weight"), ("beta", "bias")))
    >>> rows.parse({"bias": [3, 4], "gamma": [1, 2]}).tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """

    name: str
    label: Text
    default: Json
    rows: tuple[tuple[str, ...], ...]
    optional: bool = False

    def parse(self, raw: Json) -> np.ndarray | None:
        """``raw`` as a float array of shape ``(len(rows), n)``."""
        if raw is None and self.optional:
            return None
        lists = raw
        if isinstance(raw, Mapping):
            found = [[raw[n] for n in names if n in raw] for names in self.rows]
            lists = [values[0] for values in found if len(values) == 1]
        try:
            array = to_floats(lists)
        except (TypeError, ValueError, OverflowError):
            array = np.empty(0)
        if array.ndim != 2 or len(array) != len(self.rows) or not np.isfinite(array).all():
            names = ", ".join(names[0] for names in self.rows)
            raise wrong(self.name, f"等长的数列 {names}", f"equally long lists {names}", raw)
        return array


def is_finite(raw: Json) -> bool:
    """Whether ``raw`` is a number that a float can hold; JSON has whole numbers that it cannot.

    >>> is_finite(3), is_finite(10**400), is_finite(float("nan")), is_finite(True), is_finite("3")
    (True, False, False, False, False)
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return False
    return -sys.float_info.max <= raw <= sys.float_info.max


def to_floats(raw: Json) -> np.ndarray:
    """Nested lists of numbers as an array. Raises ValueError, TypeError or OverflowError.

    A mask may be given as truth values in lists; a lone truth value is no number.

    >>> to_floats(["1", "2"])
    Traceback (most recent call last):
    ValueError: words are no numbers
    """
    if isinstance(raw, bool):
        raise TypeError("a truth value is no number")
    array = np.asarray(raw)
    if array.dtype.kind in "SU":
        raise ValueError("words are no numbers")
    return array.astype(np.float64)
