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
from collections.abc import Callable
from functools import cache

from bot.clean.copies import SPACED, Copy, borders, closed, dress, find_proven
from bot.clean.measures import MARK, OPERATORS
from bot.clean.skeleton import LETTER, Equal, skeleton

_SEGMENT = re.compile(r"[^\u3000-\u303f\u4e00-\u9fff，。；：！？（）“”、]{2,2000}")
_PROTECTED = re.compile(r"(\$[^$\n]{1,400}\$|`[^`\n]{1,200}`|https?://\S{1,300})")
_COUNTED = re.compile(r"[个個种種层層年月日天次位名章节節题題款类類倍行列张張条條项項轮輪步式]")
# A decimal number right behind itself: 0.90.9.
_TWICE = re.compile(r"(?<![\w.])(\d{1,4}\.\d{1,6})\1(?![\w.]|\d)")
_EDGE = " \t:,;.*|"
# Proven copies that a page must have before exact doubles without a mark count as copies, too.
_PROOFS = 2
# Words that are doubled letters by nature: neural network, part two, …
_NAMES = frozenset({"NN", "II", "PP", "CC", "SS"})


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
    # A segment that stands there many times is read once.
    proven, doubled = cache(find_proven), cache(_doubled)
    for at, line in enumerate(lines):
        if MARK.search(line) or SPACED.search(line):
            lines[at], count = _replace(line, lambda segment, *_: proven(segment))
            proofs += count
    if proofs >= _PROOFS:
        lines = [
            _halve_numbers(_replace(line, doubled)[0]) if LETTER.search(line) else line
            for line in lines
        ]
    return "\n".join(lines)


def _replace(line: str, find: Callable[[str, bool, str], list[Copy]]) -> tuple[str, int]:
    """The line with the copies that ``find`` finds in its segments reduced, and their number."""
    count = 0

    def reduce(match: re.Match[str]) -> str:
        nonlocal count
        begins = not (at or match.start())
        copies = find(match[0], begins, match.string[match.end() : match.end() + 1])
        count += len(copies)
        return _write(match[0], copies) if copies else match[0]

    pieces = _PROTECTED.split(line)
    for at in range(0, len(pieces), 2):
        pieces[at] = _SEGMENT.sub(reduce, pieces[at])
    return ("".join(pieces), count) if count else (line, 0)


def _halve_numbers(line: str) -> str:
    """The line with every decimal number once that stands there twice and elsewhere alone.

    The number that stands alone is the proof: 2.12.1 may well be a version.
    """

    def halve(match: re.Match[str]) -> str:
        alone = re.compile(rf"(?<![\w.]){re.escape(match[1])}(?![\w.])")
        return match[1] if alone.search(line) else match[0]

    return _TWICE.sub(halve, line)


def _write(segment: str, copies: list[Copy]) -> str:
    written, at = "", 0
    for copy in copies:
        written = _join(written, segment[at : copy.start])
        written = _join(written, copy.latex)
        at = copy.end
    return _join(written, segment[at:])


def _join(left: str, right: str) -> str:
    """The two put together, with a space where letters or formulas would run into each other."""
    if left and right and _is_wordlike(left[-1]) and _is_wordlike(right[0]):
        return f"{left} {right}"
    return left + right


def _is_wordlike(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "$")


def _doubled(segment: str, begins: bool, after: str) -> list[Copy]:
    """The copies in a segment made of nothing but exact doubles.

    begins:  whether the line begins with the segment, as it may with a number
    after:   the character behind the segment
    """
    inner = segment.strip(_EDGE)
    if inner.find(inner[:1], 1) < 1 or (inner[0].isdigit() and (segment[0] == " " or begins)):
        return []
    offset = segment.index(inner)
    items = skeleton(inner)
    if len(items) < 2 or inner in _NAMES:
        return []
    equal = Equal(items, anywhere=False)
    copies, at = [], 0
    while at < len(items):
        length = next(equal.lengths(at), 0)
        if not length:
            return []
        start, plain_end, latex_start = borders(inner, items, at, length)
        end = closed(inner, latex_start, items[at + 2 * length - 1].end)
        plain, latex = inner[start:plain_end], inner[latex_start:end].strip()
        follows = inner[end:] + segment[offset + len(inner) :] + after
        if not _may_double(plain, latex, follows):
            return []
        copies.append(Copy(offset + start, offset + end, dress(latex)))
        at += 2 * length
    return copies


def _may_double(plain: str, latex: str, follows: str) -> bool:
    """Whether an exact double may be a copy: without spaces, no number like 22, 2020 or 1.1."""
    if " " in plain.strip() or latex[0] in OPERATORS or latex[0] == ".":
        return False
    if plain.isdigit():
        return plain in ("0", "1") and not _COUNTED.match(follows)
    return True
