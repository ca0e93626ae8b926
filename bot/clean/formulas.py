r"""Formulas that a page copied two or three times, reduced to one in LaTeX.

A rendered formula leaves several texts behind: what the eye sees, the LaTeX source, and sometimes
the letters one by one. They are recognised by their skeleton, the letters and digits they are
made of in any order: ``1pt`` and ``1 - p_{t}`` have the same one, though the plain copy lost its
minus sign, and a fraction its bar and its order.

    KaTeX     plain, LaTeX                 αt\alpha_{t}
    MathJax   plain, LaTeX, plain          αt\alpha_{t}αt
    MathML    spaced, LaTeX, plain         3 × 3 3\times 3 3×3

A copy counts as proven when the LaTeX bears a mark that plain text does not have, or the first
copy is spaced out. On a page with proven copies of the first manner, an exact double between
Chinese characters is one as well: 生成器GG和判别器DD.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from bot.resources import read_toml

_ITEM = re.compile(r"\\([A-Za-z]+)|([A-Za-z0-9\u00b5\u0370-\u03ff\u2113\u2126\u2206])")
_SEGMENT = re.compile(r"[^\u3000-\u303f\u4e00-\u9fff，。；：！？（）“”、]{2,2000}")
_MARK = re.compile(r"\\[A-Za-z{}]|[_^]\{|_[A-Za-z0-9]|\^[A-Za-z0-9*]")
_PROTECTED = re.compile(r"(\$[^$\n]{1,400}\$|`[^`\n]{1,200}`|https?://\S{1,300})")
_SPACED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9α-ω](?: [^\w\s])? [A-Za-z0-9α-ω(]")
_REORDERED = re.compile(r"\\(?:frac|sum|prod|int|lim|max|min|binom|overset|underset)\b")
_CLOSERS = re.compile(r"(?:\\\}|[)\]}?'’|>⟩~])*")
_WORDS = re.compile(r"[A-Za-z]{2,}(?:[ -][A-Za-z]{2,})*|-?\d+(?:\.\d+)?")
_COUNTED = re.compile(r"[个個种種层層年月日天次位名章节節题題款类類倍行列张張条條项項轮輪步式]")
_EDGE = " \t:,;.*|"
_BEFORE = "-−~∇∂√∑∏∫¬([{"
_OPERATORS = "×*/+=<>·"
_LONGEST = 120
# Proven copies that a page must have before exact doubles without a mark count as copies, too.
_PROOFS = 2
# Words that are doubled letters by nature: neural network, part two, …
_NAMES = frozenset({"NN", "II", "PP", "CC", "SS"})


class Item(NamedTuple):
    """A letter or digit of a formula's skeleton and where it stands."""

    letter: str
    start: int
    end: int


class Copy(NamedTuple):
    """A formula with all its copies in a segment, and the LaTeX that replaces them."""

    start: int
    end: int
    latex: str


def collapse_formulas(text: str) -> str:
    r"""Reduce every formula that stands two or three times to one.

    >>> collapse_formulas(r"当γ=0\gamma = 0时变成交叉熵,把(1pt)(1 - p_{t})放大")
    '当$\\gamma = 0$时变成交叉熵,把$(1 - p_{t})$放大'
    >>> collapse_formulas("将 A A A与 T e n s o r Tensor Tensor融合")
    '将 $A$与 Tensor融合'

    A formula that stands once, and a word that is said twice, stay:

    >>> collapse_formulas(r"x_{t}=x_{t-1}+v_{t}, bye bye, 1 0 1 0 1 0")
    'x_{t}=x_{t-1}+v_{t}, bye bye, 1 0 1 0 1 0'
    """
    lines, proofs = text.split("\n"), 0
    for at, line in enumerate(lines):
        if _MARK.search(line) or _SPACED.search(line):
            lines[at], count = _replace(line, _proven)
            proofs += count
    if proofs >= _PROOFS:
        lines = [_replace(line, _doubled)[0] for line in lines]
    return "\n".join(lines)


def _replace(line: str, find: Callable[[str, str, str], list[Copy]]) -> tuple[str, int]:
    """The line with the copies that ``find`` finds in its segments reduced, and their number."""
    count = 0

    def reduce(match: re.Match[str]) -> str:
        nonlocal count
        start, end = match.span()
        before, after = match.string[:start] or "".join(pieces[:at]), match.string[end : end + 1]
        copies = find(match[0], before[-1:], after)
        count += len(copies)
        return _write(match[0], copies)

    pieces = _PROTECTED.split(line)
    for at in range(0, len(pieces), 2):
        pieces[at] = _SEGMENT.sub(reduce, pieces[at])
    return ("".join(pieces), count) if count else (line, 0)


