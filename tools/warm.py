"""A process that has read what every run of the tests would read again.

The libraries stay, the program is forgotten, so that a fork reads the program as it stands by then.
"""

import os
import sys
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any


def read_libraries(folder: Path) -> None:
    """Import what the program imports, and forget the program itself."""
    os.environ |= {"MIANDA_HOME": str(folder / "home"), "OPENBLAS_NUM_THREADS": "1"}
    import pypinyin  # noqa: F401
    import pytest  # noqa: F401
    import rank_bm25  # noqa: F401
    import sklearn.feature_extraction.text  # noqa: F401

    import bot.corpus
    import bot.engine
    import bot.interview.schedule  # noqa: F401

    forget_program()


def forget_program(but: Collection[str] = ()) -> None:
    """Let the modules of the program be read anew, ``but`` some."""
    for name in [name for name in sys.modules if name.split(".")[0] == "bot"]:
        package, _, own = name.rpartition(".")
        if name not in but:
            del sys.modules[name]
            if package in sys.modules:
                vars(sys.modules[package]).pop(own, None)


def share_analyzer(modules: Collection[str]) -> None:
    """Open the analyzer of the shipped glossary once for all that is run from here on.

    What every index asks for again is remembered: the dictionary and the tokens of a first search.
    Ends the program when the analyzer is made of one of the ``modules`` that get a fault.
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
    kept = {*sys.modules}
    from bot.search import PassageIndex

    PassageIndex.build(()).search("空洞卷积 dilated convolution")
    forget_program(kept)
    if read := {name.replace(".", "/") + ".py" for name in kept} & {*modules}:
        raise SystemExit(f"the analyzer reads {', '.join(sorted(read))}")


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
