"""What every test of an area would compute again, computed once before anything is run."""

from collections.abc import Callable
from functools import cache
from typing import Any


def share_analyzer() -> None:
    """Open the analyzer of the shipped glossary once for all that is run from here on.

    What every index asks for again is remembered: the dictionary and the tokens of a first search.
    """
    from bot.analysis import dictionary

    for name in ("read_pairs", "everyday_words", "by_english", "by_chinese"):
        _put(dictionary, name, _once(vars(dictionary)[name]))
    from bot.analysis.analyzer import Analyzer

    opened, opening = Analyzer.open(), Analyzer.open
    tokenizer = opened.tokenizer
    tokens = cache(lambda text: [*type(tokenizer).tokenize(tokenizer, text)])
    _put(Analyzer, "open", classmethod(lambda _, extra=None: opening(extra) if extra else opened))
    _put(tokenizer, "tokenize", lambda text: iter(tokens(text)))
    from bot.search import PassageIndex

    PassageIndex.build(()).search("空洞卷积 dilated convolution")


def _once(compute: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which computes once for the same objects."""
    known: dict[tuple[int, ...], Any] = {}

    def result(*given: object) -> Any:
        key = (*map(id, given),)
        if key not in known:
            known[key] = given, compute(*given)
        return known[key][1]

    return result


def _put(holder: object, name: str, value: object) -> None:
    setattr(holder, name, value)
