"""Finding concepts in a text by any of their names.

Names and text are compared in a compact form: folded, Latin words stemmed, and nothing but letters,
digits and Han characters kept. So ``batch-norm``, ``batch norm``, ``BatchNorm`` and ``batchnorm``
are one name. A name must begin and end where a unit of the text does: at a Han character, at a
Latin word, or at a CamelCase or letter–digit border inside one.

Longer names win over names inside them (空洞卷积 over 卷积); the inner ones are kept with less
weight, or a general term would pull in every method that contains it. A *topic* (field
``topic``: "BN 的作用") is a whole question about a concept and never hides the concept itself.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.analysis.compact import Compact, compact_forms, compacted
from bot.analysis.folding import fold
from bot.analysis.glossary import Concept
from bot.analysis.language import han_share
from bot.analysis.words import stem

TOPIC = "topic"
NESTED_WEIGHT, TOPIC_WEIGHT = 0.4, 0.6
_LONGEST_SUFFIX, _LONGEST_ENDING = 5, 2
"""How many letters two forms of a word may differ in length, and how many letters of the shorter
one may stand where the longer one ends otherwise; "ing" may, too."""
_BEGINNING = 5
"""Letters by which a form is found before the whole of it is compared; fewer are all of a form."""
_AGENT = re.compile("[eo]rs?$")
NO_HEADS: Mapping[str, Sequence[str]] = {}
CHINESE = 0.35
"""Share of Chinese words from which a text is read as Chinese."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named at ``text[start:end]``; ``weight`` is 1, or less inside a longer name."""

    concept: str
    start: int
    end: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Writing:
    """How a name must be written to count.

    capitals:  with a capital after the first letter, when the text is not Chinese
    solid:     without spaces, as an abbreviation is
    short:     as an abbreviation is inflected: only by a plural (TOPS is not met by "top")
    word:      the name itself when it is one Latin word; another inflection must be close to it
    """

    capitals: bool
    solid: bool
    short: bool = False
    word: str = ""

    @property
    def demands(self) -> bool:
        """Whether it demands anything."""
        return self.capitals or self.solid or bool(self.word)

    def fits(self, written: str, strict: bool) -> bool:
        """Whether ``written`` meets the demands; capitals are asked for only when ``strict``."""
        capital = not (self.capitals and strict) or any(c.isupper() for c in written[1:])
        solid = not (self.solid and " " in written)
        return capital and solid and (not self.word or self._inflects(fold(written)))

    def _inflects(self, written: str) -> bool:
        if self.short and written.isalpha():
            return written in (self.word, self.word + "s", self.word + "es")
        if " " in written:  # "can I" is no Canny, "mixing up" no mixup
            return written.replace(" ", "") in (self.word, self.word + "s")
        return is_inflection(written, self.word)


def is_inflection(word: str, of: str) -> bool:
    """Whether two Latin words with the same stem are likely forms of one word.

    A stemmer also joins words that only share an origin, and what does a thing with doing it.

    >>> is_inflection("normalized", "normalization"), is_inflection("normal", "normalization")
    (True, False)
    >>> is_inflection("transformers", "transformer"), is_inflection("transform", "transformer")
    (True, False)
    >>> is_inflection("objects", "objectness"), is_inflection("iterations", "iterable")
    (False, False)
    """
    if not (word.isalpha() and of.isalpha()):
        return True
    if _is_agent(word) != _is_agent(of) or word.endswith("ness") != of.endswith("ness"):
        return False
    shorter, longer = sorted((word, of), key=len)
    shared = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    ending = shorter[shared:]
    alike = len(ending) <= _LONGEST_ENDING or ending == "ing"
    return abs(len(word) - len(of)) <= _LONGEST_SUFFIX and alike


def _is_agent(word: str) -> bool:
    """Whether a word names who does a thing: generator, not vector."""
    return bool(_AGENT.search(word)) and not _AGENT.search(stem(word))


@dataclass(frozen=True, slots=True)
class NameForms:
    """The names of a glossary as they are searched.

    forms:   every compact form once
    owners:  beside each, who is named by it: lines of concept, demands on the writing, word
    topics:  concepts that are topics
    """

    forms: Sequence[str]
    owners: Sequence[str]
    topics: frozenset[str]


