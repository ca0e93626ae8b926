"""All titles and texts in one array, so that one numpy call compares a pattern with all of them.

Each passage is two segments: its title (heading, then the headings above it) and its text. A
segment starts at a multiple of ``BLOCK``, which makes the segment of a position one look-up, and
is followed by at least ``GAP`` separators, so that no phrase can run from one into the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.keyword.alphabet import Alphabet, encode
from bot.keyword.writing import Written, written
from bot.passage import Passage

BLOCK = 16
GAP = 4
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]
"""Of the passages: one truth value each."""
Codes = NDArray[np.uint16] | NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Layout:
    """codes:      (size,) folded characters as codes of the alphabet
    starts:     (2 * passages,) where the segments start: title, text, title, text …
    lengths:    (2 * passages,) characters of each segment
    segment_of: (size / BLOCK,) the segment that a block of positions belongs to
    odd:        numbers of the segments that are shown otherwise than they are read, ascending
    odd_starts: (odd + 1,) where each of them begins in ``begins`` and ``ends``
    begins, ends:  per character read, its span in the text that is shown
    """

    alphabet: Alphabet
    codes: Codes
    starts: Positions
    lengths: Positions
    segment_of: NDArray[np.int32]
    odd: Positions
    odd_starts: Positions
    begins: Positions
    ends: Positions

    def segments(self, positions: Positions) -> NDArray[np.int32]:
        """The segment of each position; the passage is half of it."""
        found: NDArray[np.int32] = self.segment_of[positions // BLOCK]
        return found

    def shown(self, segment: int, start: int, end: int) -> tuple[int, int]:
        """The span, in the text as it is shown, of ``start:end`` of an odd segment."""
        base = int(self.odd_starts[np.searchsorted(self.odd, segment)])
        return int(self.begins[base + start]), int(self.ends[base + end - 1])


def title_lines(passage: Passage) -> str:
    """The heading, then the headings above it; offsets into the heading are offsets into this."""
    return "\n".join((passage.heading, *reversed(passage.trail)))


def read_segments(passages: Sequence[Passage]) -> list[Written]:
    """Title and text of every passage, as they are read."""
    return [written(text) for p in passages for text in (title_lines(p), p.text)]


def lay_out(read: Sequence[Written]) -> tuple[Layout, NDArray[np.uint32]]:
    """The layout of the segments, and the code points it was made of, for finding words."""
    segments = [one.text for one in read]
    lengths = np.array([len(text) for text in segments], dtype=np.int64)
    widths = -(-(lengths + GAP) // BLOCK) * BLOCK
    ends = BLOCK + np.cumsum(widths)
    starts = ends - widths
    padded = [text.ljust(width, "\0") for text, width in zip(segments, widths, strict=True)]
    whole = "\0" * BLOCK + "".join(padded) + "\0" * BLOCK
    points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    alphabet, codes = encode(points)
    small = codes.astype(np.uint16) if len(alphabet.kinds) < 2**16 else codes
    segment_of = np.zeros(len(points) // BLOCK, dtype=np.int32)
    segment_of[1:-1] = np.repeat(np.arange(len(segments), dtype=np.int32), widths // BLOCK)
    return Layout(alphabet, small, starts, lengths, segment_of, *_odd(read)), points


def _odd(read: Sequence[Written]) -> tuple[Positions, Positions, Positions, Positions]:
    """The segments that are shown otherwise than they are read, and the way back."""
    odd = [(number, one) for number, one in enumerate(read) if one.begins]
    starts = np.cumsum([0, *(len(one.begins) for _, one in odd)], dtype=np.int64)
    begins, ends = (
        np.array([place for _, one in odd for place in getattr(one, side)], dtype=np.int64)
        for side in ("begins", "ends")
    )
    return np.array([number for number, _ in odd], dtype=np.int64), starts, begins, ends
