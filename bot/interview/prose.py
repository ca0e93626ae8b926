"""In which language a reference answer speaks: what stands beside its code and formulas.

Code and formulas are the same in every language, and the identifiers of a listing look like English
sentences. Only the prose tells whom a passage can be read out to.
"""

import re

from bot.analysis.language import detect_language, han_share
from bot.interview.grading import without_code

# No formula has a thousand characters; without a limit each mark that is never closed is sought to
# the end of the text.
_FORMULA = re.compile(
    r"\$\$.{0,999}?\$\$|\$[^$\n]+\$|\\\[.{0,999}?\\\]|\\\(.{0,999}?\\\)|`[^`\n]*`", re.DOTALL
)
_WORD = re.compile(r"[A-Za-z]{2,}|[㐀-鿿]")
_LEAST_WORDS = 5
_FOREIGN = 0.2
"""Share of Chinese words from which a text is no longer read as English."""


def prose_of(reference: str) -> str:
    r"""A reference without code and formulas.

    >>> prose_of("交并比 $\\frac{a}{b}$ 在 `[0, 1]` 之间").split()
    ['交并比', '在', '之间']
    """
    return _FORMULA.sub(" ", without_code(reference))


def speaks(reference: str, language: str) -> bool:
    """Whether a reference explains in ``language`` ("zh" or "en"); one of formulas does in none.

    >>> speaks("IoU 是两个框的交集除以并集", "zh"), speaks("$f(x) = 2x$ is", "en")
    (True, False)
    >>> speaks("def area(box): return the width\\n就是 the area of the box 面积的计算方法", "en")
    False
    """
    prose = prose_of(reference)
    if len(_WORD.findall(prose)) < _LEAST_WORDS or detect_language(prose) != language:
        return False
    return language == "zh" or han_share(prose) < _FOREIGN
