"""The question bank: every passage that answers something, asked as an interviewer asks.

A heading that is a question is asked as it stands. A heading that is a term, or one in the other
language, is put into a sentence by what it announces (purpose, steps, drawbacks …) with the names
of the glossary. Passages without an answer, or with too little of one to grade, are never asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.analysis.analyzer import Analyzer
from bot.analysis.aspects import announced_aspects
from bot.analysis.casing import as_title
from bot.analysis.language import detect_language
from bot.analysis.mentions import Mention
from bot.interview.headings import is_question, reads_as
from bot.interview.keypoints import short_answer
from bot.interview.prose import speaks
from bot.interview.wording import units_of
from bot.passage import Passage
from bot.resources import read_toml
from bot.text import Text

_LATIN = re.compile(r"[A-Za-z][\w+.-]*")
_COMPARING = ("difference", "relation")
OTHER = "other"
"""The topic of questions whose passage names no field of the glossary."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank.

    id:        that of the first passage of its answer
    source:    the note; heading: the heading the answer stands under
    text:      the question as asked, in ``language`` ("zh" or "en")
    topic:     a field of the glossary, or "other"
    reference: the answer in the notes, verbatim
    level:     1 easy, 2 medium, 3 hard: the thirds of the bank by how much there is to say (in
               the short answer)
    concepts:  glossary ids named by the heading, the main one first
    """

    id: str
    source: str
    heading: str
    text: str
    language: str
    topic: str
    reference: str
    level: int = 2
    concepts: tuple[str, ...] = ()


def question_bank(
    passages: Iterable[Passage], analyzer: Analyzer, language: str = "zh"
) -> tuple[Question, ...]:
    """The questions of a corpus in the order of its notes, asked in ``language``.

    Of a user's note and a companion note on the same concept the user's is asked, unless it has
    hardly an answer. What only has an answer in the other language is asked when there are no
    companion notes.
    """
    own: list[Question] = []
    companion: list[Question] = []
    masses: dict[str, float] = {}
    for parts in _sections(passages):
        mass = _mass(parts, analyzer)
        question = _question(parts, analyzer, language) if mass >= _rules()["least_mass"] else None
        if question is None:
            continue
        masses[question.id] = mass
        if not parts[0].is_companion:
            own.append(question)
        elif parts[0].language == language:
            companion.append(question)
    told = {concept for q in companion for concept in _subjects(q)}
    thin = int(_rules()["thin"])
    if companion:
        own = [q for q in own if speaks(q.reference, language)]
        own = [q for q in own if len(q.reference) >= thin or not told & _subjects(q)]
    asked = {concept for q in own for concept in _subjects(q)}
    bank = own + [q for q in companion if not asked & _subjects(q)]
    return _levelled(_one_language(bank, language), masses)


def _levelled(bank: Sequence[Question], masses: Mapping[str, float]) -> tuple[Question, ...]:
    """The bank with its levels: no absolute measure would fit every folder of notes."""
    limits = np.quantile([masses[q.id] for q in bank], (1 / 3, 2 / 3)) if bank else ()
    return tuple(replace(q, level=1 + sum(bool(masses[q.id] > x) for x in limits)) for q in bank)


def _subjects(question: Question) -> set[str]:
    """The main concept of a question, by its heading; for a companion note also by its name."""
    name = Path(question.source)
    named = {name.stem} if name.parts[:1] == ("companion",) else set()
    return named | set(question.concepts[:1])


def topics_of(bank: Iterable[Question]) -> dict[str, Text]:
    """The topics of a bank with their titles, in alphabetical order of the ids."""
    return {topic: topic_title(topic) for topic in sorted({q.topic for q in bank})}


def topic_title(topic: str) -> Text:
    """The title of a topic in both languages; its id when it has none."""
    known = read_toml("interview.toml")["topics"]
    if topic not in known:
        return Text(topic, topic)
    zh, en = known[topic]
    return Text(zh, as_title(en))


def _sections(passages: Iterable[Passage]) -> list[list[Passage]]:
    """Passages that explain, the parts of one answer together."""
    sections: list[list[Passage]] = []
    for passage in passages:
        if passage.kind != "answer" or not passage.heading.strip():
            continue
        last = sections[-1][-1] if sections else None
        if last and passage.part > 1 and _same_section(last, passage):
            sections[-1].append(passage)
        else:
            sections.append([passage])
    return sections


def _same_section(one: Passage, other: Passage) -> bool:
    """Whether two neighbours are parts of one answer; a later part may stand under a title."""
    return (one.source, one.heading) == (other.source, other.heading)


def _question(parts: Sequence[Passage], analyzer: Analyzer, language: str) -> Question | None:
    first = parts[0]
    mentions = _main_mentions(first.heading, analyzer)
    if not (mentions or is_question(first.heading)):
        return None
    concepts = tuple(dict.fromkeys(m.concept for m in mentions))
    text = _asked(first, mentions, analyzer, language)
    field = analyzer.glossary[concepts[0]].field if concepts else ""
    spoken = language if reads_as(text, language) else detect_language(text)
    return Question(
        first.id, first.source, first.heading, text, spoken, field or OTHER, _answer(parts),
        concepts=concepts,
    )  # fmt: skip


def _answer(parts: Sequence[Passage]) -> str:
    return "\n".join(part.text for part in parts)


def _mass(parts: Sequence[Passage], analyzer: Analyzer) -> float:
    """The weight of what the short answer says."""
    reference = _answer(parts)
    told = analyzer.analyze(reference[: short_answer(reference)])
    return sum(unit.weight for unit in units_of(told, analyzer.tokenizer.frequencies))


def _main_mentions(heading: str, analyzer: Analyzer) -> list[Mention]:
    """Mentions that are not inside a longer one, the longest first.

    In "X中的Y" the topic is Y, and in a list of interview questions it is what they are about.
    """
    mentions = [m for m in analyzer.analyze(heading).mentions if m.weight == 1]
    inner = [m for m in mentions if heading[: m.start].rstrip().endswith("中")]
    told = [m for m in inner or mentions if analyzer.glossary[m.concept].field != "interview"]
    return sorted(told or mentions, key=lambda m: (m.start - m.end, m.start))


def _asked(passage: Passage, mentions: Sequence[Mention], analyzer: Analyzer, language: str) -> str:
    """The wording of a question; the heading itself where no name is known in ``language``."""
    heading, rules = passage.heading.strip(), _rules()
    if reads_as(heading, language) and is_question(heading):
        return heading
    if not mentions:
        return heading
    rest = _rest(heading, mentions)
    if reads_as(heading, language) and rest:
        return str(rules[f"phrase_{language}"]).format(heading=heading)
    aspects = announced_aspects(rest)
    aspect = next((name for name in _templates() if name in aspects), "")
    topic = _topic(heading, mentions, aspect, analyzer, language)
    if not aspect:
        return str(rules[f"term_{language}"]).format(x=topic)
    return _templates()[aspect][0 if language == "zh" else 1].format(x=topic)


def _topic(
    heading: str, mentions: Sequence[Mention], aspect: str, analyzer: Analyzer, language: str
) -> str:
    """The name of what is asked about; both names where two things are compared."""
    chosen = sorted(mentions, key=lambda m: m.start)[:2] if aspect in _COMPARING else mentions[:1]
    names = []
    for mention in chosen:
        surface = heading[mention.start : mention.end]
        latin = " ".join(_LATIN.findall(surface)) if language == "en" else ""
        readable = surface if surface.isascii() or reads_as(surface, language) else latin
        names.append(readable or analyzer.glossary[mention.concept].title.to(language))
    return {"zh": "和", "en": " and "}[language].join(dict.fromkeys(names))


def _rest(heading: str, mentions: Sequence[Mention]) -> str:
    """The heading without the names of concepts: what it announces about them."""
    covered = {i for m in mentions for i in range(m.start, m.end)}
    rest = "".join(" " if i in covered else c for i, c in enumerate(heading))
    return re.sub(r"[\W_]+", " ", rest).strip()


def _one_language(bank: Sequence[Question], language: str) -> tuple[Question, ...]:
    """Of questions that read alike, the one whose answer is in ``language``."""
    kept: dict[str, Question] = {}
    for question in bank:
        other = kept.get(question.text)
        closer = speaks(question.reference, language)
        if other is None or (closer and not speaks(other.reference, language)):
            kept[question.text] = question
    return tuple(question for question in bank if kept[question.text] is question)


def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = read_toml("interview.toml")["questions"]
    return rules


def _templates() -> dict[str, list[str]]:
    templates: dict[str, list[str]] = read_toml("interview.toml")["questions"]["templates"]
    return templates
