"""What stands in one turn: the topics it names and the words that lean on other turns."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import asked_aspects
from bot.analysis.folding import fold
from bot.analysis.language import detect_language
from bot.analysis.mentions import Mention
from bot.passage import Span
from bot.resources import read_toml

_VERSION = re.compile(r"(?<![a-z0-9])v\d+(?![a-z0-9])", re.IGNORECASE)
_PLURAL = re.compile(r"[^aisu]s$")
Kind = Literal[
    "article", "begins", "beside", "both", "clause", "correction", "ends", "first", "former",
    "instead_of", "latter", "meant", "other", "owns", "person", "previous", "pronoun", "reference",
    "regret", "return", "stands", "them",
]  # fmt: skip
"""The kinds of phrases in ``dialogue.toml``."""
_JOINTS = {"zh": "、", "en": ", "}


def named(text: str, analyzer: Analyzer) -> list[Mention]:
    """Where a turn names a topic: aspect words and generic terms do not count.

    Of a wording that asks for an aspect, the name inside it counts: "mAP" of "is mAP computed".
    """
    generic = frozenset(read_toml("dialogue.toml")["generic_concepts"])
    mentions = analyzer.finder.find(text)
    found = [m for m in mentions if m.weight == 1.0 and m.concept not in generic]
    return [
        _name_in(one, mentions) if asked_aspects(text[one.start : one.end]) else one
        for one in found
    ]


def _name_in(outer: Mention, mentions: Iterable[Mention]) -> Mention:
    """The shortest name of the same concept inside a mention: itself when there is none."""
    inside = (m for m in mentions if outer.start <= m.start and m.end <= outer.end)
    return min((m for m in inside if m.concept == outer.concept), key=lambda m: m.end - m.start)


def topics(text: str, analyzer: Analyzer) -> list[str]:
    """The concepts that :func:`named` finds."""
    return [mention.concept for mention in named(text, analyzer)]


def meant(turn: str, analyzer: Analyzer) -> list[Mention]:
    """The topics of a turn without the kinds they are of: "is EfficientNet a light network?"."""
    found = named(turn, analyzer)
    kinds = {kind for m in found for kind in analyzer.glossary[m.concept].related("is-a")}
    return [mention for mention in found if mention.concept not in kinds]


def last_topic(history: Sequence[str], analyzer: Analyzer) -> str:
    """The wording of the topics of the latest turn that names one, or ``""``."""
    for turn in reversed(history):
        wordings = dict.fromkeys(turn[m.start : m.end] for m in meant(turn, analyzer))
        if wordings:
            return _JOINTS[detect_language(turn)].join(wordings)
    return ""


def subject(turn: str, analyzer: Analyzer) -> str:
    """A turn from the first topic it names to the last one; all of it when it names none."""
    found = named(turn, analyzer)
    return turn[found[0].start : max(m.end for m in found)] if found else turn


def asked_of(new: str, turn: str, analyzer: Analyzer) -> str:
    """What a turn asks, asked of a ``new`` topic: of "BN 的缺点" and LN, "LN 的缺点".

    Of several topics that one goes which the new one is a sibling of, else the last one.
    """
    spans = {(m.start, m.end): m.concept for m in meant(turn, analyzer)}
    kinds = _kinds(topics(new, analyzer), analyzer)
    siblings = [span for span, concept in spans.items() if _kinds([concept], analyzer) & kinds]
    place = [*siblings, *[*spans][-1:]]
    return put_in(new, turn, place[0]) if place else about(new, turn)


def about(topic: str, turn: str) -> str:
    """A turn with the topic in the place of its pronoun, or in front of it.

    >>> about("dilated convolution", "and its cost?"), about("BN", "优点呢")
    ("and dilated convolution's cost?", 'BN 优点呢')
    """
    folded = fold(turn)
    if owned := pattern("owns").search(folded):
        mark = "'" if _PLURAL.search(topic) else "'s"
        return put_in(topic + mark, turn, owned.span())
    if pronoun := pattern("stands").search(folded):
        return put_in(topic, turn, pronoun.span())
    return f"{topic} {turn}".strip()


def put_in(new: str, turn: str, span: Span) -> str:
    """A turn with ``new`` in the place of a stretch of it."""
    return turn[: span[0]] + new + turn[span[1] :]


def _kinds(concepts: Sequence[str], analyzer: Analyzer) -> set[str]:
    """What concepts are a kind or a part of."""
    return {kind for concept in concepts for kind in analyzer.glossary[concept].wider}


def other_version(question: str, earlier: str) -> str:
    """The earlier topic in the version that a question names alone ("那 v2 呢"), or ``""``."""
    version = _VERSION.search(question)
    family = without_version(earlier)
    if not version or not family or family.lower() in question.lower():
        return ""
    return put_in(f"{family} {version[0]}", question, version.span())


def without_version(topic: str) -> str:
    r"""The topic without the version that ends it: what ``\s*v?\d+$`` matches, in one pass.

    >>> without_version("YOLO v3"), without_version("YOLOv3"), without_version("3D 卷积")
    ('YOLO', 'YOLO', '3D 卷积')
    """
    start = end = len(topic) - topic.endswith("\n")
    while start and topic[start - 1].isdecimal():
        start -= 1
    if start == end:
        return topic
    family = topic[: start - 1] if topic[:start].endswith(("v", "V")) else topic[:start]
    return family.rstrip() + topic[end:]


def leans_on_earlier(question: str, analyzer: Analyzer) -> bool:
    """Whether a turn may be about an earlier topic: it names none, or a pronoun stands for one."""
    if named(question, analyzer):
        return _leans_on_pronoun(question, analyzer)
    return not _stands_alone(question, analyzer)


def _leans_on_pronoun(question: str, analyzer: Analyzer) -> bool:
    """Whether a pronoun stands before the first topic or ends the question ("why no BN in it?").

    At the end of a clause of its own it stands for the topic of the clause before ("What is BN, and
    why use it?"), and behind two topics for one of them.
    """
    pronoun = pattern("pronoun").search(fold(question))
    if pronoun is None:
        return False
    spans = [(m.start, m.end) for m in analyzer.finder.find(question)]
    if all(pronoun.start() < start for start, _ in spans):
        return True
    before = [end for _, end in spans if end <= pronoun.start()]
    if not before:  # It is a part of the first name.
        return False
    between = fold(question[max(before) : pronoun.start()])
    ends = not question[pronoun.end() :].strip(" ?？。.!")
    return ends and not matches(between, "clause") and len(set(topics(question, analyzer))) == 1


def _stands_alone(question: str, analyzer: Analyzer) -> bool:
    """Whether a turn without a topic can be asked of nothing that was said before.

    It is long and points nowhere, asks what a general term means ("超参数是什么"), or asks about
    those who talk ("你的优点").
    """
    if matches(question, "pronoun"):
        return False
    points = matches(question, "reference")
    defines = "definition" in asked_aspects(question) and bool(analyzer.finder.find(question))
    return defines or matches(question, "person") or (not points and _is_long(question, analyzer))


def _is_long(question: str, analyzer: Analyzer) -> bool:
    few: int = read_toml("dialogue.toml")["few_words"]
    return sum(len(token.term) > 1 for token in analyzer.tokenizer.tokenize(question)) > few


def points_back(question: str, analyzer: Analyzer) -> bool:
    """Whether a pronoun stands for the topic; in a long turn it stands for what is said there."""
    return matches(question, "pronoun") and not _is_long(question, analyzer)


def lacks_a_side(question: str, analyzer: Analyzer) -> bool:
    """Whether a turn sets the one topic it names beside something that it leaves unsaid.

    "和 ResNet 比呢", "how is that not the same as dropout?"
    """
    found = named(question, analyzer)
    if len({mention.concept for mention in found}) != 1:
        return False
    before = pattern("article").sub("", fold(question[: found[0].start])).rstrip()
    compared = any(before.endswith(word) for word in read_toml("dialogue.toml")["compared"])
    return compared or bool(pattern("beside").fullmatch(before))


def is_elliptic(question: str) -> bool:
    """Whether a short turn begins or ends as one that leaves out what it asks ("那 LN 呢?")."""
    if len(question) > read_toml("dialogue.toml")["short"]:
        return False
    said = fold(question).strip(" ?？。.!~")
    begins = re.split(r"[,，.。;；!！?？]\s*", said)
    return matches(said[-2:], "ends") or any(pattern("begins").match(part) for part in begins)


@cache
def pattern(kind: Kind) -> re.Pattern[str]:
    """Finds the phrases of a kind in a folded text, Latin ones as whole words."""
    phrases = read_toml("dialogue.toml")[kind]
    parts = [
        re.escape(p) if not p.isascii() else rf"(?<![a-z]){re.escape(p)}(?![a-z])" for p in phrases
    ]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


def matches(text: str, kind: Kind) -> bool:
    """Whether a phrase of a kind stands in a text."""
    return bool(pattern(kind).search(fold(text)))


def regretted(text: str) -> str:
    """What follows on a regret that a turn begins with, or ``""``.

    >>> regretted("打错了,是转置卷积"), regretted("oops, SPP"), regretted("what is SPP")
    ('转置卷积', 'SPP', '')
    """
    regret = pattern("regret").match(fold(text))
    if regret is None or matches(text, "return"):
        return ""
    said = text[regret.end() :].lstrip(" ,，:：。.!！")
    meant = pattern("meant").match(fold(said))
    return said[meant.end() :].strip() if meant else said


def after(text: str, kind: Kind) -> str | None:
    """What follows the last phrase of a kind, or None without one."""
    last = None
    for match in pattern(kind).finditer(fold(text)):
        last = match
    return None if last is None else text[last.end() :].strip(" ,，:：。.") or None


def before(text: str, kind: Kind) -> str:
    """What stands before the first phrase of a kind; everything without one."""
    match = pattern(kind).search(fold(text))
    return text if match is None else text[: match.start()].strip(" ,，") or text


def without(text: str, kind: Kind) -> str:
    """A text without the first phrase of a kind."""
    match = pattern(kind).search(fold(text))
    return text if match is None else put_in(" ", text, match.span()).strip(" ,，")
