"""What a follow-up question means, given the user's earlier turns.

The decision rests on the concepts the last turn names:

    names none                             carry the last topic; when nothing points back, try the
                                           question alone as well, and only it when it is long
    names one, but leans on a pronoun      carry the last topic beside it ("why no BN in it?")
    names one, but elliptically            keep the earlier topic beside it ("那 LN 呢?")
    corrects ("不对,我说的是…")             search what follows the correction
    returns ("回到刚才的…", "back to NMS")   search the named topic alone, or the earlier one
    anything else                          a new topic: history is dropped

The words that signal each case are data: ``bot/lexicon/dialogue.toml``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.analysis.mentions import Mention
from bot.analysis.query import frame_spans
from bot.analysis.tokenizer import Token
from bot.passage import Span
from bot.resources import read_toml

_VERSION = re.compile(r"(?<![a-z0-9])v\d+(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The self-contained wording of a question.

    carried:   the part that came from history, ``""`` when none did
    doubtful:  whether the question may as well be a new one; then both readings are to be tried
    loose:     whether no word of the question stands for what was carried; then its own words tell
               whether it goes on about that
    """

    text: str
    carried: str = ""
    doubtful: bool = False
    loose: bool = False


def interpret(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The question in its context. ``history`` are earlier user turns, oldest first."""
    corrected = _after(question, "correction")
    if corrected is not None:
        return _corrected(corrected, history, analyzer)
    if not history:
        return Interpretation(question)
    if _matches(question, "return"):
        return _returned(question, history, analyzer)
    earlier = last_topic(history, analyzer) or (history[-1] if asked_aspects(history[-1]) else "")
    own = topics(question, analyzer)
    versioned = "" if own else _other_version(question, earlier)
    if versioned:
        return Interpretation(versioned, earlier)
    if own and _leans_on_pronoun(question, analyzer):
        return Interpretation(f"{earlier} {question}".strip(), earlier)
    if own and _is_elliptic(question):
        return _replaced_topic(question, history, analyzer)
    if own or not earlier:
        return Interpretation(question)
    plain = not _refers_back(question, analyzer)
    if plain and not _is_short(question, analyzer):
        return Interpretation(question)
    loose = not _matches(question, "pronoun")
    return Interpretation(f"{earlier} {question}", earlier, doubtful=plain, loose=loose)


def topics(text: str, analyzer: Analyzer) -> list[str]:
    """The concepts a turn names as its topic: aspect words and generic terms do not count."""
    return [mention.concept for mention in _named(text, analyzer)]


def last_topic(history: Sequence[str], analyzer: Analyzer) -> str:
    """The wording of the topic of the latest turn that names one, or ``""``.

    The kind that a topic is of is not meant beside it: "is EfficientNet a lightweight network?"
    """
    for turn in reversed(history):
        named = _named(turn, analyzer)
        kinds = {kind for m in named for kind in analyzer.glossary[m.concept].related("is-a")}
        meant = [turn[m.start : m.end] for m in named if m.concept not in kinds]
        if meant:
            return " ".join(dict.fromkeys(meant))
    return ""


def _named(text: str, analyzer: Analyzer) -> list[Mention]:
    """Where a turn names a topic."""
    generic = frozenset(read_toml("dialogue.toml")["generic_concepts"])
    mentions = analyzer.finder.find(text)
    return [m for m in mentions if m.weight == 1.0 and m.concept not in generic]


def _corrected(said: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The corrected topic with what the earlier turn asked about it."""
    said = _before(said, "instead_of")
    if not history:
        return Interpretation(said)
    if versioned := _other_version(said, last_topic(history, analyzer)):
        said = versioned
    if asked_aspects(said):
        return Interpretation(said)
    rest = _without_topics(history[-1], analyzer)
    return Interpretation(f"{said} {rest}".strip(), rest)


def _returned(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """The topic that is named, the first question of all, or the topic before the last one."""
    if topics(question, analyzer):
        return Interpretation(_strip(question, "return"))
    if _matches(question, "first"):
        rest = _strip(_strip(question, "first"), "return")
        topic = last_topic(history[:1], analyzer) if asked_aspects(rest) else history[0]
        return Interpretation(f"{topic} {rest}" if topic != history[0] else topic, topic)
    earlier = [turn for turn in history if topics(turn, analyzer)]
    topic = last_topic(earlier[:-1] or earlier, analyzer)
    return Interpretation(f"{topic} {_strip(question, 'return')}".strip(), topic)


def _other_version(question: str, earlier: str) -> str:
    """The earlier topic in the version that a question names alone ("那 v2 呢"), or ``""``."""
    version = _VERSION.search(question)
    family = _without_version(earlier)
    if not version or not family or family.lower() in question.lower():
        return ""
    return f"{question[: version.start()]}{family} {version[0]}{question[version.end() :]}"


def _without_version(topic: str) -> str:
    r"""The topic without the version that ends it: what ``\s*v?\d+$`` matches, in one pass.

    >>> _without_version("YOLO v3"), _without_version("YOLOv3"), _without_version("3D 卷积")
    ('YOLO', 'YOLO', '3D 卷积')
    """
    start = end = len(topic) - topic.endswith("\n")
    while start and topic[start - 1].isdecimal():
        start -= 1
    if start == end:
        return topic
    named = topic[: start - 1] if topic[:start].endswith(("v", "V")) else topic[:start]
    return named.rstrip() + topic[end:]


def _leans_on_pronoun(question: str, analyzer: Analyzer) -> bool:
    """Whether a pronoun stands before the first topic or ends the question ("why no BN in it?").

    At the end of a clause of its own it stands for the topic of the clause before ("What is BN, and
    why use it?").
    """
    pronoun = _pattern("pronoun").search(fold(question))
    if pronoun is None:
        return False
    named = [(m.start, m.end) for m in analyzer.finder.find(question)]
    if all(pronoun.start() < start for start, _ in named):
        return True
    last = max(end for _, end in named if end <= pronoun.start())
    between = fold(question[last : pronoun.start()])
    ends = not question[pronoun.end() :].strip(" ?？。.!")
    return ends and not _pattern("clause").search(between)


def _replaced_topic(question: str, history: Sequence[str], analyzer: Analyzer) -> Interpretation:
    """ "And LN?" asks of LN what was asked before, unless it asks something itself."""
    if asked_aspects(question):
        return Interpretation(question)
    rest = _without_topics(history[-1], analyzer)
    return Interpretation(f"{question} {rest}".strip(), rest)


def _without_topics(turn: str, analyzer: Analyzer) -> str:
    """What a turn asks, without the topic it asks it of; ``""`` when it asks nothing special.

    A pronoun stands for the earlier topic and goes, too: of "它的缺点呢?" 缺点呢 is left.
    """
    if not asked_aspects(turn):
        return ""
    characters = list(turn)
    pronouns = [match.span() for match in _pattern("pronoun").finditer(fold(turn))]
    topic = [(mention.start, mention.end) for mention in _named(turn, analyzer)]
    for start, end in (*pronouns, *topic):
        end += turn[end : end + 1] == "的"
        characters[start:end] = " " * (end - start)
    return " ".join("".join(characters).split()).strip(" ?\uff1f")


def _is_elliptic(question: str) -> bool:
    return _matches(question, "ellipsis") and len(question) <= read_toml("dialogue.toml")["short"]


def _refers_back(question: str, analyzer: Analyzer) -> bool:
    """Whether a turn without a topic leans on an earlier one: a pronoun, or few own words.

    What a general term means ("什么叫超参数") can be asked of nothing else.
    """
    if _matches(question, "reference"):
        return True
    aspects = asked_aspects(question)
    if "definition" in aspects and analyzer.finder.find(question):
        return False
    own: int = read_toml("dialogue.toml")["own_words"]
    return bool(aspects) and len(_words(question, analyzer, frame_spans(question))) <= own


def _is_short(question: str, analyzer: Analyzer) -> bool:
    """Whether a turn has few words; a long one that points nowhere stands for itself."""
    few: int = read_toml("dialogue.toml")["few_words"]
    return len(_words(question, analyzer)) <= few


def _words(question: str, analyzer: Analyzer, without: Iterable[Span] = ()) -> list[Token]:
    """The words of a turn of two letters or more that lie in none of some stretches."""
    left_out = list(without)
    return [
        token
        for token in analyzer.tokenizer.tokenize(question)
        if len(token.term) > 1 and not any(a <= token.start < b for a, b in left_out)
    ]


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


def _before(text: str, kind: str) -> str:
    """What stands before the first signal of ``kind``; everything without one."""
    match = _pattern(kind).search(fold(text))
    return text if match is None else text[: match.start()].strip(" ,，") or text


def _strip(text: str, kind: str) -> str:
    match = _pattern(kind).search(fold(text))
    return text if match is None else (text[: match.start()] + " " + text[match.end() :]).strip()
