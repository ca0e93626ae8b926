"""Many texts on one sheet, so that each step is taken over all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.analysis.folding import code_points, folded_code_points
from bot.analysis.language import word_share

Numbers = NDArray[Any]
FIRST_HAN, LAST_HAN = "㐀", "鿿"


@dataclass(frozen=True)
class Sheet:
    """Texts one below the other.

    text:     all texts, each followed by a line break
    borders:  (texts + 1,): where each text begins
    """

    text: str
    borders: Numbers

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Sheet":
        """The sheet of these texts."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        text = "\n".join((*texts, ""))
        return cls(text, np.concatenate(([0], np.cumsum(lengths))))

    @cached_property
    def written(self) -> NDArray[np.uint32]:
        """The characters as they are, as numbers."""
        return code_points(self.text)

    @cached_property
    def codes(self) -> NDArray[np.uint32]:
        """The folded characters as numbers."""
        return folded_code_points(self.text)

    @cached_property
    def han(self) -> NDArray[np.bool_]:
        """Which characters are Han characters."""
        codes = self.codes
        return (codes >= ord(FIRST_HAN)) & (codes <= ord(LAST_HAN))

    @cached_property
    def latin(self) -> NDArray[np.bool_]:
        """Which characters are Latin letters or digits, folded."""
        codes = self.codes
        digit = (codes >= ord("0")) & (codes <= ord("9"))
        return digit | ((codes >= ord("a")) & (codes <= ord("z")))

    @cached_property
    def folded(self) -> str:
        """The folded text."""
        return self.codes.tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The number of the text that each character belongs to."""
        return np.repeat(np.arange(len(self.borders) - 1, dtype=np.int32), np.diff(self.borders))

    def counted(self, marked: NDArray[np.bool_]) -> Numbers:
        """How many characters of each text are marked."""
        total = np.concatenate(([0], np.cumsum(marked)))
        return np.diff(total[self.borders])

    @cached_property
    def chinese_shares(self) -> NDArray[np.float64]:
        """:func:`bot.analysis.language.han_share` of each text."""
        codes = self.written
        lower = codes | 0x20
        latin = (lower >= ord("a")) & (lower <= ord("z")) & (codes < 0x80)
        first = latin & np.append(latin[1:], False) & ~np.append(False, latin[:-1])
        han = (codes >= ord(FIRST_HAN)) & (codes <= ord(LAST_HAN))
        return word_share(self.counted(han), self.counted(first))
