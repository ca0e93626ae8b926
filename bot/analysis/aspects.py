"""What a question asks about its topic: the definition, a drawback, a computation, code …

The same aspects are announced by headings and sub-headings of the notes, so that "and its
drawbacks?" finds the part that lists them. The words are data: ``bot/lexicon/aspects.tsv``.
"""

import re
from dataclasses import dataclass
from functools import cache

from bot.analysis.folding import fold
from bot.resources import read_rows


@dataclass(frozen=True, slots=True)
class _Patterns:
    asked: dict[str, re.Pattern[str]]
    announced: dict[str, re.Pattern[str]]


def asked_aspects(question: str) -> frozenset[str]:
    """Aspects that the words of a question ask for.

    >>> sorted(asked_aspects("空洞卷积有什么缺点"))
    ['drawback']
    """
    return _found(_patterns().asked, question)


def announced_aspects(heading: str) -> frozenset[str]:
    """Aspects that a heading or sub-heading announces."""
    return _found(_patterns().announced, heading)


def _found(patterns: dict[str, re.Pattern[str]], text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(aspect for aspect, pattern in patterns.items() if pattern.search(folded))


@cache
def _patterns() -> _Patterns:
    rows = read_rows("aspects.tsv")
    return _Patterns(
        {row["id"]: _any_of(row["zh"], row["en"]) for row in rows},
        {row["id"]: _any_of(row["heading_zh"], row["heading_en"]) for row in rows},
    )


def _any_of(zh: str, en: str) -> re.Pattern[str]:
    """One pattern for all words; English ones only as whole words."""
    chinese = [re.escape(fold(word)) for word in zh.split("|") if word]
    english = [rf"(?<![a-z]){re.escape(fold(word))}(?![a-z])" for word in en.split("|") if word]
    return re.compile("|".join(sorted(chinese + english, key=len, reverse=True)) or r"(?!)")
