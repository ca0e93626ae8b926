"""Why a passage has its score, and why another one has less.

A score is a sum of parts, each times its fitted weight. The sum is multiplied by what the kind of
the passage is worth, the vote that it answers is added, and for passages of a later reading all is
multiplied by the scale that puts both collections on one list (:func:`bot.reading.merged`). The
vote is told by what moved it, the two factors as what they add or take away, so that everything
listed adds up to the score that is shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.analysis.folding import fold
from bot.analysis.glossary import Glossary
from bot.errors import InputError
from bot.index.explanation import evidence
from bot.index.fields import NESTED
from bot.judging.confidence import Collection
from bot.judging.explanation import START, feature_name, vote_evidence
from bot.passage import Passage
from bot.reading import Reading, merged, scale_of
from bot.resources import read_rows, read_toml
from bot.text import Text

KIND, LINK, SCALE = "kind", "link", "scale"
"""What stands among the parts: the two factors, and what a companion note gains by naming the
heading that the user's notes answer with."""
_NOISE = 1e-12
"""What rounding leaves of a factor that is 1."""
_OF_CONCEPTS = {"concepts", "titles", "described", "subheadings"}
_OF_ASPECTS = {"aspects", "aspects_on_topic", "parts_on_topic"}
"""The parts whose terms are ids."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one term gives to a part.

    name:   a word or n-gram, the id of a concept or of an aspect
    label:  the same as a person reads it
    """

    name: str
    points: float
    label: Text


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part gives to a score; the points of its ``terms`` add up to its own.

    A factor has no terms, and those of a part of the vote are features of the passage. Terms and
    contributions stand greatest first, factors last.
    """

    part: str
    points: float
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The contributions to the ``score`` of a passage; they add up to it.

    kind_factor:  what the sum of the parts is multiplied by, for the kind of the passage
    scale:        and to compare with the passages of the other collection
    """

    passage: Passage
    score: float
    kind_factor: float
    scale: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The points of one part in two passages; ``terms`` hold their differences."""

    part: str
    first: float
    other: float
    terms: tuple[Term, ...]

    @property
    def points(self) -> float:
        """How much the first passage has more."""
        return self.first - self.other


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two passages part by part, the greatest differences first; they add up to that of scores.

    rivals:  whether the two come from collections that are ranked each by itself
    """

    first: Explanation
    other: Explanation
    differences: tuple[Difference, ...]
    rivals: bool


def explain(reading: Reading, number: int, scale: float = 1.0) -> Explanation:
    """Why passage ``number`` of a reading has its score, times ``scale``."""
    index, ranking = reading.index, reading.ranking
    glossary = index.analyzer.glossary
    same = index.languages[number] == ranking.query.language
    weights: Mapping[str, float] = read_toml("ranking.toml")["weights"]["same" if same else "cross"]
    found = evidence(ranking.query, index.fields, index.lexicon.translations, number)
    parts = [
        _contribution(part, weights.get(part, 0.0) * float(values[number]), found[part], glossary)
        for part, values in ranking.parts.items()
    ]
    plain, factor = sum(part.points for part in parts), float(index.factors[number])
    score, voted = float(ranking.scores[number]), ranking.voted.get(number, 0.0)
    factors = (
        Contribution(KIND, plain * (factor - 1)),
        Contribution(LINK, score - voted - plain * factor),
        Contribution(SCALE, score * (scale - 1)),
    )
    told = [part for part in (*parts, *_vote(reading, number)) if part.points]
    told.sort(key=lambda part: -part.points)
    told += [one for one in factors if abs(one.points) > _NOISE]
    return Explanation(index.passages[number], score * scale, factor, scale, tuple(told))


def compare(first: Explanation, other: Explanation) -> Comparison:
    """What the first passage has more and less than the other one."""
    rivals = first.passage.is_companion != other.passage.is_companion
    mine, theirs = ({one.part: one for one in side.contributions} for side in (first, other))
    differences = [
        _difference(part, mine.get(part), theirs.get(part)) for part in {**mine, **theirs}
    ]
    differences.sort(key=lambda one: -abs(one.points))
    return Comparison(first, other, tuple(differences), rivals)


