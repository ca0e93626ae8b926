"""The words of an answer: which of them carry a point, and in which form they are compared.

jieba cuts what it does not know together with the light character beside it (栈是), and keeps some
comparisons whole (栈和队列); English words take irregular forms that a stemmer does not join.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from bot.analysis.folding import fold
from bot.analysis.tokenizer import Token
from bot.analysis.words import stem
from bot.resources import read_toml

_APOSTROPHES = frozenset("'\u2019")
JOINED = re.compile(
    r"(?<=[㐀-鿿\w) ])(?<![饱总之方求中缓参赋给])[和与跟](?= ?[㐀-鿿\w])|\b(?:and|vs|versus)\b",
    re.IGNORECASE,
)
"""The glossary also names comparisons (BN和LN的区别); an answer is about the things compared."""
WEIGHED = re.compile(r"(?:more|fewer)\b", re.IGNORECASE)
"""It names things with an amount, too (fewer weights); an answer turns on which amount it says."""


def parts_of(token: Token, known: Mapping[str, int]) -> list[Token]:
    """The words that a token stands for; ``known`` holds how often a dictionary has its words."""
    return _apart(_bare(_base(token), known))


@cache
def unstemmed() -> frozenset[str]:
    """Folded words whose last "s" makes no plural, so that without it they mean something else."""
    return frozenset(read_toml("interview.toml")["wording"]["unstemmed"].split())


@cache
def light_words() -> frozenset[str]:
    """Terms that carry no point of an answer, folded and stemmed."""
    data = read_toml("interview.toml")["wording"]
    words = {fold(word) for word in f"{data['light_zh']} {data['light_en']}".split()}
    return frozenset(words | {stem(word) for word in words if word.isascii()})


def is_contracted(text: str, token: Token) -> bool:
    """Whether a token is what an apostrophe left of a word (n't, 's)."""
    return token.start > 0 and text[token.start - 1] in _APOSTROPHES


def _base(token: Token) -> Token:
    """An English token under the word that it is an irregular or derived form of."""
    base = _bases().get(token.term)
    return replace(token, term=base) if base else token


@cache
def _bases() -> dict[str, str]:
    """The stem of the first word of a line for the stems of its others."""
    lines: str = read_toml("interview.toml")["wording"]["forms"]
    rows = [list(map(stem, line.split())) for line in lines.strip().splitlines()]
    return {form: row[0] for row in reversed(rows) for form in row[1:] if form != row[0]}


def _bare(token: Token, known: Mapping[str, int]) -> Token:
    """A Chinese word of no dictionary (栈是, 队空时) without the light characters at its ends."""
    term = token.term
    if term.isascii() or known.get(term):
        return token
    start, end = 0, len(term)
    while end - start > 1 and term[end - 1] in light_words():
        end -= 1
    while end - start > 1 and term[start] in light_words():
        start += 1
    return replace(token, term=term[start:end], start=token.start + start,
                   end=token.end - (len(term) - end))  # fmt: skip


def _apart(token: Token) -> list[Token]:
    """The two things of a comparison that the tokenizer keeps whole (栈和队列), else the token."""
    joint = JOINED.search(token.term) if len(token.term) > 3 else None
    if not joint:
        return [token]
    left, right = token.term[: joint.start()], token.term[joint.end() :]
    parts = [
        replace(token, term=left, end=token.start + len(left)),
        replace(token, term=right, start=token.end - len(right)),
    ]
    return [part for part in parts if part.term]
