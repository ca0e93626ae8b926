"""The words of site chrome, made ready for comparing: what a line is covered by, and with what.

The words stand in ``lexicon/boilerplate.toml``. A line is cut into tokens (a Han character, a
Latin word, a number); words are found by walking a tree of tokens and taking the longest match,
so the cost of a line does not grow with the size of the vocabulary.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.clean.scan import Scan
from bot.resources import read_toml

_TOKEN = re.compile(r"[\u4e00-\u9fff]|[a-z]+(?:['’][a-z]+)?|\d+")
_CLAUSE = re.compile(r"[,，。;；:：!！?？~]")
_PLACE_SEPARATOR = re.compile(r"[|,，、\s]+")
_FEWEST_PLACES = 5
_END = ""
_MAX_COVERED = 200


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tables of ``boilerplate.toml`` in the forms that the comparisons need."""

    tree: dict[str, Any]
    starts: dict[str, list[tuple[str, tuple[str, ...]]]]
    phrases: tuple[tuple[str, str], ...]
    certain: frozenset[str]
    pitch: tuple[str, ...]
    sections: dict[str, str]
    begin: frozenset[str]
    thread: tuple[str, ...]
    places: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    data = read_toml("boilerplate.toml")
    tables = {name: table for name, table in data.items() if "starts" in table}
    tree: dict[str, Any] = {}
    for name, table in tables.items():
        for word in table["words"]:
            _plant(tree, _TOKEN.findall(word), name)
    return Vocabulary(
        tree,
        _by_first({name: table["starts"] for name, table in tables.items()}),
        tuple((phrase, name) for name, table in tables.items() for phrase in table["phrases"]),
        frozenset(data["certain"]["phrases"]),
        tuple(data["pitch"]["words"]),
        {word: name for name, words in data["sections"].items() for word in words},
        frozenset(data["begin"]["lines"]),
        tuple(data["thread"]["marks"]),
        tuple(data["places"]["suffixes"]),
    )


def _by_first(starts: dict[str, list[str]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """First character -> the tables with start phrases that begin with it, and those."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, entries in starts.items():
        for first in dict.fromkeys(entry[0] for entry in entries):
            own = tuple(entry for entry in entries if entry[0] == first)
            found.setdefault(first, []).append((name, own))
    return found


def _plant(tree: dict[str, Any], tokens: list[str], name: str) -> None:
    for token in tokens:
        tree = tree.setdefault(token, {})
    tree.setdefault(_END, name)


def covering(line: str) -> tuple[float, str]:
    """The share of the letters of a lower-case ``line`` that chrome words cover, and their table.

    Digits count for nothing. The table is that of the most covered letters, ``""`` without any.
    Of a long line only the beginning is read: a menu shows there, and prose is none.

    >>> covering("阅读 1024 点赞 88 收藏")
    (1.0, 'counter')
    >>> covering("感受野的计算")[0]
    0.0
    """
    tokens = _TOKEN.findall(line[:_MAX_COVERED])
    if vocabulary().tree.keys().isdisjoint(tokens):
        return 0.0, ""
    found: dict[str, int] = {}
    for name, token in zip(_covered(tokens), tokens, strict=True):
        if name:
            found[name] = found.get(name, 0) + _weight(token)
    letters = sum(map(_weight, tokens)) if found else 0
    if not letters:
        return 0.0, ""
    return sum(found.values()) / letters, max(found, key=lambda name: found[name])


def _covered(tokens: list[str]) -> list[str]:
    """The table of the word that covers each token, ``""`` where none does.

    A word of a single Han character counts only beside covered tokens, numbers or the ends of the
    line: 赞 12 is a counter, and 小节 is no font size.
    """
    tree = vocabulary().tree
    names = [""] * len(tokens)
    single: list[int] = []
    end = 0
    for at in [at for at, token in enumerate(tokens) if token in tree]:
        if at < end:
            continue
        length, name = _longest(tokens, at, tree)
        names[at : at + length] = [name] * length
        if length == 1 and tokens[at] >= "\u4e00":
            single.append(at)
        end = at + length
    beside = [range(max(at - 1, 0), min(at + 2, len(tokens))) for at in single]
    proven = [all(names[i] or tokens[i][0].isdigit() for i in near) for near in beside]
    for at, stays in zip(single, proven, strict=True):
        if not stays:
            names[at] = ""
    return names


def _weight(token: str) -> int:
    """How much a token counts: a Han character 2, a Latin letter 1, digits nothing."""
    first = token[0]
    if first >= "\u4e00":
        return 2
    return 0 if first.isdigit() else len(token)


def _longest(tokens: list[str], at: int, node: dict[str, Any]) -> tuple[int, str]:
    """The longest word of the tree that begins at ``at``, in tokens, and its table."""
    best, name, start = 0, "", at
    while at < len(tokens) and tokens[at] in node:
        node = node[tokens[at]]
        at += 1
        if _END in node:
            best, name = at - start, node[_END]
    return best, name


def start_table(line: str) -> str:
    """The table whose start phrases the lower-case ``line`` begins with, or ``""``."""
    for name, starts in vocabulary().starts.get(line[:1], ()):
        if line.startswith(starts):
            return name
    return ""


def phrase_tables(lines: Sequence[str]) -> dict[int, list[str]]:
    """Line position -> tables of the phrases in it, for lower-case ``lines``.

    A phrase that is certain adds the table ``"certain"`` as well.

    The page is searched once for each phrase, not each line for each phrase: the search of one
    long string runs at memory speed.
    """
    scan = Scan(lines)
    text, ends = scan.text, scan.ends.tolist()
    found: dict[int, list[str]] = {}
    for phrase, name in vocabulary().phrases:
        at = text.find(phrase) if scan.may_hold(phrase) else -1
        while at >= 0:
            row = bisect_right(ends, at)
            found.setdefault(row, []).append(name)
            if phrase in vocabulary().certain:
                found[row].append("certain")
            at = text.find(phrase, ends[row])
    return found


def is_pitch(line: str) -> bool:
    """Whether every clause of a lower-case ``line`` speaks to the reader.

    >>> is_pitch("更多细节将在后续的篇章中展开,大家尽情期待!")
    True
    >>> is_pitch("对spp做了创新,大家可按需取用~")
    False
    """
    clauses = [clause for clause in _CLAUSE.split(line) if clause.strip()]
    words = vocabulary().pitch
    return bool(clauses) and all(any(word in clause for word in words) for clause in clauses)


def section_table(line: str) -> str:
    """The table of the chrome section that the lower-case ``line`` opens as a heading, or ``""``.

    >>> section_table("## related posts")
    'related'
    """
    return vocabulary().sections.get(line.strip(" \t#*:：-—=【】[]()（）>»~|·•…_0123456789.、"), "")


def are_places(text: str) -> bool:
    """Whether a line is a pile of place names: at least five short words with their suffixes."""
    suffixes = vocabulary().places
    if sum(map(text.count, suffixes)) < _FEWEST_PLACES // 2:
        return False
    words = [word for word in _PLACE_SEPARATOR.split(text) if word]
    named = sum(len(word) <= 12 and word.endswith(suffixes) for word in words)
    return len(words) >= _FEWEST_PLACES and named >= 0.6 * len(words)
