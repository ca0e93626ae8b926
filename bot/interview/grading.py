"""A score for a typed answer, and what it rests on.

The score is a logistic function of the evidence (:mod:`bot.interview.evidence`), lowered by signs
that the answer says the opposite, speaks of something else, echoes the question or only lists key
words. Its few weights are fitted by ``benchmarks/fit_grading.py`` and stored in
``bot/lexicon/grading.toml``.

What it cannot do: it compares words, it does not understand. A point that was not detected may well
have been made in other words; it is never called wrong.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.analysis.analyzer import Analyzer
from bot.analysis.glossary import Glossary
from bot.interview.checks import is_echo, is_stuffing
from bot.interview.clues import clue
from bot.interview.contrary import other_values
from bot.interview.coverage import Matcher
from bot.interview.evidence import Comparison, compare, features
from bot.interview.keypoints import KeyPoint
from bot.interview.synonyms import Thesaurus, shipped_thesaurus
from bot.interview.topic import stray
from bot.interview.wording import units_in
from bot.resources import read_toml
from bot.text import Text

SIGNS = ("swap", "loose", "contrary", "values", "numbers", "stray", "unmet", "echo", "stuffing")
DOUBTS = SIGNS[:7]
"""Signs that something else is said than was asked; the last two say that nothing is."""
LONGEST_ANSWER = 4_000
LONGEST_REFERENCE = 6_000
LONGEST_QUESTION = 1_000
"""Characters that are read; a spoken answer of ten minutes has about 2,000."""
_FENCED = re.compile(r"^```[^\n]*\n.*?(?:^```[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_REPEATED = re.compile(r"([㐀-鿿]|\D{2,40}?)\1{2,}|(\D{6,60}?)\2")
_SEVERAL = 3
"""Points of which none is detected from which on a score that is not low is said to be unsure."""
_LEAST_PROSE = 10
"""Characters beside the code from which a reference is prose with a listing."""


@dataclass(frozen=True, slots=True)
class Point:
    """A key point of the reference with what the answer says of it.

    text:      the words of the reference
    weight:    share of all points, in [0, 1]
    coverage:  in [0, 1]
    covered:   whether the coverage is enough to call the point made
    said:      the words of the answer that cover it, in their order
    clue:      its weightiest concept or word that was not said, "" for none
    """

    text: str
    weight: float
    coverage: float
    covered: bool
    said: tuple[str, ...]
    clue: str = ""

    @property
    def begun(self) -> bool:
        """Whether part of the point was said, too little to call it made."""
        least: float = read_toml("interview.toml")["matching"]["begun"]
        return not self.covered and bool(self.said) and self.coverage >= least


@dataclass(frozen=True, slots=True)
class Grade:
    """``score`` in [0, 1], the points, and hints in both languages; ``kind`` names odd answers."""

    score: float
    points: tuple[Point, ...] = ()
    hints: tuple[Text, ...] = ()
    kind: str = "answer"
    """``answer``, ``blank``, ``echo`` or ``stuffing``"""
    evidence: Mapping[str, float] = field(default_factory=dict)

    @property
    def covered(self) -> tuple[str, ...]:
        """Texts of the points that were made."""
        return tuple(point.text for point in self.points if point.covered)

    @property
    def missing(self) -> tuple[str, ...]:
        """Texts of the points that were not detected."""
        return tuple(point.text for point in self.points if not point.covered)


def without_code(reference: str) -> str:
    """A reference with its fenced code blanked out, where prose remains; spans keep their places.

    Nobody recites a listing in an interview: its lines are no points of an answer.

    >>> without_code("交集除以并集,再取比值。\\n```\\nx = 1\\n```").split()
    ['交集除以并集,再取比值。']
    """
    blank = _FENCED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), reference)
    return blank if len(blank.strip()) >= _LEAST_PROSE else reference


def said_once(answer: str) -> str:
    """An answer with what is said three times in a row, or twice where it is long, said once.

    What has a digit in it stays.

    >>> said_once("栈顶栈顶栈顶插入"), said_once("1000000 次"), said_once("see, see")
    ('栈顶插入', '1000000 次', 'see, see')
    """
    return _REPEATED.sub(lambda match: match[1] or match[2], answer)


class Grader:
    """Grades answers; holds the analyzer and the thesaurus, which are only read."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus | None = None) -> None:
        self.analyzer = analyzer
        self._matcher = Matcher(analyzer.glossary, thesaurus or shipped_thesaurus())

    def grade(self, question: str, reference: str, answer: str) -> Grade:
        """Grade an answer to a question by a reference answer; any text is accepted."""
        seen = self.compare(question, reference, answer)
        points = tuple(
            _point(seen, i, point, self.analyzer.glossary) for i, point in enumerate(seen.points)
        )
        if not seen.answer.units:
            return Grade(0.0, points, (hint("blank"),), "blank")
        evidence = features(seen) | self.signs(seen)
        kind = next((name for name in ("echo", "stuffing") if evidence[name]), "answer")
        hints = self._hints(seen, evidence, len(answer))
        score = score_of(evidence)
        covered = any(point.covered for point in points)
        if suggested_rating(score) > 1 and len(points) >= _SEVERAL and not covered:
            hints.append(hint("unsure"))
        return Grade(score, points, tuple(hints), kind, evidence)

    def compare(self, question: str, reference: str, answer: str) -> Comparison:
        """The comparison behind a grade."""
        return compare(
            self.analyzer,
            self._matcher,
            question[:LONGEST_QUESTION],
            without_code(reference[:LONGEST_REFERENCE]),
            said_once(answer[:LONGEST_ANSWER]),
        )

    def signs(self, seen: Comparison) -> dict[str, float]:
        """Signs against the answer, each in [0, 1]."""
        if not seen.credits.size:
            return dict.fromkeys(SIGNS, 0.0)
        return {
            "swap": seen.binding.severity(seen.swap),
            "loose": seen.binding.loose,
            "contrary": len(seen.contrary) / max(_telling_clauses(seen), len(seen.contrary), 1),
            "values": float(bool(other_values(seen.reference.text, seen.answer.text))),
            "numbers": float(bool(seen.numbers)),
            "stray": stray(seen),
            "unmet": float(not seen.credits.any()),
            "echo": float(is_echo(seen.answer, seen.answer_weights)),
            "stuffing": float(is_stuffing(seen.answer, seen.reference)),
        }

    def _hints(self, seen: Comparison, evidence: Mapping[str, float], length: int) -> list[Text]:
        hints = [hint(name) for name in ("echo", "stuffing") if evidence[name]]
        if evidence["swap"] >= read_toml("interview.toml")["contrast"]["believed"]:
            hints.append(hint("swap"))
        for mine, theirs in seen.contrary:
            said, held = seen.answer.text[slice(*mine)], seen.reference.text[slice(*theirs)]
            hints.append(hint("contrary", said=said.strip(), held=held.strip()))
        for given, expected in other_values(seen.reference.text, seen.answer.text):
            hints.append(hint("values", said=given, held=expected))
        for mine, theirs in seen.numbers:
            said, held = seen.answer.text[slice(*mine)], seen.reference.text[slice(*theirs)]
            hints.append(hint("values", said=said.strip(), held=held.strip()))
        if length > LONGEST_ANSWER:
            hints.append(hint("long", n=LONGEST_ANSWER))
        return hints


