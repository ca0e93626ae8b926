r"""Lines that a copy broke apart: formulas written one character a line, sentences cut at a link.

What is rendered as one line of a page is often several boxes, and a copy writes each on a line of
its own. Formulas come apart into letters, followed by their LaTeX and their plain form:

    f
    (
    x
    )
    f\left(x\right)
    f(x) is the …
"""

import re
from collections import Counter
from dataclasses import replace

from bot.clean.page import Line, Page
from bot.clean.skeleton import rendered

_SHORT = 2
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_FORMULA = 400
_OPENERS = ("(", "（", "[", "{", "“", "、", "-")
# A line cannot begin with these: it goes on where the last one stopped.
_CONTINUES = re.compile(
    r"\s*(?:[:：](?=\s?[\w“\"《$])|[、,，。;；)）”](?!\s*$)|、\s*$|的(?=\w)|等(?=[是,，。一等]))"
)
_COMPLETE = ("。", "!", "！", "?", "？", ";", "；", ":", "：", "|", "`")
_BULLET = re.compile(r"\s*(?:[-*+•#>|]|\d+[.、)])")


def join_broken_formulas(page: Page) -> Page:
    """Put a formula that was written one character a line, with its copies, on one line.

    The letters one by one, the line after them and the start of the line after that must be made
    of the same letters; :func:`~bot.clean.formulas.collapse_formulas` then keeps the LaTeX.
    """
    lines, at, follows, tried = page.lines, 0, -1, 0
    joined: list[Line] = []
    while at < len(lines):
        found = 0
        if at >= tried and _is_short(lines[at], page):
            found, tried = _formula_at(page, at)
        if not found:
            joined.append(lines[at])
            at += 1
            continue
        letters = " ".join(line.text.strip() for line in lines[at : at + found])
        text = " ".join(
            (letters, lines[at + found].text.strip(), lines[at + found + 1].text.strip())
        )
        if joined and (joined[-1].text.rstrip().endswith(_OPENERS) or follows == at):
            joined[-1] = replace(joined[-1], text=_glue(joined[-1].text, text))
        else:
            joined.append(Line(lines[at].number, text))
        at += found + 2
        whole = len(rendered(lines[at - 1].text)) == len(rendered(lines[at - 2].text))
        follows = at if whole else -1
    return replace(page, lines=tuple(joined))


def _is_short(line: Line, page: Page) -> bool:
    """Whether a line may be a letter of a formula, none of which is a Han character."""
    text = line.text.strip()
    return 0 < len(text) <= _SHORT and not _HAN.search(text) and line.number not in page.code


def _glue(left: str, right: str) -> str:
    return left + right if left.rstrip().endswith(_OPENERS) else f"{left} {right}"


def _formula_at(page: Page, at: int) -> tuple[int, int]:
    """The number of one-character lines of the formula that begins at ``at``, 0 without one.

    Also the end of the lines looked at: a formula begins where its run of short lines does, so
    none need be tried again before it.
    """
    letters: Counter[str] = Counter()
    lines, end = page.lines, at
    while end < len(lines) and end - at < _LONGEST_FORMULA and _is_short(lines[end], page):
        letters.update(rendered(lines[end].text.strip()))
        end += 1
        if (
            end + 1 < len(lines)
            and letters
            and _copies(letters, lines[end].text, lines[end + 1].text)
        ):
            return end - at, end
    return 0, end


def _copies(letters: Counter[str], latex: str, plain: str) -> bool:
    size = letters.total()
    if size > len(latex) or size > len(plain):  # no command renders as more letters than it has
        return False
    second = rendered(latex)
    if len(second) != size or Counter(second) != letters:
        return False
    return Counter(rendered(plain)[:size]) == letters


def join_broken_lines(page: Page) -> Page:
    """Put a line that cannot begin a sentence back behind the line it was cut from.

    A line that begins with a comma, a colon or 的 goes on where the one before it stopped, even
    over an empty line. Nothing is joined to a line that is complete, to code, or to a list mark.
    """
    joined: list[Line] = []
    last = -1  # the last line in ``joined`` that is not blank
    for line in page.lines:
        if last >= 0 and _goes_on(joined[last], line, page):
            del joined[last + 1 :]
            text = joined[last].text.rstrip() + line.text.strip()
            joined[last] = replace(joined[last], text=text)
            continue
        joined.append(line)
        if line.text.strip():
            last = len(joined) - 1
    return replace(page, lines=tuple(joined))


def _goes_on(before: Line, line: Line, page: Page) -> bool:
    if before.number in page.code or line.number in page.code or not line.text.strip():
        return False
    if before.text.rstrip().endswith("、"):
        return not _BULLET.match(line.text)
    if not _CONTINUES.match(line.text):
        return False
    return not before.text.rstrip().endswith(_COMPLETE)
