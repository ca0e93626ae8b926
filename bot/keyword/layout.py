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
from bot.passage import Passage

BLOCK = 16
GAP = 4
Positions = NDArray[np.int64]
Codes = NDArray[np.uint16] | NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Layout:
    """codes:      (size,) folded characters as codes of the alphabet
    starts:     (2 * passages,) where the segments start: title, text, title, text …
    lengths:    (2 * passages,) characters of each segment
    segment_of: (size / BLOCK,) the segment that a block of positions belongs to
    """

    alphabet: Alphabet
    codes: Codes
    starts: Positions
    lengths: Positions
    segment_of: NDArray[np.int32]

    def segments(self, positions: Positions) -> NDArray[np.int32]:
        """The segment of each position; the passage is half of it."""
        found: NDArray[np.int32] = self.segment_of[positions // BLOCK]
        return found


def title_of(passage: Passage) -> str:
    """The heading, then the headings above it; offsets into the heading are offsets into this."""
    return "\n".join((passage.heading, *reversed(passage.trail)))


def lay_out(passages: Sequence[Passage]) -> tuple[Layout, NDArray[np.uint32]]:
    """The layout of the passages, and the code points it was made of, for finding words."""
    segments = [text for p in passages for text in (title_of(p), p.text)]
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
    return Layout(alphabet, small, starts, lengths, segment_of), points
