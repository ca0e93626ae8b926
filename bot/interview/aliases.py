"""Words that tell two contrasted things apart where a text does not call them by their names.

An answer in words of one's own says "the variational kind", "the optimist", 3D的 or 段则是 for
what a reference calls a VAE, optimistic locking, 三维卷积 and 分段. A word of a thing's names that
no name of the other has can only mean that thing.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from bot.analysis.words import stem
from bot.interview.forms import light_words
from bot.resources import read_toml

_WORD = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[㐀-鿿]+")
_LONG = 5
"""Letters of a stem from which every word that begins with it is taken for the same."""


def telling_words(mine: Sequence[str], theirs: Sequence[str]) -> str:
    """A pattern of the words of folded names ``mine`` that no name of ``theirs`` has, "" for none.

    >>> gan, vae = ["generative adversarial network", "gan"], ["variational autoencoder", "vae"]
    >>> re.findall(telling_words(gan, vae), "the adversarial kind, two networks")
    ['adversarial']
    >>> re.findall(telling_words(["分页"], ["分段"]), "所谓页,页表"), telling_words(["x"], ["x"])
    (['页'], '')
    """
    taken = {stem(word) for word in _words(theirs)}
    own = {word for word in _words(mine) if _tells(word) and stem(word) not in taken}
    latin = sorted({_beginning(word) for word in own})
    core = _core(mine[0], theirs[0]) if mine and theirs else ""
    patterns = [rf"(?<![a-z0-9])(?:{'|'.join(latin)})"] if latin else []
    return "|".join([*patterns, *([_spoken(core)] if core else [])])


def _words(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in _WORD.findall(name)}


def _tells(word: str) -> bool:
    """Whether a word of a name tells by itself what is meant ("network" does not)."""
    short = len(word) < 3 and not (len(word) > 1 and word[0].isdigit())
    return not (short or word.isdigit() or word in light_words() or stem(word) in _common())


def _beginning(word: str) -> str:
    root = stem(word)
    return rf"{root}[a-z]*" if len(root) >= _LONG and root.isalpha() else rf"{word}s?(?![a-z0-9+])"


def _core(one: str, other: str) -> str:
    """What is left of a Chinese name without the ends that it shares with another one.

    >>> _core("三维卷积", "二维卷积"), _core("分页", "分段"), _core("栈", "队列")
    ('三', '页', '')
    """
    if not (_HAN.fullmatch(one) and _HAN.fullmatch(other)):
        return ""
    start, end = 0, 0
    shortest = min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    core = one[start : len(one) - end]
    return core if start + end else ""


def _spoken(core: str) -> str:
    """A pattern of a part of a name; one character only where it stands as a subject."""
    if len(core) > 1:
        return core
    return rf"(?<=所谓){core}|(?<![㐀-鿿]){core}(?=[的则是就那这呢,])"


@cache
def _common() -> frozenset[str]:
    words: str = read_toml("interview.toml")["contrast"]["common_in_names"]
    return frozenset(stem(word) for word in words.split())
