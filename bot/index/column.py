"""A table with one value for every string: a read-only mapping that opens without loading them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from bot.index.table import StringTable

Value = TypeVar("Value")
Default = TypeVar("Default")


@dataclass(frozen=True)
class Column(Mapping[str, Value], Generic[Value]):
    """``read(number)`` is the value of the string with that number.

    >>> Column(StringTable.of(["a", "b"]), [1.5, 2.5].__getitem__)["b"]
    2.5
    """

    table: StringTable
    read: Callable[[int], Value]

    def __getitem__(self, string: str) -> Value:
        if (number := self.table.number(string)) < 0:
            raise KeyError(string)
        return self.read(number)

    @overload
    def get(self, string: str, default: None = None, /) -> Value | None: ...
    @overload
    def get(self, string: str, default: Default, /) -> "Value | Default": ...
    def get(self, string: str, default: Any = None, /) -> Any:
        """The value of a string, ``default`` without one."""
        number = self.table.number(string)
        return default if number < 0 else self.read(number)

    def __len__(self) -> int:
        return len(self.table)

    def __iter__(self) -> Iterator[str]:
        return iter(self.table)

    def __contains__(self, string: object) -> bool:
        return string in self.table
