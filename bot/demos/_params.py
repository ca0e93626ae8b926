"""The parameters of a demo: typed declarations that check and convert what a user gives.

A parameter is data. ``parse`` turns a raw value (from a slider, ``--set k=v`` or a JSON file) into
the value handed to the demo, or raises :class:`~bot.errors.DemoInputError` with one sentence in
both languages. ``low`` and ``high`` are the admissible domain; ``slider`` is the smaller range
that a screen offers. ``cues`` are words after which a note states this number, so that a demo can
open with the passage's own values.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.demos._refusal import Json, refuse, wrong
from bot.demos._structures import Nested, Order, Rows, is_finite, to_floats
from bot.text import Text

__all__ = [
    "Array",
    "Choice",
    "Flag",
    "Float",
    "Int",
    "Json",
    "Nested",
    "Order",
    "Param",
    "Rows",
    "Table",
    "refuse",
]
_MAX_ELEMENTS, _MAX_IMAGES = 200_000, 1_000


@dataclass(frozen=True, slots=True)
class Int:
    """A whole number in ``[low, high]``; ``None`` is allowed when ``optional``.

    ``among`` lists the only values that make sense, such as a connectivity of 4 or 8.
    """

    name: str
    label: Text
    default: int | None
    low: int
    high: int
    slider: tuple[int, int] | None = None
    unit: str = ""
    optional: bool = False
    cues: tuple[str, ...] = ()
    among: tuple[int, ...] = ()

    def parse(self, raw: Json) -> int | None:
        """``raw`` as a whole number of the domain."""
        if raw is None and self.optional:
            return None
        if not is_finite(raw) or raw != round(raw):
            raise wrong(self.name, "一个整数", "a whole number", raw)
        if self.among and raw not in self.among:
            names = ", ".join(str(value) for value in self.among)
            raise wrong(self.name, f"{names} 之一", f"one of {names}", raw)
        return int(_in_range(self.name, int(raw), self.low, self.high))


@dataclass(frozen=True, slots=True)
class Float:
    """A finite number in ``[low, high]``, or ``(low, high]`` when ``above`` is set.

    ``None`` is allowed when ``optional``; ``step`` is the grain of the slider.
    """

    name: str
    label: Text
    default: float | None
    low: float
    high: float
    slider: tuple[float, float] | None = None
    step: float = 0.01
    unit: str = ""
    optional: bool = False
    above: bool = False
    cues: tuple[str, ...] = ()

    def parse(self, raw: Json) -> float | None:
        """``raw`` as a finite number of the domain."""
        if raw is None and self.optional:
            return None
        if not is_finite(raw):
            raise wrong(self.name, "一个有限的数", "a finite number", raw)
        if self.above and raw <= self.low:
            raise wrong(self.name, f"大于 {self.low:g} 的数", f"greater than {self.low:g}", raw)
        return float(_in_range(self.name, raw, self.low, self.high))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``options``; a parameter with one option selects a mode."""

    name: str
    label: Text
    default: str
    options: tuple[str, ...]

    def parse(self, raw: Json) -> str:
        """``raw`` if it is one of the options."""
        if raw not in self.options:
            names = ", ".join(self.options)
            raise wrong(self.name, f"{names} 之一", f"one of {names}", raw)
        return str(raw)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    name: str
    label: Text
    default: bool

    def parse(self, raw: Json) -> bool:
        """``raw`` if it is a truth value; the words true and false are understood."""
        value = {"true": True, "false": False}.get(str(raw).lower())
        if value is None:
            raise wrong(self.name, "true 或 false", "true or false", raw)
        return value


@dataclass(frozen=True, slots=True)
class Array:
    """Numbers in a list (``ndim`` 1), a matrix (2) or deeper; each element in ``[low, high]``.

    ``ndim`` may list several admissible depths. ``whole`` asks for whole numbers. The parsed value
    is an array of float64 (int64 when ``whole``), never empty unless ``may_be_empty``.
    """

    name: str
    label: Text
    default: Json
    ndim: int | tuple[int, ...] = 1
    low: float = -1e12
    high: float = 1e12
    whole: bool = False
    optional: bool = False
    may_be_empty: bool = False

    def parse(self, raw: Json) -> np.ndarray | None:
        """``raw`` as an array of the declared depth and domain."""
        if raw is None and self.optional:
            return None
        try:
            array = to_floats(raw)
        except (TypeError, ValueError, OverflowError):
            raise wrong(self.name, "一个规整的数组", "a regular array of numbers", raw) from None
        depths = (self.ndim,) if isinstance(self.ndim, int) else self.ndim
        if array.ndim not in depths and not (self.may_be_empty and array.size == 0):
            want = "/".join(str(depth) for depth in depths)
            raise wrong(self.name, f"{want} 维数组", f"an array with {want} axes", raw)
        self._check_elements(array)
        return array.astype(np.int64) if self.whole else array

    def _check_elements(self, array: np.ndarray) -> None:
        if array.size == 0 and not self.may_be_empty:
            raise wrong(self.name, "至少一个数", "at least one number", [])
        if array.size > _MAX_ELEMENTS:
            limit = f"{_MAX_ELEMENTS:,}"
            raise wrong(self.name, f"至多 {limit} 个数", f"at most {limit} numbers", array.size)
        if array.ndim == 4 and len(array) > _MAX_IMAGES:
            limit = f"{_MAX_IMAGES:,}"
            raise wrong(self.name, f"至多 {limit} 张图", f"at most {limit} images", len(array))
        if not np.isfinite(array).all():
            raise wrong(self.name, "有限的数", "finite numbers", "NaN/inf")
        if self.whole and (array != np.round(array)).any():
            raise wrong(self.name, "整数", "whole numbers", "fractions")
        for value in (array.min(initial=self.high), array.max(initial=self.low)):
            _in_range(self.name, float(value), self.low, self.high)


@dataclass(frozen=True, slots=True)
class Table:
    """A list of records with the same columns, such as the layers of a network."""

    name: str
    label: Text
    default: tuple[Mapping[str, Json], ...]
    columns: tuple[Int | Float | Choice | Flag, ...]
    most: int = 200
    optional: bool = False

    def parse(self, raw: Json) -> list[dict[str, Json]] | None:
        """``raw`` with every cell checked and missing cells filled with the column's default."""
        if raw is None and self.optional:
            return None
        if not isinstance(raw, list | tuple) or not all(isinstance(r, Mapping) for r in raw):
            raise wrong(self.name, "一列记录", "a list of records", raw)
        if not 1 <= len(raw) <= self.most:
            raise wrong(self.name, f"1 到 {self.most} 行", f"1 to {self.most} rows", len(raw))
        names = {column.name for column in self.columns}
        for unknown in (key for record in raw for key in record if key not in names):
            raise wrong(self.name, f"列 {sorted(names)}", f"columns {sorted(names)}", unknown)
        return [
            {c.name: c.parse(record.get(c.name, c.default)) for c in self.columns} for record in raw
        ]


Param = Int | Float | Choice | Flag | Array | Table | Order | Nested | Rows


def _in_range(name: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise wrong(name, f"[{low:g}, {high:g}] 内的数", f"in [{low:g}, {high:g}]", value)
    return value
