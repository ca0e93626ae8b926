"""The copies of one formula inside a segment: where each begins and ends, which is the LaTeX."""

import re
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import NamedTuple

from bot.clean.measures import BEFORE, MARK, NO_BASE, First, end_after, spread, until_mark
from bot.clean.skeleton import Equal, Item, skeleton

# Single characters that stand apart; the article before a word of English does not.
SPACED = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9α-ω](?: [^\w\s])? (?:\(|[A-Za-z0-9α-ω](?![A-Za-z0-9]))"
)
_REORDERED = re.compile(r"\\(?:frac|sum|prod|int|lim|max|min|binom|overset|underset)\b")
_WORDS = re.compile(r"[A-Za-z]{2,}(?:[ -][A-Za-z]{2,})*|-?\d+(?:\.\d+)?")


class Copy(NamedTuple):
    """A formula with all its copies in a segment, and the LaTeX that replaces them."""

    start: int
    end: int
    latex: str


def find_proven(segment: str) -> list[Copy]:
    """The copies in a segment that the spacing or the marks of LaTeX prove."""
    if not (MARK.search(segment) or SPACED.search(segment)):
        return []
    items = skeleton(segment)
    if len({item.letter for item in items}) == len(items):
        return []  # A copy repeats letters.
    equal = Equal(items, anywhere=bool(_REORDERED.search(segment)))
    apart, marked = spread(segment, items), until_mark(segment, items)
    first = First(segment, items)
    # The plain copy of a triple stands without spaces: of letters far apart there is none.
    plain = 1 + max((len([*same]) for one, same in groupby(apart) if one == 1), default=0)
    copies: list[Copy] = []
    at = 0
    while at < len(items):
        found = None
        if apart[at]:
            found = _triple(segment, items, at, equal, min(apart[at], plain))
        if not found:
            found = _pair(segment, items, at, equal, first.lengths(at, equal, marked[at]))
        if found:
            copy, length = found
            copies.append(copy)
            at += length
        else:
            at += 1
    return copies


def _triple(
    segment: str, items: list[Item], at: int, equal: Equal, longest: int
) -> tuple[Copy, int] | None:
    """Spaced letters, LaTeX, plain: the copies that MathML leaves; ``longest`` of the first."""
    for length in equal.lengths(at, longest):
        if not equal.again(at, length, at + 2 * length):
            continue
        third = items[at + 2 * length : at + 3 * length]
        if any(" " in segment[a.end : b.start] for a, b in pairwise(third)):
            continue
        start, _, latex_start = borders(segment, items, at, length)
        behind = segment.rfind(" ", items[at + 2 * length - 1].end, third[0].start) + 1
        shown = segment[latex_start : behind or third[0].start].rstrip(f"{BEFORE} ")
        latex_end = latex_start + len(shown)
        if length == 1 and not _is_letter_thrice(
            segment, start, third[-1].end, latex_start, latex_end
        ):
            continue
        latex = shown.lstrip(")]} ")
        start = min(start, _signed(segment, items[at].start, latex))
        end = closed(segment, latex_end, third[-1].end)
        return Copy(start, end, dress(latex)), 3 * length
    return None


def _signed(segment: str, start: int, latex: str) -> int:
    """Where a spaced copy begins whose first letter is at ``start``: at the signs of its LaTeX."""
    head = latex[: len(latex) - len(latex.lstrip(f"{BEFORE}\\ "))]
    for sign in reversed([sign for sign in head if sign in BEFORE]):
        before = segment[:start].rstrip()
        if not before.endswith(sign):
            break
        start = len(before) - 1
    return start


def _is_letter_thrice(segment: str, start: int, end: int, latex: int, latex_end: int) -> bool:
    """Whether one letter stands there as a letter, as LaTeX and as a letter again.

    Without a mark of LaTeX the three must be alike and fill the segment, but for punctuation.
    """
    if MARK.search(segment[latex:latex_end]):
        return True
    words = segment[start:end].split()
    before, after = segment[:start].rstrip(), segment[end:].lstrip()
    alike = len(words) == 3 and len(set(words)) == 1
    return alike and not before[-1:].isalnum() and not after[:2].isalpha()


def _pair(
    segment: str, items: list[Item], at: int, equal: Equal, lengths: Iterable[int]
) -> tuple[Copy, int] | None:
    """Plain, LaTeX, and plain once more where MathJax left it.

    lengths:  those of equal stretches from ``at`` on that may be plain and reach a mark of LaTeX
    """
    for length in lengths:
        start, plain_end, latex_start = borders(segment, items, at, length)
        end = closed(segment, latex_start, items[at + 2 * length - 1].end)
        plain, latex = segment[start:plain_end], segment[latex_start:end].strip()
        if not MARK.search(latex) or not _is_plain(plain) or latex[0] in NO_BASE:
            continue
        if start and segment[start - 1] in "_^\\{":
            continue
        again = _plain_again(segment, items, at + 2 * length, length, end)
        if again and equal.again(at, length, at + 2 * length):
            return Copy(start, closed(segment, end, again), dress(latex)), 3 * length
        return Copy(start, end, dress(latex)), 2 * length
    return None


def _plain_again(segment: str, items: list[Item], at: int, length: int, end: int) -> int:
    """Where a second plain copy ends that begins right at ``end`` with the item ``at``, else 0."""
    after = at + length
    if after > len(items):
        return 0
    last = items[after - 1].end
    third = segment[end:last]
    if not third or " " in third or MARK.search(third) or MARK.match(segment, last):
        return 0
    marked = after < len(items) and MARK.search(segment[last : items[after].end + 2])
    return 0 if marked else last


def _is_plain(text: str) -> bool:
    """Whether a text may be the plain copy of a formula: no LaTeX, no spaces, whole braces."""
    return not MARK.search(text) and " " not in text.strip() and text.count("{") == text.count("}")


def borders(segment: str, items: list[Item], at: int, length: int) -> tuple[int, int, int]:
    """Where the first copy begins and ends, and where the second begins.

    Brackets that close after the last letter of the first copy belong to it; what follows them
    opens the second.
    """
    start, end = items[at].start, end_after(segment, items, at + length - 1)
    while start and segment[start - 1] in BEFORE:
        if segment[start - 1] in "([{" and _depth(segment[start:end]) >= 0:
            break
        start -= 1
    return start, end, end


def closed(segment: str, start: int, end: int) -> int:
    """The end moved over the brackets that close what was opened since ``start``."""
    while end < len(segment):
        part = segment[start:end]
        if segment[end] in ")]}" and _depth(part) > 0:
            end += 1
        elif segment.startswith("\\}", end) and _depth(part) > 0:
            end += 2
        elif segment[end] == "?" and ("?" in part or not segment[end + 1 : end + 2].isspace()):
            end += 1
        else:
            break
    return end


def _depth(text: str) -> int:
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")


def dress(latex: str) -> str:
    """The LaTeX between dollar signs; a word or a number needs none."""
    return latex if _WORDS.fullmatch(latex) else f"${latex}$"