def why_not(readings: Sequence[Reading], wanted: str) -> Comparison:
    """The first passage compared with the one of that id or heading, see :func:`find`.

    Raises InputError when there is no such passage, or no first one.
    """
    found, _ = merged(readings, 1)
    if not found:
        raise InputError(Text("没有找到可以比较的段落", "no passage was found to compare"))
    first, (reading, number) = found[0], find(readings, wanted, found[0].hit.passage)
    mine, other = (
        explain(one, place, scale_of(one, readings[0]))
        for one, place in ((first.reading, first.number), (reading, number))
    )
    return compare(mine, other)


def find(readings: Sequence[Reading], wanted: str, but: Passage) -> tuple[Reading, int]:
    """The passage of that id; else the best one with such a heading; never the passage ``but``.

    A heading fits when it is ``wanted`` or, when none is, contains it; script, case and punctuation
    do not matter. Raises InputError when there is no such passage.
    """
    places = [
        (reading, number, passage)
        for reading in readings
        for number, passage in enumerate(reading.index.passages)
        if passage != but
    ]
    heading = _bare(wanted)
    ways: tuple[Callable[[Passage], bool], ...] = (
        lambda passage: passage.id == wanted,
        lambda passage: heading == _bare(passage.heading),
        lambda passage: heading in _bare(passage.heading),
    )
    for fits in ways if heading else ():
        found = [(reading, number) for reading, number, passage in places if fits(passage)]
        if found:
            return max(found, key=lambda place: _shown_score(place[0], place[1], readings[0]))
    raise InputError(
        Text(
            f"除第一段外,没有编号或标题为“{wanted}”的段落",
            f'no passage but the first has the id or heading "{wanted}"',
        )
    )


def _shown_score(reading: Reading, number: int, first: Reading) -> float:
    return float(reading.ranking.scores[number]) * scale_of(reading, first)


def _contribution(
    part: str, points: float, found: Mapping[str, float], glossary: Glossary
) -> Contribution:
    """The points of a part shared out to its terms as they contribute."""
    named: dict[str, float] = {}
    for term, value in found.items() if points else ():
        name = term.removesuffix(NESTED) if part in _OF_CONCEPTS else term
        named[name] = named.get(name, 0.0) + value
    total = sum(named.values())
    shares = {term: points * value / total for term, value in named.items()}
    return Contribution(part, points, _terms(shares, lambda term: _label(part, term, glossary)))


def _terms(points: Mapping[str, float], label: Callable[[str], Text]) -> tuple[Term, ...]:
    strongest = sorted(points.items(), key=lambda pair: -abs(pair[1]))
    return tuple(Term(name, value, label(name)) for name, value in strongest)


def _vote(reading: Reading, number: int) -> list[Contribution]:
    """What moved the vote on a passage; nothing where there was none."""
    if number not in reading.ranking.voted:
        return []
    index, query = reading.index, reading.ranking.query
    collection: Collection = "companion" if index.passages[number].is_companion else "notes"
    start, moves = vote_evidence(index.rank(query), index, collection)[number]
    return [
        Contribution(START, start),
        *(Contribution(p, sum(m.values()), _terms(m, feature_name)) for p, m in moves.items()),
    ]


def _difference(part: str, mine: Contribution | None, theirs: Contribution | None) -> Difference:
    mine, theirs = (one or Contribution(part, 0.0) for one in (mine, theirs))
    points = {term.name: term.points for term in mine.terms}
    labels = {term.name: term.label for term in (*mine.terms, *theirs.terms)}
    for term in theirs.terms:
        points[term.name] = points.get(term.name, 0.0) - term.points
    return Difference(part, mine.points, theirs.points, _terms(points, labels.__getitem__))


def _label(part: str, term: str, glossary: Glossary) -> Text:
    """A term as a person reads it: the names of concepts and aspects instead of their ids."""
    if part in _OF_ASPECTS:
        return _aspects()[term]
    concept = glossary.get(term) if part in _OF_CONCEPTS else None
    return concept.title if concept else Text(term, term)


@cache
def _aspects() -> dict[str, Text]:
    """Aspect id -> the words by which a heading announces it first."""
    return {
        row["id"]: Text(row["heading_zh"].split("|")[0], row["heading_en"].split("|")[0])
        for row in read_rows("aspects.tsv")
    }


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
