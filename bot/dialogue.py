"""What a follow-up question means, given the user's earlier turns.

The decision rests on the concepts the last turn names:

    names none, is short or points back    carry the last turn that named a topic
    names one, but elliptically            keep the earlier topic beside it ("那 LN 呢?")
    corrects ("不对,我说的是…")             search what follows the correction
    returns ("回到刚才的…", "back to NMS")   search the named topic alone, or the earlier one
    anything else                          a new topic: history is dropped

The words that signal each case are data: ``bot/lexicon/dialogue.toml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.resources import read_toml


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The self-contained wording of a question; ``carried`` is the part that came from history."""

    text: str
    carried: str = ""


def interpret(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The question in its context. ``history`` are earlier user turns, oldest first."""
    corrected = _after(question, "correction")
    if corrected is not None:
        return _corrected(corrected, history, analyzer)
    if not history:
        return Interpretation(question)
    if _matches(question, "return"):
        return _returned(question, history, analyzer)
    own = topics(question, analyzer)
    if own and not _is_elliptic(question):
        return Interpretation(question)
    if own:
        return _replaced_topic(question, history, analyzer)
    if _refers_back(question, analyzer):
        earlier = last_topic(history, analyzer)
        return (
            Interpretation(f"{earlier} {question}", earlier)
            if earlier
            else Interpretation(question)
        )
    return Interpretation(question)


def topics(text: str, analyzer: Analyzer) -> list[str]:
    """The concepts a turn names as its topic: aspect words and generic terms do not count."""
    generic = frozenset(read_toml("dialogue.toml")["generic_concepts"])
    mentions = analyzer.finder.find(text)
    return [m.concept for m in mentions if m.weight == 1.0 and m.concept not in generic]


def last_topic(history: Sequence[str], analyzer: Analyzer) -> str:
    """The wording of the topic of the latest turn that names one, or ``""``."""
    generic = frozenset(read_toml("dialogue.toml")["generic_concepts"])
    for turn in reversed(history):
        named = [
            turn[m.start : m.end]
            for m in analyzer.finder.find(turn)
            if m.weight == 1.0 and m.concept not in generic
        ]
        if named:
            return " ".join(dict.fromkeys(named))
    return ""


def _corrected(said: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The corrected topic with what the earlier turn asked about it."""
    if not history or asked_aspects(said):
        return Interpretation(said)
    rest = _without_topics(history[-1], analyzer)
    return Interpretation(f"{said} {rest}".strip(), rest)


def _returned(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    if topics(question, analyzer):
        return Interpretation(_strip(question, "return"))
    earlier = [turn for turn in history if topics(turn, analyzer)]
    first = last_topic(earlier[:-1] or earlier, analyzer)
    return Interpretation(f"{first} {_strip(question, 'return')}".strip(), first)


def _replaced_topic(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """ "And LN?" asks of LN what was asked before, unless it asks something itself."""
    if asked_aspects(question):
        return Interpretation(question)
    rest = _without_topics(history[-1], analyzer)
    return Interpretation(f"{question} {rest}".strip(), rest)


def _without_topics(turn: str, analyzer: Analyzer) -> str:
    """What a turn asks, without the topic it asks it of; ``""`` when it asks nothing special."""
    if not asked_aspects(turn):
        return ""
    characters = list(turn)
    for mention in analyzer.finder.find(turn):
        characters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return re.sub(r"\s+", " ", "".join(characters)).strip()


def _is_elliptic(question: str) -> bool:
    return _matches(question, "ellipsis") and len(question) <= read_toml("dialogue.toml")["short"]


def _refers_back(question: str, analyzer: Analyzer) -> bool:
    """Whether a turn without a topic leans on an earlier one: a pronoun, or hardly a word."""
    if _matches(question, "reference"):
        return True
    words = [t for t in analyzer.tokenizer.tokenize(question) if len(t.term) > 1]
    return len(words) <= read_toml("dialogue.toml")["few_words"] and bool(asked_aspects(question))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    phrases = read_toml("dialogue.toml")[kind]
    parts = [
        re.escape(p) if not p.isascii() else rf"(?<![a-z]){re.escape(p)}(?![a-z])" for p in phrases
    ]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


def _matches(text: str, kind: str) -> bool:
    return bool(_pattern(kind).search(fold(text)))


def _after(text: str, kind: str) -> str | None:
    """What follows the last signal of ``kind``, or None without one."""
    last = None
    for match in _pattern(kind).finditer(fold(text)):
        last = match
    return None if last is None else text[last.end() :].strip(" ,，:：。.") or None


def _strip(text: str, kind: str) -> str:
    match = _pattern(kind).search(fold(text))
    return text if match is None else (text[: match.start()] + " " + text[match.end() :]).strip()