def _write(segment: str, copies: list[Copy]) -> str:
    written, at = "", 0
    for copy in copies:
        written = _join(written, segment[at : copy.start])
        written = _join(written, copy.latex)
        at = copy.end
    return _join(written, segment[at:])


def _join(left: str, right: str) -> str:
    """The two put together, with a space where letters or formulas would run into each other."""
    touching = left[-1:].isascii() and right[:1].isascii() and left and right
    if touching and _is_wordlike(left[-1]) and _is_wordlike(right[0]):
        return f"{left} {right}"
    return left + right


def _is_wordlike(character: str) -> bool:
    return character.isalnum() or character == "$"


@cache
def _letters() -> dict[str, str]:
    """Command name -> the letters it renders as; commands not in it render as none."""
    data = read_toml("latex.toml")
    return {**data["letters"], **{name: name for name in data["functions"]["names"]}}


def skeleton(text: str) -> list[Item]:
    r"""The letters and digits that ``text`` renders as, with their places.

    >>> "".join(item.letter for item in skeleton(r"\hat{y} = \sigma(x_1)"))
    'yσx1'
    """
    same = read_toml("latex.toml")["same"]
    items: list[Item] = []
    for match in _ITEM.finditer(text):
        letters = _letters().get(match[1], "") if match[1] else same.get(match[2], match[2])
        items.extend(Item(letter, match.start(), match.end()) for letter in letters)
    return items


def _proven(segment: str, before: str, after: str) -> list[Copy]:
    """The copies in a segment that the spacing or the marks of LaTeX prove."""
    if not (_MARK.search(segment) or _SPACED.search(segment)):
        return []
    items = skeleton(segment)
    equal = _Equal(items, anywhere=bool(_REORDERED.search(segment)))
    copies: list[Copy] = []
    at = 0
    while at < len(items):
        found = _triple(segment, items, at, equal) or _pair(segment, items, at, equal)
        if found:
            copy, length = found
            copies.append(copy)
            at += length
        else:
            at += 1
    return copies


