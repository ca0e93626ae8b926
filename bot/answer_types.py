"""What kind of thing a question asks for, and whether a passage states anything of the kind.

"Who proposed U-Net?" asks for a person: the passage on U-Net that names nobody does not answer,
however well it fits the topic. Question answering by expected answer types begins so (Li and Roth,
Learning question classifiers, COLING 2002); here only types count that name themselves. The words
are data: ``bot/lexicon/answer_types.toml``.
"""

import re
from collections.abc import Iterable
from functools import cache

from bot.analysis.folding import fold
from bot.resources import read_toml

_Type = tuple[re.Pattern[str], str]
"""What asks for the type, and the pattern, seldom needed, of what states something of it."""


def states_what_is_asked(question: str, texts: Iterable[str]) -> bool:
    """Whether the texts together hold something of every type that a question asks for.

    >>> states_what_is_asked("Who proposed FCN?", ["Jonathan Long 等人于 2015 年提出了 FCN"])
    True
    >>> states_what_is_asked("FCN是哪年提出的", ["FCN 将全连接层换成卷积层"])
    False
    """
    folded = fold(question)
    wanted = [stated for asked, stated in _types() if asked.search(folded)]
    if not wanted:
        return True
    together = fold("\n".join(texts))
    return all(re.search(stated, together) for stated in wanted)


@cache
def _types() -> tuple[_Type, ...]:
    return tuple(
        (re.compile("|".join(entry["asked"])), entry["stated"])
        for entry in read_toml("answer_types.toml").values()
    )
