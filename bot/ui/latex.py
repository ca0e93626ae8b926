"""The parser of formulas behind two functions.

Importing it takes longer than answering a question, so :mod:`bot.ui.formula` does that when it
meets the first formula.
"""

import logging
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import (
    LatexWalker,
    LatexWalkerParseError,
    get_default_latex_context_db,
)

# It tells on the terminal of every formula that a note leaves unfinished.
logging.getLogger("pylatexenc").setLevel(logging.ERROR)


def parses(latex: str) -> bool:
    """Whether ``latex`` is well-formed.

    >>> parses(r"\\frac{a}{b}"), parses("{a")
    (True, False)
    """
    try:
        LatexWalker(latex, latex_context=_commands(), tolerant_parsing=False).get_latex_nodes()
    except (LatexWalkerParseError, RecursionError):
        return False
    return True


def spelled(latex: str) -> str:
    """A command or two as the characters they stand for. Raises ValueError when it does not parse.

    >>> spelled(r"\\alpha")
    'α'
    """
    try:
        return str(_speller().latex_to_text(latex, latex_context=_commands()))
    except (LatexWalkerParseError, RecursionError) as error:
        raise ValueError(latex) from error


@cache
def _commands() -> Any:
    """What the parser knows of commands; made once, since that takes longer than most formulas."""
    return get_default_latex_context_db()


@cache
def _speller() -> LatexNodes2Text:
    return LatexNodes2Text()
