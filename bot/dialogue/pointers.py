"""Phrases that point at one or two of the things that were named or listed before.

"The second one" counts what the last turn named or, where it named no two things, what all turns
did or what its answer lists; 前一个 and 另一个 go through the topics of the turns; 两者 stands for
the last two of them. The phrases are data: ``bot/lexicon/dialogue.toml``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, get_args

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.dialogue import turns
from bot.passage import Passage, Span
from bot.resources import read_toml

Offered = Callable[[], Passage | None]
"""The passage that the last turn was answered with, None where it was not."""
_Kind = Literal["former", "latter", "previous", "other", "both", "them"]
_ITEM = re.compile(
    r"^[ \t]*(?:[-*•]|\d+[.、)])\s*(?P<marked>[^\n]+)$"
    r"|^(?P<lead>[^\n:：]+)[:：].|^(?P<bare>[^\n]+[^\n:：])$",
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[。!?！？；;，,]|\.\s")
_LONGEST_NAME = 48
_COMPARED = frozenset({"difference", "relation"})


def pointed_at(
    question: str, history: Sequence[str], analyzer: Analyzer, offered: Offered
) -> tuple[str, str] | None:
    """The question with a name in the place of its pointer, and that name; None without one.

    >>> history = ["BN 和 Dropout 有什么区别"]
    >>> pointed_at("后者的作用", history, Analyzer.open(), lambda: None)
    ('Dropout的作用', 'Dropout')
    """
    for find in (_counted, _of_two, _both):
        if found := find(question, history, analyzer, offered):
            span, name = found
            return turns.put_in(name, question, span), name
    return None


def pointer_spans(question: str) -> list[Span]:
    """Where a question points at one of several things."""
    folded = fold(question)
    kinds = (*_patterns().values(), _ordinal())
    return [match.span() for kind in kinds for match in kind.finditer(folded)]


def items(text: str) -> list[str]:
    """The names that a passage lists: items with a mark, what stands before colons, or short lines.

    >>> items("有:\\n1. VGG\\n2. ResNet"), items("AP:面积。\\nmAP:平均。"), items("- 快。\\n- 小。")
    (['VGG', 'ResNet'], ['AP', 'mAP'], [])
    """
    found: dict[str, list[str]] = {"marked": [], "lead": [], "bare": []}
    for match in _ITEM.finditer(text):
        kind = match.lastgroup or "bare"
        name = re.split("[:：]", match[kind], maxsplit=1)[0].strip()
        if name and len(name) <= _LONGEST_NAME and not _SENTENCE.search(name):
            found[kind].append(name)
    # "特点:" under every item names none of them.
    return next((names for names in found.values() if len(names) == len({*names}) > 1), [])


def _counted(
    question: str, history: Sequence[str], analyzer: Analyzer, offered: Offered
) -> tuple[Span, str] | None:
    """What an ordinal counts; nothing where the turn goes back to an earlier one."""
    match = _ordinal().search(fold(question))
    back = turns.pattern("return").search(fold(question))
    if match is None or (back and not match.start() <= back.start() < match.end()):
        return None
    place = _place(match)
    named = _names(_last_naming(history, analyzer), analyzer)
    for names in _lists(named, history, analyzer, offered):
        if len(names) > 1 and place < len(names):
            return match.span(), names[place]
    return None


def _lists(
    named: list[str], history: Sequence[str], analyzer: Analyzer, offered: Offered
) -> Iterator[list[str]]:
    """What may be counted: what a turn named, what all turns named, what the last answer lists."""
    yield named
    yield _topics(history, analyzer)
    passage = offered()
    yield items(passage.text) if passage else []


def _of_two(
    question: str, history: Sequence[str], analyzer: Analyzer, offered: Offered
) -> tuple[Span, str] | None:
    """What stands before the last topic, or beside it."""
    topics = _topics(history, analyzer)
    named = _names(_last_naming(history, analyzer), analyzer)
    choices: dict[_Kind, Callable[[], str]] = {
        "former": lambda: named[0] if len(named) > 1 else "",
        "latter": lambda: named[-1] if len(named) > 1 else "",
        "previous": lambda: named[0] if len(named) > 1 else "".join(topics[-2:-1]),
        "other": lambda: _other(history, analyzer, offered),
    }
    for kind, choose in choices.items():
        match = _patterns()[kind].search(fold(question))
        if match and (name := choose()):
            return match.span(), name
    return None


def _other(history: Sequence[str], analyzer: Analyzer, offered: Offered) -> str:
    """What was named beside the last topic, before it, or in the heading that answered it."""
    last = _last_naming(history, analyzer)
    spoken = set(turns.topics(last, analyzer))
    passage = offered()
    for text in (*reversed(history), passage.heading if passage else ""):
        named = turns.named(text, analyzer)
        beside = [text[m.start : m.end] for m in named if m.concept not in spoken]
        if text != last and beside:
            return beside[-1]
    return ""


def _both(
    question: str, history: Sequence[str], analyzer: Analyzer, _: Offered
) -> tuple[Span, str] | None:
    """The last two topics of two turns; "they" stands for them where a turn compares or relates."""
    match = _patterns()["both"].search(fold(question))
    if not match and asked_aspects(question) & _COMPARED:
        match = _patterns()["them"].search(fold(question))
    topics = _topics(history, analyzer)
    last = _names(_last_naming(history, analyzer), analyzer)
    if not match or len(topics) < 2 or len(last) > 1:
        return None
    return match.span(), read_toml("dialogue.toml")["joint"].join(topics[-2:])


def _last_naming(history: Sequence[str], analyzer: Analyzer) -> str:
    """The latest turn that names a topic."""
    return next((turn for turn in reversed(history) if turns.named(turn, analyzer)), "")


def _names(turn: str, analyzer: Analyzer) -> list[str]:
    """The wordings of the topics that a turn names, each topic once, other fields left out."""
    meant = [m for m in turns.meant(turn, analyzer) if not analyzer.is_foreign(m.concept)]
    found = {m.concept: turn[m.start : m.end] for m in reversed(meant)}
    return [*reversed(found.values())]


def _topics(history: Sequence[str], analyzer: Analyzer) -> list[str]:
    """What the turns name, in order of the last time."""
    found: dict[str, str] = {}
    for turn in history:
        for mention in turns.meant(turn, analyzer):
            found.pop(mention.concept, None)
            found[mention.concept] = turn[mention.start : mention.end]
    return [*found.values()]


@cache
def _patterns() -> dict[_Kind, re.Pattern[str]]:
    return {kind: turns.pattern(kind) for kind in get_args(_Kind)}


@cache
def _ordinal() -> re.Pattern[str]:
    """Finds an ordinal that stands for a thing, in a folded text."""
    words = read_toml("dialogue.toml")["ordinal"]
    zh, en, counters, heads = ("|".join(words[key]) for key in ("zh", "en", "counters", "heads"))
    return re.compile(
        rf"第(?:(?P<digit>[1-9])|(?P<zh>{zh}))(?:{counters})"
        rf"|(?<![a-z])(?:the )?(?P<en>{en}) (?:{heads})(?![a-z])"
        rf"|(?P<last>{'|'.join(words['last'])})"
    )


def _place(match: re.Match[str]) -> int:
    """The place that an ordinal counts to, from 0, or -1 for the last one."""
    if match["last"]:
        return -1
    if match["digit"]:
        return int(match["digit"]) - 1
    kind = "zh" if match["zh"] else "en"
    places: list[str] = read_toml("dialogue.toml")["ordinal"][kind]
    return places.index(match[kind])
