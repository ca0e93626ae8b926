"""Outlines: pages that list topics and hardly explain any.

An outline has lost its indentation, so what belongs below what must be told from the lines:

    container   names a field (基础模块): the parent of all up to the next container
    topic       a name with bullets or an explanation below it
    question    a line that asks; it stands for itself
    leaf        a name with nothing below it, listed by its container
    said        bullets, explanations, and generic words (优势) with theirs: the body of a topic

A leaf is never the parent of its neighbours, but for a branch: the one right above a topic that
carries its words on (激活层, 常见激活函数), or that only names a part of it
(Transformer, 模块结构).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.clean.evidence import units
from bot.split.rows import Row
from bot.split.signs import is_generic, signs

_GLOSS = re.compile(r"[(（][^()（）]*[)）]")
_BULLET = re.compile(r"\s*[-*•+·]\s*\S")
_WORD = re.compile(r"[a-z][a-z-]{2,}|[\u4e00-\u9fff]{2,}")
# Where a line is written with spaces around Latin words, one between two Han characters parts
# two statements.
_PAUSE = re.compile(r"(?<=[\u4e00-\u9fff?？])\s+(?=[\u4e00-\u9fff])")
_FEWEST = 20
_MOST_PROSE, _LEAST_BULLETS = 0.2, 0.15
_PROSE, _SENTENCE, _EXPLAINS, _SHORTEST = 25, 20, 14, 8


@dataclass(slots=True)
class Topic:
    """An entry of an outline that is shown by itself.

    at:     the position of its row
    trail:  the titles above it, outermost first
    below:  the positions of the rows under it
    asks:   whether it is a question
    said:   whether a row under it says something about it
    lists:  whether a generic word (应用) is open at its end, with no bullets below it yet
    """

    at: int
    trail: tuple[str, ...]
    asks: bool = False
    below: list[int] = field(default_factory=list)
    said: bool = False
    lists: bool = False


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a row speaks: whether it asks, how often, and whether it says something about another.

    inquires:  with a question mark, twice, or briefly
    explains:  says something about its topic instead of naming another
    """

    inquires: bool
    asked: int
    explains: bool
    said: bool
    bullet: bool
    generic: bool

    @classmethod
    def of(cls, row: Row) -> "_Manner":
        bullet, generic = bool(_BULLET.match(row.text)), is_generic(row)
        text, asked = _plain(row), _asked(row)
        length = units(text)
        inquires = row.question or asked > 1 or (asked == 1 and length < _SENTENCE)
        tells = not inquires and _explains(text, length)
        said = not inquires and (bullet or generic or tells or row.units >= _SENTENCE)
        return cls(inquires, asked, tells, said, bullet, generic)


def is_outline(rows: Sequence[Row]) -> bool:
    """Whether a page is an outline: at least twenty lines, hardly any of them prose."""
    prose = sum(row.units >= _PROSE or row.text.rstrip().endswith("。") for row in rows)
    marked = any(row.level or row.verbatim for row in rows)
    bullets = sum(bool(_BULLET.match(row.text)) for row in rows)
    listed = bullets >= _LEAST_BULLETS * len(rows)
    return len(rows) >= _FEWEST and prose <= _MOST_PROSE * len(rows) and listed and not marked


def find_topics(rows: Sequence[Row]) -> list[Topic]:
    """The topics of an outline in the order of the page, every row in one of them."""
    tree = _Tree(rows)
    for at in range(len(rows)):
        tree.add(at)
    return tree.topics


