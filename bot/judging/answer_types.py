"""What kind of thing a question asks for, and whether a passage states anything of the kind.

"Who proposed U-Net?" asks for a person: the passage on U-Net that names nobody does not answer,
however well it fits the topic. Question answering by expected answer types begins so (Li and Roth,
Learning question classifiers, COLING 2002); here only types count that name themselves. Numbers
stand everywhere, so the one that is asked for must stand beside what it is the number of. The words
are data: ``bot/lexicon/answer_types.toml``.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from bot.analysis.folding import fold
from bot.resources import read_toml


class _Type(NamedTuple):
    """What asks for the type, what states something of it, and whether only ``beside`` counts."""

    asked: re.Pattern[str]
    stated: str
    beside: bool


def states_what_is_asked(question: str, texts: Iterable[str], beside: Iterable[str]) -> bool:
    """Whether the texts together hold something of every type that a question asks for.

    ``beside`` are their sentences that hold what else is asked for, read only for a number.

    >>> states_what_is_asked("Who proposed FCN?", ["Jonathan Long 等人于 2015 年提出了 FCN"], [])
    True
    >>> states_what_is_asked("FCN是哪年提出的", ["FCN 将全连接层换成卷积层"], [])
    False
    >>> texts = ["ViT 有 12 层。 参数很多。"]
    >>> states_what_is_asked("ViT有多少参数?", texts, ["参数很多。"])
    False
    """
    wanted = _asked_for(question)
    places = {one.beside for one in wanted}
    read = {place: fold("\n".join(beside if place else texts)) for place in places}
    return all(re.search(one.stated, read[one.beside]) for one in wanted)


@lru_cache(maxsize=8)
def _asked_for(question: str) -> tuple[_Type, ...]:
    """The types that a question asks for, in every collection the same."""
    folded = fold(question)
    return tuple(one for one in _types() if one.asked.search(folded))


@cache
def _types() -> tuple[_Type, ...]:
    return tuple(
        _Type(re.compile("|".join(entry["asked"])), entry["stated"], entry.get("beside", False))
        for entry in read_toml("answer_types.toml").values()
    )
