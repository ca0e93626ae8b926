"""What a question asks about its topic: the definition, a drawback, a computation, code …

The same aspects are announced by headings and sub-headings of the notes, so that "and its
drawbacks?" finds the part that lists them. The words are data: ``bot/lexicon/aspects.tsv``.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from bot.analysis.folding import fold
from bot.analysis.phrases import PhraseFinder, stands_alone
from bot.resources import parse_rows, read_text

_Word = tuple[str, bool]
"""(aspect, whether the word counts only when no other letter touches it)"""


def asked_aspects(question: str) -> frozenset[str]:
    """Aspects that the words of a question ask for.

    >>> sorted(asked_aspects("空洞卷积有什么缺点"))
    ['drawback']
    """
    return _found(_finder("zh", "en"), question)


@lru_cache(4096)
def announced_aspects(heading: str) -> frozenset[str]:
    """Aspects that a heading or sub-heading announces."""
    return _found(_finder("heading_zh", "heading_en"), heading)


def announced_in(folded: str) -> dict[str, list[int]]:
    """Where headings below each other, folded, announce each aspect: the starts of the words."""
    places: dict[str, list[int]] = {}
    for start, end, (aspect, alone) in _finder("heading_zh", "heading_en").find(folded):
        if not alone or stands_alone(folded, start, end):
            places.setdefault(aspect, []).append(start)
    return places


def _found(finder: PhraseFinder[_Word], text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(
        aspect
        for start, end, (aspect, alone) in finder.find(folded)
        if not alone or stands_alone(folded, start, end)
    )


@cache
def _finder(zh: str, en: str) -> PhraseFinder[_Word]:
    """Finds the words of two columns; English ones only as whole words."""

    def words() -> Iterator[tuple[str, _Word]]:
        for row in parse_rows(fold(read_text("aspects.tsv"))):
            for column, alone in ((zh, False), (en, True)):
                for word in row[column].split("|"):
                    yield word, (row["id"], alone)

    return PhraseFinder(words())