def score_of(evidence: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """The score in [0, 1] that the evidence gives; the formula of this module.

    ``weights`` are those that are stored unless others are given.
    """
    given = weights or fitted()["weights"]
    z = sum(w * evidence.get(name, 1.0) for name, w in given.items())
    return 1 / (1 + math.exp(-z)) * penalty_of(evidence)


def penalty_of(evidence: Mapping[str, float]) -> float:
    """The factor in [0, 1] by which signs against an answer lower its score."""
    rules = fitted()["penalties"]
    if evidence["echo"] or evidence["stuffing"]:
        return float(rules["no_answer"])
    doubts = (evidence[name] * rules[name] for name in DOUBTS)
    return float(1 - rules["most"] * min(1.0, max(doubts)))


def suggested_rating(score: float) -> int:
    """1 Again, 2 Hard, 3 Good or 4 Easy for a score; only a suggestion.

    >>> [suggested_rating(x) for x in (0.1, 0.5, 0.7, 0.95)]
    [1, 2, 3, 4]
    """
    limits: dict[str, float] = read_toml("interview.toml")["ratings"]
    return 1 + sum(score >= limits[name] for name in ("hard", "good", "easy"))


def hint(name: str, **values: object) -> Text:
    """A sentence about an answer by its name in ``interview.toml``."""
    row = read_toml("interview.toml")["hints"][name]
    return Text(row["zh"], row["en"]).format(**values)


def _point(seen: Comparison, number: int, point: KeyPoint, glossary: Glossary) -> Point:
    coverage = seen.coverage[number]
    threshold = read_toml("interview.toml")["matching"]
    words: dict[int, str] = {}
    for row in point.units if seen.credits.size else ():
        column = int(seen.credits[row].argmax())
        if seen.credits[row, column] >= threshold["evidence"]:
            unit = seen.answer.units[column]
            words[unit.start] = seen.answer.text[unit.start : unit.end]
    said = tuple(dict.fromkeys(words[start] for start in sorted(words)))
    text = seen.reference.text[point.start : point.end].strip()
    covered = coverage >= threshold["covered"]
    return Point(text, point.weight, coverage, covered, said, clue(seen, point, glossary))


def _telling_clauses(seen: Comparison) -> int:
    """Clauses of the answer with at least two units."""
    return sum(len(units_in(seen.answer, clause)) > 1 for clause in seen.answer.clauses)


@cache
def fitted() -> dict[str, dict[str, float]]:
    """The tables of ``grading.toml``."""
    return read_toml("grading.toml")
