"""The words of site chrome, made ready for comparing.

The words stand in ``lexicon/boilerplate.toml``. A line is cut into tokens (a Han character, a
Latin word, a number); :mod:`bot.clean.coverage` finds words by walking a tree of tokens, so the
cost of a line does not grow with the size of the vocabulary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from bot.clean.scan import Scan
from bot.resources import read_toml

TOKEN = re.compile(r"[\u4e00-\u9fff]|[a-z]+(?:['’][a-z]+)?|\d+")
_CLAUSE = re.compile(r"[,，。;；:：!！?？~]")
_PLACE_SEPARATOR = re.compile(r"[|,，、\s]+")
_FEWEST_PLACES = 5
# The share of the words of a pile of places that have the suffix of one.
_NAMED = 0.6
END = ""
"""The key of a node of the tree where a word ends; its value is the table."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tables of ``boilerplate.toml`` in the forms that the comparisons need."""

    tree: dict[str, Any]
    starts: dict[str, list[tuple[str, tuple[str, ...]]]]
    phrases: tuple[tuple[str, str], ...]
    certain: frozenset[str]
    buttons: tuple[str, ...]
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
            _plant(tree, TOKEN.findall(word), name)
    return Vocabulary(
        tree,
        _by_first({name: table["starts"] for name, table in tables.items()}),
        tuple((phrase, name) for name, table in tables.items() for phrase in table["phrases"]),
        frozenset(data["certain"]["phrases"]),
        tuple(data["certain"]["words"]),
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
    tree.setdefault(END, name)


def start_tables(lines: Sequence[str]) -> dict[int, str]:
    """Line position -> the table whose start phrases the line begins with; lower-case lines."""
    tables = vocabulary().starts
    return {
        at: name
        for at, line in enumerate(lines)
        if line[:1] in tables
        for name in [_start_table(line, tables[line[0]])]
        if name
    }


def _start_table(line: str, tables: list[tuple[str, tuple[str, ...]]]) -> str:
    return next((name for name, starts in tables if line.startswith(starts)), "")


def phrase_tables(scan: Scan) -> dict[int, list[str]]:
    """Line position -> tables of the phrases in it, for lower-case lines.

    A phrase that is certain adds the table ``"certain"`` as well.
    """
    found: dict[int, list[str]] = {}
    for phrase, name in vocabulary().phrases:
        told = [name, "certain"] if phrase in vocabulary().certain else [name]
        for row in scan.rows_with(phrase):
            found.setdefault(row, []).extend(told)
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


def is_bar(line: str) -> bool:
    """Whether a lower-case ``line`` of nothing but words of sites has one that only bars have.

    A single word may be an entry of a list, whatever it is.

    >>> is_bar("首页 登录 注册"), is_bar("数据库 操作系统"), is_bar("登录")
    (True, False, False)
    """
    return any(word in line and word != line for word in vocabulary().buttons)


@lru_cache(4096)
def section_table(line: str) -> str:
    """The table of the chrome section that the lower-case ``line`` opens as a heading, or ``""``.

    >>> section_table("## related posts")
    'related'
    """
    return vocabulary().sections.get(line.strip(" \t#*:：-—=【】[]()（）>»~|·•…_0123456789.、"), "")


def rows_of_places(scan: Scan) -> set[int]:
    """Which lines are piles of place names: at least five short words with their suffixes."""
    suffixes = vocabulary().places
    likely = np.flatnonzero(scan.total(scan.among("".join(suffixes))) >= _NAMED * _FEWEST_PLACES)
    return {row for row in likely.tolist() if _are_places(scan.lines[row], suffixes)}


def _are_places(text: str, suffixes: tuple[str, ...]) -> bool:
    words = [word for word in _PLACE_SEPARATOR.split(text) if word]
    named = sum(len(word) <= 12 and word.endswith(suffixes) for word in words)
    return len(words) >= _FEWEST_PLACES and named >= _NAMED * len(words)
