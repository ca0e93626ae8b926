r"""The marks around formulas: ``\( … \)`` and ``\[ … \]`` become the dollar signs we show."""

import re
from itertools import pairwise

# After a quotation mark or another backslash such a mark belongs to a program.
_INLINE = re.compile(r"(?<![\"'\\])\\\(((?:[^\\\n]|\\(?![()\[\]])){1,400})\\\)")
_DISPLAY = re.compile(r"(?<![\"'\\])\\\[((?:[^\\\n]|\\(?![()\[\]])){1,800})\\\]")
_OPEN, _CLOSE = r"\[", r"\]"
_CODE = re.compile(r"(`[^`\n]{1,200}`)")
_MARK = re.compile(r"\\[A-Za-z]{2,}|[_^=<>]|[α-ωΑ-Ω∂∑√∞]")
_PLAIN = re.compile(r"[\dA-Za-z]{1,2}(?:[\s+\-*/,.|!()]+[\dA-Za-z]{1,2}){0,20}[\s+\-*/,.|!()]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A display formula over several lines is not longer than this.
_LINES = 20
_BEGIN = re.compile(r"\$?\\(?:begin|end)group\$?")


def mark_formulas(text: str) -> str:
    r"""Put dollar signs around the formulas that a page marks in the other way of LaTeX.

    >>> mark_formulas(r"遗忘门 \( f_t \) 与状态 \[c_t = f_t c_{t-1}\]")
    '遗忘门 $f_t$ 与状态 $$c_t = f_t c_{t-1}$$'

    Brackets that Markdown escapes are no formulas:

    >>> mark_formulas(r"see \[1\] and \(the appendix\)")
    'see \\[1\\] and \\(the appendix\\)'
    """
    if "\\" not in text:
        return text
    text = _BEGIN.sub("", text)
    pieces = _CODE.split(text)
    pieces[::2] = [_DISPLAY.sub(_shown, _INLINE.sub(_inline, piece)) for piece in pieces[::2]]
    text = "".join(pieces)
    return _mark_blocks(text) if _OPEN in text else text


def _inline(match: re.Match[str]) -> str:
    formula = match[1].strip()
    return f"${formula}$" if _is_formula(formula, True) else match[0]


def _shown(match: re.Match[str]) -> str:
    formula = match[1].strip()
    return f"$${formula}$$" if _is_formula(formula, False) else match[0]


def _is_formula(text: str, may_be_plain: bool) -> bool:
    if "$" in text or not text:
        return False
    if _MARK.search(text):
        return True
    return may_be_plain and bool(_PLAIN.fullmatch(text)) and not _HAN.search(text)


def _mark_blocks(text: str) -> str:
    """The text with the two marks of a formula over several lines, each alone in its line."""
    lines = text.split("\n")
    marks = [at for at, line in enumerate(lines) if line.strip() in (_OPEN, _CLOSE)]
    for start, end in pairwise(marks):
        paired = lines[start].strip() == _OPEN and lines[end].strip() == _CLOSE
        inside = "".join(lines[start + 1 : end])
        if paired and end - start <= _LINES and _is_formula(inside.strip(), False):
            lines[start] = lines[end] = "$$"
    return "\n".join(lines)
