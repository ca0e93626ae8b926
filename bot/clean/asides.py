"""Sentences in which the author of a page speaks about himself instead of about the subject.

A copied answer begins with "Rocky was often asked this in interviews" and ends with "which Rocky
explains in another series". Such clauses are known by their words (``[asides]`` in
``lexicon/boilerplate.toml``): a speaker, who may be the author the page names, with a deed of
authors, or a phrase that nobody says about a subject.
"""

import re
from dataclasses import replace
from functools import cache

from bot.clean.evidence import units
from bot.clean.page import Line, Page
from bot.clean.scan import Scan
from bot.resources import read_toml

_SENTENCE = re.compile(r"(?<=[。！？!?~～…])(?![。！？!?~～…])|(?<=\.)(?= [A-Z])")
_CLAUSE = re.compile(r"(?<=[,，;；])")
_LETTER = re.compile(r"\w")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EDGES = " \t,，;；"
_ANNOUNCES = (":", "：")
# The share of clauses about the author from which a sentence that begins and ends so is all his.
_SHARE = 0.4
_SHORTEST_NAME = 2
# A sentence that only opens like an aside must not be longer than this, in units.
_BRIEF = 40


def drop_asides(page: Page) -> Page:
    """Take away what the author says about himself: whole sentences, or the end of one.

    A line with nothing else on it is dropped. The beginning of a sentence stays when it speaks of
    the subject, and so does a clause that announces what comes next.
    """
    speakers = _speakers(page.facts.author)
    lines, dropped = list(page.lines), {}
    for at in _candidates(page, speakers):
        line = page.lines[at]
        if line.number in page.code or line.number in page.kept:
            continue
        left = without_asides(line.text, speakers)
        if _LETTER.search(left):
            lines[at] = Line(line.number, left)
        else:
            dropped[at] = "drop_asides"
    return replace(page, lines=tuple(lines)).without(dropped)


def without_asides(text: str, speakers: re.Pattern[str]) -> str:
    """``text`` without the sentences and ends of sentences that are about the author.

    >>> without_asides("SPP 有改进,小编已在专栏中详细讲解,大家可按需取用~", re.compile("小编"))
    'SPP 有改进。'
    >>> without_asides("小编的问题是:为什么用 SPP?", re.compile("小编"))
    '小编的问题是:为什么用 SPP?'
    """
    return "".join(_cut(sentence, speakers) for sentence in _SENTENCE.split(text))


def _cut(sentence: str, speakers: re.Pattern[str]) -> str:
    """What a sentence says of the subject: all, the beginning, or nothing."""
    clauses = _CLAUSE.split(sentence)
    about = _about_author([clause.lower() for clause in clauses], speakers)
    if _contains(clauses[0].lower(), _words()["openers"]) and units(sentence) <= _BRIEF:
        return ""
    if not about[-1]:
        return sentence
    # The author begins, comes back to himself, and says no more than a few clauses in between.
    if about[0] or (about[1] and not all(about[2:]) and sum(about) >= _SHARE * len(about)):
        return ""
    if sentence.rstrip().endswith(_ANNOUNCES):
        return sentence
    last = max(at for at, own in enumerate(about) if not own)
    left = "".join(clauses[: last + 1]).rstrip(_EDGES)
    # What leads to the author alone says nothing without him.
    return "" if left.strip().lower().startswith(_words()["conditions"]) else _ended(left)


def _about_author(clauses: list[str], speakers: re.Pattern[str]) -> list[bool]:
    """Which clauses are about the author, who need not be named again once he speaks."""
    words, about, speaks = _words(), [], False
    for clause in clauses:
        speaks |= bool(speakers.search(clause))
        deed = speaks and _contains(clause, words["deeds"])
        about.append(deed or _contains(clause, words["phrases"]))
    return about


def _ended(text: str) -> str:
    return f"{text}。" if _HAN.search(text) else f"{text}."


def _candidates(page: Page, speakers: re.Pattern[str]) -> list[int]:
    """The positions of the lines with a speaker or a phrase; the page is searched as a whole."""
    scan = Scan([line.text.lower() for line in page.lines])
    found = set(scan.rows([match.start() for match in speakers.finditer(scan.text)]))
    for phrase in (*_words()["phrases"], *_words()["openers"]):
        found.update(scan.rows_with(phrase))
    return sorted(found)


def _speakers(name: str) -> re.Pattern[str]:
    """Matches who may speak in a lower-case text: a general word, or the author by name."""
    words = [re.escape(word) for word in _words()["speakers"]]
    if len(name) >= _SHORTEST_NAME:
        words.append(rf"(?<![a-z]){re.escape(name.lower())}(?![a-z])")
    return re.compile("|".join(words))


def _contains(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    table = read_toml("boilerplate.toml")["asides"]
    return {name: tuple(entries) for name, entries in table.items()}