class _Tree:
    """The topics found so far, and the places where the next row can go."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.manners = [_Manner.of(row) for row in rows]
        self.leads = _leads(self.manners)
        self.topics: list[Topic] = []
        self.open = Topic(-1, ())  # what is said next belongs to it
        self.containers: list[Topic] = []
        self.branch: tuple[str, ...] = ()

    def add(self, at: int) -> None:
        manner = self.manners[at]
        if not self.topics or (not manner.said and names_field(self.rows[at])):
            self._open_container(at)
        elif manner.inquires:
            self._ask(at)
        elif manner.said or (self.leads[at] and self.open.lists):
            self._put(self.open, at)
        elif self.leads[at]:
            self.open = self._begin(at, self._trail())
        else:
            self._list(at)

    def _put(self, topic: Topic, at: int) -> None:
        topic.below.append(at)
        manner = self.manners[at]
        topic.said = topic.said or manner.explains
        topic.lists = not manner.bullet and (manner.generic or topic.lists)

    def _begin(self, at: int, trail: tuple[str, ...]) -> Topic:
        self.topics.append(Topic(at, trail, self.manners[at].inquires))
        return self.topics[-1]

    def _trail(self) -> tuple[str, ...]:
        return (*(self.rows[topic.at].title for topic in self.containers), *self.branch)

    def _open_container(self, at: int) -> None:
        """A container right below another one is inside it, else it closes those before it."""
        inside = self.containers and self.topics[-1] is self.containers[-1]
        if not inside or self.containers[-1].below:
            self.containers = []
        self.branch = ()
        self.open = self._begin(at, self._trail())
        self.containers.append(self.open)

    def _ask(self, at: int) -> None:
        """A question is beside the topics, not below them.

        Several in one line are not answered by a list of names: that goes on with the topic above
        when it is still waiting for its own.
        """
        self.branch = ()
        asked = self._begin(at, self._trail())
        waits = self.open not in self.containers and not self.open.below
        if self.manners[at].asked < 2 or not waits:
            self.open = asked

    def _list(self, at: int) -> None:
        """A leaf goes to its container, and may open a branch."""
        self._put(self.containers[-1], at)
        title = self.rows[at].title
        leads = at + 1 < len(self.rows) and self.leads[at + 1] and not self.manners[at + 1].inquires
        self.branch = (title,) if leads and _carries_on(self.rows, at) else ()


def names_field(row: Row) -> bool:
    """Whether a line that says nothing of another one names a field."""
    return row.title.lower().endswith(signs()["containers"])


def cut_question(title: str) -> tuple[str, str]:
    """The first of several questions that stand in one line, and the rest.

    >>> cut_question("LR 中的特征是如何处理的 为什么 LR 要先归一化")
    ('LR 中的特征是如何处理的', '为什么 LR 要先归一化')
    """
    head, *rest = _PAUSE.split(title, maxsplit=1)
    return head, "".join(rest)


def _leads(manners: Sequence[_Manner]) -> list[bool]:
    """For each row whether something is said about it below, be it under stray questions."""
    leads = [False] * len(manners)
    for at in range(len(manners) - 2, -1, -1):
        below = manners[at + 1]
        leads[at] = leads[at + 1] if below.inquires and below.asked > 1 else below.said
    return leads


def _carries_on(rows: Sequence[Row], at: int) -> bool:
    """Whether the topic below a leaf, about which something is said, goes on with the leaf."""
    title, below = _plain(rows[at]), _plain(rows[at + 1])
    if below.endswith(signs()["parts"]) or title in rows[at + 2].text.lower():
        return True
    (first, first_ends), (second, second_ends) = _grams(title), _grams(below)
    # Names with the same last word are of the same kind, hence neighbours.
    return bool(first & second) and not first_ends & second_ends


def _grams(title: str) -> tuple[set[str], set[str]]:
    """The Latin words and the pairs of Han characters of a title; those that end it or a part."""
    words = [
        [word] if word.isascii() else list(map("".join, pairwise(word)))
        for word in _WORD.findall(title)
    ]
    return {gram for word in words for gram in word}, {word[-1] for word in words}


def _plain(row: Row) -> str:
    return _GLOSS.sub("", row.title.lower()).strip()


def _asked(row: Row) -> int:
    title = row.title.lower()
    return sum(map(title.count, signs()["interrogatives"]))


def _explains(text: str, length: int) -> bool:
    """Whether a line of so many units that does not ask says something about its topic.

    A gloss in brackets makes a name longer, but explains nothing; ``text`` is without.
    """
    if length >= _EXPLAINS:
        return True
    return length >= _SHORTEST and any(word in text for word in signs()["explaining"])