def name_forms(
    concepts: Iterable[Concept],
    common_words: frozenset[str] = frozenset(),
    heads: Mapping[str, Sequence[str]] = NO_HEADS,
    foreign: Container[str] = (),
) -> NameForms:
    """The forms of all names, in the order of the concepts; takes half a second.

    ``common_words`` are lower-case words that are an abbreviation only in capitals (IN), ``heads``
    the Chinese words for the last words of English names (see :func:`mixed_names`). A word of a
    ``foreign`` field stands in one piece: "shrink over time" is no overtime.

    >>> name_forms([Concept("iou", "", ("交并比",), (), ("IoU",))]).owners
    ['iou\\t\\t', 'iou\\tsolid short\\tiou']
    """
    concepts = tuple(concepts)
    owners: dict[str, dict[str, None]] = {}
    for concept in concepts:
        for name in concept.names:
            short = name in concept.abbr
            capitals = short and name.casefold() in common_words
            word = name.lower() if name.isascii() and name.isalpha() else ""
            solid = (short and " " not in name) or (bool(word) and concept.field in foreign)
            marks = {"capitals": capitals, "solid": solid, "short": short}
            demands = " ".join(mark for mark, demanded in marks.items() if demanded)
            mixed = {compacted(other).text for other in mixed_names(name, heads)}
            for form in sorted(compact_forms(name) | mixed):
                owners.setdefault(form, {})[f"{concept.id}\t{demands}\t{word}"] = None
    topics = frozenset(c.id for c in concepts if c.field == TOPIC)
    return NameForms(list(owners), ["\n".join(lines) for lines in owners.values()], topics)


def mixed_names(name: str, heads: Mapping[str, Sequence[str]]) -> list[str]:
    """An English name with its last word in Chinese, as people mix them.

    >>> mixed_names("diffusion model", {"model": ("模型",)})
    ['diffusion 模型']
    """
    rest, _, head = name.lower().rpartition(" ")
    return [f"{rest} {word}" for word in heads.get(head, ())] if len(rest) > 2 else []


class MentionFinder:
    """Finds the concepts of a glossary; built once, then only read."""

    def __init__(self, names: NameForms) -> None:
        self.names = names
        self.lengths = array("i", map(len, names.forms))
        # An automaton finds names five times as fast, 15 µs a question, but takes 40 ms to make.
        self._begun: dict[str, list[int]] = {}
        for number, form in enumerate(names.forms):
            self._begun.setdefault(form[:_BEGINNING], []).append(number)
        self._owners: dict[int, tuple[tuple[str, Writing], ...]] = {}

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in ``text``, by start, longer ones first at the same start."""
        compact = compacted(text)
        # Amid Chinese a Latin word is a term of art, however it is written ("map 怎么算").
        strict = han_share(text) < CHINESE
        found = [
            (start, end, concept)
            for start, end, ids in self._matches(compact)
            for concept, writing in ids
            if writing.fits(text[start:end], strict)
        ]
        return _weigh(list(dict.fromkeys(found)), self.names.topics)

    def _matches(
        self, compact: Compact
    ) -> Iterable[tuple[int, int, tuple[tuple[str, "Writing"], ...]]]:
        for start, begun in compact.starts.items():
            for number in self._beginning(compact.text, start):
                ended = compact.ends.get(start + self.lengths[number])
                if ended is not None:
                    yield begun, ended, self.owners_of(number)

    def matches(self, compact: str) -> Iterable[tuple[int, int]]:
        """(place of the last character, number) of every form in a compact text."""
        return (
            (start + self.lengths[number] - 1, number)
            for start in range(len(compact))
            for number in self._beginning(compact, start)
        )

    def _beginning(self, compact: str, start: int) -> Iterator[int]:
        """The numbers of the forms that stand in a compact text from ``start`` on."""
        forms = self.names.forms
        for end in range(start + 1, min(start + _BEGINNING, len(compact)) + 1):
            for number in self._begun.get(compact[start:end], ()):
                if compact.startswith(forms[number], start):
                    yield number

    def owners_of(self, number: int) -> tuple[tuple[str, "Writing"], ...]:
        """Who is named by a form: concepts, each with its demands on the writing."""
        if number not in self._owners:
            lines = self.names.owners[number].split("\n")
            self._owners[number] = tuple(map(_read_owner, lines))
        return self._owners[number]


def _read_owner(line: str) -> tuple[str, Writing]:
    concept, demands, word = line.split("\t")
    marks = demands.split()
    return concept, Writing("capitals" in marks, "solid" in marks, "short" in marks, word)


def _weigh(found: list[tuple[int, int, str]], topics: frozenset[str]) -> tuple[Mention, ...]:
    """Longest names first; a name wholly inside a longer one gets ``NESTED_WEIGHT``."""
    found.sort(key=lambda hit: (hit[0] - hit[1], hit[0]))
    kept_starts: list[int] = []
    kept: list[tuple[int, int]] = []
    mentions = []
    for start, end, concept in found:
        if concept in topics:
            mentions.append(Mention(concept, start, end, TOPIC_WEIGHT))
            continue
        # No kept name is inside another, so that of those that begin no later the last ends last.
        i = bisect_left(kept_starts, start + 1)
        around = kept[i - 1] if i else (0, 0)
        inside = end <= around[1] and around != (start, end)
        if not inside and around != (start, end):
            kept_starts.insert(i, start)
            kept.insert(i, (start, end))
        mentions.append(Mention(concept, start, end, NESTED_WEIGHT if inside else 1.0))
    return tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.concept)))