class _Equal:
    """Which stretches of a skeleton are made of the same letters, in any order."""

    def __init__(self, items: list[Item], anywhere: bool) -> None:
        # A sum of large odd multiples is the same for the same letters in any order.
        values = [pow(ord(item.letter) + 17, 7, 2**61 - 1) for item in items]
        self.sums = [0, *accumulate(values)]
        self.items = items
        self.anywhere = anywhere

    def lengths(self, at: int) -> Iterator[int]:
        """The lengths, longest first, with which two equal stretches begin at ``at``."""
        sums, items = self.sums, self.items
        letter = items[at].letter
        for length in range(min(_LONGEST, (len(items) - at) // 2), 0, -1):
            if not self.anywhere and items[at + length].letter != letter:
                continue
            if 2 * sums[at + length] == sums[at] + sums[at + 2 * length]:
                yield length

    def again(self, at: int, length: int, start: int) -> bool:
        """Whether the stretch at ``start`` has the letters of the one at ``at``."""
        if start + length >= len(self.sums):
            return False
        sums = self.sums
        return sums[at + length] - sums[at] == sums[start + length] - sums[start]


def _triple(segment: str, items: list[Item], at: int, equal: _Equal) -> tuple[Copy, int] | None:
    """Spaced letters, LaTeX, plain: the copies that MathML leaves."""
    for length in equal.lengths(at):
        if not equal.again(at, length, at + 2 * length):
            continue
        first, third = items[at : at + length], items[at + 2 * length : at + 3 * length]
        if not all(" " in segment[a.end : b.start] for a, b in pairwise(first)):
            continue
        if any(" " in segment[a.end : b.start] for a, b in pairwise(third)):
            continue
        start, _, latex_start = _borders(segment, items, at, length)
        latex_end = third[0].start
        while latex_end > latex_start and segment[latex_end - 1] != " ":
            latex_end -= 1
        if length == 1 and not _is_letter_thrice(
            segment, start, third[-1].end, latex_start, latex_end
        ):
            continue
        latex = segment[latex_start:latex_end].strip().lstrip(") ]")
        end = _closed(segment, latex_end, third[-1].end)
        return Copy(start, end, _dress(latex)), 3 * length
    return None


def _is_letter_thrice(segment: str, start: int, end: int, latex: int, latex_end: int) -> bool:
    """Whether one letter stands there as a letter, as LaTeX and as a letter again.

    Without a mark of LaTeX the three must be alike and fill the segment, but for punctuation.
    """
    if _MARK.search(segment[latex:latex_end]):
        return True
    words = segment[start:end].split()
    before, after = segment[:start].rstrip(), segment[end:].lstrip()
    alike = len(words) == 3 and len(set(words)) == 1
    return alike and not before[-1:].isalnum() and not after[:2].isalpha()


def _pair(segment: str, items: list[Item], at: int, equal: _Equal) -> tuple[Copy, int] | None:
    """Plain, LaTeX, and plain once more where MathJax left it."""
    for length in equal.lengths(at):
        start, plain_end, latex_start = _borders(segment, items, at, length)
        end = _closed(segment, latex_start, items[at + 2 * length - 1].end)
        plain, latex = segment[start:plain_end], segment[latex_start:end].strip()
        if not _MARK.search(latex) or not _is_plain(plain) or latex[0] in _OPERATORS:
            continue
        if start and segment[start - 1] in "_^\\{":
            continue
        size = 2 * length
        third = (
            segment[end : items[at + 3 * length - 1].end]
            if equal.again(at, length, at + size)
            else ""
        )
        if (
            third
            and not _MARK.search(third)
            and " " not in third
            and not _MARK.match(segment, end + len(third))
        ):
            following = items[at + 3 * length] if at + 3 * length < len(items) else None
            if following is None or not _MARK.search(segment[end + len(third) : following.end + 2]):
                end, size = _closed(segment, end, end + len(third)), 3 * length
        return Copy(start, end, _dress(latex)), size
    return None


def _is_plain(text: str) -> bool:
    """Whether a text may be the plain copy of a formula: no LaTeX, no spaces, whole braces."""
    return not _MARK.search(text) and " " not in text.strip() and text.count("{") == text.count("}")


def _borders(segment: str, items: list[Item], at: int, length: int) -> tuple[int, int, int]:
    """Where the first copy begins and ends, and where the second begins.

    Brackets that close after the last letter of the first copy belong to it; what follows them
    opens the second.
    """
    start = items[at].start
    last, following = items[at + length - 1].end, items[at + length].start
    gap = _CLOSERS.match(segment, last, following)
    end = gap.end() if gap else last
    while end < following and segment[end] in ":,; ":
        end += 1
    opened = segment[start:end]
    while start and segment[start - 1] in _BEFORE:
        bracket = segment[start - 1] in "([{"
        if bracket and opened.count(")") + opened.count("]") + opened.count("}") <= sum(
            opened.count(c) for c in "([{"
        ):
            break
        start -= 1
        opened = segment[start:end]
    return start, end, end


def _closed(segment: str, start: int, end: int) -> int:
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


def _dress(latex: str) -> str:
    """The LaTeX between dollar signs; a word or a number needs none."""
    return latex if _WORDS.fullmatch(latex) else f"${latex}$"


def _doubled(segment: str, before: str, after: str) -> list[Copy]:
    """The copies in a segment made of nothing but exact doubles."""
    inner = segment.strip(_EDGE)
    offset = segment.index(inner) if inner else 0
    if not inner or (inner[0].isdigit() and (segment[0] == " " or not before)):
        return []
    items = skeleton(inner)
    if len(items) < 2 or inner in _NAMES:
        return []
    equal = _Equal(items, anywhere=False)
    copies, at = [], 0
    while at < len(items):
        length = next(iter(equal.lengths(at)), 0) if at + 1 < len(items) else 0
        if not length:
            return []
        start, plain_end, latex_start = _borders(inner, items, at, length)
        end = _closed(inner, latex_start, items[at + 2 * length - 1].end)
        plain, latex = inner[start:plain_end], inner[latex_start:end].strip()
        follows = inner[end:] + segment[offset + len(inner) :] + after
        if not _may_double(plain, latex, follows):
            return []
        copies.append(Copy(offset + start, offset + end, _dress(latex)))
        at += 2 * length
    return copies


def _may_double(plain: str, latex: str, follows: str) -> bool:
    """Whether an exact double may be a copy: no spaces in it, and not a number like 22 or 2020."""
    if " " in plain.strip() or latex[0] in _OPERATORS:
        return False
    if plain.isdigit() and latex.isdigit():
        return plain in ("0", "1") and not _COUNTED.match(follows)
    return True
